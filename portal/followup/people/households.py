"""Households, found by their number or made, inside a system scope."""

from portal.followup.people.models import Household


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
