"""Who somebody is and how to reach them, corrected by those who follow them or orient."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.access import rules
from portal.followup.people.errors import PeopleError, UnavailableNumberError
from portal.followup.people.households import household_of
from portal.followup.people.models import Beneficiary, Household
from portal.followup.people.searching import write_keys
from portal.followup.rows.scope import Scope, system_scope
from portal.followup.rows.versions import locked_version

IDENTITY = (
    *("title", "birth_name", "used_name", "first_name", "birth_date", "role"),
    *("france_travail_number", "has_disability_recognition", "was_followed_before_reform"),
)
# The monthly file says the address beside the identity; phone and e-mail come apart.
ADDRESS = (
    *("address_line", "address_more", "postal_code", "town", "commune", "has_no_fixed_address"),
)
CONTACTS = ("phone", "email")
NUMBERS = ("organism", "organism_number", "matricule", "rsa_number")


@transaction.atomic
def write_identity(
    *, beneficiary: Beneficiary, values: Mapping[str, Any], actor: Actor, version: int
) -> Beneficiary:
    """Write these fields, those of the household's numbers included.

    Raises ChangedMeanwhileError when somebody saved since `version`, PeopleError otherwise.
    A number that a household has moves the person into it; another one corrects the number of
    their own household, for all of its members.
    """
    user = actor.user
    if not rules.may_write_identity(user, beneficiary):
        message = "Vous ne corrigez pas l’identité de cette personne."
        raise PeopleError(message)
    rows = Beneficiary.objects.visible_to(user)
    row: Beneficiary = locked_version(rows, pk=beneficiary.pk, version=version)
    numbers = {name: value for name, value in values.items() if name in NUMBERS}
    if _changes_number(row, numbers) and not rules.may_write_numbers(user, row):
        message = "Ce numéro est celui de tout le foyer\u00a0: le service orientation le corrige."
        raise PeopleError(message, field="matricule")
    _fill(row, values)
    try:
        with transaction.atomic():
            row.save()
            with system_scope(Scope.OPEN_CASE, actor=actor):
                if _changes_number(row, numbers):
                    _write_numbers(row, numbers)
                write_keys(_members(row) if numbers else [row])
    except IntegrityError as error:
        raise UnavailableNumberError from error
    return row


def _fill(row: Beneficiary, values: Mapping[str, Any]) -> None:
    today = timezone.localdate()
    changed = {
        name
        for name in (*IDENTITY, *ADDRESS, *CONTACTS)
        if name in values and getattr(row, name) != values[name]
    }
    for name in changed:
        setattr(row, name, values[name])
    if changed.intersection((*IDENTITY, *ADDRESS)):
        row.identity_on = today
    if changed.intersection(CONTACTS):
        row.contacts_on = today


def _changes_number(row: Beneficiary, numbers: Mapping[str, str]) -> bool:
    household = row.household
    return any(
        value != (getattr(household, name) if household else "") for name, value in numbers.items()
    )


def _write_numbers(row: Beneficiary, numbers: Mapping[str, str]) -> None:
    """Inside a system scope: other members may be out of reach."""
    key = [numbers.get(name, "") for name in NUMBERS[:3]]
    households = Household.objects.in_system_scope()
    of_others = households.exclude(pk=row.household_id).filter(
        organism=key[0], organism_number=key[1], matricule=key[2]
    )
    if row.household_id is None or (key[2] and of_others.exists()):
        row.household = household_of(*key, rsa_number=numbers.get("rsa_number", ""))
        row.save(update_fields=["household"])
        return
    household = households.select_for_update().get(pk=row.household_id)
    for name, value in numbers.items():
        setattr(household, name, value)
    household.save(update_fields=[*numbers])


def _members(row: Beneficiary) -> list[Beneficiary]:
    """Everybody whom the household's number finds."""
    return [*Beneficiary.objects.in_system_scope().filter(household=row.household_id)]
