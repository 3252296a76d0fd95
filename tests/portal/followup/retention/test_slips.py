"""An elimination slip, from the list to the destruction: what it needs, what it withholds."""

from copy import deepcopy
from datetime import timedelta
from io import BytesIO
from unittest.mock import patch

import pypdfium2
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from portal.followup.documents.errors import UnusableFileError
from portal.followup.models import (
    Beneficiary,
    CaseRetention,
    EliminationSlip,
    RetentionHold,
    SlipLine,
)
from portal.followup.retention.errors import NotYourUnitError, RetentionError, SlipMoveError
from portal.followup.retention.paper import slip_pdf
from portal.followup.retention.services import archive as archives
from portal.followup.retention.services import slips
from portal.followup.retention.states import SLIP_TRANSITIONS, L, R, Role, S, may_slip_go
from portal.followup.rows.scope import Scope, acting_as, system_scope
from portal.followup.rows.versions import ChangedMeanwhileError
from tests.portal.accounts.people import signed_in
from tests.portal.followup.every_row import make
from tests.portal.followup.people_of_the_area import make_beneficiary, make_professional, make_unit
from tests.portal.followup.retention.laid import (
    TODAY,
    actor_of,
    archive,
    make_slip,
    manager_of,
    retention_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def everybody(lasting):
    referent = make_professional()
    manager = manager_of(referent.unit)
    cases = [make_beneficiary(referent) for _ in range(4)]
    for case in cases:
        archive(case)
    return cases, manager


@pytest.fixture
def cast(everybody, db):
    return deepcopy(everybody)


def pdf(words: str = "Visa") -> bytes:
    from portal.cv.pdf.sheet import Sheet

    sheet = Sheet(title=words)
    sheet.paragraph(words)
    return sheet.finished()


def upload(content: bytes | None = None, name: str = "visa.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or pdf(), "application/pdf")


@pytest.mark.parametrize("before", S)
@pytest.mark.parametrize("after", S)
def test_a_slip_goes_where_the_table_says(before, after):
    allowed = {
        S.PREPARED: {S.SENT, S.CANCELLED},
        S.SENT: {S.APPROVED, S.RETURNED, S.REFUSED},
        S.RETURNED: {S.SENT, S.CANCELLED},
        S.APPROVED: {S.DESTROYING, S.CANCELLED},
        S.DESTROYING: {S.DESTROYED},
    }
    is_allowed = after in allowed.get(before, set())
    role = Role.SITE if after == S.DESTROYED else Role.MANAGER
    assert may_slip_go(before, after, role) is is_allowed
    other = Role.MANAGER if role == Role.SITE else Role.SITE
    assert may_slip_go(before, after, other) is False
    assert ((before, after) in SLIP_TRANSITIONS) is is_allowed


MOVES = {
    S.SENT: lambda slip, actor: slips.send(slip=slip, on=TODAY, version=1, actor=actor),
    S.APPROVED: lambda slip, actor: slips.record_visa(
        slip=slip, on=TODAY, number="V-1", upload=upload(), version=1, actor=actor
    ),
    S.RETURNED: lambda slip, actor: slips.record_refusal(
        slip=slip, on=TODAY, reason="Dates", is_final=False, version=1, actor=actor
    ),
    S.REFUSED: lambda slip, actor: slips.record_refusal(
        slip=slip, on=TODAY, reason="À verser", is_final=True, version=1, actor=actor
    ),
    S.CANCELLED: lambda slip, actor: slips.cancel(slip=slip, version=1, actor=actor),
    S.DESTROYING: lambda slip, actor: slips.launch(slip=slip, version=1, actor=actor),
}


def test_each_service_takes_a_slip_where_it_may_go_and_nowhere_else(cast):
    cases, manager = cast
    clean = patch.object(slips, "read_document", return_value=_Clean())
    with clean:
        for before in S:
            for after, move in MOVES.items():
                slip = make_slip(manager.unit, cases[0], state=before)
                with acting_as(manager.user):
                    if may_slip_go(before, after, Role.MANAGER):
                        assert move(slip, actor_of(manager)).state == after, (before, after)
                    else:
                        with pytest.raises(SlipMoveError):
                            move(slip, actor_of(manager))
                with system_scope(Scope.TEST):
                    SlipLine.unscoped.all().delete()


class _Clean:
    content = b"%PDF-1.4 x"
    media_type = "application/pdf"


def test_only_the_manager_of_the_unit_moves_a_slip(cast):
    cases, manager = cast
    slip = make_slip(manager.unit, cases[0])
    for stranger in (manager_of(make_unit()), make_professional(unit=manager.unit)):
        with acting_as(stranger.user), pytest.raises(NotYourUnitError):
            slips.send(slip=slip, on=TODAY, version=1, actor=actor_of(stranger))
    with acting_as(make_professional().user), pytest.raises(NotYourUnitError):
        slips.prepare(actor=actor_of(make_professional()))


def test_a_slip_lists_what_is_due_and_is_frozen(cast):
    cases, manager = cast
    late, held, came_back, _ = cases
    with system_scope(Scope.TEST):
        row = retention_of(late)
        row.destroy_on = TODAY + timedelta(days=1)
        row.save()
        RetentionHold.unscoped.create(beneficiary=held, kind="fse", reason="PLIE")
        make("Diagnosis", beneficiary=came_back, on=TODAY)
    with acting_as(manager.user):
        slip = slips.prepare(actor=actor_of(manager))
        with pytest.raises(RetentionError):
            slips.prepare(actor=actor_of(manager))
    with system_scope(Scope.TEST):
        listed = SlipLine.unscoped.filter(slip=slip).values_list("beneficiary", flat=True)
        assert [*listed] == [cases[3].pk]
        assert (slip.files_count, slip.state) == (1, S.PREPARED)
        # Freed since: another slip, this one does not grow.
        RetentionHold.unscoped.all().delete()
    with acting_as(manager.user):
        other = slips.prepare(actor=actor_of(manager))
    assert other.files_count == 1
    with system_scope(Scope.TEST):
        assert SlipLine.unscoped.filter(slip=slip).count() == 1


def test_nothing_is_destroyed_without_the_visa_and_the_order(cast):
    cases, manager = cast
    for state in S:
        if state in {S.DESTROYING, S.DESTROYED}:
            continue
        slip = make_slip(manager.unit, *cases, state=state)
        assert slips.destroy(slip_id=slip.pk) == 0, state
        with system_scope(Scope.TEST):
            SlipLine.unscoped.all().delete()
            assert not Beneficiary.unscoped.filter(birth_name="Personne").exists()
    # The database says so too.
    slip = make_slip(manager.unit, cases[0])
    with (
        system_scope(Scope.TEST),
        pytest.raises(IntegrityError, match="slip_destroyed_after_a_visa"),
        transaction.atomic(),
    ):
        EliminationSlip.unscoped.filter(pk=slip.pk).update(state=S.APPROVED)


def test_at_the_destruction_the_list_only_shrinks_and_says_why(cast):
    cases, manager = cast
    gone, held, came_back, reopened = cases
    slip = make_slip(manager.unit, *cases, state=S.DESTROYING)
    with system_scope(Scope.TEST):
        RetentionHold.unscoped.create(beneficiary=held, kind="litigation", reason="TA de Besançon")
        make("Entitlement", beneficiary=came_back, on=TODAY, status="2", received_on=TODAY)
    with acting_as(manager.user):
        archives.reopen(case_pk=reopened.pk, reason="Revenu·e", actor=actor_of(manager))
    told, withheld = slips.would_destroy(slip.pk)
    assert told == [gone.pk]
    assert withheld.keys() == {held.pk, came_back.pk, reopened.pk}
    assert slips.destroy(slip_id=slip.pk) == 1
    assert slips.destroy(slip_id=slip.pk) == 0
    with system_scope(Scope.TEST):
        lines = {line.beneficiary_id: line for line in SlipLine.unscoped.filter(slip=slip)}
        assert lines[gone.pk].state == L.DESTROYED
        assert lines[came_back.pk].withheld_reason == slips.CAME_BACK
        assert "TA de Besançon" in lines[held.pk].withheld_reason
        assert lines[reopened.pk].withheld_reason == slips.NOT_ARCHIVED
        slip.refresh_from_db()
        assert (slip.state, slip.destroyed_on) == (S.DESTROYED, TODAY)
        assert retention_of(gone).state == R.ANONYMISED
        for other in (held, came_back, reopened):
            before = other.birth_name
            other.refresh_from_db()
            assert other.birth_name == before
        # What was held is announced anew before another slip.
        assert retention_of(held).destroy_on is None


def test_a_worker_killed_in_the_middle_goes_on_with_the_rest(cast):
    cases, manager = cast
    slip = make_slip(manager.unit, *cases, state=S.DESTROYING)
    real, seen = slips.anonymise, []

    def dies(keys):
        if seen:
            raise KeyboardInterrupt
        seen.append(keys)
        real(keys)

    with patch.object(slips, "anonymise", dies), pytest.raises(KeyboardInterrupt):
        slips.destroy(slip_id=slip.pk, batch=2)
    with system_scope(Scope.TEST):
        assert SlipLine.unscoped.filter(slip=slip, state=L.DESTROYED).count() == 2
        assert Beneficiary.unscoped.filter(birth_name="Personne").count() == 2
    assert slips.destroy(slip_id=slip.pk, batch=2) == 2
    with system_scope(Scope.TEST):
        slip.refresh_from_db()
        assert slip.state == S.DESTROYED


def test_a_refused_or_abandoned_slip_frees_its_cases(cast):
    cases, manager = cast
    with acting_as(manager.user):
        first = slips.prepare(actor=actor_of(manager))
        slips.send(slip=first, on=TODAY, version=1, actor=actor_of(manager))
        slips.record_refusal(
            slip=first,
            on=TODAY,
            reason="À verser",
            is_final=True,
            version=2,
            actor=actor_of(manager),
        )
        second = slips.prepare(actor=actor_of(manager))
        assert second.files_count == len(cases)
        with pytest.raises(ChangedMeanwhileError):
            slips.cancel(slip=second, version=9, actor=actor_of(manager))
        slips.cancel(slip=second, version=1, actor=actor_of(manager))
        assert slips.prepare(actor=actor_of(manager)).files_count == len(cases)


def test_the_visa_is_a_pdf_kept_in_private_storage_with_its_number(cast):
    cases, manager = cast
    slip = make_slip(manager.unit, cases[0], state=S.SENT)
    values = {"slip": slip, "on": TODAY, "version": 1, "actor": actor_of(manager)}
    with acting_as(manager.user):
        with pytest.raises(RetentionError, match="numéro"):
            slips.record_visa(number=" ", upload=upload(), **values)
        with pytest.raises(UnusableFileError):
            slips.record_visa(number="V-1", upload=upload(b"MZ not a pdf"), **values)
        early = values | {"on": TODAY - timedelta(days=30)}
        with pytest.raises(RetentionError):
            slips.record_visa(number="V-1", upload=upload(), **early)
        slips.record_visa(number="V-1", upload=upload(), **values)
    with system_scope(Scope.TEST):
        slip.refresh_from_db()
    assert slip.visa_file.name.startswith("followup-visas/")
    client = signed_in(manager.user)
    answer = client.get(reverse("followup:slip_visa_file", args=[slip.pk]))
    assert answer.content.startswith(b"%PDF")
    other = signed_in(manager_of(make_unit()).user)
    assert other.get(reverse("followup:slip_visa_file", args=[slip.pk])).status_code == 404


def paper_of(slip) -> str:
    with system_scope(Scope.TEST):
        document = pypdfium2.PdfDocument(BytesIO(slip_pdf(slip)))
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    return text.replace("\u00a0", " ")


def test_the_paper_has_counts_and_years_and_nobody(cast):
    cases, manager = cast
    text = paper_of(make_slip(manager.unit, *cases))
    assert "4 dossiers" in text
    assert "R. 212-14" in text
    for case in cases:
        assert case.birth_name not in text
        assert case.shown_number not in text


def test_the_paper_says_what_was_sent_whoever_comes_back_since(cast):
    cases, manager = cast
    with acting_as(manager.user):
        slip = slips.prepare(actor=actor_of(manager))
    before = paper_of(slip)
    with system_scope(Scope.TEST):
        rows = CaseRetention.unscoped.filter(beneficiary__in=cases)
        rows.update(last_contact_on=TODAY)
    assert paper_of(slip) == before
    year = (TODAY - timedelta(days=1200)).year
    assert f"{year} : 4 dossiers" in before


def test_from_the_slip_to_the_destruction_by_the_screens(cast):
    _, manager = cast
    client = signed_in(manager.user)
    made = client.post(reverse("followup:slip_prepare"))
    with system_scope(Scope.TEST):
        slip = EliminationSlip.unscoped.get()
    assert made.url == reverse("followup:slip", args=[slip.pk])

    def sent(name, **data):
        address = reverse(f"followup:slip_{name}", args=[slip.pk])
        with system_scope(Scope.TEST):
            slip.refresh_from_db()
        assert client.get(address).status_code == 200
        return client.post(address, {"version": slip.version, "on": TODAY.isoformat(), **data})

    # Not before the visa: the screen says so, nothing changes.
    assert sent("destroy").status_code == 422
    assert sent("send").status_code == 302
    # Without a reason, the form is kept.
    assert sent("refusal", is_final="").status_code == 422
    assert sent("refusal", is_final="", reason="Dates à revoir").status_code == 302
    assert sent("send").status_code == 302
    assert sent("visa", number="V-2026-7", scan=upload()).status_code == 302
    stale = client.post(
        reverse("followup:slip_destroy", args=[slip.pk]), {"version": slip.version - 1}
    )
    assert stale.status_code == 409
    assert sent("destroy").status_code == 302
    from portal.followup.retention.jobs import destroy_slip

    destroy_slip(slip_id=slip.pk)
    page = client.get(reverse("followup:slip", args=[slip.pk])).content.decode()
    assert "4\u00a0dossiers anonymisés" in page
    assert client.get(reverse("followup:slip_paper", args=[slip.pk])).content.startswith(b"%PDF")


def test_the_command_is_dry_for_a_slip_too(cast, capsys):
    cases, manager = cast
    slip = make_slip(manager.unit, *cases, state=S.DESTROYING)
    call_command("followup_retention", slip=slip.pk)
    assert "seraient anonymisés\u00a0: 4" in capsys.readouterr().out
    with system_scope(Scope.TEST):
        assert SlipLine.unscoped.filter(state=L.LISTED).count() == 4
    call_command("followup_retention", slip=slip.pk, apply=True)
    assert "anonymisés\u00a0: 4" in capsys.readouterr().out


def test_the_orphan_job_leaves_the_visas(cast):
    from django.utils import timezone

    from portal.followup.documents.services import delete_orphan_files

    name = storages["private"].save("followup-visas/kept.pdf", ContentFile(b"%PDF"))
    delete_orphan_files(now=timezone.now() + timedelta(days=9))
    assert storages["private"].exists(name)
    storages["private"].delete(name)
