"""Nobody has called whoever applied: the coordination is told, in one mail."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from portal.accounts.capabilities import COORDINATE_SPONSORS
from portal.accounts.holders import people_who_may
from portal.sponsorship.clock import overdue_before
from portal.sponsorship.sponsors.models import Sponsor
from portal.sponsorship.sponsors.states import State
from snippets import french
from snippets.mail.queue import queue_mail
from snippets.site import absolute


@transaction.atomic
def tell_late(now: datetime) -> int:
    """Tell each coordinator how many people wait since too long; return how many are new.

    A run without anybody new says nothing, and so does one that is repeated.
    """
    late = Sponsor.objects.filter(state=State.APPLIED, applied_at__lt=overdue_before(now))
    told = late.filter(late_told_at__isnull=True).select_for_update(skip_locked=True, of=("self",))
    keys = list(told.values_list("pk", flat=True))
    if not keys:
        return 0
    total = late.count()
    for user in people_who_may(COORDINATE_SPONSORS).order_by("pk"):
        queue_mail(
            "sponsors_late",
            to=user.email,
            context={
                "recipient_name": user.get_short_name(),
                "people": french.counted(
                    total, "personne attend un appel", "personnes attendent un appel"
                ),
                "list_url": absolute(reverse("sponsorship:sponsors")),
            },
        )
    Sponsor.objects.filter(pk__in=keys).update(late_told_at=now)
    return len(keys)
