"""Qui suit cette personne ? The unit and nothing else; for nobody, the same screen and cost."""

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.accounts.level_names import LevelName
from portal.followup.access.services import blind, emergency
from portal.followup.access.views import searching
from portal.followup.models import AccessEntry, Beneficiary, BreakGlass, CareTeamMember
from portal.followup.rows.scope import Scope, system_scope
from snippets.limits import Limit
from tests.portal.accounts.people import signed_in
from tests.portal.followup.people_of_the_area import (
    make_beneficiary,
    make_household,
    make_professional,
    make_unit,
    write_search_keys,
)

pytestmark = pytest.mark.django_db
ADDRESS = "/suivi/qui-suit/"
NAME = {"birth_name": "introuvâble", "first_name": "LEA", "birth_date": "1985-03-04"}
NOBODY = NAME | {"birth_name": "Personne"}


class World:
    def __init__(self):
        self.referent = make_professional(unit=make_unit("Unité du sud"))
        self.searcher = make_professional(unit=make_unit("Unité du nord"))
        self.manager = make_professional(LevelName.UNIT_MANAGER, unit=self.searcher.unit)
        self.case = make_beneficiary(
            self.referent,
            birth_name="Introuvable",
            used_name="Mariée",
            first_name="Léa",
            phone="0611223344",
            # No other figure of a page.
            number=98_765_432,
            household=make_household(matricule="7".zfill(15)),
            france_travail_number="1112223A",
        )
        write_search_keys(self.case)


@pytest.fixture(scope="module")
def world(lasting):
    return World()


def search(world, who=None, **typed):
    return signed_in((who or world.searcher).user).post(ADDRESS, typed)


def plain(page) -> str:
    """The page without what changes at each showing."""
    text = page.content.decode()
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)
    return re.sub(r'nonce="[^"]+"', "", text)


@pytest.mark.parametrize(
    "typed",
    [
        NAME,
        NAME | {"birth_name": "Mariee"},
        {"number": "000000000000007"},
        {"number": "7"},
        {"number": "1112223 a"},
        {"number": "{number}"},
    ],
)
def test_an_exact_search_says_the_unit_and_nothing_else(world, typed):
    typed = {name: value.format(number=world.case.shown_number) for name, value in typed.items()}
    text = search(world, **typed).content.decode()
    assert "Cette personne est suivie&nbsp;: Unité du sud" in text
    said = re.sub(r'value="[^"]*"', "", text)
    for hidden in ("Introuvable", "Mariée", "0611223344", world.referent.name, "1112223A"):
        assert hidden not in said
    assert f"/suivi/dossiers/{world.case.pk}/" not in text
    assert "Demander l’accès" in text
    assert "Ouvrir en urgence" in text


@pytest.mark.parametrize(
    "typed",
    [
        NOBODY,
        NAME | {"first_name": "Le"},
        NAME | {"birth_name": "Introuv"},
        NAME | {"birth_date": "1985-03-05"},
        {"number": "00000000000007"},
        {"number": "0611223344"},
        {"number": "introuvable"},
        {"number": "111222"},
    ],
)
def test_what_is_not_exact_finds_nobody(world, typed):
    text = search(world, **typed).content.decode()
    assert "Aucune unité ne suit cette personne" in text
    assert "Demander l’accès" not in text


@pytest.mark.parametrize("typed", [{}, {"birth_name": "Introuvable"}, NAME | {"birth_date": ""}])
def test_half_a_search_is_none(world, typed):
    page = search(world, **typed)
    assert page.status_code == 422
    assert "un numéro" in page.content.decode()
    with system_scope(Scope.TEST):
        assert not AccessEntry.unscoped.filter(act="search").exists()


@pytest.mark.parametrize("who", ["searcher", "manager", "referent"])
def test_nobody_costs_what_somebody_costs(world, who, monkeypatch):
    """The same queries in the same order, the same forms drawn: found, not found, or several."""
    partner = make_beneficiary(household_id=world.case.household_id)
    write_search_keys(partner)
    drawn = []
    draw = searching.render_to_string
    monkeypatch.setattr(
        searching, "render_to_string", lambda *args: drawn.append(args[0]) or draw(*args)
    )
    browser = signed_in(getattr(world, who).user)
    costs = []
    cases = (NOBODY, NAME, NOBODY | {"first_name": "Ève"})
    numbers = ({"number": "000"}, {"number": "1112223A"}, {"number": "7"})
    for typed in (*cases, *numbers):
        browser.post(ADDRESS, typed)
        drawn.clear()
        with CaptureQueriesContext(connection) as queries:
            assert browser.post(ADDRESS, typed).status_code == 200
        asked = [re.sub(r"\d+|'[^']*'", "?", one["sql"])[:90] for one in queries]
        costs.append((asked, [*drawn]))
    assert costs[0] == costs[1] == costs[2]
    assert costs[3] == costs[4] == costs[5]
    assert costs[0][1] == ["followup/access/ways.html"]


def test_what_names_the_answer_says_nothing_of_it(world):
    key = found_key(world)
    assert re.fullmatch(r"[0-9a-f]{64}", key)
    assert key != found_key(world)
    # No number that a page has anyhow.
    with system_scope(Scope.TEST):
        Beneficiary.unscoped.filter(pk=world.case.pk).update(number=907_060_504)
    assert "907060504" not in search(world, **NAME).content.decode()


