"""The button that a public page leads with, and who may be asked for help instead."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.template import Library, engines
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from snippets.models import SiteSettings
from tests.factories import (
    JobOfferPageFactory,
    RecruitmentSessionPageFactory,
    VolunteeringPageFactory,
)
from tests.pages.moderation.conftest import with_level

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.pages.answering_urls")]
KINDS = [
    (JobOfferPageFactory, "applications:apply", "Postuler"),
    (VolunteeringPageFactory, "applications:apply", "Proposer mon aide"),
    (RecruitmentSessionPageFactory, "recruitment:register", "M’inscrire"),
]


@dataclass
class Places:
    """What `{% places_left page %}` answers."""

    left: int = 0
    waiting_left: int = 0
    own_path: str = ""

    @property
    def can_seat(self) -> bool:
        return self.left > 0


@pytest.fixture
def places(monkeypatch: pytest.MonkeyPatch) -> Iterator[Places]:
    """The places of every session, instead of recruitment's own count."""
    answer = Places()
    library = Library()
    library.simple_tag(lambda page: answer if page.live else None, name="places_left")
    engine = engines["django"].engine
    monkeypatch.setitem(engine.template_libraries, "recruitment_tags", library)
    for loader in engine.template_loaders:
        loader.reset()
    yield answer
    # A template that was read keeps the tags that it was read with.
    for loader in engine.template_loaders:
        loader.reset()


def panel(client: Client, page: Any) -> Any:
    """The part of a public page that says how to answer."""
    soup = BeautifulSoup(client.get(page.url).content, "html.parser")
    return soup.find("section", attrs={"aria-labelledby": "apply-title"})


def said(part: Any) -> str:
    return re.sub(r"\s+", " ", part.get_text(" ", strip=True))


@pytest.mark.parametrize(("factory", "route", "label"), KINDS)
def test_a_page_leads_with_the_answer_and_offers_help_beside(
    client: Client, factory: Any, route: str, label: str
) -> None:
    SiteSettings.objects.update_or_create(pk=1, defaults={"contact_phone": "03 84 00 00 00"})
    page = factory()
    shown = panel(client, page)
    [button] = shown.select(".btn-action")
    assert (button["href"], button.get_text(strip=True)) == (reverse(route, args=[page.pk]), label)
    [other] = shown.select(".btn-quiet")
    assert other["href"] == f"{reverse('participation:call_me')}?page={page.pk}"
    assert other.get_text(strip=True) == "Je préfère qu’on m’aide"
    assert button.parent is other.parent, "both are fixed at the bottom of a phone"
    assert shown.select_one('a[href^="tel:"]').get_text() == "03 84 00 00 00"
    assert "sous 3 jours ouvrés" in said(shown)


def test_the_delay_of_a_call_is_a_setting(client: Client) -> None:
    SiteSettings.objects.update_or_create(pk=1, defaults={"call_back_days": 1})
    assert "sous 1 jour ouvré." in said(panel(client, JobOfferPageFactory()))


def test_help_needs_no_phone_number_of_the_service(client: Client) -> None:
    shown = panel(client, JobOfferPageFactory())
    assert shown.select_one(".btn-quiet")["href"].startswith(reverse("participation:call_me"))
    assert not shown.select('a[href^="tel:"]')


def test_a_contact_that_is_shown_stays_for_questions(client: Client) -> None:
    page = JobOfferPageFactory(contact_email_public=True, contact_phone_public=True)
    shown = panel(client, page)
    assert len(shown.select(".btn-action")) == 1
    assert shown.select_one(f'a[href^="mailto:{page.contact_email}?subject="]')
    assert shown.select_one('a[href^="tel:"]').get_text() == page.contact_phone


@pytest.mark.parametrize("way", ["email", "phone", "web"])
def test_another_way_of_answering_stays_as_it_is(client: Client, way: str) -> None:
    SiteSettings.objects.update_or_create(pk=1, defaults={"contact_phone": "03 84 00 00 00"})
    page = JobOfferPageFactory(
        apply_by=way,
        apply_url="https://emploi.exemple.test/1",
        contact_email_public=True,
        contact_phone_public=True,
    )
    shown = panel(client, page)
    [button] = shown.select(".btn-action")
    assert button["href"].split(":")[0] == {"email": "mailto", "phone": "tel", "web": "https"}[way]
    assert shown.select_one(".btn-quiet")["href"].startswith("tel:")


