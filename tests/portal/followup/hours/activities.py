"""Activities that the plan and the platform know of, as tests of hours need them."""

from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from portal.followup.contract.models import ActionStep
from portal.followup.hours.values import HoursValues, monday_of
from portal.followup.people.models import Beneficiary
from portal.participation.services.participants import participant_of
from portal.recruitment.models import Registration
from tests.portal.followup.contract.contracts import activity, make_step
from tests.portal.recruitment.met import came, held


def days_ago(number: int) -> date:
    return timezone.localdate() - timedelta(days=number)


def weeks_ago(number: int) -> date:
    """The Monday of so many weeks ago."""
    return monday_of(timezone.localdate()) - timedelta(weeks=number)


def said(**changes: Any) -> HoursValues:
    """A workshop of yesterday, from 9 to 11."""
    values: dict[str, Any] = {
        "kind": activity(),
        "day": days_ago(1),
        "starts_at": time(9),
        "ends_at": time(11),
    }
    return HoursValues(**(values | changes))


def lasting(hours: Any, **changes: Any) -> HoursValues:
    """So many hours of yesterday, without times."""
    return said(starts_at=None, ends_at=None, hours=Decimal(str(hours)), **changes)


def done_step(case: Beneficiary, **fields: Any) -> ActionStep:
    values = {"state": ActionStep.State.DONE, "done_on": days_ago(2)}
    step: ActionStep = make_step(case, **(values | fields))
    return step


def attended(user: Any, **fields: Any) -> Registration:
    """A session of yesterday, from 9 to 12, to which this account came."""
    return came(held(**fields), participant=participant_of(user=user))
