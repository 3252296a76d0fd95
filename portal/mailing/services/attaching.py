"""The opportunities that a message shows as cards."""

from django.db import transaction
from django.db.models import Max

from pages.every_kind import open_now
from portal.accounts.models import User
from portal.mailing.cards import check_cards
from portal.mailing.errors import CampaignError
from portal.mailing.models import Campaign, CampaignCard
from portal.mailing.services.versions import locked_draft
from portal.mailing.services.writing import touched
from search.criteria import Criteria
from search.models import Opportunity
from search.queries.lists import newest
from search.words.stop_words import meaningful

MAX_FOUND = 10
_MAX_WORDS = 10


def found(text: str) -> list[Opportunity]:
    """Those on line with these words, the newest first; the newest of all without any."""
    words = tuple(meaningful(text))[:_MAX_WORDS]
    return newest(Criteria(words=words), limit=MAX_FOUND)


@transaction.atomic
def attach(*, campaign: Campaign, user: User, version: int, page_id: int) -> Campaign:
    """Add an opportunity after the others. Raises CampaignError."""
    draft = locked_draft(campaign=campaign, user=user, version=version)
    page = open_now().filter(pk=page_id).first()
    if page is None:
        message = "Cette annonce n’est plus en ligne."
        raise CampaignError(message)
    attached = list(draft.cards.values_list("page_id", flat=True))
    if page_id in attached:
        message = "Cette annonce est déjà jointe."
        raise CampaignError(message)
    check_cards(source=draft.source, page_ids=[*(key for key in attached if key), page_id])
    last = draft.cards.aggregate(last=Max("position"))["last"] or 0
    CampaignCard.objects.create(campaign=draft, position=last + 1, page=page, title=page.title)
    touched(draft, user)
    return draft


@transaction.atomic
def detach(*, campaign: Campaign, user: User, version: int, card_id: int) -> Campaign:
    """Take one away. Raises CampaignError."""
    draft = locked_draft(campaign=campaign, user=user, version=version)
    _card(draft, card_id).delete()
    touched(draft, user)
    return draft


@transaction.atomic
def move_up(*, campaign: Campaign, user: User, version: int, card_id: int) -> Campaign:
    """Show one before the one above it. Raises CampaignError."""
    draft = locked_draft(campaign=campaign, user=user, version=version)
    card = _card(draft, card_id)
    above = draft.cards.filter(position__lt=card.position).order_by("-position").first()
    if above is not None:
        card.position, above.position = above.position, card.position
        CampaignCard.objects.bulk_update([card, above], ["position"])
        touched(draft, user)
    return draft


def _card(draft: Campaign, card_id: int) -> CampaignCard:
    card = draft.cards.filter(pk=card_id).first()
    if card is None:
        message = "Cette annonce n’est plus jointe."
        raise CampaignError(message)
    return card
