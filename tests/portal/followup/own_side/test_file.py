"""A copy of one's file: the clock, who prepares, what is left out, what it never holds, its end."""

import re
import subprocess
from datetime import date, timedelta
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from post_office.models import Email

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName as L
from portal.followup.access.log import Act
from portal.followup.access.models import AccessEntry
from portal.followup.configuration.delays import Delay
from portal.followup.documents import services as documents
from portal.followup.models import (
    AccountLink,
    Beneficiary,
    CaseDocument,
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
from portal.followup.own_side.forms import tokens_of
from portal.followup.own_side.models import FOLDER
from portal.followup.own_side.paper import file_pdf
from portal.followup.own_side.services import answering, expiring, saying
from portal.followup.own_side.sources import SOURCES
from portal.followup.own_side.states import TRANSITIONS, Role, S, may_go
from portal.followup.rows.scope import Scope, acting_as, system_scope
from portal.followup.rows.versions import ChangedMeanwhileError
from tests.factories import OrganisationFactory
from tests.portal.accounts.people import give, person_with, queries_of, signed_in
from tests.portal.followup.cast import make_note
from tests.portal.followup.contract.contracts import make_contract, make_goal, make_step
from tests.portal.followup.every_row import make_every_row
from tests.portal.followup.own_side.laid import make_document, make_request
from tests.portal.followup.people_of_the_area import (
    join_team,
    link_account,
    make_beneficiary,
    make_household,
    make_professional,
    open_in_emergency,
    replace,
)
from tests.portal.followup.procedures.laid import latest, make_report
from tests.portal.followup.test_no_leak import MARK, of_cases, texts_of

pytestmark = pytest.mark.django_db
OWN = "/mon-espace/accompagnement/dossier/"


def today() -> date:
    return timezone.localdate()


@pytest.fixture
def adviser():
    return make_professional(first_name="Inès", last_name="Roy")


@pytest.fixture
def manager(adviser):
    return make_professional(L.UNIT_MANAGER, unit=adviser.unit)


@pytest.fixture
def case(adviser):
    return make_beneficiary(adviser, birth_name="Vauthier", household=make_household())


@pytest.fixture
def person(case):
    found = person_with(L.CANDIDATE, email="eloise@exemple.test")
    link_account(case, found)
    return found


def words_of(content: bytes, tmp_path) -> str:
    file = tmp_path / "dossier.pdf"
    file.write_bytes(content)
    said = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, text=True, check=True)
    return " ".join(said.stdout.split())


def ask(person) -> FileRequest:
    with acting_as(person):
        return saying.ask_for_file(user=person, actor=Actor(person))


def done(function, request, manager, **values):
    """Call a service of the manager on the request as it is now."""
    row = latest(request)
    with acting_as(manager.user):
        return function(request=row, actor=Actor(manager.user), version=row.version, **values)


def shown_to(manager, case: int) -> list[str]:
    """What a screen of the manager has in it now, as its form sends it back."""
    with acting_as(manager.user):
        found = Beneficiary.unscoped.get(pk=case)
        return tokens_of(sections_of(found, manager.user)).split()


def make_ready(row, manager, **values):
    shown = shown_to(manager, row.beneficiary_id)
    return done(answering.make_ready, row, manager, **({"shown": shown} | values))


def withhold(row, manager, reasons):
    shown = shown_to(manager, row.beneficiary_id)
    return done(answering.withhold, row, manager, reasons=reasons, shown=shown)


def as_shown(manager, case) -> dict[str, str]:
    return {"shown": " ".join(shown_to(manager, case.pk))}


def address(row: FileRequest, path: str = "") -> str:
    return f"/suivi/dossiers/{row.beneficiary_id}/cote-personne/dossier/{row.pk}/{path}"


def mails() -> list[str]:
    return [*Email.objects.order_by("pk").values_list("subject", flat=True)]


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


def cut(person) -> None:
    with system_scope(Scope.TEST):
        AccountLink.unscoped.filter(user=person).update(cut_at=timezone.now(), cut_by="service")


