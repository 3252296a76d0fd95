"""A campaign, its list and its messages, without choosing or sending anything."""

from datetime import UTC, datetime
from typing import Any

from django.utils import timezone

from portal.accounts.level_names import LevelName
from portal.applications.models import Application, ApplicationMessage
from portal.mailing.messages import queue_message
from portal.mailing.models import (
    Campaign,
    CampaignChange,
    CampaignFallback,
    CampaignRecipient,
    Origin,
    Source,
)
from portal.mailing.states import Status
from snippets.mail.models import MailRefusal
from tests.factories import UserFactory
from tests.portal.accounts.people import person_with

RULE = "Les candidats qui cherchent à moins de 20\u00a0km de Delle."
REASON = "Vous cherchez un travail de maçon, à moins de 20\u00a0km de Delle."
SINCE = datetime(2026, 3, 2, 9, tzinfo=UTC)


def make_campaign(*, fallbacks: dict[str, str] | None = None, **values: Any) -> Campaign:
    """A draft of an employment officer, called Nadia Roussel."""
    author = values.pop("author", None) or person_with(
        LevelName.EMPLOYMENT_OFFICER, first_name="Nadia", last_name="Roussel"
    )
    campaign = Campaign.objects.create(
        **{
            "source": Source.CANDIDATES,
            "name": "Une rencontre à Delle",
            "subject": "Une rencontre près de chez vous",
            "body": "Bonjour,\n\nVenez nous voir.",
            "reply_to": "nadia@exemple.test",
            "replies_read_by": "Nadia Roussel, service emploi",
            "rule": RULE,
            "author": author,
            "author_name": str(author),
            "author_service": "service emploi",
            **values,
        }
    )
    CampaignFallback.objects.bulk_create(
        CampaignFallback(campaign=campaign, variable=name, text=word)
        for name, word in (fallbacks or {}).items()
    )
    return campaign


def make_recipient(campaign: Campaign, address: str = "ines@exemple.test", **values: Any) -> Any:
    """A row of its list, while it is a draft."""
    user = values.pop("user", None) or UserFactory(email=address)
    return CampaignRecipient.objects.create(
        campaign=campaign,
        address=address,
        **{"user": user, "origin": Origin.ACCOUNT, "since": SINCE, "reason": REASON, **values},
    )


def freeze_rows(campaign: Campaign) -> None:
    """Let it be sending, with the rows that it has."""
    Campaign.objects.filter(pk=campaign.pk).update(
        status=Status.SENDING,
        frozen_at=timezone.now(),
        frozen_count=campaign.recipients.count(),
        approved_by=campaign.author,
        approved_by_name=campaign.author_name,
    )
    campaign.refresh_from_db()


def queue_one(campaign: Campaign, address: str = "ines@exemple.test") -> Any:
    """The message of one person, queued."""
    recipient = make_recipient(campaign, address)
    freeze_rows(campaign)
    return queue_message(recipient=recipient, values={})


def everything_of_campaigns(user: Any) -> None:
    """Somebody who wrote, changed and approved campaigns, and received one; and a message to them.

    They have applied to something before. An account at their address was erased once.
    """
    MailRefusal.objects.create(
        address=user.email,
        category="campaigns_organisations",
        source=MailRefusal.Source.OBJECTION,
    )
    campaign = make_campaign(
        author=user, changed_by_name=str(user), reply_to=user.email, replies_read_by=str(user)
    )
    make_recipient(campaign, user.email, user=user)
    freeze_rows(campaign)
    CampaignChange.objects.create(
        campaign=campaign, to_status=Status.SENDING, actor=user, actor_name=str(user)
    )
    application = Application.objects.filter(participant__user=user).first()
    message = ApplicationMessage.objects.create(
        title="Relieur d’art",
        subject="Les entretiens sont reportés",
        text="Rendez-vous une semaine plus tard.",
        sent_by=user,
        sent_by_name=str(user),
        replies_read_by=str(user),
    )
    message.recipients.add(application)
