"""Agreed to, by its author for a small list, by a second person for a large one: it is closed."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.models import User
from portal.mailing import telling
from portal.mailing.approvers import approved_alone, approvers_of, needs_second, writers_of
from portal.mailing.audiences.estimate import estimate
from portal.mailing.errors import AudienceError, CampaignError
from portal.mailing.models import Campaign
from portal.mailing.services.changing import change, check_state
from portal.mailing.services.freezing import forget_list, freeze
from portal.mailing.services.versions import locked
from portal.mailing.states import Status
from portal.mailing.text import check_text, fallbacks_of
from snippets import french
from snippets.addresses import names_one_mailbox
from snippets.locks import take

NO_REPLY_TO = "Écrivez l’adresse qui reçoit les réponses\u00a0: une seule adresse e-mail."
NOBODY = "Ce public ne contient personne à qui écrire\u00a0: changez ses critères."
ASK_FIRST = (
    "Cette liste a {count}{before}\u00a0: au-delà de {above}, une autre personne donne "
    "son accord. Demandez-le d’abord."
)
BEFORE = ", et vous en avez approuvé {alone} pour ce public en sept jours"
GREW = (
    "La liste s’est allongée depuis que vous l’avez lue\u00a0: {count}\u00a0destinataires, et non "
    "{read}. Relisez à qui elle va, puis donnez votre accord."
)
NOT_YOU = (
    "Vous avez écrit cette campagne, ou demandé l’accord\u00a0: au-delà de {above}\u00a0"
    "destinataires, une autre personne le donne."
)


@transaction.atomic
def submit(*, campaign: Campaign, user: User, version: int) -> Campaign:
    """Ask for the agreement that a campaign needs: of a second person, or none for a small list.

    Small is with what the same person approved alone in seven days, to the same public. A small
    list is closed at once: the campaign comes back approved. For a large one those who may agree
    are told by mail; when there is nobody, it waits, and its author and who asked are told so.
    Raises AudienceError, and CampaignError, which names its field.
    """
    _one_list_at_a_time(user)
    row = locked(campaign=campaign, user=user, version=version)
    check_state(row, Status.DRAFT)
    _check_ready(row)
    now = timezone.now()
    found = estimate(
        source=row.source,
        criteria=row.criteria,
        user=user,
        now=now,
        copied_from=row.copied_from_id,
    )
    if not found.count:
        raise AudienceError(NOBODY, field="criteria")
    alone = approved_alone(user=user, source=row.source, now=now)
    if not needs_second(found.count, alone=alone):
        return _approve(row, user, now)
    change(row, Status.SUBMITTED, actor=Actor(user), now=now)
    approvers = list(approvers_of(row))
    for approver in approvers:
        telling.to_approve(row, approver, asked_by=user, count=found.count)
    if not approvers:
        for writer in {row.author, user}:
            telling.waits_alone(row, writer, count=found.count)
    return row


@transaction.atomic
def approve(*, campaign: Campaign, user: User, version: int, read: int) -> Campaign:
    """Agree to what was read: its audience becomes a list that never grows.

    `read`: how many recipients the reader was told; a shorter list is agreed to all the same.
    Raises AudienceError, and CampaignError: for a list that is longer, or that needs a second
    person.
    """
    _one_list_at_a_time(user)
    row = locked(campaign=campaign, user=user, version=version)
    check_state(row, Status.DRAFT, Status.SUBMITTED)
    _check_ready(row)
    return _approve(row, user, timezone.now(), read=read)


@transaction.atomic
def take_back(*, campaign: Campaign, user: User, version: int) -> Campaign:
    """Make it a draft again, to change it: its list goes. Raises CampaignError once it is sent."""
    row = locked(campaign=campaign, user=user, version=version)
    row.approved_by, row.approved_by_name, row.approval_above = None, "", None
    change(row, Status.DRAFT, actor=Actor(user), now=timezone.now())
    forget_list(campaign=row)
    return row


def _check_ready(campaign: Campaign) -> None:
    """Raise CampaignError for a text that cannot leave, or an answer that nobody would read."""
    check_text(
        source=campaign.source,
        subject=campaign.subject,
        body=campaign.body,
        fallbacks=fallbacks_of(campaign),
    )
    if not names_one_mailbox(campaign.reply_to):
        raise CampaignError(NO_REPLY_TO, field="reply_to")


def _one_list_at_a_time(user: User) -> None:
    """Who closes several small lists at once closes them in turn: each counts for the next."""
    take(f"mailing.approved_by:{user.pk}")


def _approve(campaign: Campaign, user: User, now: datetime, *, read: int | None = None) -> Campaign:
    """Close the list, then look at how long it is: nobody joins it between the two."""
    count = freeze(campaign=campaign, now=now)
    if read is not None and count > read:
        raise CampaignError(GREW.format(count=french.number(count), read=french.number(read)))
    above = settings.CAMPAIGN_APPROVAL_ABOVE
    alone = approved_alone(user=user, source=campaign.source, now=now)
    if needs_second(count, alone=alone):
        if campaign.status == Status.DRAFT:
            before = BEFORE.format(alone=french.number(alone)) if alone else ""
            people = french.counted(count, "destinataire")
            raise CampaignError(ASK_FIRST.format(count=people, before=before, above=above))
        if user.pk in writers_of(campaign):
            raise CampaignError(NOT_YOU.format(above=above))
    campaign.approved_by, campaign.approved_by_name = user, str(user)
    campaign.approval_above = above
    change(campaign, Status.APPROVED, actor=Actor(user), now=now)
    if user.pk != campaign.author_id:
        telling.approved(campaign)
    return campaign
