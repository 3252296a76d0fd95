"""The caseload: what filters keep, for whom, in which order; tabs, pages, what is taken away."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from portal.accounts.level_names import LevelName
from portal.followup.access.models import AccessEntry, BreakGlass
from portal.followup.home.services import MOST_FILTERS
from portal.followup.models import SavedFilter
from portal.followup.rows.scope import Scope, system_scope
from tests.factories import CommuneFactory
from tests.portal.accounts.people import first_administrator, person_with, queries_of, signed_in
from tests.portal.followup.home.test_home import World, ago, contract, noted, opened, seen
from tests.portal.followup.people_of_the_area import (
    join_team,
    make_beneficiary,
    make_professional,
    orient,
)

pytestmark = pytest.mark.django_db
LIST = "/suivi/dossiers/"
EXPORT = "/suivi/dossiers/export/"


@pytest.fixture(scope="module")
def world(lasting):
    made = World()
    made.teamed = make_beneficiary(made.stranger, birth_name="Teamed")
    orient(made.teamed, starts_on=ago(3), notified_on=ago(3))
    join_team(made.teamed, made.adviser)
    with system_scope(Scope.TEST):
        made.calm.commune = CommuneFactory(name="Delle")
        made.calm.phone = "=1+1"
        made.calm.save()
    made.gone = seen(make_beneficiary(made.adviser, birth_name="Gone", state="exited"))
    return made


def names(user, **filters):
    response = signed_in(user).get(LIST, filters)
    assert response.status_code == 200
    return [line["case"].birth_name for line in response.context["lines"]]


MINE = ["Calm", "Former", "Late", "Proposed", "Silent", "Untold", "Week"]


def test_each_sees_the_cases_within_reach(world):
    assert names(world.adviser.user) == sorted([*MINE, "Teamed"])
    assert names(world.manager.user) == MINE
    assert set(names(world.officer.user)) == {*MINE, "Teamed", "Elsewhere", "Unoriented"}
    assert names(make_professional().user) == []


@pytest.mark.parametrize(
    ("filters", "kept"),
    [
        ({"perimetre": "miens"}, MINE),
        ({"perimetre": "equipe"}, ["Teamed"]),
        ({"parcours": "professional"}, ["Calm", "Late", "Silent", "Week"]),
        ({"parcours": "aucun"}, []),
        ({"contrat": "signed"}, ["Silent"]),
        ({"contrat": "proposed"}, ["Proposed"]),
        ({"contrat": "aucun", "parcours": "professional"}, ["Calm", "Late", "Week"]),
        ({"alerte": "en-retard"}, ["Late"]),
        ({"alerte": "semaine"}, ["Week"]),
        ({"alerte": "silence"}, ["Silent"]),
        ({"alerte": "a-notifier"}, ["Former", "Untold"]),
        ({"alerte": "contrat-2027"}, ["Former"]),
        ({"etat": "sortis"}, ["Gone"]),
        ({"etat": "tous", "contrat": "signed"}, ["Silent"]),
        ({"alerte": "a-signer", "parcours": "professional"}, ["Calm"]),
        # What makes no sense narrows nothing.
        ({"alerte": "n'importe", "parcours": "?", "perimetre": "miens"}, MINE),
        ({"perimetre": "unite"}, [*MINE, "Teamed"]),
    ],
)
def test_filters_keep_what_they_say(world, filters, kept):
    assert sorted(names(world.adviser.user, **filters)) == sorted(kept)


def test_a_commune_narrows(world):
    key = world.calm.commune_id
    assert names(world.adviser.user, commune=key) == ["Calm"]


def test_a_manager_narrows_to_an_adviser_or_to_nobody(world):
    orphan = make_beneficiary(unit=world.unit, birth_name="Orphan")
    assert names(world.manager.user, referent="aucun") == [orphan.birth_name]
    assert names(world.manager.user, referent=world.adviser.pk) == MINE
    # Somebody of another unit is no choice: nothing is narrowed.
    assert len(names(world.manager.user, referent=world.stranger.pk)) == len(MINE) + 1


def test_an_officer_narrows_by_clocks_of_orientation_and_never_by_contracts(world):
    officer = world.officer.user
    assert names(officer, alerte="en-retard") == ["Unoriented"]
    assert set(names(officer, alerte="a-notifier")) == {"Former", "Untold"}
    assert names(officer, alerte="silence") == []
    response = signed_in(officer).get(LIST, {"contrat": "signed"})
    assert "contrat" not in response.context["form"].fields
    assert len(response.context["lines"]) == 10
    assert "Dernier contact" not in response.content.decode()


def test_the_first_to_end_or_the_longest_silent_comes_first(world):
    assert names(world.adviser.user, tri="echeance", parcours="professional")[0] == "Late"
    by_contact = names(world.adviser.user, tri="contact", parcours="professional")
    assert by_contact[0] == "Silent"


def test_a_page_has_fifty_cases_and_costs_the_same(world):
    adviser = make_professional()
    for number in range(2):
        case = make_beneficiary(adviser, birth_name=f"Few{number}")
        orient(case)
        contract(case)
    browser = signed_in(adviser.user)
    few = queries_of(browser, LIST)
    for number in range(52):
        case = make_beneficiary(adviser, birth_name=f"Many{number:02}")
        orient(case)
        contract(case)
        noted(case, 2)
    assert queries_of(browser, LIST) == few
    response = browser.get(LIST)
    assert len(response.context["lines"]) == 50
    second = browser.get(LIST, {"page": 2})
    assert len(second.context["lines"]) == 4
    assert "Page précédente" in second.content.decode()


def test_nothing_found_says_how_to_see_all_and_how_to_ask(world):
    page = signed_in(world.adviser.user).get(LIST, {"parcours": "aucun"}).content.decode()
    assert "Aucun dossier avec ces filtres." in page
    nobody = signed_in(make_professional().user).get(LIST).content.decode()
    assert "Aucun dossier ne vous est confié" in nobody


# Tabs


def test_filters_are_kept_as_a_tab_of_ones_own(world):
    browser = signed_in(world.adviser.user)
    page = browser.get(LIST, {"alerte": "silence", "parcours": "social", "x": "y"})
    assert "Garder ces filtres" in page.content.decode()
    kept = browser.post(
        f"{LIST}onglets/?alerte=silence&parcours=social&x=y", {"name": "Social muet"}
    )
    assert kept.url == f"{LIST}?parcours=social&alerte=silence"
    tabs = browser.get(kept.url).context["tabs"]
    assert [(tab["label"], tab["is_here"]) for tab in tabs][-1] == ("Social muet", True)
    assert "Social muet" in browser.get("/suivi/").content.decode()
    assert "Social muet" not in signed_in(world.manager.user).get(LIST).content.decode()


def test_a_tab_without_a_name_is_refused_and_the_screen_is_kept(world):
    response = signed_in(world.adviser.user).post(f"{LIST}onglets/?alerte=silence", {"name": " "})
    assert response.status_code == 422
    assert "Donnez un nom à l’onglet." in response.content.decode()
    assert [line["case"].birth_name for line in response.context["lines"]] == ["Silent"]


def test_tabs_of_the_same_name_are_one_and_they_are_not_endless(world):
    browser = signed_in(world.colleague.user)
    for query in ("alerte=silence", "alerte=semaine"):
        browser.post(f"{LIST}onglets/?{query}", {"name": "Mien"})
    with system_scope(Scope.TEST):
        rows = SavedFilter.unscoped.filter(user=world.colleague.user)
        assert [row.query for row in rows] == ["alerte=semaine"]
    for number in range(MOST_FILTERS - 1):
        browser.post(f"{LIST}onglets/", {"name": f"n{number}"})
    refused = browser.post(f"{LIST}onglets/", {"name": "de trop"})
    assert refused.status_code == 422
    assert "retirez-en un" in refused.content.decode()


def test_a_tab_is_taken_away_by_its_person_alone(world):
    with system_scope(Scope.TEST):
        tab = SavedFilter.unscoped.create(
            user=world.adviser.user, name="Semaine", query="alerte=semaine"
        )
    address = f"{LIST}onglets/{tab.pk}/retirer/"
    for who in (world.colleague, world.manager, world.officer):
        assert signed_in(who.user).post(address).status_code == 404
    assert signed_in(world.adviser.user).post(address).status_code == 302
    with system_scope(Scope.TEST):
        assert not SavedFilter.unscoped.filter(pk=tab.pk).exists()


# What is taken away


ASKED = {"extension": "csv", "reason": "Réunion d’équipe"}


def exported(user, query=""):
    response = signed_in(user).post(f"{EXPORT}?{query}", ASKED)
    assert response.status_code == 200
    assert not response.streaming
    rows = csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";")
    return list(rows)


def test_an_adviser_takes_away_the_cases_they_answer_for(world):
    headings, *rows = exported(world.adviser.user)
    found = {row[headings.index("Nom de naissance")]: row for row in rows}
    assert set(found) == set(MINE), "no case of a care team"
    assert found["Silent"][headings.index("Contrat")] == "Signé"
    assert found["Calm"][headings.index("Téléphone")] == "'=1+1", "no formula"
    assert found["Late"][headings.index("Référent·e")] == world.adviser.name


def test_an_export_follows_the_filters_of_the_screen(world):
    assert len(exported(world.adviser.user, "alerte=silence")) == 2


def test_a_manager_takes_away_the_unit_and_an_officer_no_contract(world):
    headings, *rows = exported(world.manager.user)
    assert {row[2] for row in rows} == set(MINE)
    headings, *rows = exported(world.officer.user)
    assert len(rows) == 10
    assert "Contrat" not in headings
    assert "Dernier contact" not in headings


def test_an_emergency_takes_nothing_away(world):
    user, now = world.colleague.user, timezone.now()
    with system_scope(Scope.TEST):
        BreakGlass.unscoped.create(
            beneficiary=world.other,
            user=user,
            name=str(user),
            reason="Menace de coupure",
            opened_at=now,
            expires_at=now + timedelta(hours=20),
        )
    assert names(user) == ["Elsewhere"]
    assert len(exported(user)) == 1


def test_each_case_that_is_taken_away_says_so(world):
    exported(world.adviser.user, "alerte=silence")
    with system_scope(Scope.TEST):
        lines = list(AccessEntry.unscoped.filter(act="export", user=world.adviser.user))
    assert {line.beneficiary_id for line in lines} == {world.silent.pk, None}
    assert {line.reason for line in lines} == {
        "Export csv de 1\u00a0dossier\u00a0: Réunion d’équipe"
    }
    assert not any("Silent" in str(vars(line)) for line in lines)


def test_a_workbook_has_the_same_lines(world):
    response = signed_in(world.adviser.user).post(EXPORT, ASKED | {"extension": "xlsx"})
    assert "attachment" in response["Content-Disposition"]
    sheet = load_workbook(io.BytesIO(response.content), read_only=True).active
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == len(MINE) + 1
    assert rows[0][0] == "Numéro"
    assert all(len(row[0]) == 6 for row in rows[1:]), "leading zeros survive"


def test_an_unknown_kind_of_file_or_no_reason_is_refused_and_a_look_is_no_export(world):
    browser = signed_in(world.adviser.user)
    assert browser.post(EXPORT, ASKED | {"extension": "pdf"}).status_code == 422
    assert browser.post(EXPORT, ASKED | {"reason": " "}).status_code == 422
    assert browser.get(EXPORT).status_code == 200
    with system_scope(Scope.TEST):
        assert not AccessEntry.unscoped.filter(act="export").exists()


@pytest.mark.parametrize("address", [LIST, "/suivi/recherche/?q=mar"])
def test_others_are_refused(address):
    for user in (first_administrator(), person_with(LevelName.CANDIDATE)):
        assert signed_in(user).get(address).status_code == 403
        assert signed_in(user).post(EXPORT).status_code == 403


def test_a_move_of_duties_is_not_lost(world):
    """The right of somebody whose duties ended leaves the clocks, not the caseload."""
    opened(world.late, date(2026, 1, 1), has_duties=False)
    assert "Late" in names(world.adviser.user)
    assert names(world.adviser.user, alerte="en-retard") == []
