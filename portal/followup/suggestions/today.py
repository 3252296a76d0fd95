"""What an ad says today: a session moves, is called off, or becomes one for people of the area.

What was kept at the sending says it once the ad is gone, and only then.
"""

from collections.abc import Mapping
from copy import copy

from pages.models.session import SessionAudience, SessionStatus
from portal.followup.suggestions.models import Suggestion
from search.models import Kind, Opportunity

# Read by whoever follows the person, and by the person: neither says what the session is.
CALLED_OFF: Mapping[str, str] = {
    SessionStatus.CANCELLED: "Cette rencontre est annulée.",
    SessionStatus.POSTPONED: "Cette rencontre est reportée\u00a0: n’y allez pas à la date prévue.",
}


def as_of_today(row: Suggestion, ad: Opportunity | None) -> Suggestion:
    """A copy for screens and paper, never saved, with the place and the moment that the ad says.

    What was neutral at the sending stays so; an audience that became one of the area makes it so.
    """
    if ad is None or row.kind != Kind.SESSION:
        return row
    shown = copy(row)
    shown.starts_at, shown.place = ad.starts_at, ad.commune_name
    shown.is_neutral = row.is_neutral or ad.details.get("audience") == SessionAudience.RSA
    return shown


def called_off(ad: Opportunity | None) -> str:
    """The sentence for a session that does not take place as announced; empty otherwise."""
    return CALLED_OFF.get(ad.details.get("status", ""), "") if ad else ""
