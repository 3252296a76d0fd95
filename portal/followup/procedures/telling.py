"""Mail to who has something to answer: it says neither of whom nor of what."""

from typing import Any

from django.urls import reverse

from portal.accounts.capabilities import DECIDE_APPEALS, LEAD_UNIT
from portal.accounts.holders import people_who_may
from portal.accounts.models import User
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
    """To who answers appeals, but who decided first."""
    people = people_who_may(DECIDE_APPEALS).exclude(pk__in=[appeal.first_decider_id or 0])
    for person in people.order_by("pk"):
        _tell(
            "followup_appeal_waits",
            person,
            appeals_url=absolute(reverse("followup:appeals")),
        )


def _tell(key: str, person: User, **context: Any) -> None:
    queue_mail(key, to=person.email, context={"recipient_name": person.first_name, **context})
