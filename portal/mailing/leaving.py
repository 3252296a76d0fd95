"""A queued message may wait for hours: whether it may still leave is asked when it does."""

import logging
import time

from django.utils import timezone

from portal.mailing.audiences.contract import Rule
from portal.mailing.audiences.registry import rule_of
from portal.mailing.audiences.still import no_longer_chosen
from portal.mailing.errors import AudienceError
from portal.mailing.models import Campaign, CampaignRecipient, Withheld
from portal.mailing.sending import UNREADY, pause_for, rule_fails
from snippets.mail.delivery import halting
from snippets.mail.models import Dispatch
from snippets.mail.suppression import Memory

logger = logging.getLogger("declic.mailing")
# Seconds.
RULE_LASTS = 5


def why_not(dispatch: Dispatch, memory: Memory) -> str:
    """Why the message of a campaign must not leave now, or nothing; asked by the mail engine.

    A consent that was taken back, a closed account, a membership that ended, another address: they
    stop one message. A rule that does not hold any more stops the campaign, and withholds nobody.
    """
    rows = CampaignRecipient.objects.select_related("campaign")
    row = rows.filter(dispatch_id=dispatch.pk).first()
    if row is None:
        # Its row was erased: nobody can be told why it would arrive.
        return Withheld.NO_LONGER
    try:
        gone = no_longer_chosen(
            campaign=row.campaign,
            addresses=[row.address],
            now=timezone.now(),
            is_counted=True,
            rule=_rule_of(row.campaign, memory),
        )
    except AudienceError as error:
        reason = rule_fails(error)
    except Exception:
        # Other messages go on: this campaign alone waits for a person.
        logger.exception("campaign %s: its rule could not be asked", row.campaign_id)
        reason = UNREADY
    else:
        return gone.get(row.address, "")
    halting.hold(dispatches=Dispatch.objects.filter(pk=dispatch.pk))
    dispatch.halted = Dispatch.Halted.HELD
    pause_for(campaign_id=row.campaign_id, reason=reason)
    return ""


def _rule_of(campaign: Campaign, memory: Memory) -> Rule:
    """The rule of a campaign: read every few seconds, the people that it chooses each time."""
    at, rule = memory.get((__name__, campaign.pk), (0.0, None))
    if rule is None or time.monotonic() - at > RULE_LASTS:
        rule = rule_of(source=campaign.source, criteria=campaign.criteria, now=timezone.now())
        memory[__name__, campaign.pk] = time.monotonic(), rule
    found: Rule = rule
    return found
