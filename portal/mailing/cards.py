"""The opportunities attached to a campaign: those that the public can still see, at sending."""

from collections.abc import Sequence

from pages.models.session import Audience
from portal.mailing.errors import CampaignError
from portal.mailing.mails import CANDIDATES, category_of
from portal.mailing.models import Campaign
from search.cards import cards as cards_of_rows
from search.models import Opportunity
from search.queries.lists import by_ids
from snippets.mail.templates.html import MailCard
from snippets.site import absolute

MOST = 5
TOO_MANY = f"{MOST}\u00a0annonces au plus\u00a0: retirez-en."
GONE = "Une annonce n’est plus en ligne\u00a0: retirez-la, ou choisissez-en une autre."
FOR_RSA = (
    "Une session pour les bénéficiaires du RSA ne se joint pas à un message aux candidats\u00a0: "
    "elle dirait ce que la personne touche."
)


def check_cards(*, source: str, page_ids: Sequence[int]) -> None:
    """Raise CampaignError (`cards`) for too many, for one that nobody sees, or that would tell."""
    if len(set(page_ids)) > MOST:
        raise CampaignError(TOO_MANY, field="cards")
    online = by_ids(set(page_ids))
    if len(online) < len(set(page_ids)):
        raise CampaignError(GONE, field="cards")
    if not all(_may_be_told(row, source) for row in online.values()):
        raise CampaignError(FOR_RSA, field="cards")


def cards_of(campaign: Campaign) -> tuple[MailCard, ...]:
    """The cards of a message that leaves now, in their order; one that has gone is left out."""
    ids = [page for page in campaign.cards.values_list("page_id", flat=True) if page]
    online = by_ids(ids)
    rows = [online[pk] for pk in ids if pk in online and _may_be_told(online[pk], campaign.source)]
    return tuple(
        MailCard(
            kind=card.kind_label,
            title=card.title,
            facts=tuple(text for _icon, text in card.facts) + ((card.alarm,) if card.alarm else ()),
            url=absolute(card.url),
        )
        for card in cards_of_rows(rows[:MOST])
    )


def _may_be_told(row: Opportunity, source: str) -> bool:
    """Whether a card says nothing of who receives it."""
    return category_of(source) != CANDIDATES or row.details.get("audience") != Audience.RSA
