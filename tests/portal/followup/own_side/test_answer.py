"""An answer is made of what was looked at, and nothing else; lost, it is given another way."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.documents import services as documents
from portal.followup.models import (
    BarrierAssessment,
    CaseDocument,
    JournalEntry,
    WithheldItem,
)
from portal.followup.own_side.errors import (
    ForbiddenMoveError,
    OwnSideError,
)
from portal.followup.own_side.services import answering
from portal.followup.own_side.states import S
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.accounts.people import signed_in
from tests.portal.followup.cast import make_note
from tests.portal.followup.contract.contracts import make_diagnosis
from tests.portal.followup.own_side.answers import (
    OWN,
    address,
    as_shown,
    ask,
    cut,
    done,
    make_ready,
    prepared,
    withhold,
)
from tests.portal.followup.own_side.laid import make_document, make_request
from tests.portal.followup.people_of_the_area import (
    make_beneficiary,
)
from tests.portal.followup.procedures.laid import latest

pytestmark = pytest.mark.django_db


def test_an_answer_gives_the_documents_that_were_looked_at_and_no_other(
    case, person, manager, adviser
):
    """Those of a case that is merged in later are older, and nobody chose among them."""
    looked_at, left_out = make_document(case), make_document(case, "Jugement")
    older = make_document(make_beneficiary(adviser), "Bail de quelqu’un")
    row = make_request(case)
    withhold(row, manager, {f"documents-{left_out.pk}": "third_party"})
    make_ready(row, manager)
    done(answering.deliver, row, manager, delivery="space")
    with system_scope(Scope.TEST):
        CaseDocument.unscoped.filter(pk=older.pk).update(
            beneficiary=case, created_at=timezone.now() - timedelta(days=90)
        )
    own = signed_in(person)
    page = own.get(OWN).content.decode()
    assert "Attestation" in page
    assert "Bail de quelqu’un" not in page
    assert "Jugement" not in page
    assert own.get(f"{OWN}{row.pk}/documents/{looked_at.pk}/").status_code == 200
    for hidden in (older, left_out):
        assert own.get(f"{OWN}{row.pk}/documents/{hidden.pk}/").status_code == 404


def test_a_diagnosis_that_is_left_out_takes_its_barriers_along(case, manager):
    diagnosis = make_diagnosis(case, barriers={"mobility": "strong"})
    row = make_request(case)
    withhold(row, manager, {f"diagnoses-{diagnosis.pk}": "third_party"})
    with system_scope(Scope.TEST):
        left_out = {*WithheldItem.unscoped.filter(request=row).values_list("section", "reason")}
        barriers = BarrierAssessment.unscoped.filter(diagnosis=diagnosis).count()
        assert WithheldItem.unscoped.filter(request=row, section="barriers").count() == barriers > 0
    assert left_out == {("diagnoses", "third_party"), ("barriers", "third_party")}


def test_an_answer_in_a_space_that_is_cut_is_said_lost_and_given_another_way(case, person, manager):
    row = prepared(case, manager)
    browser, name = signed_in(manager.user), row.file.name
    assert "peut le lire jusqu’au" in browser.get(address(row)).content.decode()
    with pytest.raises(OwnSideError, match="dans son espace"):
        done(answering.give_otherwise, row, manager)
    cut(person)
    page = browser.get(address(row)).content.decode()
    assert "peut le lire jusqu’au" not in page
    assert "ne peut plus le lire" in page
    browser.post(address(row, "autrement/"), {"version": latest(row).version})
    assert (latest(row).state, latest(row).file.name) == (S.READY, name)
    with pytest.raises(OwnSideError, match="Aucun compte"):
        done(answering.deliver, row, manager, delivery="space")
    done(answering.deliver, row, manager, delivery="hand", proof="Signé au guichet")
    assert (latest(row).state, latest(row).delivery) == (S.DELIVERED, "hand")


def test_a_cut_waits_for_the_delivery_that_reads_the_link(case, person, manager):
    """The link first, as the acts of the person: no two wait for each other."""
    row = make_request(case)
    make_ready(row, manager)
    with CaptureQueriesContext(connection) as said:
        done(answering.deliver, row, manager, delivery="space")
    locked = [query["sql"] for query in said if "FOR UPDATE" in query["sql"]]
    assert [re.findall(r'FROM "(\w+)"', sql)[0] for sql in locked][:2] == [
        "followup_accountlink",
        "followup_filerequest",
    ]


def test_an_answer_is_not_taken_back_over_a_request_that_waits_nor_drawn_again(
    case, person, manager
):
    row = prepared(case, manager)
    with pytest.raises(ForbiddenMoveError):
        make_ready(row, manager)
    ask(person)
    cut(person)
    with pytest.raises(OwnSideError, match="répondez à celle-là"):
        done(answering.give_otherwise, row, manager)
    assert latest(row).state == S.DELIVERED


def test_a_document_withdrawn_after_the_answer_is_said_and_opened_no_more(
    case, person, manager, adviser
):
    document = make_document(case)
    row = prepared(case, manager)
    with acting_as(adviser.user):
        documents.withdraw(document=document, reason="Erreur", actor=Actor(adviser.user))
    own = signed_in(person)
    assert "votre équipe l’a retiré depuis" in own.get(OWN).content.decode()
    assert own.get(f"{OWN}{row.pk}/documents/{document.pk}/").status_code == 404


def test_what_is_added_while_it_is_prepared_is_shown_before_it_is_given(
    case, person, manager, adviser
):
    note, former = make_note(case, adviser, "Le bail est signé."), make_note(case, adviser)
    row = ask(person)
    browser = signed_in(manager.user)
    sent = {"prepare": "1", "version": latest(row).version, f"notes-{note.pk}": "danger"}
    sent |= as_shown(manager, case)
    make_note(case, adviser, "Son ancien compagnon la menace.")
    with system_scope(Scope.TEST):
        JournalEntry.unscoped.filter(pk=former.pk).update(text="Tout a été récrit.")
    for button in ({}, {"prepare": "1"}):
        answer = browser.post(address(row), {**sent, "prepare": ""} | button)
        assert answer.status_code == 409
    page = answer.content.decode()
    assert "2\u00a0éléments nouveaux ou modifiés" in page
    assert page.count("À relire</span>") == 2
    assert "Son ancien compagnon la menace." in page
    assert '<option value="danger" selected>' in page
    assert latest(row).state == S.RECEIVED
    # Read now, and sent again as the screen gives it back.
    shown = re.search(r'name="shown" value="([^"]*)"', page)
    assert shown
    assert browser.post(address(row), sent | {"shown": shown[1]}).status_code == 302
    assert latest(row).state == S.READY


def test_a_long_text_is_read_whole_before_the_choice(case, person, manager, adviser):
    make_note(case, adviser, "Un mot. " * 200 + "Sa voisine l’héberge.")
    row = ask(person)
    assert "Sa voisine l’héberge." in signed_in(manager.user).get(address(row)).content.decode()
