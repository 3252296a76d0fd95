"""Mail to who has something to answer: it says neither of whom nor of what."""

from typing import Any

from django.db.models import Q
from django.urls import reverse

from portal.accounts.capabilities import DECIDE_APPEALS, LEAD_UNIT
from portal.accounts.holders import people_who_may
from portal.accounts.models import User
from portal.followup.orientation.models import ReferentAssignment
from portal.followup.people.models import Professional
from portal.followup.procedures.models import Appeal, BreachReport
from snippets.mail.queue import queue_mail
from snippets.site import absolute


def tell_reported(report: BreachReport) -> None:
    """To who manages the unit, unless they reported it themselves."""
    case = report.beneficiary
    at_work = Professional.unscoped.filter(left_on__isnull=True, unit=case.unit_id)
    managers = people_who_may(LEAD_UNIT).filter(
        pk__in=at_work.exclude(pk=report.reported_by_id).values("user")
    )
    for person in managers.order_by("pk") if case.unit_id else ():
        _tell(
            "followup_report_waits",
            person,
            case_number=case.shown_number,
            work_url=absolute(reverse("followup:procedures")),
        )


def tell_appealed(appeal: Appeal) -> None:
    """To who may answer it: neither who decided first, nor who reported, nor a referent since.

    They are those that the database leaves out (`followup_involved_ids`). Told by who conducts the
    procedure, who reads all of them.
    """
    report = appeal.procedure.report
    referents = ReferentAssignment.unscoped.filter(
        Q(ends_at__isnull=True) | Q(ends_at__date__gte=report.facts_on),
        beneficiary=appeal.beneficiary_id,
    )
    involved = Professional.unscoped.filter(
        Q(pk=report.reported_by_id) | Q(pk__in=referents.order_by().values("professional"))
    )
    keys = {appeal.first_decider_id, *involved.values_list("user", flat=True)} - {None}
    people = people_who_may(DECIDE_APPEALS).exclude(pk__in=keys)
    for person in people.order_by("pk"):
        _tell(
            "followup_appeal_waits",
            person,
            appeals_url=absolute(reverse("followup:appeals")),
        )


def _tell(key: str, person: User, **context: Any) -> None:
    queue_mail(key, to=person.email, context={"recipient_name": person.first_name, **context})
