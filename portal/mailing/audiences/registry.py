"""The publics by `Source`, and the one way to read their criteria."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.mailing.audiences import (
    applicants,
    candidates,
    organisations,
    partners,
    session,
    sponsors,
)
from portal.mailing.audiences.base import BaseAudience
from portal.mailing.audiences.contract import Rule
from portal.mailing.errors import AudienceError
from portal.mailing.models import Source

AUDIENCES: Mapping[Source, BaseAudience] = {
    Source.ORGANISATIONS: organisations.AUDIENCE,
    Source.PARTNERS: partners.AUDIENCE,
    Source.CANDIDATES: candidates.AUDIENCE,
    Source.SESSION: session.AUDIENCE,
    Source.APPLICANTS: applicants.AUDIENCE,
    Source.SPONSORS: sponsors.AUDIENCE,
}
_NO_SOURCE = "Choisissez un public de la liste."
_UNREADABLE = "Les critères de ce public ne se lisent pas\u00a0: choisissez-les à nouveau."


def audience_of(source: str) -> BaseAudience:
    """The public of a campaign. Raises AudienceError for one that does not exist."""
    if source not in Source.values:
        raise AudienceError(_NO_SOURCE, field="source")
    return AUDIENCES[Source(source)]


def rule_of(*, source: str, criteria: Any, now: datetime) -> Rule:
    """Whom criteria choose. Raises AudienceError, and nothing else, for what does not hold.

    What a criterion raises by mistake is one too: it matches nobody.
    """
    audience = audience_of(source)
    try:
        return audience.rule(criteria, now=now)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise AudienceError(_UNREADABLE) from error
