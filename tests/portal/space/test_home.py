"""The home page of the space: what to do next, tiles, and who is led there."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from portal.candidates import home_registry
from portal.candidates.home_registry import NextStep, Overview, Tile, register_overview
from portal.candidates.services.favourites import keep
from tests.factories import PASSWORD
from tests.portal.accounts.people import signed_in
from tests.portal.candidates.things import candidate, make_alert, started
from tests.search.rows import make_row

pytestmark = pytest.mark.django_db


def sign_in(user) -> str:
    answer = Client().post("/compte/connexion/", {"login": user.email, "password": PASSWORD})
    return answer.url


def test_a_candidate_is_led_to_their_space():
    assert sign_in(candidate()) == "/mon-espace/"


def test_the_page_greets_and_is_never_cached():
    answer = signed_in(candidate()).get("/mon-espace/")
    assert "Bonjour Éloïse" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_what_is_pressing_comes_first():
    user = candidate()
    ending = make_row(title="Maçon", expires_at=timezone.now() + timedelta(days=2))
    keep(user=user, opportunity_id=ending.pk)
    make_alert(user, **started(3))
    make_row(title="Soudeur", published_at=timezone.now() - timedelta(hours=2))
    steps = signed_in(user).get("/mon-espace/").context["steps"]
    assert [step.rank for step in steps] == [10, 20, 30]
    assert "Maçon" in steps[0].title
    assert "1\u00a0nouvelle offre" in steps[1].title


def test_what_another_app_registers_is_shown_and_three_steps_at_most(monkeypatch):
    monkeypatch.setattr(home_registry, "_providers", dict(home_registry._providers))

    def other(user):
        steps = [NextStep(5, f"Chose {number}", "Texte", "Faire", "/") for number in range(4)]
        return Overview(Tile("Ailleurs", "map", "Rien.", "Voir", "/"), tuple(steps))

    register_overview(other, order=20)
    context = signed_in(candidate()).get("/mon-espace/").context
    assert [step.title for step in context["steps"]] == ["Chose 0", "Chose 1", "Chose 2"]
    assert "Ailleurs" in [tile.title for tile in context["tiles"]]
