"""The kinds that an organisation proposes: their addresses, words and models."""

from dataclasses import dataclass
from typing import Any

from pages.models import (
    JobOfferIndexPage,
    JobOfferPage,
    OpportunityPage,
    RecruitmentSessionIndexPage,
    RecruitmentSessionPage,
    VolunteeringIndexPage,
    VolunteeringPage,
)
from pages.wording import KindName
from portal.accounts.rules import KINDS_PROPOSED
from snippets.models import Organisation


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind; `slug` is in addresses, `propose` is on the button."""

    name: KindName
    slug: str
    label: str
    propose: str
    icon: str
    model: type[OpportunityPage]
    index: type[Any]


KINDS = (
    Kind(
        KindName.JOB,
        "offre",
        "Offre d’emploi",
        "Proposer une offre d’emploi",
        "briefcase",
        JobOfferPage,
        JobOfferIndexPage,
    ),
    Kind(
        KindName.SESSION,
        "session",
        "Session de recrutement",
        "Proposer une session de recrutement",
        "calendar-event",
        RecruitmentSessionPage,
        RecruitmentSessionIndexPage,
    ),
    Kind(
        KindName.VOLUNTEERING,
        "benevolat",
        "Bénévolat",
        "Proposer une mission de bénévolat",
        "people",
        VolunteeringPage,
        VolunteeringIndexPage,
    ),
)
BY_SLUG = {kind.slug: kind for kind in KINDS}
BY_NAME: dict[str, Kind] = {kind.name: kind for kind in KINDS}


def proposed_by(organisation: Organisation) -> list[Kind]:
    """The kinds that this organisation proposes, in the order of its buttons."""
    allowed = KINDS_PROPOSED.get(organisation.kind, frozenset())
    return [kind for kind in KINDS if kind.name in allowed]
