"""The week’s work list: applied, put aside, decided, undone; who sees what; what lists cost."""

from datetime import date

import pytest
from django.urls import reverse

from portal.accounts.level_names import LevelName
from portal.followup.access.models import AccessEntry
from portal.followup.imports.jobs import apply_import
from portal.followup.imports.models import ImportAction, ImportFile
from portal.followup.models import Beneficiary
from portal.followup.rows.scope import Scope, system_scope
from tests.portal.accounts.people import person_with, queries_of, signed_in
from tests.portal.followup.imports.browsing import (
    FILES,
    PERSON,
    UPLOAD,
    now,
    read_table,
    rows,
    text_of,
)
from tests.portal.followup.imports.spreadsheets import csv_of
from tests.portal.followup.imports.staged import make_action, make_file, make_line
from tests.portal.followup.people_of_the_area import (
    make_beneficiary,
    make_household,
    make_unit,
    orient,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def staged(unit):
    """A file that changes the phone of somebody of the unit."""
    person = make_beneficiary(unit=unit, phone="06 00 00 00 00")
    file = make_file()
    return file, make_action(file, person), person


def test_the_list_says_who_what_and_why(browser, staged):
    file, _action, person = staged
    make_action(file)
    page = text_of(browser.get(f"{FILES}{file.pk}/travail/"))
    assert "2 actions à traiter" in page
    assert person.birth_name in page
    assert "Changé : téléphone." in page
    assert "avant 06 00 00 00 00" in page
    assert "date de naissance : 01/01/1990" in page
    assert "Le délai d’orientation court depuis le jour où le service a reçu le fichier." in page
    only = browser.get(f"{FILES}{file.pk}/travail/?action=changed")
    assert [group.kind for group in only.context["groups"]] == ["changed"]
    nonsense = browser.get(f"{FILES}{file.pk}/travail/?action=x&etat=y&page=z")
    assert len(nonsense.context["groups"]) == 2


def test_an_action_is_put_aside_and_taken_up_again(browser, staged):
    file, action, _ = staged
    back = f"{FILES}{file.pk}/travail/?action=changed"
    answer = browser.post(f"{FILES}actions/{action.pk}/de-cote/", {"retour": back})
    assert answer.url == back
    assert now(action).state == "set_aside"
    page = browser.get(f"{FILES}{file.pk}/travail/?etat=set_aside")
    assert "Reprendre" in text_of(page)
    browser.post(f"{FILES}actions/{action.pk}/reprendre/")
    assert now(action).state == "waiting"


def test_a_button_never_leads_to_another_site(browser, staged):
    file, action, _ = staged
    for back in ("https://ailleurs.test/", "//ailleurs.test/", "javascript:alert(1)"):
        answer = browser.post(f"{FILES}actions/{action.pk}/de-cote/", {"retour": back})
        assert answer.url == f"{FILES}{file.pk}/travail/"


def test_a_new_person_is_applied_then_undone(browser):
    file = read_table(browser, csv_of(PERSON))
    (action,) = rows(ImportAction, file=file)
    browser.post(f"{FILES}actions/{action.pk}/appliquer/")
    (person,) = rows(Beneficiary)
    assert (person.birth_name, person.household_id is not None) == ("Müller", True)
    answer = browser.get(f"{FILES}{file.pk}/travail/?etat=applied")
    assert "Annuler cette ligne" in text_of(answer)
    # The case that was just opened waits to be oriented: it is one link away.
    pathway = reverse("followup:pathway", args=[person.pk])
    assert f'href="{pathway}"' in answer.content.decode()
    browser.post(f"{FILES}actions/{action.pk}/annuler/")
    assert rows(Beneficiary) == []
    assert now(action).state == "undone"


def test_what_prevents_an_undoing_is_explained(browser, officer):
    file = read_table(browser, csv_of(PERSON))
    (action,) = rows(ImportAction, file=file)
    browser.post(f"{FILES}actions/{action.pk}/appliquer/")
    (person,) = rows(Beneficiary)
    orient(person)
    answer = browser.post(f"{FILES}actions/{action.pk}/annuler/", follow=True)
    assert "a vécu depuis" in text_of(answer)
    assert now(action).state == "applied"


def test_a_script_takes_back_the_action_alone(browser):
    file = read_table(browser, csv_of(PERSON))
    (action,) = rows(ImportAction, file=file)
    answer = browser.post(f"{FILES}actions/{action.pk}/appliquer/", headers={"HX-Request": "true"})
    page = text_of(answer)
    assert b"<html" not in answer.content
    assert b'data-state="applied"' in answer.content
    assert "Éloïse Müller : c’est appliqué." in page
    assert "0 action à traiter" in page


@pytest.fixture
def homonym(browser):
    """A line of the same name and date as somebody who is followed elsewhere."""
    person = make_beneficiary(
        birth_name="MULLER",
        first_name="Eloise",
        birth_date=date(1985, 3, 4),
        household=make_household(matricule="000000000000999"),
        town="Delle",
    )
    file = read_table(browser, csv_of(PERSON))
    (action,) = rows(ImportAction, file=file)
    assert action.kind == "decide"
    return file, action, person


def test_a_homonym_waits_for_somebody_who_says_who_it_is(browser, homonym):
    file, action, _person = homonym
    page = text_of(browser.get(f"{FILES}{file.pk}/travail/"))
    for words in ("C’est Eloise Muller", "000000000000999", "Delle", "nouvelle personne"):
        assert words in page
    # Nothing said, or somebody who it cannot be: nothing happens.
    stranger = make_beneficiary()
    for who in ("", str(stranger.pk), "x", "9" * 30):
        answer = browser.post(f"{FILES}actions/{action.pk}/appliquer/", {"qui": who}, follow=True)
        assert "Dites qui c’est" in text_of(answer)
        assert now(action).state == "waiting"
    assert len(rows(Beneficiary)) == 2


@pytest.mark.parametrize(
    ("who", "people", "state"),
    [
        ("{pk}", 1, "applied"),
        ("another", 2, "applied"),
        ("unknown", 1, "set_aside"),
    ],
)
def test_who_it_is_decides_what_is_written(browser, homonym, who, people, state):
    _, action, person = homonym
    browser.post(f"{FILES}actions/{action.pk}/appliquer/", {"qui": who.format(pk=person.pk)})
    assert now(action).state == state
    assert len(rows(Beneficiary)) == people


def test_a_right_that_is_closed_leads_to_the_exit(browser, manager, unit):
    person, file = make_beneficiary(unit=unit), make_file()
    make_action(file, person, kind="closed", state="applied")
    make_action(file, make_beneficiary(unit=unit), state="applied")
    address = f"{FILES}{file.pk}/travail/?etat=applied"
    exit_of = f'href="{reverse("followup:exit", args=[person.pk])}"'
    page = browser.get(address).content.decode()
    assert page.count(exit_of) == page.count("Enregistrer la sortie") == 1
    # Who records no exit is not led there.
    assert "Enregistrer la sortie" not in text_of(signed_in(manager).get(address))


def test_all_that_is_sure_is_applied_at_once_by_the_worker(browser, officer):
    people = [("Petit", f"Ana{letter}", "01/01/1990", "", "") for letter in "abc"]
    file = read_table(browser, csv_of(*people))
    address = f"{FILES}{file.pk}/"
    assert "Appliquer 3 actions sans doute possible" in text_of(browser.get(f"{address}travail/"))
    assert browser.post(f"{address}appliquer/").status_code == 422
    confirm = browser.get(f"{address}appliquer/")
    assert "Nouvelle personne (3)" in text_of(confirm)
    answer = browser.post(f"{address}appliquer/", {"kinds": ["new"]})
    assert answer.url == address
    page = text_of(browser.get(address))
    assert "Application en cours : 0 sur 3 lignes" in page
    assert "Vous pouvez quitter cette page" in page
    polled = browser.get(address, headers={"HX-Request": "true"})
    assert b"<html" not in polled.content
    apply_import(file_id=file.pk, user_id=officer.pk, kinds=["new"])
    done = browser.get(address, headers={"HX-Request": "true"})
    assert done["HX-Refresh"] == "true"
    assert "3 appliquées" in text_of(browser.get(address))
    assert len(rows(Beneficiary)) == 3


def test_totals_that_differ_are_known_before_anything_is_applied(browser, staged):
    file, _, _ = staged
    with system_scope(Scope.TEST):
        ImportFile.unscoped.filter(pk=file.pk).update(declared_total=12, found_total=10)
    address = f"{FILES}{file.pk}/"
    assert "annonce 12 foyers et 10 ont été lus" in text_of(browser.get(address))
    refused = browser.post(f"{address}appliquer/", {"kinds": ["changed"]})
    assert refused.status_code == 422
    assert "knows_totals" in refused.context["form"].errors
    assert now(file).state == "read"


def test_an_older_file_is_told(browser):
    make_file(reference_date="2026-10-31")
    older = make_file(reference_date="2026-09-30")
    page = text_of(browser.get(f"{FILES}{older.pk}/"))
    assert "Un fichier plus récent, au 31/10/2026" in page


def test_a_file_of_which_nothing_was_applied_is_dropped(browser, staged):
    file, _action, _ = staged
    assert "Abandonner ce fichier" in text_of(browser.get(f"{FILES}{file.pk}/abandonner/"))
    browser.post(f"{FILES}{file.pk}/abandonner/")
    assert now(file).state == "dropped"
    assert rows(ImportAction) == []
    assert "est abandonné" in text_of(browser.get(f"{FILES}{file.pk}/"))


def test_a_unit_manager_sees_and_decides_the_lines_of_the_unit_alone(manager, staged):
    file, action, _person = staged
    stranger = make_beneficiary(unit=make_unit())
    other = make_action(file, stranger)
    unknown = make_action(file)
    make_line(file, verdict="error", problem="Illisible.", label="AUTRE Personne")
    only_others = make_file()
    make_action(only_others, stranger)
    browser = signed_in(manager)
    listed = browser.get(FILES)
    assert [one.pk for one in listed.context["files"]] == [file.pk]
    assert [one.waiting for one in listed.context["files"]] == [1]
    assert "Déposer un fichier" not in text_of(listed)
    for path in ("", "lignes/", "travail/", "erreurs.csv"):
        page = text_of(browser.get(f"{FILES}{file.pk}/{path}"))
        for hidden in (stranger.birth_name, "NOUVELLE", "AUTRE Personne"):
            assert hidden not in page, path
        assert browser.get(f"{FILES}{only_others.pk}/{path}").status_code == 404
    assert browser.get(UPLOAD).status_code == 404
    assert browser.get(f"{FILES}{file.pk}/abandonner/").status_code == 404
    for act in ("appliquer", "de-cote", "reprendre", "annuler"):
        for out_of_reach in (other, unknown):
            address = f"{FILES}actions/{out_of_reach.pk}/{act}/"
            assert browser.post(address).status_code == 404
    assert browser.post(f"{FILES}actions/{action.pk}/de-cote/").status_code == 302
    assert now(action).state == "set_aside"
    assert rows(AccessEntry, act="refused", user=manager) != []


@pytest.mark.parametrize("is_script", [True, False])
def test_a_unit_manager_never_says_that_a_line_is_somebody_of_another_unit(
    manager, staged, is_script
):
    """A homonym came since the preview: the line is for who sees everybody."""
    _, action, person = staged
    homonym = make_beneficiary(
        unit=make_unit(),
        birth_name=person.birth_name,
        first_name=person.first_name,
        birth_date=person.birth_date,
    )
    headers = {"HX-Request": "true"} if is_script else {}
    for who in (str(homonym.pk), "another"):
        answer = signed_in(manager).post(
            f"{FILES}actions/{action.pk}/appliquer/", {"qui": who}, headers=headers
        )
        assert answer.status_code == (404 if who == "another" else 200 if is_script else 302)
        assert now(homonym).phone == ""
        assert now(action).state == "waiting"
        assert len(rows(Beneficiary)) == 2
    assert now(action).kind == "decide"


@pytest.mark.parametrize(
    "level", [LevelName.ADVISER, LevelName.RIGHTS_ADMINISTRATOR, LevelName.CANDIDATE]
)
def test_others_have_no_business_here(staged, level):
    file, action, _ = staged
    browser = signed_in(person_with(level))
    for path in ("", "deposer/", f"{file.pk}/", f"{file.pk}/lignes/", f"{file.pk}/erreurs.csv"):
        assert browser.get(f"{FILES}{path}").status_code == 403
    assert browser.post(f"{FILES}actions/{action.pk}/de-cote/").status_code == 403
    assert now(action).state == "waiting"


def test_an_address_that_is_forged_finds_nothing(browser, staged):
    for path in ("999999/", "999999/travail/", "colonnes/999999/", f"{'9' * 25}/"):
        assert browser.get(f"{FILES}{path}").status_code == 404
    assert browser.post(f"{FILES}actions/999999/appliquer/").status_code == 404


def test_the_preview_is_narrowed_by_a_name_in_any_spelling(browser, staged):
    file, _, _ = staged
    make_line(file, label="LE GOFF Éloïse", after={}, verdict="unchanged")
    address = f"{FILES}{file.pk}/lignes/"
    for words in ("goff", "éloïse le", "GOFF Éloïse"):
        found = browser.get(address, {"q": words})
        assert [line.label for line, _ in found.context["rows"]] == ["LE GOFF Éloïse"], words
    assert "Personne ne porte ce nom" in text_of(browser.get(address, {"q": "zzz"}))


def test_lists_cost_the_same_for_one_row_and_for_twenty(browser, unit):
    file = make_file()
    person = make_beneficiary(unit=unit, household=make_household())

    def lay():
        make_action(file, make_beneficiary(unit=unit, household=make_household()))
        make_action(
            file, kind="decide", explanation="Qui\u00a0?", is_sure=False, candidates=[person.pk]
        )

    lay()
    addresses = (
        FILES,
        f"{FILES}{file.pk}/",
        f"{FILES}{file.pk}/travail/",
        f"{FILES}{file.pk}/lignes/",
    )
    few = [queries_of(browser, address) for address in addresses]
    for _ in range(10):
        lay()
        make_file()
    assert [queries_of(browser, address) for address in addresses] == few


def test_nothing_yet_says_what_to_do(browser, manager):
    assert "Aucun fichier pour l’instant" in text_of(browser.get(FILES))
    assert "Aucun fichier ne parle de personnes de votre unité" in text_of(
        signed_in(manager).get(FILES)
    )
    file = make_file()
    assert "Tout est traité" in text_of(browser.get(f"{FILES}{file.pk}/travail/"))
    assert "Rien à appliquer d’un coup" in text_of(browser.get(f"{FILES}{file.pk}/appliquer/"))
