"""What the screens of procedures read: through the rights of who reads."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from portal.followup.access import reach
from portal.followup.appointments.models import Appointment
from portal.followup.people.models import Beneficiary
from portal.followup.procedures.models import (
    Appeal,
    BreachReport,
    Observation,
    ProcedureAct,
    Remobilisation,
    SanctionPeriod,
    SanctionProcedure,
)
from portal.followup.procedures.states import GOES_ON, OPEN, R


def reports_of(case: Beneficiary, user: Any) -> QuerySet[BreachReport]:
    """Those that a person reads, the newest first."""
    rows: QuerySet[BreachReport] = BreachReport.objects.visible_to(user)
    return rows.filter(beneficiary=case).select_related(
        "appointment", "reported_by", "structure", "answered_by"
    )


def procedures_of(case: Beneficiary, user: Any) -> list[SanctionProcedure]:
    """With all that is in each, the newest first; none for a delegated body."""
    rows = SanctionProcedure.objects.visible_to(user).filter(beneficiary=case)
    observations = Observation.objects.visible_to(user).select_related("document")
    acts = ProcedureAct.objects.visible_to(user)
    appeals = Appeal.objects.visible_to(user)
    return list(
        rows.select_related("report", "decided_by", "referent", "period").prefetch_related(
            Prefetch("observations", observations, to_attr="said"),
            Prefetch("acts", acts, to_attr="done"),
            Prefetch("appeals", appeals, to_attr="contested"),
        )
    )


def one_procedure(case: Beneficiary, user: Any) -> QuerySet[SanctionProcedure]:
    """Among which an address names one."""
    rows: QuerySet[SanctionProcedure] = SanctionProcedure.objects.visible_to(user)
    return rows.filter(beneficiary=case).select_related("beneficiary", "report", "period")


def going_on(case: Beneficiary, user: Any) -> QuerySet[SanctionProcedure]:
    """The one in which somebody has still something to do, for who reads it."""
    rows: QuerySet[SanctionProcedure] = SanctionProcedure.objects.visible_to(user)
    return rows.filter(beneficiary=case, state__in=GOES_ON)


def missed_appointments(case: Beneficiary, user: Any) -> QuerySet[Appointment]:
    """Absences without an excuse, that nobody reported."""
    rows: QuerySet[Appointment] = Appointment.objects.visible_to(user)
    reported = BreachReport.objects.visible_to(user).filter(
        beneficiary=case, state__in=[R.SENT, R.OPENED], appointment__isnull=False
    )
    return rows.filter(beneficiary=case, state=Appointment.State.NO_SHOW).exclude(
        pk__in=reported.values("appointment")
    )


def periods_of(case: Beneficiary, user: Any) -> list[SanctionPeriod]:
    """The days of its sanctions, with what was done in each as far as the person reads it."""
    rows = SanctionPeriod.objects.visible_to(user).filter(beneficiary=case)
    done = Remobilisation.objects.visible_to(user).select_related("professional")
    return list(rows.prefetch_related(Prefetch("done", done, to_attr="told")))


def running_period(case: Beneficiary, user: Any) -> SanctionPeriod | None:
    """The sanction that goes on today."""
    today = timezone.localdate()
    rows = SanctionPeriod.objects.visible_to(user).filter(
        beneficiary=case, starts_on__lte=today, ends_on__gt=today
    )
    found: SanctionPeriod | None = rows.first()
    return found


@dataclass(frozen=True, slots=True)
class UnitWork:
    """What the manager of a unit has to answer, to move, to watch."""

    reports: list[BreachReport]
    open: list[SanctionProcedure]
    in_force: list[SanctionProcedure]


def unit_work(user: Any) -> UnitWork:
    """Of the unit that a person manages, oldest first; none of which they are the referent."""
    conducted = reach.conducted_ids(user)
    reports = BreachReport.objects.visible_to(user).filter(state=R.SENT, beneficiary__in=conducted)
    procedures = (
        SanctionProcedure.objects.visible_to(user)
        .filter(state__in=GOES_ON, beneficiary__in=conducted)
        .select_related("beneficiary", "report", "period")
        .prefetch_related("appeals")
        .order_by("pk")
    )
    rows = list(procedures)
    return UnitWork(
        list(reports.select_related("beneficiary", "reported_by", "structure").order_by("pk")),
        [row for row in rows if row.state in OPEN],
        [row for row in rows if row.state not in OPEN],
    )


def appeals_to_answer(user: Any) -> QuerySet[Appeal]:
    """Those that wait for an answer that a person may give, the oldest first."""
    rows: QuerySet[Appeal] = Appeal.objects.visible_to(user)
    return rows.filter(reach.answers(user), decided_on__isnull=True)


def appeals_answered(user: Any) -> QuerySet[Appeal]:
    """Those that a person answered, the newest first."""
    rows: QuerySet[Appeal] = Appeal.objects.visible_to(user)
    return rows.filter(decided_by=user.pk).order_by("-decided_on", "-pk")
