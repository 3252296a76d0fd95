"""A campaign as it leaves, to one person at a time: queued, looked at, tried on oneself."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.db import transaction
from post_office.models import Email

from portal.accounts.models import User
from portal.mailing.cards import cards_of
from portal.mailing.mails import TEST, kind_of
from portal.mailing.models import Campaign, CampaignChange, CampaignRecipient
from portal.mailing.text import fallbacks_of, used_variables, with_fallbacks
from snippets.errors import TooOftenError
from snippets.limits import HOUR, Limit
from snippets.mail.kinds import MailKind, MailValue
from snippets.mail.models import Dispatch
from snippets.mail.preferences.links import footer_of
from snippets.mail.queue import queue_mail
from snippets.mail.templates.common import common_values
from snippets.mail.templates.engine import MailText, render
from snippets.mail.templates.html import MailCard, html_version, plain_version

TEST_PREFIX = "[Essai] "
TRIED = "Essai envoyé à soi-même"
TESTS = Limit("mailing.tests", 20, HOUR)
TOO_MANY_TESTS = (
    f"{TESTS.most}\u00a0essais en une heure, c’est le maximum. "
    "Attendez un peu, ou regardez l’aperçu."
)


@dataclass(frozen=True, slots=True)
class Letter:
    """What is the same for everybody in a campaign: read once for many messages."""

    kind: MailKind
    text: MailText
    used: frozenset[str]
    fallbacks: Mapping[str, str]
    cards: tuple[MailCard, ...]
    reply_to: str
    replies_read_by: str

    def context(self, values: Mapping[str, MailValue]) -> dict[str, MailValue]:
        """The values of one person, each empty one replaced."""
        return with_fallbacks(values, used=self.used, fallbacks=self.fallbacks)[0]


class Preview(NamedTuple):
    """A message as one person would receive it; `replaced`: the variables that were empty."""

    html: str
    plain: str
    subject: str
    replaced: tuple[str, ...]


def letter_of(campaign: Campaign) -> Letter:
    """What a campaign says now: an attached opportunity may have gone since the last time."""
    text = MailText(campaign.subject, campaign.body)
    return Letter(
        kind=kind_of(campaign.source),
        text=text,
        used=used_variables(text.subject, text.body),
        fallbacks=fallbacks_of(campaign),
        cards=cards_of(campaign),
        reply_to=campaign.reply_to,
        replies_read_by=campaign.replies_read_by,
    )


@transaction.atomic
def queue_message(
    *, recipient: CampaignRecipient, values: Mapping[str, MailValue], letter: Letter | None = None
) -> Email:
    """Store the message of one row of the list, and tie it to the row.

    `letter`: of the campaign, when several leave together. The caller holds the row's lock.
    """
    letter = letter or letter_of(recipient.campaign)
    email = queue_mail(
        letter.kind.key,
        to=recipient.address,
        context=letter.context(values),
        reply_to=letter.reply_to or None,
        replies_read_by=letter.replies_read_by,
        bulk=True,
        text=letter.text,
        cards=letter.cards,
        why=True,
    )
    recipient.dispatch_id = email.pk
    recipient.save(update_fields=["dispatch"])
    return email


def preview(campaign: Campaign, address: str, values: Mapping[str, MailValue]) -> Preview:
    """Both versions as the person of these values would receive them; its links lead nowhere yet.

    Raises MailTemplateError for a text that was not checked.
    """
    letter = letter_of(campaign)
    context, replaced = with_fallbacks(values, used=letter.used, fallbacks=letter.fallbacks)
    text = render(letter.text, {**common_values(), **context})
    category = letter.kind.category.key
    unsent = Dispatch(key=letter.kind.key, category=category, address=address)
    footer = footer_of(unsent, why=True, replies_read_by=letter.replies_read_by)
    return Preview(
        html_version(text, footer, letter.cards),
        plain_version(text, footer, letter.cards),
        text.subject,
        replaced,
    )


def send_test(*, campaign: Campaign, user: User, values: Mapping[str, MailValue]) -> Email:
    """Queue the message to its writer alone, with the values of somebody or samples.

    A line of the history of the campaign says so: its state stays.

    Raises TooOftenError.
    """
    if not TESTS.allows(user.pk):
        raise TooOftenError(TOO_MANY_TESTS)
    letter = letter_of(campaign)
    with transaction.atomic():
        email = queue_mail(
            TEST.key,
            to=user.email,
            context=letter.context(values),
            reply_to=letter.reply_to or None,
            replies_read_by=letter.replies_read_by,
            text=MailText(f"{TEST_PREFIX}{letter.text.subject}", letter.text.body),
            cards=letter.cards,
        )
        CampaignChange.objects.create(
            campaign=campaign,
            from_status=campaign.status,
            to_status=campaign.status,
            actor=user,
            actor_name=str(user),
            note=TRIED,
        )
    return email
