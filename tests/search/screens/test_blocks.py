"""What a list of an editorial page finds: its order, and the words of its button."""

import datetime

import pytest
from django.template import Context, Template
from django.utils import timezone

from search.screens.blocks import embed
from tests.factories import CommuneFactory
from tests.search.rows import make_row
from tests.search.sessions import make_session

pytestmark = pytest.mark.django_db

ANY = {"kinds": [], "words": "", "commune": None, "radius": ""}


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        (["job"], "Voir les 2 offres dans la recherche"),
        (["volunteering"], "Voir les 2 missions dans la recherche"),
        (["session"], "Voir les 2 sessions dans la recherche"),
        (["job", "session"], "Voir les 4 annonces dans la recherche"),
        ([], "Voir les 6 annonces dans la recherche"),
    ],
)
def test_the_button_names_what_is_found(kinds, words):
    for _ in range(2):
        make_row()
        make_row(kind="volunteering")
        make_session()
    found = embed(ANY | {"kinds": kinds}, 3)
    html = Template('{% include "pages/blocks/opportunity_list.html" %}').render(
        Context({"found": found})
    )
    assert words in html


def test_a_button_to_nothing_opens_the_search():
    assert embed(ANY | {"kinds": ["session"]}, 3).button == "Ouvrir la recherche"


def test_sessions_alone_are_listed_by_their_date_with_their_distance():
    commune = CommuneFactory(belfort=True)
    begin = timezone.now() + datetime.timedelta(days=3)
    for days, title in ((20, "Troisième"), (1, "Première"), (9, "Deuxième")):
        make_session(begin + datetime.timedelta(days=days), title=title, position=(6.87, 47.66))
    found = embed(ANY | {"kinds": ["session"], "commune": commune, "radius": "20"}, 2)
    assert found.count == 3
    assert [card.title for card in found.cards] == ["Première", "Deuxième"]
    assert "km" in dict(found.cards[0].facts)["geo-alt"]


def test_other_lists_keep_the_newest_first():
    now = timezone.now()
    make_session(title="Ancienne", published_at=now - datetime.timedelta(days=2))
    make_row(title="Récente", published_at=now)
    assert [card.title for card in embed(ANY, 3).cards] == ["Récente", "Ancienne"]


def test_the_note_names_the_kind_that_was_looked_for_further():
    commune = CommuneFactory(belfort=True)
    make_session(position=(6.87, 47.80))
    note = embed(ANY | {"kinds": ["session"], "commune": commune, "radius": "5"}, 3).note
    assert note.startswith("Aucune session à moins de 5")