@pytest.mark.parametrize(("factory", "route", "label"), KINDS)
def test_a_draft_shows_a_button_that_does_nothing(
    client: Client, factory: Any, route: str, label: str
) -> None:
    page = factory(live=False)
    client.force_login(with_level("communication"))
    preview = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    soup = BeautifulSoup(preview.content, "html.parser")
    [button] = soup.select(".apply .btn-action")
    assert (button.name, button.get_text(strip=True)) == ("button", label)
    assert button.has_attr("disabled")
    assert reverse(route, args=[page.pk]) not in preview.content.decode()


def test_search_engines_know_that_one_applies_here(client: Client) -> None:
    def posting(page: Any) -> Any:
        source = client.get(page.url).content.decode()
        found = re.search(r'<script type="application/ld\+json">(.*?)</script>', source, re.DOTALL)
        assert found
        return json.loads(found[1])

    assert posting(JobOfferPageFactory())["directApply"] is True
    assert posting(JobOfferPageFactory.row(apply_by="phone"))["directApply"] is False
    assert posting(VolunteeringPageFactory())["directApply"] is True


@pytest.mark.parametrize(
    ("left", "waiting", "label", "words"),
    [
        (12, 5, "M’inscrire", "Il reste 12 places."),
        (1, 5, "M’inscrire", "Il reste 1 place."),
        (0, 5, "M’inscrire sur la liste d’attente", "On vous prévient si une place se libère."),
        (0, 0, None, "la liste d’attente est pleine."),
    ],
)
def test_a_session_says_what_is_left(
    client: Client, places: Places, left: int, waiting: int, label: str | None, words: str
) -> None:
    places.left, places.waiting_left = left, waiting
    shown = panel(client, RecruitmentSessionPageFactory(waiting_list_size=5))
    buttons = [button.get_text(strip=True) for button in shown.select(".btn-action")]
    assert buttons == ([label] if label else [])
    assert words in said(shown)
    assert "Je préfère qu’on m’aide" in said(shown)


def test_a_full_session_without_waiting_list_does_not_speak_of_one(
    client: Client, places: Places
) -> None:
    shown = said(panel(client, RecruitmentSessionPageFactory(waiting_list_size=0)))
    assert "Toutes les places sont prises." in shown
    assert "liste d’attente" not in shown


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"registration_opens_at": timezone.now() + timedelta(days=1)}, "ouvrent le"),
        ({"registration_closes_at": timezone.now()}, "Les inscriptions sont fermées"),
        ({"status": "cancelled"}, "Cette session est annulée"),
        ({"audience": "invitation"}, "Cette session est sur invitation"),
    ],
)
def test_closed_registrations_have_no_button_whatever_is_left(
    client: Client, places: Places, fields: dict[str, Any], words: str
) -> None:
    places.left = 12
    shown = panel(client, RecruitmentSessionPageFactory(**fields))
    assert not shown.select(".btn-action")
    assert words in said(shown)
    assert "Il reste" not in said(shown)


@pytest.mark.parametrize("fields", [{}, {"registration_closes_at": timezone.now()}])
def test_who_has_registered_is_led_to_their_registration(
    client: Client, places: Places, fields: dict[str, Any]
) -> None:
    places.own_path = "/inscription/suivi/abc/"
    shown = panel(client, RecruitmentSessionPageFactory(**fields))
    [button] = shown.select(".btn-action")
    assert (button["href"], button.get_text()) == (places.own_path, "Voir mon inscription")
    assert "Vous avez demandé une place" in said(shown)
    assert "prises" not in said(shown)


def test_what_is_left_is_asked_at_each_visit(client: Client, places: Places) -> None:
    page = RecruitmentSessionPageFactory()
    for left in (3, 2):
        places.left = left
        assert f"Il reste {left} places." in said(panel(client, page))


def test_places_elsewhere_are_not_counted_here(client: Client, places: Places) -> None:
    page = RecruitmentSessionPageFactory(apply_by="email", contact_email_public=True)
    [button] = panel(client, page).select(".btn-action")
    assert button["href"].startswith("mailto:")


def test_without_a_form_to_be_called_back_the_phone_helps(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def found(name: str, **parts: Any) -> str:
        if name == "participation:call_me":
            raise NoReverseMatch
        return reverse(name, **parts)

    SiteSettings.objects.update_or_create(pk=1, defaults={"contact_phone": "03 84 00 00 00"})
    monkeypatch.setattr("pages.presentation.shared.reverse", found)
    shown = panel(client, JobOfferPageFactory())
    assert shown.select_one(".btn-action")["href"].startswith("/postuler/")
    assert shown.select_one(".btn-quiet")["href"].startswith("tel:")
    assert "on vous rappelle" not in said(shown)
