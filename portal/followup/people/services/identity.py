"""Who somebody is and how to reach them, corrected by those who follow them or orient."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.access import rules
from portal.followup.access.log import Act, log
from portal.followup.people import duplicates
from portal.followup.people.duplicates import Sought
from portal.followup.people.errors import KnownHouseholdError, PeopleError, UnavailableNumberError
from portal.followup.people.households import Number, are_all_within, household_of, members_of
from portal.followup.people.models import Beneficiary, Household
from portal.followup.people.searching import write_keys
from portal.followup.rows.scope import Scope, system_scope
from portal.followup.rows.versions import locked_version
from snippets.limits import DAY, HOUR, Limit

IDENTITY = (
    "title",
    "birth_name",
    "used_name",
    "first_name",
    "birth_date",
    "role",
    "france_travail_number",
    "has_disability_recognition",
    "was_followed_before_reform",
)
# The monthly file says the address beside the identity; phone and e-mail come apart.
ADDRESS = ("address_line", "address_more", "postal_code", "town", "commune", "has_no_fixed_address")
CONTACTS = ("phone", "email")
NUMBERS = ("organism", "organism_number", "matricule", "rsa_number")


# Counted by the area's door, as those of the blind search: a number that is typed is a question.
NUMBERS_TYPED = Limit("followup.numbers", 20, HOUR)
NUMBERS_TYPED_A_DAY = Limit("followup.numbers_a_day", 60, DAY)
TYPED = "Numéro d’allocataire saisi"


def write_identity(
    *,
    beneficiary: Beneficiary,
    values: Mapping[str, Any],
    actor: Actor,
    version: int,
    joins: str = "",
) -> Beneficiary:
    """Write these fields, those of the household's numbers included.

    Raises ChangedMeanwhileError when somebody saved since `version`, PeopleError otherwise.
    A number that a household has moves the person into it, once that is decided: `joins` is the
    `seen` of KnownHouseholdError, which shows the household to who reads all of its people. Others
    get UnavailableNumberError. Both are logged. Another number corrects that of their own
    household, for all of its members.
    """
    try:
        return _written(beneficiary, values, actor, version, joins)
    except (UnavailableNumberError, KnownHouseholdError) as error:
        # Here, since what failed was undone.
        for one in error.known:
            log(actor=actor, act=Act.SEARCH, beneficiary=one, reason=TYPED)
        raise


@transaction.atomic
def _written(
    beneficiary: Beneficiary, values: Mapping[str, Any], actor: Actor, version: int, joins: str
) -> Beneficiary:
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
            with system_scope(Scope.IDENTITY, actor=actor):
                if _changes_number(row, numbers):
                    _write_numbers(row, numbers, user, joins)
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


def _write_numbers(row: Beneficiary, numbers: Mapping[str, str], user: Any, joins: str) -> None:
    """Inside a system scope: other members may be out of reach."""
    organism, organism_number, matricule = (numbers.get(name, "") for name in NUMBERS[:3])
    key = (organism, organism_number, matricule)
    _check_joins(row, key, user, joins)
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


def _check_joins(row: Beneficiary, key: Number, user: Any, joins: str) -> None:
    """Whether the household that has this number is joined on purpose, by who reads its people."""
    known = members_of(key, but=row.household_id)
    if not known:
        return
    if not are_all_within(user, known):
        raise UnavailableNumberError(known)
    sought = Sought(row.birth_name, row.first_name, row.birth_date, key)
    is_certain = any(duplicates.is_certain(sought, one) for one in known)
    seen = duplicates.seal(known)
    if is_certain or joins != seen:
        shown = duplicates.candidates(sought, known, user)
        raise KnownHouseholdError(shown, known=known, seen=seen, is_certain=is_certain)


def _members(row: Beneficiary) -> list[Beneficiary]:
    """Everybody whom the household's number finds."""
    return [*Beneficiary.objects.in_system_scope().filter(household=row.household_id)]
