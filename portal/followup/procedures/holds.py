"""What stops retention: procedures that go on, appeals without their end. Read by its jobs.

A case with `has_litigation_hold` is held by whoever set it; this is what the procedures add.
"""

from datetime import date

from django.db.models import Q
from django.utils import timezone

from portal.followup.people.models import Beneficiary
from portal.followup.procedures.models import Appeal, SanctionProcedure
from portal.followup.procedures.states import GOES_ON


def held(day: date | None = None) -> Q:
    """The condition of a beneficiary whom retention leaves alone on a day, in the open scope.

    A procedure that goes on; an appeal that is not answered, or whose answer was not notified; a
    decision against which an appeal may still be made.
    """
    day = day or timezone.localdate()
    procedures = SanctionProcedure.unscoped.filter(Q(state__in=GOES_ON) | Q(appeal_until__gte=day))
    appeals = Appeal.unscoped.filter(answer_received_on__isnull=True)
    return Q(pk__in=procedures.values("beneficiary")) | Q(pk__in=appeals.values("beneficiary"))


def is_held(case: Beneficiary, day: date | None = None) -> bool:
    """Whether retention leaves this case alone."""
    return Beneficiary.unscoped.filter(held(day), pk=case.pk).exists()
