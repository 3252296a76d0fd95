"""What the members of a session read and do, while it is open, in the scope `board`."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.access.log import Act, log
from portal.followup.appointments.models import Appointment
from portal.followup.board import rules
from portal.followup.board.errors import BoardError, ConflictOfInterestError, QuorumError
from portal.followup.board.models import (
    BoardConflict,
    BoardMember,
    ReviewBoardSession,
    ReviewCase,
)
from portal.followup.board.states import C, Side, may_case_go
from portal.followup.clocks.legal import after_months
from portal.followup.contract.models import EngagementContract
from portal.followup.people.models import Beneficiary
from portal.followup.procedures import bounds
from portal.followup.procedures.models import Observation, ProcedureAct, SanctionProcedure
from portal.followup.procedures.states import STANDS
from portal.followup.rows.authors import written_by
from portal.followup.rows.scope import Scope, system_scope

_NOT_SITTING = (
    "La séance n’est pas ouverte, son jour est passé, ou vous n’y êtes pas noté·e présent·e."
)


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """A case of the agenda: its name is hidden from who has to do with it."""

    review: ReviewCase
    label: str
    is_out: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a member reads of one case: the procedure, and what bears on it. No note is here."""

    review: ReviewCase
    case: Beneficiary
    procedure: SanctionProcedure
    observations: list[Observation]
    earlier: list[SanctionProcedure]
    contract: EngagementContract | None
    appointments: list[tuple[str, int]]
    people: int


def agenda_of(session: ReviewBoardSession, user: Any) -> list[AgendaLine]:
    """The cases of an open session. Raises BoardError for who does not sit in it."""
    _check_sits(user, session)
    with system_scope(Scope.BOARD):
        found = []
        for review in _rows(session).order_by("pk"):
            is_out = rules.has_conflict(user, review)
            label = f"Dossier {review.pk}" if is_out else _label(review.beneficiary)
            found.append(AgendaLine(review, label, is_out))
    return found


def sheet_of(session: ReviewBoardSession, key: int, actor: Actor, *, place: str) -> Sheet:
    """One case of an open session; its reading is logged.

    Raises BoardError, ConflictOfInterestError, ReviewCase.DoesNotExist.
    """
    _check_sits(actor.user, session)
    with system_scope(Scope.BOARD):
        review = _rows(session).get(pk=key)
        if rules.has_conflict(actor.user, review):
            raise ConflictOfInterestError
        found = _sheet(review)
    log(actor=actor, act=Act.READ, beneficiary=found.case, place=place)
    return found


@transaction.atomic
def declare_conflict(
    *, session: ReviewBoardSession, key: int, reason: str, actor: Actor
) -> BoardConflict:
    """Keep out of a case. Raises BoardError, ReviewCase.DoesNotExist."""
    member = _check_sits(actor.user, session)
    with system_scope(Scope.BOARD, actor=actor):
        review = _rows(session).select_for_update(of=("self",)).get(pk=key)
        if review.state != C.LISTED:
            message = "L’avis est déjà rendu."
            raise BoardError(message)
        made, _ = BoardConflict.objects.in_system_scope().get_or_create(
            review=review,
            member=member,
            defaults={"beneficiary_id": review.beneficiary_id, "reason": reason.strip()},
        )
    return made


@transaction.atomic
def give_opinion(
    *, session: ReviewBoardSession, key: int, opinion: str, text: str, actor: Actor
) -> ReviewCase:
    """Write the opinion of those who deliberated. Raises BoardError, ReviewCase.DoesNotExist.

    By a present member without a conflict of interest; as many as the quorum must be left.
    """
    _check_sits(actor.user, session)
    if not text.strip():
        message = "Un avis est motivé."
        raise BoardError(message, field="text")
    with system_scope(Scope.BOARD, actor=actor):
        review = _rows(session).select_for_update(of=("self",)).get(pk=key)
        if not may_case_go(review.state, C.GIVEN, Side.MEMBER):
            message = "L’avis de ce dossier est déjà rendu, ou n’est plus attendu."
            raise BoardError(message)
        if rules.has_conflict(actor.user, review):
            raise ConflictOfInterestError
        voters = len(rules.voters_of(review))
        if voters < session.quorum:
            raise QuorumError(voters, session.quorum)
        review.state, review.opinion = C.GIVEN, opinion
        review.opinion_text, review.opinion_by = text.strip(), actor.name
        review.voters = voters
        review.version += 1
        review.save()
        _tell_the_procedure(review, actor)
    return review


def _tell_the_procedure(review: ReviewCase, actor: Actor) -> None:
    procedure = (
        SanctionProcedure.objects.in_system_scope()
        .select_for_update(of=("self",))
        .get(pk=review.procedure_id)
    )
    procedure.opinion, procedure.opinion_on = review.opinion, timezone.localdate()
    procedure.version += 1
    procedure.save()
    ProcedureAct.objects.create(
        beneficiary_id=review.beneficiary_id,
        procedure=procedure,
        kind=ProcedureAct.Kind.OPINION,
        on=timezone.localdate(),
        text=f"{review.get_opinion_display()}. {review.opinion_text}"[:4000],
        **written_by(actor),
    )


def _check_sits(user: Any, session: ReviewBoardSession) -> BoardMember:
    """The member that somebody is. The session is read anew: it may just have been closed."""
    rows = ReviewBoardSession.objects.visible_to(user)
    present = rows.filter(pk=session.pk).first()
    if present is None or not rules.sits(user, present):
        raise BoardError(_NOT_SITTING)
    member: BoardMember = BoardMember.objects.visible_to(user).get(session=session, user=user.pk)
    return member


def _rows(session: ReviewBoardSession) -> Any:
    return (
        ReviewCase.objects.in_system_scope()
        .filter(session=session, state__in=[C.LISTED, C.GIVEN])
        .select_related("beneficiary__household", "procedure__report__structure")
    )


def _sheet(review: ReviewCase) -> Sheet:
    case, procedure = review.beneficiary, review.procedure
    today = timezone.localdate()
    meetings = Appointment.unscoped.filter(
        beneficiary=case, starts_at__date__gte=after_months(today, -12)
    ).exclude(state=Appointment.State.PLANNED)
    counts = dict(meetings.order_by().values_list("state").annotate(Count("pk")))
    earlier = SanctionProcedure.unscoped.filter(beneficiary=case, state__in=STANDS)
    contracts = EngagementContract.unscoped.filter(
        beneficiary=case, state=EngagementContract.State.SIGNED
    )
    return Sheet(
        review=review,
        case=case,
        procedure=procedure,
        observations=list(Observation.unscoped.filter(procedure=procedure)),
        earlier=list(earlier.exclude(pk=procedure.pk).select_related("report")),
        contract=contracts.first(),
        appointments=[
            (str(state.label), counts[state.value])
            for state in Appointment.State
            if state.value in counts
        ],
        people=bounds.known_people(case),
    )


def _label(case: Beneficiary) -> str:
    return f"{case}, dossier {case.shown_number}"


def age_of(case: Beneficiary, day: date) -> int:
    """In whole years."""
    born = case.birth_date
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def has_case(session: ReviewBoardSession, key: int) -> bool:
    """Whether a case stands on the agenda of a session."""
    with system_scope(Scope.BOARD):
        return bool(_rows(session).filter(pk=key).exists())
