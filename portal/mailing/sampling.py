"""Some recipients as who writes sees them: an organisation, or initials and a commune."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from portal.accounts.models import User
from snippets.models import Organisation

_NOBODY = "Une personne"


@dataclass(frozen=True, slots=True)
class Somebody:
    """One of the sample: `name` says enough to judge a criterion, and no more."""

    address: str
    name: str
    reason: str


def sample_of(rows: Sequence[Any]) -> list[Somebody]:
    """Rows of a sample or of a frozen list, named in two queries."""
    organisations = Organisation.objects.in_bulk({row.organisation_id for row in rows} - {None})
    people = User.objects.select_related("candidate_profile__commune").in_bulk(
        {row.user_id for row in rows if row.organisation_id is None} - {None}
    )
    return [
        Somebody(
            row.address,
            _named(organisations.get(row.organisation_id), people.get(row.user_id)),
            row.reason,
        )
        for row in rows
    ]


def _named(organisation: Organisation | None, person: User | None) -> str:
    if organisation is not None:
        return organisation.name
    if person is None:
        return _NOBODY
    initials = " ".join(
        f"{name[0].upper()}." for name in (person.first_name, person.last_name) if name
    )
    profile = getattr(person, "candidate_profile", None)
    commune = profile.commune.name if profile and profile.commune else ""
    return ", ".join(part for part in (initials or _NOBODY, commune) if part)
