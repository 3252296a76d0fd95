"""The messages of campaigns: the three that somebody writes, the try of one, what authors are told.

One category per public, optional: whoever stops one goes on receiving what they need.
"""

from portal.mailing import mails_author
from portal.mailing.models import Source
from snippets.mail.categories import MailCategory
from snippets.mail.kinds import MailKind

ORGANISATIONS = MailCategory(
    "campaigns_organisations",
    "Informations aux organisations et partenaires",
    "Ce que le service emploi fait savoir aux organisations, de temps en temps.",
)
CANDIDATES = MailCategory(
    "campaigns_candidates",
    "Informations aux candidats",
    "Des rencontres, des annonces, des aides, de temps en temps, si vous avez donné votre accord.",
)
SPONSORS = MailCategory(
    "campaigns_sponsors",
    "Informations aux parrains et marraines",
    "Ce que le service emploi fait savoir à qui parraine, de temps en temps.",
)
CATEGORIES = (ORGANISATIONS, CANDIDATES, SPONSORS)
_CATEGORY_OF = {
    Source.ORGANISATIONS: ORGANISATIONS,
    Source.PARTNERS: ORGANISATIONS,
    Source.CANDIDATES: CANDIDATES,
    Source.SESSION: CANDIDATES,
    Source.APPLICANTS: CANDIDATES,
    Source.SPONSORS: SPONSORS,
}


def category_of(source: str) -> MailCategory:
    """What a person of this public may stop receiving."""
    return _CATEGORY_OF[Source(source)]


def _campaign(key: str, label: str, description: str, category: MailCategory) -> MailKind:
    return MailKind(key, label, description, {}, category, needs=(), text_is_given=True)


_CAMPAIGNS = {
    category.key: _campaign(key, label, description, category)
    for key, label, description, category in (
        (
            "campaign_organisations",
            "Campagne aux organisations",
            "Aux organisations et partenaires qu’un agent a choisis.",
            ORGANISATIONS,
        ),
        (
            "campaign_candidates",
            "Campagne aux candidats",
            "Aux personnes qu’un agent a choisies, et qui ont donné leur accord.",
            CANDIDATES,
        ),
        (
            "campaign_sponsors",
            "Campagne aux parrains et marraines",
            "À celles et ceux qui parrainent, choisis par un agent.",
            SPONSORS,
        ),
    )
}


def kind_of(source: str) -> MailKind:
    """The message that a campaign to this public is."""
    return _CAMPAIGNS[category_of(source).key]


CAMPAIGN_KEYS = tuple(kind.key for kind in _CAMPAIGNS.values())

# To its writer alone, who waits for it: not of the category that they may have stopped.
TEST = MailKind(
    "campaign_test",
    "Essai d’une campagne",
    "À qui écrit une campagne, pour la lire comme elle arrivera.",
    {},
    needs=(),
    text_is_given=True,
)
KINDS: tuple[MailKind, ...] = (*_CAMPAIGNS.values(), TEST, *mails_author.KINDS)
