"""A slip: prepared, sent, answered by the archives; destroyed in batches once it has their visa.

Its list is frozen when it is prepared. At the destruction it only shrinks: whoever came back or is
held is withheld, with the reason.
"""

from collections import Counter
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from portal.accounts.actors import SITE, Actor
from portal.followup.access import reach
from portal.followup.configuration.delays import all_values
from portal.followup.documents.reading import read_document
from portal.followup.people.models import Unit
from portal.followup.retention import holds, rules
from portal.followup.retention.contacts import last_contacts
from portal.followup.retention.deciding import has_come_back
from portal.followup.retention.erasing.engine import anonymise
from portal.followup.retention.errors import NotYourUnitError, RetentionError, SlipMoveError
from portal.followup.retention.models import CaseRetention, EliminationSlip, SlipLine
from portal.followup.retention.services.running import LOCK, lock_cases
from portal.followup.retention.states import L, R, Role, S, may_case_go, may_slip_go
from portal.followup.rows.authors import written_by
from portal.followup.rows.scope import Scope, system_scope
from portal.followup.rows.versions import locked_version
from snippets import locks

BATCH = 100
# The name of the job (`retention/jobs.py`).
DESTROY = "followup.destroy_slip"
CAME_BACK = "La personne est revenue"
NOT_ARCHIVED = "Le dossier n’est plus en archive restreinte"


def ready(unit: Unit | int, day: date) -> list[CaseRetention]:
    """Archived cases that a slip may list: announced in time, held by nothing. In the scope."""
    rows = (
        CaseRetention.objects.in_system_scope()
        .filter(state=R.ARCHIVED, destroy_on__lte=day, unit=unit)
        .exclude(beneficiary__in=_listed())
        .select_related("beneficiary")
        .order_by("pk")
    )
    found = list(rows)
    keys = [row.beneficiary_id for row in found]
    held = holds.reasons(keys, all_values(), day)
    contacts = last_contacts(keys, day)
    return [
        row
        for row in found
        if row.beneficiary_id not in held
        and not has_come_back(row, contacts.get(row.beneficiary_id))
    ]


def _listed() -> Any:
    lines = SlipLine.objects.in_system_scope().filter(state=L.LISTED)
    return lines.values("beneficiary")


@transaction.atomic
def prepare(*, actor: Actor) -> EliminationSlip:
    """List what may be destroyed today in one's unit. Raises RetentionError when nothing may."""
    me = reach.professional_of(actor.user) if actor.user else None
    if me is None or not reach.led_unit_ids(actor.user).exists():
        raise NotYourUnitError
    with system_scope(Scope.RETENTION, actor=actor):
        locks.take(LOCK)
        rows = ready(me.unit_id, timezone.localdate())
        if not rows:
            message = "Aucun dossier n’est à détruire aujourd’hui."
            raise RetentionError(message)
        slip: EliminationSlip = EliminationSlip.objects.in_system_scope().create(
            unit=me.unit,
            files_count=len(rows),
            first_year=min(timezone.localdate(row.beneficiary.created_at).year for row in rows),
            last_year=max(row.last_contact_on.year for row in rows),
            years=Counter(str(row.last_contact_on.year) for row in rows),
            **written_by(actor),
        )
        SlipLine.objects.in_system_scope().bulk_create(
            [SlipLine(slip=slip, beneficiary_id=row.beneficiary_id) for row in rows]
        )
    return slip


@transaction.atomic
def send(*, slip: EliminationSlip, on: date, version: int, actor: Actor) -> EliminationSlip:
    """Note that it was sent to the departmental archives. Raises RetentionError."""
    with system_scope(Scope.RETENTION, actor=actor):
        row = _moved(slip, S.SENT, version, actor)
        if on > timezone.localdate():
            message = "Notez l’envoi une fois fait."
            raise RetentionError(message, field="on")
        row.sent_on, row.answered_on, row.answer = on, None, ""
        row.save()
    return row


@transaction.atomic
def record_visa(
    *, slip: EliminationSlip, on: date, number: str, upload: Any, version: int, actor: Actor
) -> EliminationSlip:
    """Keep the visa: its day, its number, its scan. Raises RetentionError, UnusableFileError."""
    clean = read_document(
        upload.read(),
        name=upload.name or "",
        whose=f"followup.{actor.user.pk if actor.user else ''}",
    )
    if clean.media_type != "application/pdf":
        message = "Le visa est un PDF."
        raise RetentionError(message, field="scan")
    if not number.strip():
        message = "Notez le numéro du visa."
        raise RetentionError(message, field="number")
    with system_scope(Scope.RETENTION, actor=actor):
        row = _moved(slip, S.APPROVED, version, actor)
        _check_answered(row, on)
        row.answered_on, row.visa_number, row.answer = on, number.strip(), ""
        row.visa_file.save("", ContentFile(clean.content), save=False)
        row.save()
    return row


@transaction.atomic
def record_refusal(
    *, slip: EliminationSlip, on: date, reason: str, is_final: bool, version: int, actor: Actor
) -> EliminationSlip:
    """Note that the archives refuse, or give it back to be corrected. Raises RetentionError."""
    if not reason.strip():
        message = "Notez le motif des archives."
        raise RetentionError(message, field="reason")
    with system_scope(Scope.RETENTION, actor=actor):
        row = _moved(slip, S.REFUSED if is_final else S.RETURNED, version, actor)
        _check_answered(row, on)
        row.answered_on, row.answer = on, reason.strip()
        row.save()
        if is_final:
            _free(row, "Refusé par les archives départementales")
    return row


