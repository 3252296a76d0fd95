"""Writing a campaign: whom it is for, what it says; and beginning again from a past one."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.mailing.audiences.registry import rule_of
from portal.mailing.errors import CampaignError
from portal.mailing.models import (
    Campaign,
    CampaignCard,
    CampaignChange,
    CampaignFallback,
    sources_for,
)
from portal.mailing.services.versions import locked_draft
from portal.mailing.states import Status
from portal.mailing.text import check_text

MAX_NAME = 120
_COPY = "Copie de "


@transaction.atomic
def create(
    *, user: User, source: str, name: str, criteria: Mapping[str, Any] | None = None
) -> Campaign:
    """A new draft. `criteria`: what a shortcut knows already; they are checked when it is counted.

    Raises CampaignError for a public out of reach, or without a name.
    """
    if source not in sources_for(user):
        message = "Choisissez un public de la liste."
        raise CampaignError(message, field="source")
    return _started(
        Campaign(source=source, criteria=dict(criteria or {}), name=_checked_name(name)), user
    )


@transaction.atomic
def change_audience(
    *, campaign: Campaign, user: User, version: int, criteria: Mapping[str, Any]
) -> Campaign:
    """Write whom a draft is for.

    Raises AudienceError, which names its field, for a criterion that is empty, gone or wrong: then
    nothing is kept of it. Raises CampaignError.
    """
    draft = locked_draft(campaign=campaign, user=user, version=version)
    rule_of(source=draft.source, criteria=criteria, now=timezone.now())
    draft.criteria = dict(criteria)
    _save(draft, user)
    return draft


@transaction.atomic
def change_message(
    *,
    campaign: Campaign,
    user: User,
    version: int,
    name: str,
    subject: str,
    body: str,
    fallbacks: Mapping[str, str],
    reply_to: str,
    replies_read_by: str,
) -> Campaign:
    """Write what a draft says, with the word that stands for each variable when it is empty.

    Raises CampaignError, which names its field: `subject`, `body` or `fallbacks`.
    """
    draft = locked_draft(campaign=campaign, user=user, version=version)
    written = {key: text.strip() for key, text in fallbacks.items() if text.strip()}
    check_text(source=draft.source, subject=subject, body=body, fallbacks=written)
    draft.name = _checked_name(name)
    draft.subject, draft.body = subject, body
    draft.reply_to, draft.replies_read_by = reply_to, replies_read_by
    _save(draft, user)
    draft.fallbacks.all().delete()
    CampaignFallback.objects.bulk_create(
        CampaignFallback(campaign=draft, variable=key, text=text) for key, text in written.items()
    )
    return draft


@transaction.atomic
def copy(*, campaign: Campaign, user: User) -> Campaign:
    """A new draft with the audience, the text and the opportunities of another campaign.

    What is no longer on line is left out. Criteria are copied as they are: the new audience is
    counted, and frozen, on the day of its own approval.
    """
    if campaign.source not in sources_for(user):
        message = "Vous ne pouvez pas écrire à ce public."
        raise CampaignError(message)
    made = _started(
        Campaign(
            source=campaign.source,
            criteria=campaign.criteria,
            name=f"{_COPY}{campaign.name.removeprefix(_COPY)}"[:MAX_NAME],
            subject=campaign.subject,
            body=campaign.body,
            reply_to=campaign.reply_to,
            replies_read_by=campaign.replies_read_by,
            copied_from=campaign,
        ),
        user,
    )
    CampaignFallback.objects.bulk_create(
        CampaignFallback(campaign=made, variable=row.variable, text=row.text)
        for row in campaign.fallbacks.all()
    )
    live = campaign.cards.filter(page__live=True)
    CampaignCard.objects.bulk_create(
        CampaignCard(campaign=made, position=place, page_id=row.page_id, title=row.title)
        for place, row in enumerate(live, start=1)
    )
    return made


@transaction.atomic
def delete_draft(*, campaign: Campaign, user: User, version: int) -> None:
    """Forget a draft: nothing was sent. Raises CampaignError.

    A copy of it is one of what it was a copy of: who has had the message stays known.
    """
    draft = locked_draft(campaign=campaign, user=user, version=version)
    Campaign.objects.filter(copied_from=draft).update(copied_from=draft.copied_from_id)
    draft.delete()


def touched(draft: Campaign, user: User) -> None:
    """Note a change of a locked draft that is in other rows."""
    _save(draft, user)


def _started(campaign: Campaign, user: User) -> Campaign:
    campaign.author, campaign.author_name = user, str(user)
    campaign.changed_by_name = str(user)
    campaign.save()
    CampaignChange.objects.create(
        campaign=campaign,
        at=campaign.created_at,
        to_status=Status.DRAFT,
        actor=user,
        actor_name=str(user),
    )
    return campaign


def _save(draft: Campaign, user: User) -> None:
    draft.version += 1
    draft.changed_at, draft.changed_by_name = timezone.now(), str(user)
    draft.save()


def _checked_name(name: str) -> str:
    text = " ".join(name.split())
    if not text:
        message = "Donnez un nom à cette campagne\u00a0: vous la retrouverez avec lui."
        raise CampaignError(message, field="name")
    return text[:MAX_NAME]
