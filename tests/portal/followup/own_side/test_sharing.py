"""The team shares one thing at a time: by who follows the case, logged, shown on the case."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName as L
from portal.followup.access.log import Act
from portal.followup.access.models import AccessEntry
from portal.followup.journal import services as journal
from portal.followup.models import JournalEntry, SharedItem
from portal.followup.own_side.errors import OwnSideError
from portal.followup.own_side.services import sharing
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.accounts.people import queries_of, signed_in
from tests.portal.followup.cast import make_note
from tests.portal.followup.contract.contracts import make_contract, make_goal, make_step
from tests.portal.followup.own_side.laid import make_document, make_request, share
from tests.portal.followup.people_of_the_area import (
    make_beneficiary,
    make_professional,
    open_in_emergency,
)
from tests.portal.followup.procedures.laid import latest

pytestmark = pytest.mark.django_db


@pytest.fixture
def adviser():
    return make_professional(first_name="Inès", last_name="Roy")


@pytest.fixture
def case(adviser):
    return make_beneficiary(adviser)


@pytest.fixture
def team(adviser):
    return signed_in(adviser.user)


def shared() -> list[SharedItem]:
    with system_scope(Scope.TEST):
        return [*SharedItem.unscoped.order_by("pk")]


def logged() -> list[tuple[str, str]]:
    with system_scope(Scope.TEST):
        rows = AccessEntry.unscoped.filter(act__in=[Act.GRANT, Act.END]).order_by("pk")
        return [*rows.values_list("act", "reason")]


def address(case, path="") -> str:
    return f"/suivi/dossiers/{case.pk}/cote-personne/{path}"


def test_a_document_is_shared_in_one_click_logged_and_shown(team, case):
    document = make_document(case)
    assert team.post(address(case, f"documents/{document.pk}/")).status_code == 302
    (item,) = shared()
    assert (item.document_id, item.author_name) == (document.pk, "Inès Roy")
    page = team.get(f"/suivi/dossiers/{case.pk}/documents/").content.decode()
    assert "Partagé avec la personne" in page
    team.post(address(case, f"documents/{document.pk}/"))
    assert len(shared()) == 1
    team.post(address(case, f"{item.pk}/arreter/"))
    team.post(address(case, f"{item.pk}/arreter/"))
    assert latest(item).ended_by == "Inès Roy"
    assert [act for act, _ in logged()] == [Act.GRANT, Act.END]
    assert "document" in logged()[0][1]
    # It may be shared again.
    team.post(address(case, f"documents/{document.pk}/"))
    assert len(shared()) == 2


def test_a_step_is_shared_where_the_person_does_not_read_it_already(team, case):
    alone = make_step(case, "Appeler la crèche")
    agreed = make_step(case, "Lire", goal=make_goal(case, contract=make_contract(case)))
    page = team.get(f"/suivi/dossiers/{case.pk}/contrat/").content.decode()
    assert address(case, f"etapes/{alone.pk}/") in page
    assert address(case, f"etapes/{agreed.pk}/") not in page
    team.post(address(case, f"etapes/{alone.pk}/"))
    assert [item.step_id for item in shared()] == [alone.pk]
    page = team.get(f"/suivi/dossiers/{case.pk}/contrat/").content.decode()
    assert "Partagée avec la personne" in page


def test_words_of_a_note_are_shared_as_a_copy(team, case, adviser):
    note = make_note(case, adviser, "Le logement avance. Son fils l’inquiète.")
    form = team.get(address(case, f"notes/{note.pk}/")).content.decode()
    assert "Son fils l’inquiète." in form
    team.post(address(case, f"notes/{note.pk}/"), {"text": "Le logement avance."})
    (item,) = shared()
    assert (item.note_id, item.text) == (note.pk, "Le logement avance.")
    empty = team.post(address(case, f"notes/{note.pk}/"), {"text": " "})
    assert empty.status_code == 422


def test_a_confidential_note_is_not_shared(team, case, adviser):
    note = make_note(case, adviser, visibility=JournalEntry.Visibility.PROFESSION)
    assert team.get(address(case, f"notes/{note.pk}/")).status_code == 404
    with acting_as(adviser.user), pytest.raises(OwnSideError, match="confidentielle"):
        sharing.share_note(note=note, text="Voici", actor=Actor(adviser.user))
    assert shared() == []


def test_what_was_shared_of_a_note_ends_when_it_becomes_confidential(case, adviser):
    note, other = make_note(case, adviser), make_note(case, adviser)
    item = share(case, adviser, "note", note=note, text="Le logement avance.")
    kept = share(case, adviser, "note", note=other, text="Le permis est là.")
    values = {"text": "Récrite", "on": note.on, "kind": None, "version": note.version}
    with acting_as(adviser.user):
        for one, visibility in ((note, "profession"), (other, "team")):
            journal.rewrite(note=one, visibility=visibility, actor=Actor(adviser.user), **values)
    assert latest(item).ended_by == str(adviser.user)
    assert latest(kept).ended_at is None


def test_who_reads_without_writing_does_not_share(case):
    reader = make_professional()
    open_in_emergency(case, reader)
    document = make_document(case)
    browser = signed_in(reader.user)
    assert browser.get(address(case)).status_code == 200
    assert browser.post(address(case, f"documents/{document.pk}/")).status_code == 404
    with acting_as(reader.user), pytest.raises(OwnSideError):
        sharing.share_document(document=document, actor=Actor(reader.user))
    assert shared() == []


def test_a_document_that_was_withdrawn_is_not_shared(case, adviser, team):
    document = make_document(case, removed_at=timezone.now(), removal_reason="Périmé")
    assert team.post(address(case, f"documents/{document.pk}/")).status_code == 404
    with acting_as(adviser.user), pytest.raises(OwnSideError, match="retiré"):
        sharing.share_document(document=document, actor=Actor(adviser.user))


def test_what_is_shared_says_what_it_is(case, adviser):
    with pytest.raises(IntegrityError), transaction.atomic():
        share(case, adviser, "document")
    with pytest.raises(IntegrityError), transaction.atomic():
        share(case, adviser, text="")


def test_the_tab_shows_all_that_passes_and_costs_the_same(team, case, adviser):
    page = team.get(address(case)).content.decode()
    assert "Rien n’est partagé" in page
    assert "Aucune demande." in page

    def fill(count: int) -> None:
        for number in range(count):
            share(case, adviser, text=f"Papier {number}")
            share(case, adviser, "document", document=make_document(case))
            share(case, adviser, "step", step=make_step(case))
            make_request(case, "refused")

    fill(1)
    few = queries_of(team, address(case))
    documents = queries_of(team, f"/suivi/dossiers/{case.pk}/documents/")
    fill(19)
    assert queries_of(team, address(case)) == few
    assert queries_of(team, f"/suivi/dossiers/{case.pk}/documents/") == documents


def test_the_manager_of_the_unit_shares_too(case, adviser):
    manager = make_professional(L.UNIT_MANAGER, unit=adviser.unit)
    signed_in(manager.user).post(address(case, "a-apporter/"), {"text": "Un loyer"})
    assert [item.text for item in shared()] == ["Un loyer"]
