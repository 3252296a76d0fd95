"""Rounds: what waits in a list is queued, a batch at a time, while its campaign may be sent.

A batch holds its campaign's row: who pauses or cancels waits for the end of it, and finds every
message that was queued. Any number of workers take turns; sending what is queued is the mail
engine's, which they do at once.
"""

import logging
import time
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import SITE
from portal.mailing import telling
from portal.mailing.audiences.registry import audience_of
from portal.mailing.audiences.still import no_longer_chosen
from portal.mailing.errors import CampaignError
from portal.mailing.ledger import Ledger, counts
from portal.mailing.messages import letter_of, queue_message
from portal.mailing.models import Campaign, CampaignRecipient
from portal.mailing.services.changing import change
from portal.mailing.services.lifecycle.halting import hold, too_long
from portal.mailing.states import Status
from snippets import french
from snippets.mail.models import Delivery, Dispatch
from snippets.mail.templates.engine import MailTemplateError

logger = logging.getLogger("declic.mailing")

BATCH = 50
# Fewer answers say nothing of a list.
ENOUGH_ANSWERS = 20
UNREADY = (
    "Un message n’a pas pu être préparé. Faites-vous envoyer un essai, "
    "puis annulez cette campagne et reprenez-la dans une nouvelle."
)
FAILING = "{failed} sur {answered} n’{has} pas pu être remis, la limite est de {limit}\u00a0%."


def send_rounds(*, now: datetime | None = None, seconds: float = 50) -> int:
    """Go on with every campaign that is being sent, for about `seconds`; how many were queued."""
    deadline = time.monotonic() + seconds
    sending = Campaign.objects.filter(status=Status.SENDING).order_by("started_at", "pk")
    return sum(
        send_round(campaign_id=pk, now=now, seconds=deadline - time.monotonic())
        for pk in list(sending.values_list("pk", flat=True))
    )


def send_round(*, campaign_id: int, now: datetime | None = None, seconds: float = 50) -> int:
    """Queue what waits in one list, then end it or stop it as its answers say."""
    deadline = time.monotonic() + seconds
    queued = 0
    while time.monotonic() < deadline:
        taken, of_batch = _queue_batch(campaign_id, now or timezone.now())
        queued += of_batch
        if not taken:
            break
    watch(campaign_id=campaign_id)
    return queued


@transaction.atomic
def watch(*, campaign_id: int) -> None:
    """Pause a campaign that fails too often; end one that waits for nothing more."""
    campaign = _locked(campaign_id)
    if campaign is None:
        return
    ledger, now = counts(campaign), timezone.now()
    if reason := _failing(campaign, ledger):
        _pause(campaign, reason, now)
    elif not ledger.waiting:
        campaign.ended_at = now
        change(campaign, Status.SENT, actor=SITE, now=now)
        telling.done(campaign, ledger)


@transaction.atomic
def _queue_batch(campaign_id: int, now: datetime) -> tuple[int, int]:
    """Take some rows that wait; how many were taken, and how many of them have a message now."""
    campaign = _locked(campaign_id)
    if campaign is None:
        return 0, 0
    if reason := too_long(campaign):
        _pause(campaign, reason, now)
        return 0, 0
    waiting = campaign.recipients.filter(dispatch=None, withheld="", kept_outcome="")
    rows = list(waiting.order_by("pk").select_for_update(skip_locked=True, of=("self",))[:BATCH])
    try:
        with transaction.atomic():
            return len(rows), _queue(campaign, rows, now)
    except (CampaignError, MailTemplateError, ArithmeticError, LookupError, TypeError, ValueError):
        # The text was checked when it was approved: what goes wrong now would for everybody.
        logger.exception("campaign %s: a message could not be written", campaign_id)
        _pause(campaign, UNREADY, now)
        return 0, 0


def _queue(campaign: Campaign, rows: list[CampaignRecipient], now: datetime) -> int:
    """Withhold what must not leave any more, queue the rest; how many were queued."""
    addresses = [row.address for row in rows]
    gone = no_longer_chosen(campaign=campaign, addresses=addresses, now=now)
    chosen = [address for address in addresses if address not in gone]
    values = audience_of(campaign.source).values(campaign, chosen)
    letter = letter_of(campaign)
    withheld = []
    for row in rows:
        if row.address in gone:
            row.withheld = gone[row.address]
            withheld.append(row)
            continue
        email = queue_message(recipient=row, values=values.get(row.address, {}), letter=letter)
        if email.status == Delivery.WITHHELD:
            # Refused or suppressed since the approval: it has no message to go back to.
            row.withheld = Dispatch.objects.values_list("withheld", flat=True).get(pk=email.pk)
            row.dispatch = None
            withheld.append(row)
    CampaignRecipient.objects.bulk_update(withheld, ["withheld", "dispatch"])
    return len(rows) - len(withheld)


def _locked(campaign_id: int) -> Campaign | None:
    """The campaign, held, if it is being sent at this moment."""
    rows = Campaign.objects.select_for_update(no_key=True)
    return rows.filter(pk=campaign_id, status=Status.SENDING).first()


def _failing(campaign: Campaign, ledger: Ledger) -> str:
    """Why the answers since somebody last looked stop the sending, or nothing."""
    answered = ledger.answered - campaign.answered_before
    failed = ledger.undelivered - campaign.failed_before
    limit = settings.CAMPAIGN_PAUSE_AT_FAILURES
    if not ledger.waiting or answered < ENOUGH_ANSWERS or failed * 100 < answered * limit:
        return ""
    return FAILING.format(
        failed=french.counted(failed, "message"),
        has="ont" if failed > 1 else "a",
        answered=answered,
        limit=limit,
    )


def _pause(campaign: Campaign, reason: str, now: datetime) -> None:
    hold(campaign, actor=SITE, now=now, reason=reason)
    telling.paused(campaign)
