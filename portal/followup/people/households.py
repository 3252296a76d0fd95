"""Households, found by their number or made, inside a system scope."""

from typing import Any

from portal.followup.access import reach
from portal.followup.people.models import Beneficiary, Household

Number = tuple[str, str, str]


def members_of(number: Number, *, but: int | None = None) -> list[Beneficiary]:
    """The people of the household of this number (organism, its number, matricule).

    `but`: the key of a household that does not count.
    """
    organism, organism_number, matricule = number
    if not matricule:
        return []
    rows = Beneficiary.objects.in_system_scope().filter(
        household__organism=organism,
        household__organism_number=organism_number,
        household__matricule=matricule,
    )
    return [*rows.exclude(household=but).select_related("unit", "household").order_by("pk")]


def are_all_within(user: Any, people: list[Beneficiary]) -> bool:
    """Whether somebody reads who each of these people is: else their household is not joined."""
    keys = {one.pk for one in people}
    return reach.identity_ids(user).filter(pk__in=keys).count() == len(keys)


def household_of(
    organism: str, organism_number: str, matricule: str, *, rsa_number: str = ""
) -> Household:
    """The household of this number; a new one when nobody has it, or when there is none yet."""
    rows = Household.objects.in_system_scope()
    if matricule:
        known = rows.select_for_update().filter(
            organism=organism, organism_number=organism_number, matricule=matricule
        )
        if (found := known.first()) is not None:
            return found
    return Household.objects.create(
        organism=organism,
        organism_number=organism_number,
        matricule=matricule,
        rsa_number=rsa_number,
    )
