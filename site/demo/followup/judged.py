"""Two procedures and a session of the board: what a manager has to move, what members will read."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from demo.followup.places import JUDGES
from portal.accounts.level_names import LevelName
from portal.accounts.models import User
from portal.followup.models import (
    Beneficiary,
    BoardMember,
    BreachReport,
    Observation,
    ProcedureAct,
    Professional,
    ReferentAssignment,
    ReviewBoardSession,
    ReviewCase,
    SanctionProcedure,
    Unit,
)
from portal.followup.procedures import bounds

_FACTS = (
    "Deux propositions de rendez-vous sont restées sans réponse. Aucune étape du contrat n’est "
    "commencée."
)
_TRIED = "Trois appels, deux courriers, un passage au domicile."


def load_judged(unit: Unit, today: date) -> None:
    """A report that waits, a procedure whose observations are over, a case on an agenda.

    Of people of one unit who have a referent. Inside the scope of the demo.
    """
    followed = (
        ReferentAssignment.unscoped.filter(
            beneficiary__unit=unit, beneficiary__state=Beneficiary.State.ACTIVE, ends_at=None
        )
        .select_related("beneficiary__household", "professional__structure")
        .order_by("beneficiary_id")[:3]
    )
    manager = Professional.unscoped.filter(
        unit=unit, user__groups__name=LevelName.UNIT_MANAGER
    ).first()
    if manager is None or len(followed) < 3:
        return
    first, second, third = followed
    _report(first, today - timedelta(days=4), "sent", manager)
    _procedure(second, today, manager, "notified")
    _session(unit, _procedure(third, today, manager, "board"), today)


def _report(
    followed: ReferentAssignment, day: date, state: str, manager: Professional
) -> BreachReport:
    answer = {"answered_on": day, "answered_by": manager} if state == "opened" else {}
    return BreachReport.unscoped.create(
        beneficiary=followed.beneficiary,
        kind=BreachReport.Kind.COMMITMENTS,
        state=state,
        facts_on=day,
        facts=_FACTS,
        tried=_TRIED,
        reported_by=followed.professional,
        structure=followed.professional.structure,
        author_name=followed.professional.name,
        **answer,
    )


def _procedure(
    followed: ReferentAssignment, today: date, manager: Professional, state: str
) -> SanctionProcedure:
    received = today - timedelta(days=15)
    report = _report(followed, received - timedelta(days=10), "opened", manager)
    own = {"beneficiary": followed.beneficiary, "author_name": manager.name}
    row: SanctionProcedure = SanctionProcedure.unscoped.create(
        report=report,
        referent=followed.professional,
        state=state,
        notice_received_on=received,
        notice_proof="registered",
        observations_until=bounds.observations_until(received),
        **own,
    )
    for kind, day in (("open", received - timedelta(days=4)), ("notify", received)):
        ProcedureAct.unscoped.create(procedure=row, kind=kind, on=day, **own)
    Observation.unscoped.create(
        procedure=row,
        on=received + timedelta(days=6),
        way=Observation.Way.HEARD,
        text="Je garde mon père malade depuis l’été. Je n’ai pas osé le dire.",
        helped_by="Mme Petit, assistante sociale",
        **own,
    )
    return row


def _session(unit: Unit, procedure: SanctionProcedure, today: date) -> None:
    starts_at = timezone.make_aware(datetime.combine(today + timedelta(days=6), time(14)))
    session = ReviewBoardSession.unscoped.create(
        unit=unit, starts_at=starts_at, place="Salle du conseil", quorum=2
    )
    ReviewCase.unscoped.create(
        beneficiary=procedure.beneficiary,
        procedure=procedure,
        session=session,
        state=ReviewCase.State.LISTED,
        question="Une suspension est-elle adaptée à la situation de cette personne\u00a0?",
    )
    for user in _members():
        account = next(one for one in JUDGES if one.email == user.email)
        BoardMember.unscoped.create(
            session=session,
            user=user,
            name=str(user),
            quality=account.level_label.partition(", ")[2],
        )


def _members() -> Sequence[User]:
    emails = [one.email for one in JUDGES if one.level == LevelName.BOARD_MEMBER]
    return list(User.objects.filter(email__in=emails).order_by("email"))
