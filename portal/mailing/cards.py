"""The opportunities attached to a campaign: those that the public can still see, at sending."""

from collections.abc import Sequence

from pages.models.session import Audience
from portal.mailing.disclosing import disclosing_name
from portal.mailing.errors import CampaignError
from portal.mailing.mails import CANDIDATES, category_of
from portal.mailing.models import Campaign
from search.models import Opportunity
from search.queries.lists import by_ids
from search.screens.cards import cards as cards_of_rows
from snippets.mail.templates.html import MailCard
from snippets.site import absolute

MOST = 5
TOO_MANY = f"{MOST}\u00a0annonces au plus\u00a0: retirez-en."
GONE = "Une annonce n’est plus en ligne\u00a0: retirez-la, ou choisissez-en une autre."
FOR_RSA = (
    "Une session pour les bénéficiaires du RSA ne se joint pas à un message aux candidats\u00a0: "
    "elle dirait ce que la personne touche."
)
TELLS = (
    "L’annonce «\u00a0{title}\u00a0» ne se joint pas à un message aux candidats\u00a0: "
    "«\u00a0{word}\u00a0» dirait que la personne touche le RSA."
)


def check_cards(*, source: str, page_ids: Sequence[int]) -> None:
    """Raise CampaignError (`cards`) for too many, for one that nobody sees, or that would tell."""
    if len(set(page_ids)) > MOST:
        raise CampaignError(TOO_MANY, field="cards")
    online = by_ids(set(page_ids))
    if len(online) < len(set(page_ids)):
        raise CampaignError(GONE, field="cards")
    for row in online.values():
        if reason := _why_not(row, source):
            raise CampaignError(reason, field="cards")


def cards_of(campaign: Campaign) -> tuple[MailCard, ...]:
    """The cards of a message that leaves now, in their order; one that has gone is left out."""
    ids = [page for page in campaign.cards.values_list("page_id", flat=True) if page]
    online = by_ids(ids)
    rows = [online[pk] for pk in ids if pk in online and not _why_not(online[pk], campaign.source)]
    return tuple(
        MailCard(
            kind=card.kind_label,
            title=card.title,
            facts=tuple(text for _icon, text in card.facts) + ((card.alarm,) if card.alarm else ()),
            url=absolute(card.url),
        )
        for card in cards_of_rows(rows[:MOST])
    )


def _why_not(row: Opportunity, source: str) -> str:
    """Why a card would tell what its reader touches; empty when it tells nothing."""
    if category_of(source) != CANDIDATES:
        return ""
    if row.details.get("audience") == Audience.RSA:
        return FOR_RSA
    (card,) = cards_of_rows([row])
    word = disclosing_name(card.title, *(text for _icon, text in card.facts))
    return TELLS.format(title=row.title, word=word) if word else ""
