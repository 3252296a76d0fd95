"""What the referent asks of the orientation: another path, another referent, the end.

A draft is written in several times; what is missing is told, and it is sent once it is complete.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.access.reach import professional_of
from portal.followup.orientation import exits, rules, telling
from portal.followup.orientation.errors import (
    IncompleteRequestError,
    NotAllowedError,
    OrientationError,
)
from portal.followup.orientation.models import ExitReason, Handover, ReorientationRequest
from portal.followup.orientation.services.assigning import assign
from portal.followup.orientation.services.handing_over import Key
from portal.followup.orientation.services.orienting import check_decides, orient
from portal.followup.orientation.services.present import ANY, check_active, locked_case
from portal.followup.orientation.states import OPEN, Side, may_go
from portal.followup.orientation.wording import what_became_of
from portal.followup.people.models import Beneficiary, Professional, Unit
from portal.followup.rows.authors import written_by
from portal.followup.rows.scope import Scope, system_scope
from portal.followup.rows.versions import locked_version
from snippets.models import Organisation

Kind, State = ReorientationRequest.Kind, ReorientationRequest.State
# What a referent writes in a request.
FIELDS = (
    "kind",
    "reason",
    "wanted_path",
    "wanted_structure",
    "exit_reason",
    "exit_on",
    "person_opinion",
)


@dataclass(frozen=True, slots=True)
class Reoriented:
    """Accepted: another orientation."""

    path: str
    structure: Organisation
    unit: Unit | None
    starts_on: date
    seen: Any = ANY


@dataclass(frozen=True, slots=True)
class Entrusted:
    """Accepted: another referent, with what becomes of what the former one leaves."""

    professional: Professional
    fates: Mapping[Key, Handover.Fate] = field(default_factory=dict)
    seen: Any = ANY


@dataclass(frozen=True, slots=True)
class Exited:
    """Accepted: the pathway ends."""

    reason: str
    on: date
    situation: str = ""


Outcome = Reoriented | Entrusted | Exited
# What accepting a request of each kind does.
OUTCOMES: dict[str, type[Outcome]] = {
    Kind.REORIENTATION: Reoriented,
    Kind.REFERENT: Entrusted,
    Kind.EXIT: Exited,
}


def missing(request: ReorientationRequest) -> list[tuple[str, str]]:
    """What a request still needs before it can be sent: the field, and what to write in it."""
    needed = [("reason", "Dites pourquoi vous le demandez.")]
    if request.kind == Kind.REORIENTATION:
        needed.append(("wanted_path", "Choisissez le parcours demandé."))
    if request.kind == Kind.EXIT:
        needed.append(("exit_reason", "Choisissez le motif de la sortie."))
        needed.append(("exit_on", "Donnez la date de la sortie."))
    if request.exit_reason != ExitReason.DEATH:
        needed.append(
            (
                "person_opinion",
                "Notez l’avis de la personne, ou pourquoi il n’a pas pu être demandé.",
            )
        )
    return [(name, what) for name, what in needed if not getattr(request, name)]


@transaction.atomic
def ask(
    *, beneficiary: Beneficiary, kind: str, actor: Actor, **values: Any
) -> ReorientationRequest:
    """Begin a request: a draft, which its author completes. Raises OrientationError."""
    _check_asks(actor, beneficiary)
    case = locked_case(beneficiary)
    # Again once it is held: a transfer that it waited for has taken the right away.
    _check_asks(actor, case)
    check_active(case)
    rows = ReorientationRequest.unscoped.select_related("asked_by")
    if (being := rows.filter(beneficiary=case, state__in=OPEN).first()) is not None:
        message = f"Une demande est déjà en cours pour ce dossier. {what_became_of(being)}"
        raise OrientationError(message)
    asked_by = professional_of(actor.user)
    with system_scope(Scope.REQUEST, actor=actor):
        return ReorientationRequest.unscoped.create(
            beneficiary=case,
            kind=kind,
            asked_by=asked_by,
            person_label=_label(case),
            **_kept(kind, values),
            **written_by(actor),
        )


@transaction.atomic
def save(
    *, request: ReorientationRequest, values: Mapping[str, Any], actor: Actor, version: int
) -> ReorientationRequest:
    """Write in a draft. Raises OrientationError, ChangedMeanwhileError."""
    with _mine(request, actor, version) as row:
        if row.state != State.DRAFT:
            message = "Cette demande est envoyée\u00a0: retirez-la pour en écrire une autre."
            raise OrientationError(message)
        kind = values.get("kind") or row.kind
        for name, value in {"kind": kind, **_kept(kind, values)}.items():
            setattr(row, name, value)
        row.save()
    return row


@transaction.atomic
def send(*, request: ReorientationRequest, actor: Actor, version: int) -> ReorientationRequest:
    """Send a complete draft. Raises IncompleteRequestError, OrientationError."""
    with _mine(request, actor, version) as row:
        _check_goes(row, State.SENT, Side.REFERENT)
        if lacks := missing(row):
            raise IncompleteRequestError(lacks)
        row.state = State.SENT
        row.sent_at = timezone.now()
        row.person_label = _label(row.beneficiary)
        row.save()
    return row


@transaction.atomic
def withdraw(*, request: ReorientationRequest, actor: Actor, version: int) -> ReorientationRequest:
    """Take a request back before it is answered. Raises OrientationError."""
    with _mine(request, actor, version) as row:
        _check_goes(row, State.WITHDRAWN, Side.REFERENT)
        row.state = State.WITHDRAWN
        row.decided_at = timezone.now()
        row.save()
    return row


@transaction.atomic
def decide(
    *,
    request: ReorientationRequest,
    answer: str,
    actor: Actor,
    version: int,
    outcome: Outcome | None = None,
) -> ReorientationRequest:
    """Answer a request; `outcome` is what accepting it does, None refuses it.

    Both have a reason. What is accepted is done in the same transaction, or nothing is. Raises
    OrientationError and what `orient`, `assign` and `record_exit` raise.
    """
    check_decides(actor)
    # The case first, as every decision does: two officers never wait for each other's rows.
    case = locked_case(request.beneficiary)
    state = State.REFUSED if outcome is None else State.ACCEPTED
    decided_by = professional_of(actor.user) if actor.user else None
    with system_scope(Scope.REQUEST, actor=actor):
        row = locked_version(_rows(), pk=request.pk, version=version)
        _check_goes(row, state, Side.OFFICER)
        if not answer.strip():
            message = "Dites pourquoi\u00a0: la personne qui a demandé lira votre réponse."
            raise OrientationError(message, field="answer")
        if outcome is not None and not isinstance(outcome, OUTCOMES[row.kind]):
            message = "Cette réponse ne correspond pas à ce qui est demandé."
            raise OrientationError(message)
        row.state, row.answer = state, answer
        row.decided_at, row.decided_by = timezone.now(), decided_by
        row.save()
    # As the person, whose right each of these checks anew.
    _do(outcome, row, case, actor)
    telling.tell_answered(row)
    return row


def own_requests(user: Any) -> Any:
    """What somebody asked, the newest first, whether they still follow the case or not."""
    me = professional_of(user)
    if me is None:
        return ReorientationRequest.objects.none()
    return (
        ReorientationRequest.objects.visible_to(user)
        .filter(asked_by=me)
        .select_related("decided_by", "wanted_structure")
    )


def _do(
    outcome: Outcome | None, row: ReorientationRequest, case: Beneficiary, actor: Actor
) -> None:
    match outcome:
        case Reoriented():
            orient(
                beneficiary=case,
                path=outcome.path,
                structure=outcome.structure,
                unit=outcome.unit,
                starts_on=outcome.starts_on,
                actor=actor,
                reason=row.answer[:2000],
                seen=outcome.seen,
            )
        case Entrusted():
            assign(
                beneficiary=case,
                professional=outcome.professional,
                actor=actor,
                fates=outcome.fates,
                reason="Changement demandé par la référente ou le référent",
                seen=outcome.seen,
            )
        case Exited():
            exits.record_exit(
                beneficiary=case,
                reason=outcome.reason,
                on=outcome.on,
                situation=outcome.situation,
                request=row,
                actor=actor,
            )


def _rows() -> Any:
    return ReorientationRequest.unscoped.select_related(
        "beneficiary", "asked_by__user", "decided_by", "wanted_structure"
    )


@contextmanager
def _mine(
    request: ReorientationRequest, actor: Actor, version: int
) -> Iterator[ReorientationRequest]:
    """The request, locked, of a case that the person follows; to be written inside."""
    _check_changes(actor, request)
    locked_case(request.beneficiary)
    _check_changes(actor, request)
    with system_scope(Scope.REQUEST, actor=actor):
        yield locked_version(_rows(), pk=request.pk, version=version)


def _check_changes(actor: Actor, request: ReorientationRequest) -> None:
    if not rules.may_change_request(actor.user, request):
        message = "Cette demande est celle de la personne référente du dossier."
        raise NotAllowedError(message)


def _check_asks(actor: Actor, case: Beneficiary) -> None:
    if not rules.may_ask(actor.user, case):
        message = "La demande revient à la personne référente du dossier."
        raise NotAllowedError(message)


def _check_goes(row: ReorientationRequest, to: str, side: Side) -> None:
    if may_go(row.state, to, side):
        return
    is_draft = row.state == State.DRAFT
    message = "Cette demande n’est pas envoyée." if is_draft else what_became_of(row)
    raise OrientationError(message)


def _kept(kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that a request of this kind has; those of another kind are emptied."""
    blank: dict[str, Any] = {}
    if kind != Kind.REORIENTATION:
        blank |= {"wanted_path": "", "wanted_structure": None}
    if kind != Kind.EXIT:
        blank |= {"exit_reason": "", "exit_on": None}
    given = {name: values[name] for name in FIELDS if name in values and name != "kind"}
    return given | blank


def _label(case: Beneficiary) -> str:
    return f"{case}, dossier {case.shown_number}"
