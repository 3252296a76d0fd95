"""A copy of one’s file: the clock, who prepares, what is left out, its end."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName as L
from portal.followup.access.log import Act
from portal.followup.access.models import AccessEntry
from portal.followup.configuration.delays import Delay
from portal.followup.models import (
    DelaySetting,
    FileRequest,
    JournalEntry,
    WithheldItem,
)
from portal.followup.own_side.dossier import sections_of
from portal.followup.own_side.errors import (
    ForbiddenMoveError,
    NotTheManagerError,
    OwnSideError,
)
from portal.followup.own_side.models import FOLDER
from portal.followup.own_side.services import answering, expiring
from portal.followup.own_side.states import TRANSITIONS, Role, S, may_go
from portal.followup.rows.scope import Scope, acting_as, system_scope
from portal.followup.rows.versions import ChangedMeanwhileError
from tests.factories import OrganisationFactory
from tests.portal.accounts.people import give, person_with, queries_of, signed_in
from tests.portal.followup.cast import make_note
from tests.portal.followup.own_side.answers import (
    OWN,
    address,
    as_shown,
    ask,
    done,
    mails,
    make_ready,
    today,
    withhold,
    words_of,
)
from tests.portal.followup.own_side.laid import make_document, make_request
from tests.portal.followup.people_of_the_area import (
    join_team,
    link_account,
    make_beneficiary,
    make_professional,
)
from tests.portal.followup.procedures.laid import latest

pytestmark = pytest.mark.django_db


def test_every_pair_of_states_has_its_right():
    expected = {
        ("received", "ready"): {"preparer"},
        ("ready", "received"): {"preparer"},
        ("ready", "delivered"): {"preparer"},
        ("delivered", "ready"): {"preparer"},
        ("received", "refused"): {"preparer"},
        ("received", "withdrawn"): {"preparer", "person"},
        ("ready", "withdrawn"): {"preparer", "person"},
    }
    for state, to in product(S, S):
        found = {role.value for role in Role if may_go(state, to, role)}
        assert found == expected.get((state.value, to.value), set()), (state, to)
    assert {*TRANSITIONS} == {(S(one), S(two)) for one, two in expected}


@pytest.mark.parametrize("state", [*S])
def test_services_take_no_other_pair(case, manager, person, state):
    row = make_request(case, state)
    moves = {
        S.READY: lambda: make_ready(row, manager),
        S.RECEIVED: lambda: done(answering.prepare_again, row, manager),
        S.DELIVERED: lambda: done(answering.deliver, row, manager, delivery="space"),
        S.REFUSED: lambda: done(answering.refuse, row, manager, reason="Non"),
        S.WITHDRAWN: lambda: done(answering.withdraw, row, manager),
    }
    for to, move in moves.items():
        if may_go(state, to, Role.PREPARER):
            continue
        with pytest.raises(ForbiddenMoveError):
            move()
        assert latest(row).state == state


def test_the_person_asks_sees_the_clock_and_gives_up(case, person, manager):
    own = signed_in(person)
    assert "Vous recevez une copie dans un mois" in own.get(OWN).content.decode()
    assert own.post(OWN, {"about": "Tout"}).status_code == 302
    with system_scope(Scope.TEST):
        row = FileRequest.unscoped.get()
    assert (row.way, row.received_on, row.about) == ("space", today(), "Tout")
    assert "au plus tard" in own.get(OWN).content.decode()
    again = own.post(OWN, {})
    assert again.status_code == 422
    assert "déjà demandé" in again.content.decode()
    own.post(f"{OWN}retirer/")
    assert latest(row).state == S.WITHDRAWN
    assert own.post(OWN, {}).status_code == 302


@pytest.mark.parametrize(
    ("received", "due"),
    [(date(2026, 1, 15), date(2026, 2, 15)), (date(2026, 1, 31), date(2026, 2, 28))],
)
def test_the_delay_is_a_calendar_month_from_the_request(case, adviser, received, due):
    with acting_as(adviser.user):
        row = answering.record_request(
            beneficiary=case,
            way="desk",
            received_on=received,
            identity_proof="Connue de l’équipe",
            actor=Actor(adviser.user),
        )
    assert row.due_on == due


def test_a_changed_setting_moves_no_clock_that_runs(case, person, manager):
    row = ask(person)
    with system_scope(Scope.TEST):
        for key in (Delay.FILE_ANSWER_MONTHS, Delay.FILE_EXTENSION_MONTHS):
            DelaySetting.unscoped.create(key=key, value=1, starts_on=today() + timedelta(days=1))
    due = latest(row).due_on
    done(answering.extend, row, manager, reason="Dossier de dix ans")
    # Two months, as on the day of the request.
    assert 59 <= (latest(row).due_on - due).days <= 62


def test_an_extension_has_a_reason_is_told_and_comes_before_the_first_delay_ends(
    case, person, manager
):
    row = ask(person)
    with pytest.raises(OwnSideError, match="pourquoi"):
        done(answering.extend, row, manager, reason=" ")
    done(answering.extend, row, manager, reason="Dix ans de dossier à relire")
    assert "Dix ans de dossier à relire" in signed_in(person).get(OWN).content.decode()
    assert mails() == ["Du nouveau dans votre espace"]
    with pytest.raises(OwnSideError, match="une fois"):
        done(answering.extend, row, manager, reason="Encore")


@pytest.mark.parametrize(("days", "is_late"), [(0, False), (1, True)])
def test_the_last_day_is_in_time_and_the_next_is_late(case, manager, days, is_late):
    due = today() - timedelta(days=days)
    row = make_request(case, received_on=due - timedelta(days=31), due_on=due)
    browser = signed_in(manager.user)
    home = browser.get("/suivi/?vue=unite").content.decode()
    assert "Dossiers demandés par les personnes" in home
    unit = browser.get("/suivi/demandes-de-dossier/").content.decode()
    assert ("En retard" in unit) == is_late
    if is_late:
        with pytest.raises(OwnSideError, match="Répondez maintenant"):
            done(answering.extend, row, manager, reason="Long")
    else:
        done(answering.extend, row, manager, reason="Long")


def test_the_whole_way_from_the_request_to_the_reading_and_the_end(
    case, person, manager, adviser, tmp_path
):
    document, note = make_document(case), make_note(case, adviser, "Le bail est signé.")
    row = ask(person)
    browser, own = signed_in(manager.user), signed_in(person)
    page = browser.get(address(row)).content.decode()
    assert "Le bail est signé." in page
    version = latest(row).version
    sent = {f"notes-{note.pk}": "third_party", "version": version} | as_shown(manager, case)
    assert browser.post(address(row), sent).status_code == 302
    preview = browser.get(address(row, "apercu.pdf"))
    said = words_of(preview.content, tmp_path)
    assert "Vauthier" in said
    assert "bail est signé" not in said
    assert "non communiqué (parle d’une autre personne)" in said
    assert "notes confidentielles" in said
    again = {"prepare": "1", f"notes-{note.pk}": "third_party"} | as_shown(manager, case)
    browser.post(address(row), again | {"version": latest(row).version})
    assert latest(row).state == S.READY
    browser.post(address(row, "reprendre/"), {"version": latest(row).version})
    assert latest(row).file.name == ""
    browser.post(address(row), again | {"version": latest(row).version})
    assert latest(row).state == S.READY
    assert own.get(f"{OWN}{row.pk}.pdf").status_code == 404
    browser.post(address(row, "remettre/"), {"delivery": "space", "version": latest(row).version})
    assert mails() == ["Un document vous attend dans votre espace"]
    given = latest(row)
    assert given.available_until == today() + timedelta(days=30)
    assert "Lire mon dossier" in own.get(OWN).content.decode()
    answer = own.get(f"{OWN}{row.pk}.pdf")
    assert "Vauthier" in words_of(answer.content, tmp_path)
    assert b"attestation" in own.get(f"{OWN}{row.pk}/documents/{document.pk}/").content
    for act in ("Demande d’accès au dossier", "Demande de dossier"):
        assert act in browser.get(f"/suivi/dossiers/{case.pk}/").content.decode()
    name, storage = given.file.name, given.file.storage
    assert storage.exists(name)
    with system_scope(Scope.TEST):
        FileRequest.unscoped.filter(pk=row.pk).update(available_until=today() - timedelta(days=1))
    assert own.get(f"{OWN}{row.pk}.pdf").status_code == 404
    assert "Lire mon dossier" not in own.get(OWN).content.decode()


def test_the_file_is_deleted_when_its_link_has_ended(case, django_capture_on_commit_callbacks):
    kept = make_request(case, "delivered", available_until=today())
    ended = make_request(case, "delivered", available_until=today() - timedelta(days=1))
    storage, name = ended.file.storage, ended.file.name
    with django_capture_on_commit_callbacks(execute=True):
        assert expiring.delete_expired() == 1
        assert expiring.delete_expired() == 0
    assert not storage.exists(name)
    row = latest(ended)
    assert (row.file.name, row.state) == ("", S.DELIVERED)
    assert row.deleted_at is not None
    assert storage.exists(latest(kept).file.name)


def test_a_file_that_no_request_names_is_deleted_after_a_day(case):
    kept = make_request(case, "ready")
    storage = kept.file.storage
    orphan = storage.save(f"{FOLDER}/orphelin.pdf", kept.file)
    expiring.delete_expired()
    assert storage.exists(orphan)
    assert expiring.delete_expired(now=timezone.now() + timedelta(days=2)) >= 1
    assert not storage.exists(orphan)
    assert storage.exists(kept.file.name)


def test_what_is_given_by_hand_has_a_proof_and_is_kept_no_longer(
    case, manager, django_capture_on_commit_callbacks
):
    row = make_request(case, "ready", way="letter", identity_proof="Signature connue")
    name, storage = row.file.name, row.file.storage
    with pytest.raises(OwnSideError, match="recommandé"):
        done(answering.deliver, row, manager, delivery="hand")
    with pytest.raises(OwnSideError, match="avenir"):
        done(
            answering.deliver,
            row,
            manager,
            delivery="hand",
            on=today() + timedelta(days=1),
            proof="Signé",
        )
    with pytest.raises(OwnSideError, match="Aucun compte"):
        done(answering.deliver, row, manager, delivery="space")
    with django_capture_on_commit_callbacks(execute=True):
        done(answering.deliver, row, manager, delivery="hand", proof="Signé au guichet")
    assert not storage.exists(name)
    assert latest(row).delivery_proof == "Signé au guichet"
    assert mails() == []


def test_the_manager_of_the_unit_alone_prepares(case, person, adviser):
    row = ask(person)
    other = make_professional(L.UNIT_MANAGER)
    officer = make_professional(L.ORIENTATION_OFFICER)
    for who, status in ((adviser, 403), (other, 404), (officer, 403)):
        browser = signed_in(who.user)
        for path in ("", "apercu.pdf", "prolonger/", "refuser/", "remettre/"):
            assert browser.get(address(row, path)).status_code == status, (who, path)
        assert browser.post(address(row, "reprendre/"), {"version": 1}).status_code == status
        with pytest.raises(NotTheManagerError):
            done(answering.make_ready, row, who, shown=[])
    assert latest(row).state == S.RECEIVED


def test_two_managers_see_that_the_other_answered(case, person, manager):
    row = ask(person)
    done(answering.refuse, row, manager, reason="L’identité n’est pas sûre")
    with acting_as(manager.user), pytest.raises(ChangedMeanwhileError):
        answering.make_ready(request=row, shown=[], actor=Actor(manager.user), version=row.version)
    assert "L’identité n’est pas sûre" in signed_in(person).get(OWN).content.decode()


def test_a_request_at_the_desk_needs_an_identity_and_a_past_day(case, adviser):
    browser = signed_in(adviser.user)
    path = f"/suivi/dossiers/{case.pk}/cote-personne/demande/"
    tomorrow = today() + timedelta(days=1)
    sent = {"way": "desk", "received_on": tomorrow.isoformat(), "identity_proof": "Carte vue"}
    answer = browser.post(path, sent)
    assert answer.status_code == 422
    assert "dans l’avenir" in answer.content.decode()
    assert "Carte vue" in answer.content.decode()
    sent |= {"received_on": today().isoformat(), "identity_proof": ""}
    assert browser.post(path, sent).status_code == 422
    assert browser.post(path, sent | {"identity_proof": "Carte vue"}).status_code == 302
    assert browser.post(path, sent | {"identity_proof": "Carte vue"}).status_code == 422


def test_an_unknown_reason_or_item_is_refused_and_nothing_changes(case, person, manager, adviser):
    note = make_note(case, adviser)
    row = ask(person)
    for reasons in ({f"notes-{note.pk}": "because"}, {"notes-999999": "third_party"}):
        with pytest.raises(OwnSideError):
            withhold(row, manager, reasons)
    with system_scope(Scope.TEST):
        assert not WithheldItem.unscoped.exists()


def test_what_is_left_out_is_said_to_nobody_but_who_prepares(case, person, manager, adviser):
    note = make_note(case, adviser)
    row = ask(person)
    withhold(row, manager, {f"notes-{note.pk}": "reporter"})
    for user, count in ((manager.user, 1), (adviser.user, 0), (person, 0)):
        with acting_as(user):
            assert WithheldItem.unscoped.count() == count
            assert WithheldItem.objects.visible_to(user).count() == count
    withhold(row, manager, {})
    with acting_as(manager.user):
        assert not WithheldItem.unscoped.exists()


def test_a_note_of_the_managers_own_profession_is_not_in_it_either(case, manager, adviser):
    give(manager.user, L.ADVISER)
    join_team(case, manager)
    make_note(case, adviser, "Secret", visibility=JournalEntry.Visibility.PROFESSION)
    with acting_as(manager.user):
        assert JournalEntry.objects.visible_to(manager.user).exists()
        assert "notes" not in {one.slug for one in sections_of(case, manager.user)}


def test_another_person_does_not_read_the_answer(case, person, manager, adviser):
    document = make_document(case)
    row = make_request(case, "delivered", document_keys=[document.pk])
    other = person_with(L.CANDIDATE)
    link_account(make_beneficiary(adviser), other)
    for browser in (signed_in(other), signed_in(person_with(L.CANDIDATE))):
        assert browser.get(f"{OWN}{row.pk}.pdf").status_code == 404
        assert browser.get(f"{OWN}{row.pk}/documents/{document.pk}/").status_code == 404
    assert signed_in(adviser.user).get(f"{OWN}{row.pk}.pdf").status_code == 403


def test_reading_and_preparing_are_lines_of_the_log(case, person, manager):
    row = make_request(case, "delivered")
    signed_in(person).get(f"{OWN}{row.pk}.pdf")
    waiting = make_request(case)
    signed_in(manager.user).get(address(waiting, "apercu.pdf"))
    with system_scope(Scope.TEST):
        found = {*AccessEntry.unscoped.values_list("act", "place")}
    assert (Act.READ_DOCUMENT, "followup:own_file_pdf") in found
    assert (Act.PRINT, "followup:file_preview") in found


def test_lists_of_the_manager_cost_the_same(manager, adviser):
    browser = signed_in(manager.user)

    def fill(count: int) -> None:
        for _ in range(count):
            case = make_beneficiary(adviser)
            make_request(case)
            make_request(case, "refused")

    fill(1)
    few = queries_of(browser, "/suivi/demandes-de-dossier/")
    fill(19)
    assert queries_of(browser, "/suivi/demandes-de-dossier/") == few


def test_a_delegated_body_does_not_prepare(adviser):
    """Its referent reads that there is a request, and its answer; nothing of what is in it."""
    delegated = make_professional(structure=OrganisationFactory(), unit=adviser.unit)
    case = make_beneficiary(delegated)
    row = make_request(case)
    browser = signed_in(delegated.user)
    page = browser.get(f"/suivi/dossiers/{case.pk}/cote-personne/").content.decode()
    assert "Demande du" in page
    assert browser.get(address(row)).status_code == 403
