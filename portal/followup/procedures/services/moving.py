"""The one way a procedure is taken, changed and dated: locked, by its right, with an act."""

from datetime import date
from typing import Any

from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.access.reach import professional_of
from portal.followup.people.models import Professional
from portal.followup.procedures import rules
from portal.followup.procedures.errors import (
    ForbiddenMoveError,
    HeldError,
    NotYoursError,
    ProcedureError,
)
from portal.followup.procedures.models import ProcedureAct, SanctionProcedure
from portal.followup.procedures.states import S, role_of
from portal.followup.rows.authors import written_by
from portal.followup.rows.versions import locked_version

Act = ProcedureAct.Kind


def taken(
    procedure: SanctionProcedure, actor: Actor, version: int, *, even_held: bool = False
) -> SanctionProcedure:
    """The procedure, locked, at its next version.

    Raises NotYoursError for whoever may not change it, HeldError, ChangedMeanwhileError.
    """
    rows = SanctionProcedure.objects.visible_to(actor.user).select_related(
        "report", "beneficiary__household", "referent"
    )
    try:
        row: SanctionProcedure = locked_version(rows, pk=procedure.pk, version=version)
    except SanctionProcedure.DoesNotExist:
        raise NotYoursError from None
    if row.is_held and not even_held:
        raise HeldError(row.hold_reason)
    return row


def check_conducts(row: SanctionProcedure, actor: Actor) -> None:
    """Raise NotYoursError for who does not conduct it."""
    if not rules.may_conduct(actor.user, row.beneficiary):
        raise NotYoursError


def check_decides(row: SanctionProcedure, actor: Actor) -> None:
    """Raise NotYoursError for who may not decide: the referent of the facts, of now."""
    if not rules.may_decide(actor.user, row):
        raise NotYoursError


def check_goes(row: SanctionProcedure, to: S, actor: Actor) -> None:
    """Raise ForbiddenMoveError for a pair that is not allowed, NotYoursError for its right."""
    role = role_of(row.state, to)
    if role is None:
        raise ForbiddenMoveError(row.get_state_display())
    if not rules.holds_role(actor.user, role, row):
        raise NotYoursError


def move(
    row: SanctionProcedure,
    to: S,
    kind: str,
    *,
    actor: Actor,
    on: date | None = None,
    text: str = "",
) -> SanctionProcedure:
    """Take a procedure to a state, whose right is checked, and write the act."""
    check_goes(row, to, actor)
    row.state = to
    return acted(row, kind, actor=actor, on=on, text=text)


def acted(
    row: SanctionProcedure, kind: str, *, actor: Actor, on: date | None = None, text: str = ""
) -> SanctionProcedure:
    """Save a procedure that was taken, and write who did what, when and why."""
    row.save()
    write_act(row, kind, actor=actor, on=on, text=text)
    return row


def write_act(
    row: SanctionProcedure, kind: str, *, actor: Actor, on: date | None = None, text: str = ""
) -> None:
    """Write an act of a procedure that does not change by it."""
    ProcedureAct.objects.create(
        beneficiary_id=row.beneficiary_id,
        procedure=row,
        kind=kind,
        on=on or timezone.localdate(),
        text=text.strip(),
        **written_by(actor),
    )


def me(actor: Actor) -> Professional:
    """Who acts, as a professional. Raises NotYoursError for nobody."""
    found: Professional | None = professional_of(actor.user) if actor.user else None
    if found is None:
        raise NotYoursError
    return found


def check_past(day: date, *, field: str, after: date | None = None, what: str = "") -> None:
    """Raise ProcedureError for a day to come, or before `after`, which `what` names."""
    if day > timezone.localdate():
        message = "Cette date est dans l’avenir."
        raise ProcedureError(message, field=field)
    if after is not None and day < after:
        message = f"Cette date précède {what}, le {after:%d/%m/%Y}."
        raise ProcedureError(message, field=field)


def said(text: Any, message: str, *, field: str) -> str:
    """A text that must be there, without its ends. Raises ProcedureError."""
    kept = str(text or "").strip()
    if not kept:
        raise ProcedureError(message, field=field)
    return kept
