"""Steps of the plan that the person did: nothing says how long they took."""

from collections.abc import Iterator
from datetime import date

from portal.followup.contract.models import ActionStep
from portal.followup.hours.models import Source
from portal.followup.hours.sources.found import Found
from portal.followup.people.models import Beneficiary


def found(case: Beneficiary, since: date, today: date) -> Iterator[Found]:
    """Done by the person since a day; what the service did is no activity of theirs."""
    steps = ActionStep.unscoped.filter(
        beneficiary=case,
        by_person=True,
        state=ActionStep.State.DONE,
        done_on__gte=since,
        done_on__lte=today,
    )
    for step in steps:
        yield Found(
            source=Source.STEP,
            key=f"step:{step.pk}",
            title=step.label,
            kind="steps",
            on=step.done_on,
        )