def test_the_name_of_a_lock_is_not_told_to_the_database(world):
    key = found_key(world)
    with CaptureQueriesContext(connection) as queries:
        signed_in(world.searcher.user).post("/suivi/urgence/", {"key": key, "reason": "Danger"})
    taken = [one["sql"] for one in queries if "advisory" in one["sql"]]
    assert taken
    # A digest, in digits.
    assert [sql for sql in taken if not re.fullmatch(r"SELECT pg_\w+\( ?-?\d{8,}\)", sql)] == []


def test_nobody_is_told_in_the_same_words_whoever_it_is(world):
    from tests.portal.followup.people_of_the_area import make_beneficiary as make

    other = make(birth_name="Autre")
    pages = [search(world, **NOBODY), search(world, **(NOBODY | {"birth_name": "Autre"}))]
    texts = [plain(page).replace("Autre", "?").replace("Personne", "?") for page in pages]
    assert other.pk
    assert texts[0] == texts[1]


def test_every_search_is_a_line_of_the_log(world):
    search(world, **NAME)
    search(world, **NOBODY)
    with system_scope(Scope.TEST):
        lines = AccessEntry.unscoped.filter(act="search").order_by("pk")
        assert [line.beneficiary_id for line in lines] == [world.case.pk, None]
        assert {line.user_id for line in lines} == {world.searcher.user_id}
        # No content: what was typed is nowhere.
        assert "ntrouv" not in "".join(line.reason + line.place for line in lines)


def test_several_people_are_not_told_apart(world):
    partner = make_beneficiary(
        make_professional(unit=make_unit("Unité de l’est")),
        household_id=world.case.household_id,
    )
    write_search_keys(partner)
    text = search(world, number="7").content.decode()
    assert "Plusieurs dossiers" in text
    assert "Unité du sud" in text
    assert "Unité de l’est" in text
    assert "Demander l’accès" not in text


def test_a_case_within_reach_is_linked(world):
    text = search(world, world.referent, **NAME).content.decode()
    assert f"/suivi/dossiers/{world.case.pk}/identite/" in text
    assert "Ouvrir en urgence" not in text


@pytest.mark.parametrize(
    ("limit", "address", "typed"),
    [
        ("portal.followup.access.views.searching.BlindSearchView.limits", ADDRESS, NAME),
        (
            "portal.followup.access.views.searching.EmergencyView.limits",
            "/suivi/urgence/",
            {"key": "x", "reason": "Urgence"},
        ),
    ],
)
def test_what_is_asked_too_often_is_refused(world, monkeypatch, limit, address, typed):
    monkeypatch.setattr(limit, (Limit(f"test {world.searcher.pk} {address}", 1, 60),))
    browser = signed_in(world.searcher.user)
    assert browser.post(address, typed).status_code != 429
    page = browser.post(address, typed)
    assert page.status_code == 429
    assert "trop de demandes" in page.content.decode()
    # It is each person's own.
    assert signed_in(world.referent.user).post(address, typed).status_code != 429


def test_there_are_such_limits():
    assert blind.SEARCHES.most <= 30
    assert emergency.EMERGENCIES.most <= 10


def found_key(world, who=None) -> str:
    text = search(world, who, **NAME).content.decode()
    return re.search(r'name="key" value="([^"]+)"', text)[1]


def test_a_request_follows_from_the_answer(world):
    typed = {
        "key": found_key(world),
        "professional": world.searcher.pk,
        "reason": "Dossier de logement",
    }
    browser = signed_in(world.searcher.user)
    empty = browser.post("/suivi/groupes/demander/", typed | {"reason": ""})
    assert empty.status_code == 422
    assert typed["key"] in empty.content.decode()
    assert browser.post("/suivi/groupes/demander/", typed).status_code == 302
    with system_scope(Scope.TEST):
        member = CareTeamMember.unscoped.get()
        assert (member.beneficiary_id, member.professional_id) == (
            world.case.pk,
            world.searcher.pk,
        )


def test_a_key_is_of_one_person_for_a_while(world, monkeypatch):
    key = found_key(world)
    other = make_professional(unit=world.searcher.unit)
    for who, typed in (
        (other, key),
        # Not its last sign, whose last bits say nothing.
        (world.searcher, f"{key[:-9]}{'A' if key[-9] != 'A' else 'B'}{key[-8:]}"),
        (world.searcher, ""),
        (world.searcher, signing.dumps([world.case.number, world.searcher.user_id])),
    ):
        page = signed_in(who.user).post("/suivi/urgence/", {"key": typed, "reason": "Urgence"})
        assert page.status_code == 422
        assert "Cherchez d’abord" in page.content.decode()
    monkeypatch.setattr(blind, "_LIFETIME", -timedelta(minutes=1))
    page = signed_in(world.searcher.user).post("/suivi/urgence/", {"key": key, "reason": "Urgence"})
    assert page.status_code == 422
    with system_scope(Scope.TEST):
        assert not BreakGlass.unscoped.exists()
