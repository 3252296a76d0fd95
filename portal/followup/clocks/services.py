"""What the clocks say of cases, today or on any past day."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from portal.followup.clocks.facts import facts_of
from portal.followup.clocks.kinds import Clock
from portal.followup.clocks.legal import Facts, clocks, is_past_orientation_delay
from portal.followup.configuration import delays
from portal.followup.models import Beneficiary


def clocks_of(case: Beneficiary, *, day: date | None = None, reads_all: bool = True) -> list[Clock]:
    """The clocks that run for one case, the first to end first.

    `reads_all` is False for somebody who reads identity and orientation alone: contracts would be
    hidden from them, and taken for missing.
    """
    looks = looks_at([case.pk], day=day, whole=None if reads_all else ())
    return looks[case.pk].clocks if case.pk in looks else []


def clocks_of_many(
    cases: Iterable[Beneficiary | int],
    *,
    day: date | None = None,
    whole: Collection[int] | None = None,
) -> dict[int, list[Clock]]:
    """The same for many, by key, in a number of queries that does not follow theirs.

    `whole` are the keys of those that the reader reads whole; all of them, when it is None.
    """
    ids = [case if isinstance(case, int) else case.pk for case in cases]
    return {pk: look.clocks for pk, look in looks_at(ids, day=day, whole=whole).items()}


@dataclass(frozen=True, slots=True)
class Look:
    """What is known of a case on a day, and what the clocks say of it."""

    facts: Facts
    clocks: list[Clock]


def looks_at(
    ids: Collection[int],
    *,
    day: date | None = None,
    whole: Collection[int] | None = None,
) -> dict[int, Look]:
    """Facts and clocks of many: `facts.facts_of` says what `whole` is."""
    if not ids:
        return {}
    day = day or timezone.localdate()
    found = facts_of(ids, day, whole=whole)
    values = delays.all_values()
    return {pk: Look(facts, clocks(facts, values, day)) for pk, facts in found.items()}


def may_be_oriented_by_france_travail(case: Beneficiary, *, day: date | None = None) -> bool:
    """Whether the legal time of orientation is over for a case that nobody oriented."""
    day = day or timezone.localdate()
    return is_past_orientation_delay(clocks_of(case, day=day, reads_all=False), day)