def prepared(case, manager) -> FileRequest:
    """An answer in the person's space, made of what there is now."""
    row = make_request(case)
    make_ready(row, manager)
    return done(answering.deliver, row, manager, delivery="space")


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


# Tables about a person of which the file has no section, and why.
_NOT_IN_IT = {
    "Beneficiary": "who the person is, at its beginning",
    "Household": "a number and a role, at its beginning",
    "SearchKey": "the identity again, cut in words",
    "BarrierSituation": "in the line of its barrier",
    "WithheldItem": "said at the place of what is left out",
    "AccessEntry": "who had access is in it; its lines are asked of the data protection officer",
    "Draft": "not in the case yet, and of whoever types",
    "Handover": "names steps and appointments that are in it",
    "ImportLine": "what it wrote is in it, as the right and the moves",
    "ImportAction": "what it wrote is in it, as the right and the moves",
    "AccountLink": "in the copy of the account, which the person takes by themselves",
    "LinkCode": "a hash, of no use",
    "CaseRetention": "dates counted from what is in it",
    "SlipLine": "of a case whose content is destroyed",
    "BoardConflict": "about a member of the board",
}


def test_every_table_about_a_person_is_in_the_file_or_has_a_reason():
    told = {source.model.__name__ for source in SOURCES}
    tables = {model.__name__ for model in of_cases()}
    assert tables - told == _NOT_IN_IT.keys()


def test_whoever_had_access_is_said_each_in_their_way(case, adviser, manager):
    now = timezone.now()
    replace(adviser, make_professional(last_name="Deputy", unit=adviser.unit))
    before, after = now - timedelta(days=900), now + timedelta(days=5)
    for name, start in (("Tooearly", before), ("Notyet", after)):
        replace(
            adviser,
            make_professional(last_name=name, unit=adviser.unit),
            starts_at=start,
            ends_at=start + timedelta(days=1),
        )
    replace(make_professional(), make_professional(last_name="Ofanother"))
    open_in_emergency(case, make_professional(last_name="Urgence"))
    open_in_emergency(make_beneficiary(adviser), make_professional(last_name="Ofanother"))
    with acting_as(manager.user):
        sections = {one.slug: one.items for one in sections_of(latest(case), manager.user)}
    (deputy,), (emergency,) = sections["deputies"], sections["emergencies"]
    assert "Deputy" in deputy.title
    assert f"À la place de {adviser.name}" in deputy.text
    assert "Urgence" in emergency.title
    assert emergency.text


def mark(case, mark: str) -> None:
    """Put a word in every text of a case."""
    with system_scope(Scope.TEST):
        for model in of_cases():
            key = "pk" if model.__name__ == "Beneficiary" else "beneficiary"
            if model.__name__ in {"Household", "SearchKey"}:
                continue
            for field in texts_of(model):
                value = f"{mark}@exemple.test" if "email" in field.name else mark
                model.unscoped.filter(**{key: case.pk}).update(**{field.name: value})


def test_nothing_of_somebody_else_is_in_it(case, adviser, manager, tmp_path):
    """Another of the household, another case: each with a word in all of its texts."""
    make_every_row(case, adviser)
    partner = make_beneficiary(adviser, household_id=case.household_id, role="CJT")
    stranger = make_beneficiary(adviser)
    for other, author in ((partner, adviser), (stranger, adviser)):
        make_note(other, author)
        make_document(other)
        make_step(other, goal=make_goal(other, contract=make_contract(other)))
        make_report(other, author)
        mark(other, MARK)
    mark(case, "sienmot")
    secret = make_note(case, adviser, "Un secretmot", visibility="profession")
    assert secret.is_confidential
    row = make_request(case, "refused")
    with acting_as(manager.user):
        kinds = {section.slug for section in sections_of(latest(case), manager.user)}
        content = file_pdf(latest(case), row, manager.user, day=today())
    said = words_of(content, tmp_path).lower()
    assert said.count("sienmot") > 20
    assert MARK not in said
    assert "secretmot" not in said
    # A row of each kind of the case is in it.
    assert kinds == {source.slug for source in SOURCES}


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
