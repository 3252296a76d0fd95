"""Rows of lists that go: what became of each is counted on its campaign, so that the sum holds.

An outcome is read from the message, which the mail engine forgets after a year: it is written on
the row before that (`keep_outcomes`). A year after its end a campaign keeps its numbers alone.
"""

from collections import Counter
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from portal.mailing.ledger import with_outcome
from portal.mailing.models import Campaign, CampaignRecipient, Outcome, Withheld
from portal.mailing.services.freezing import rewriting_lists
from portal.mailing.states import OVER, Status
from snippets.mail.delivery import halting
from snippets.mail.models import Delivery, Dispatch

ROWS_KEPT = timedelta(days=365)
# A message goes a year after it was queued.
WAITS_AT_MOST = timedelta(days=350)
_IN_HAND = (Delivery.SENDING, Delivery.HANDED_OVER)


@transaction.atomic
def forget(recipients: QuerySet[CampaignRecipient]) -> int:
    """Delete these rows and count on each campaign what became of them; return how many.

    What waits never leaves, and counts as erased; what a worker has in hand may leave, and counts
    as uncertain.
    """
    campaigns = Campaign.objects.filter(pk__in=recipients.values("campaign"))
    held = {row.pk: row for row in campaigns.order_by("pk").select_for_update(no_key=True)}
    # Stopped first, then read: nothing leaves between the two.
    halting.cancel(
        dispatches=Dispatch.objects.filter(campaign_recipient__in=recipients.values("pk"))
    )
    gone: dict[int, Counter[str]] = {pk: Counter() for pk in held}
    rows = with_outcome(recipients.filter(campaign__in=held)).values_list(
        "pk", "campaign", "outcome", "why_withheld", "dispatch__email__status"
    )
    keys = []
    for pk, campaign, outcome, why, status in rows:
        keys.append(pk)
        is_cancelled = held[campaign].status == Status.CANCELLED
        gone[campaign][_counted(outcome, why, status, is_cancelled=is_cancelled)] += 1
    for pk, numbers in gone.items():
        held[pk].kept_counts = dict(Counter(held[pk].kept_counts) + numbers)
        held[pk].save(update_fields=["kept_counts"])
    with rewriting_lists():
        CampaignRecipient.objects.filter(pk__in=keys).delete()
    return len(keys)


@transaction.atomic
def keep_outcomes(*, now: datetime) -> int:
    """Write on each row what became of its message, once its text is gone; return how many.

    Nobody can send it again then, and the message itself will go in its turn. One that still waits
    after nearly a year never leaves: without its message, its row would be new again.
    """
    too_late = CampaignRecipient.objects.filter(dispatch__email__created__lt=now - WAITS_AT_MOST)
    halting.cancel(dispatches=Dispatch.objects.filter(campaign_recipient__in=too_late.values("pk")))
    stopped = too_late.filter(
        withheld="", kept_outcome="", dispatch__withheld=Dispatch.Withheld.CANCELLED
    ).exclude(campaign__status=Status.CANCELLED)
    keys = list(stopped.values_list("pk", flat=True))
    CampaignRecipient.objects.filter(pk__in=keys).update(withheld=Withheld.TOO_LATE, dispatch=None)
    past = CampaignRecipient.objects.filter(
        Q(dispatch__emptied_at__isnull=False) | Q(pk__in=too_late.values("pk"))
    )
    withheld = past.filter(dispatch__email__status=Delivery.WITHHELD, withheld="")
    kept = 0
    for row in withheld.annotate(why=F("dispatch__withheld")).iterator():
        row.withheld, row.dispatch = row.why, None
        row.save(update_fields=["withheld", "dispatch"])
        kept += 1
    final = (Outcome.SENT, Outcome.FAILED, Outcome.UNCERTAIN, Outcome.BOUNCED)
    for outcome in final:
        rows = with_outcome(past.filter(kept_outcome="", withheld="")).filter(outcome=outcome)
        keys = list(rows.values_list("pk", flat=True))
        kept += CampaignRecipient.objects.filter(pk__in=keys).update(kept_outcome=outcome)
    return kept


def forget_old(*, now: datetime) -> int:
    """Delete the lists of the campaigns that ended a year ago; return how many rows went."""
    old = Campaign.objects.filter(status__in=OVER, ended_at__lt=now - ROWS_KEPT)
    listed = old.filter(recipients__isnull=False).distinct()
    return sum(
        forget(CampaignRecipient.objects.filter(campaign=pk))
        for pk in list(listed.values_list("pk", flat=True))
    )


def forget_erased() -> int:
    """Delete the rows of accounts that were erased while their list was being closed.

    The erasure of each account takes its rows away; a list that is closed at that moment may add
    one behind it.
    """
    erased = CampaignRecipient.objects.filter(user__erased_at__isnull=False)
    return forget(erased) if erased.exists() else 0


def _counted(outcome: str, why: str, status: int | None, *, is_cancelled: bool) -> str:
    """The key of `kept_counts`: what the row would have become."""
    if outcome == Outcome.WAITING:
        return Outcome.UNCERTAIN if status in _IN_HAND else Withheld.ERASED
    if why == Withheld.CANCELLED and not is_cancelled:
        # Stopped here, with its row.
        return Withheld.ERASED
    return why or outcome
