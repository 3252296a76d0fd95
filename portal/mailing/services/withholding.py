"""What waits in a list and must not leave any more: asked again before a campaign goes on."""

from datetime import datetime

from portal.mailing.audiences.still import no_longer_chosen
from portal.mailing.models import Campaign
from snippets.mail.delivery import halting
from snippets.mail.models import Delivery, Dispatch

BATCH = 200
_WAITS = (Delivery.QUEUED, Delivery.REQUEUED, Delivery.HELD)


def withhold_gone(*, campaign: Campaign, now: datetime) -> int:
    """Withhold the queued messages that the rule no longer chooses, each with why; return how many.

    What a worker has in hand is asked when it leaves. The caller holds the week and the campaign's
    row. Raises AudienceError when the rule does not hold any more: nothing is withheld then.
    """
    waiting = campaign.recipients.filter(dispatch__email__status__in=_WAITS)
    rows = list(waiting.order_by("pk").only("address", "dispatch"))
    withheld = 0
    for start in range(0, len(rows), BATCH):
        batch = {row.address: row for row in rows[start : start + BATCH]}
        gone = no_longer_chosen(campaign=campaign, addresses=list(batch), now=now)
        keys = [batch[address].dispatch_id for address in gone]
        halting.cancel(dispatches=Dispatch.objects.filter(pk__in=keys))
        # What left or is in hand meanwhile is not among them.
        stopped = set(
            Dispatch.objects.filter(pk__in=keys, email__status=Delivery.WITHHELD).values_list(
                "pk", flat=True
            )
        )
        for address, reason in gone.items():
            row = batch[address]
            if row.dispatch_id in stopped:
                row.withheld, row.dispatch = reason, None
                row.save(update_fields=["withheld", "dispatch"])
                withheld += 1
    return withheld
