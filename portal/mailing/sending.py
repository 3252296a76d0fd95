"""Rounds: what waits in a list is queued, a batch at a time, while its campaign may be sent.

A batch holds its campaign's row: who pauses or cancels waits for the end of it, and finds every
message that was queued. Any number of workers take turns; sending what is queued is the mail
engine's, which they do at once.
"""

import logging
import time
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from portal.accounts.actors import SITE
from portal.mailing import telling
from portal.mailing.audiences.registry import audience_of
from portal.mailing.audiences.still import hold_the_week, no_longer_chosen
from portal.mailing.errors import AudienceError
from portal.mailing.ledger import Ledger, counts
from portal.mailing.messages import Letter, letter_of, queue_message
from portal.mailing.models import Campaign, CampaignRecipient, Withheld
from portal.mailing.services.changing import change
from portal.mailing.services.lifecycle.halting import hold, too_long
from portal.mailing.states import Status
from snippets import french
from snippets.errors import DomainError
from snippets.mail.kinds import MailValue
from snippets.mail.models import Delivery, Dispatch

logger = logging.getLogger("declic.mailing")

BATCH = 50
# Fewer answers say nothing of a list.
ENOUGH_ANSWERS = 20
# Rows that may be put aside; one more, and the fault is not theirs.
MOST_UNREADY = 3
UNREADY = (
    "Des messages n’ont pas pu être préparés. Faites-vous envoyer un essai, "
    "puis annulez cette campagne et reprenez-la dans une nouvelle."
)
RULE_FAILS = (
    "Le public de cette campagne ne se retrouve plus\u00a0: rien ne part. {why} "
    "Si cela dure, annulez cette campagne et reprenez-la dans une nouvelle."
)
FAILING = "{failed} sur {answered} n’{has} pas pu être remis, la limite est de {limit}\u00a0%."
_UNWRITABLE = (
    DomainError,
    DataError,
    IntegrityError,
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
)


class _TooManyError(Exception):
    """Too many messages of a batch cannot be written: none is kept of it."""


def send_rounds(*, now: datetime | None = None, seconds: float = 50) -> int:
    """Go on with every campaign that is being sent, for about `seconds`; how many were queued.

    What goes wrong in one is logged, and stops no other.
    """
    deadline = time.monotonic() + seconds
    sending = Campaign.objects.filter(status=Status.SENDING).order_by("started_at", "pk")
    queued = 0
    for pk in list(sending.values_list("pk", flat=True)):
        try:
            queued += send_round(campaign_id=pk, now=now, seconds=deadline - time.monotonic())
        except Exception:
            logger.exception("campaign %s: its round failed", pk)
    return queued


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
    hold_the_week()
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
    except AudienceError as error:
        reason = rule_fails(error)
    except (_TooManyError, *_UNWRITABLE):
        # The text was checked when it was approved: what goes wrong now would for everybody.
        logger.exception("campaign %s: its messages could not be written", campaign_id)
        reason = UNREADY
    _pause(campaign, reason, now)
    return 0, 0


def _queue(campaign: Campaign, rows: list[CampaignRecipient], now: datetime) -> int:
    """Withhold what must not leave any more, queue the rest; how many were queued.

    Raises AudienceError when the rule does not hold any more, _TooManyError.
    """
    addresses = [row.address for row in rows]
    gone = no_longer_chosen(campaign=campaign, addresses=addresses, now=now)
    chosen = [address for address in addresses if address not in gone]
    values = audience_of(campaign.source).values(campaign, chosen)
    letter = letter_of(campaign)
    withheld = []
    for row in rows:
        row.withheld = gone.get(row.address) or _queue_row(row, values, letter)
        if row.withheld:
            row.dispatch = None
            withheld.append(row)
    queued = len(rows) - len(withheld)
    _check_unready(campaign, sum(row.withheld == Withheld.UNREADY for row in withheld), queued)
    CampaignRecipient.objects.bulk_update(withheld, ["withheld", "dispatch"])
    return queued


def _queue_row(
    row: CampaignRecipient, values: Mapping[str, Mapping[str, MailValue]], letter: Letter
) -> str:
    """Queue the message of one row, or say why it is withheld; it stops no other."""
    try:
        email = queue_message(recipient=row, values=values.get(row.address, {}), letter=letter)
    except _UNWRITABLE as error:
        # By its kind alone: what it says may hold an address.
        logger.error("row %s: no message (%s)", row.pk, type(error).__name__)  # noqa: TRY400
        return Withheld.UNREADY
    if email.status != Delivery.WITHHELD:
        return ""
    # Refused or suppressed since the approval: it has no message to go back to.
    reason: str = Dispatch.objects.values_list("withheld", flat=True).get(pk=email.pk)
    return reason


def _check_unready(campaign: Campaign, unready: int, queued: int) -> None:
    """Raise _TooManyError when it is not a matter of a few rows."""
    if not unready:
        return
    before = campaign.recipients.filter(withheld=Withheld.UNREADY).count()
    is_first = not queued and not campaign.recipients.filter(dispatch__isnull=False).exists()
    if is_first or before + unready > MOST_UNREADY:
        raise _TooManyError


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


def rule_fails(error: AudienceError) -> str:
    """Why a campaign waits whose rule does not hold any more."""
    return RULE_FAILS.format(why=str(error)[:120])


@transaction.atomic
def pause_for(*, campaign_id: int, reason: str) -> None:
    """Pause a campaign that is being sent, and tell its author; nothing in another state."""
    campaign = _locked(campaign_id)
    if campaign is not None:
        _pause(campaign, reason, timezone.now())


def _pause(campaign: Campaign, reason: str, now: datetime) -> None:
    hold(campaign, actor=SITE, now=now, reason=reason)
    telling.paused(campaign)