@transaction.atomic
def cancel(*, slip: EliminationSlip, version: int, actor: Actor) -> EliminationSlip:
    """Give it up: its cases stay in the archive, for another slip. Raises RetentionError."""
    with system_scope(Scope.RETENTION, actor=actor):
        row = _moved(slip, S.CANCELLED, version, actor)
        row.save()
        _free(row, "Bordereau abandonné")
    return row


@transaction.atomic
def launch(*, slip: EliminationSlip, version: int, actor: Actor) -> EliminationSlip:
    """Have a slip with its visa destroyed: the job does it. Raises RetentionError."""
    with system_scope(Scope.RETENTION, actor=actor):
        row = _moved(slip, S.DESTROYING, version, actor)
        row.save()
    app.configure_task(DESTROY, allow_unknown=False).defer(slip_id=row.pk)
    return row


def would_destroy(slip_id: int, day: date | None = None) -> tuple[list[int], dict[int, str]]:
    """The cases of a slip that would be destroyed, and those withheld with the reason. Dry."""
    day = day or timezone.localdate()
    with system_scope(Scope.RETENTION, actor=SITE):
        lines = SlipLine.objects.in_system_scope().filter(slip=slip_id, state=L.LISTED)
        keys = list(lines.values_list("beneficiary", flat=True))
        withheld = _withheld(keys, day)
    return [key for key in keys if key not in withheld], withheld


def destroy(*, slip_id: int, day: date | None = None, batch: int = BATCH) -> int:
    """Anonymise the cases of a slip that has its visa, batch by batch; return how many.

    Killed at any moment and started again, it goes on; two at once wait for each other. A slip
    without a recorded visa, or that nobody launched, is left alone.
    """
    day = day or timezone.localdate()
    destroyed = 0
    while True:
        with system_scope(Scope.RETENTION, actor=SITE):
            locks.take(LOCK)
            slips = EliminationSlip.objects.in_system_scope().select_for_update(of=("self",))
            slip = slips.filter(pk=slip_id, state=S.DESTROYING).exclude(visa_file="").first()
            if slip is None:
                return destroyed
            lines = list(
                SlipLine.objects.in_system_scope().filter(slip=slip, state=L.LISTED)[:batch]
            )
            if not lines:
                if not may_slip_go(slip.state, S.DESTROYED, Role.SITE):
                    raise SlipMoveError(slip.get_state_display())
                slip.state, slip.destroyed_on = S.DESTROYED, day
                slip.save()
                return destroyed
            destroyed += _destroyed(lines, day)


def _destroyed(lines: list[SlipLine], day: date) -> int:
    keys = [line.beneficiary_id for line in lines]
    lock_cases(keys)
    withheld = _withheld(keys, day)
    gone = [key for key in keys if key not in withheld]
    for line in lines:
        reason = withheld.get(line.beneficiary_id, "")
        line.state = L.WITHHELD if reason else L.DESTROYED
        line.withheld_reason = reason[:250]
    SlipLine.objects.in_system_scope().bulk_update(lines, ["state", "withheld_reason"])
    rows = CaseRetention.objects.in_system_scope()
    rows.filter(beneficiary__in=gone).update(state=R.ANONYMISED, anonymised_on=day)
    # The day of the announcement goes: what is held is announced anew.
    rows.filter(beneficiary__in=[*withheld], state=R.ARCHIVED).update(destroy_on=None)
    if gone:
        anonymise(gone)
    return len(gone)


def _withheld(keys: list[int], day: date) -> dict[int, str]:
    """Those who came back, are held or are archived no more, and why."""
    rows = CaseRetention.objects.in_system_scope().filter(beneficiary__in=keys)
    contacts, held = last_contacts(keys, day), holds.reasons(keys, all_values(), day)
    found = dict.fromkeys(keys, NOT_ARCHIVED)
    for row in rows:
        key = row.beneficiary_id
        if not may_case_go(row.state, R.ANONYMISED, Role.SITE):
            continue
        if has_come_back(row, contacts.get(key)):
            found[key] = CAME_BACK
        elif key in held:
            found[key] = held[key][0]
        elif row.destroy_on is not None and row.destroy_on <= day:
            del found[key]
    return found


def _moved(slip: EliminationSlip, to: S, version: int, actor: Actor) -> EliminationSlip:
    rows = EliminationSlip.objects.in_system_scope()
    row: EliminationSlip = locked_version(rows, pk=slip.pk, version=version)
    if not rules.conducts(actor.user, row):
        raise NotYourUnitError
    if not may_slip_go(row.state, to, Role.MANAGER):
        raise SlipMoveError(row.get_state_display())
    row.state = to
    return row


def _check_answered(row: EliminationSlip, on: date) -> None:
    if row.sent_on is not None and on < row.sent_on:
        message = "La réponse vient après l’envoi."
        raise RetentionError(message, field="on")
    if on > timezone.localdate():
        message = "Notez la réponse une fois reçue."
        raise RetentionError(message, field="on")


def _free(row: EliminationSlip, why: str) -> None:
    lines = SlipLine.objects.in_system_scope().filter(slip=row, state=L.LISTED)
    lines.update(state=L.WITHHELD, withheld_reason=why)
