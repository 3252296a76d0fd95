"""Trying a message on oneself, and keeping track of it."""

from collections.abc import Mapping

from django.db import transaction
from post_office.models import Email

from portal.accounts.models import User
from portal.mailing.messages import send_test
from portal.mailing.models import Campaign, CampaignChange
from snippets.mail.kinds import MailValue

TRIED = "Essai envoyé à soi-même"


@transaction.atomic
def try_on_oneself(*, campaign: Campaign, user: User, values: Mapping[str, MailValue]) -> Email:
    """Send the message to its reader alone, with the values of somebody; a line of history says so.

    Raises TooOftenError.
    """
    email = send_test(campaign=campaign, user=user, values=values)
    CampaignChange.objects.create(
        campaign=campaign,
        from_status=campaign.status,
        to_status=campaign.status,
        actor=user,
        actor_name=str(user),
        note=TRIED,
    )
    return email
