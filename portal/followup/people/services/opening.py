"""A case opened by hand."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.access import rules
from portal.followup.access.log import Act, log
from portal.followup.people import duplicates
from portal.followup.people.duplicates import Sought
from portal.followup.people.errors import DuplicateError, NotYoursError, UnavailableNumberError
from portal.followup.people.households import are_all_within, household_of, members_of
from portal.followup.people.models import Beneficiary, Unit
from portal.followup.people.searching import write_keys
from portal.followup.rows.scope import Scope, system_scope
from snippets.limits import DAY, HOUR, Limit
from snippets.models import Commune

_OF_HOUSEHOLD = ("organism", "organism_number", "matricule", "rsa_number")
# Counted by the area's door, as those of the blind search, whose question it also answers.
OPENINGS = Limit("followup.openings", 30, HOUR)
OPENINGS_A_DAY = Limit("followup.openings_a_day", 90, DAY)
OPENED_BY_HAND = "Ouverture d’un dossier"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """What is typed to open a case: fields of `Beneficiary`, and the numbers of the household."""

    birth_name: str
    first_name: str
    birth_date: date
    used_name: str = ""
    title: str = ""
    role: str = Beneficiary.Role.CLAIMANT
    phone: str = ""
    email: str = ""
    address_line: str = ""
    address_more: str = ""
    postal_code: str = ""
    town: str = ""
    commune: Commune | None = None
    has_no_fixed_address: bool = False
    france_travail_number: str = ""
    was_followed_before_reform: bool = False
    unit: Unit | None = None
    organism: str = ""
    organism_number: str = ""
    matricule: str = ""
    rsa_number: str = ""

    @property
    def household_key(self) -> tuple[str, str, str]:
        """What a household is known by."""
        return self.organism, self.organism_number, self.matricule

    def of_person(self) -> dict[str, Any]:
        """The fields of the person alone."""
        names = [field.name for field in fields(self) if field.name not in _OF_HOUSEHOLD]
        return {name: getattr(self, name) for name in names}


def open_case(
    *, values: NewPerson, actor: Actor, is_another: bool = False, seen: str | None = None
) -> Beneficiary:
    """Open a case. Raises DuplicateError when the person may be followed already.

    Then UnavailableNumberError, for the number of a household that somebody out of reach is of.

    `is_another`: whoever types has looked, and says that it is somebody else; `seen` is what
    DuplicateError gave them, so that nobody who came meanwhile is passed over.
    Two openings of the same person wait for each other: the second is told of the first.
    """
    if not rules.may_open(actor.user, values.unit):
        raise NotYoursError
    sought = Sought(
        values.birth_name,
        values.first_name,
        values.birth_date,
        values.household_key,
        values.france_travail_number,
        values.phone,
    )
    # Who joins a household learns that it has other people.
    with system_scope(Scope.OPEN_CASE, actor=actor):
        sought.lock()
        found = duplicates.find_same(sought)
        is_certain = any(duplicates.is_certain(sought, one) for one in found)
        seal = duplicates.seal(found)
        is_decided = is_another and seen in (None, seal) and not is_certain
        is_joined = are_all_within(actor.user, members_of(values.household_key))
        if is_joined and (not found or is_decided):
            return _written(values, actor)
    shown = duplicates.candidates(sought, found, actor.user)
    for one, candidate in zip(found, shown, strict=True):
        if candidate.pk is None:
            # It says which unit follows somebody out of reach, as the blind search does.
            log(actor=actor, act=Act.SEARCH, beneficiary=one, reason=OPENED_BY_HAND)
    if is_decided or not found:
        raise UnavailableNumberError
    raise DuplicateError(shown, seen=seal, is_certain=is_certain)


def _written(values: NewPerson, actor: Actor) -> Beneficiary:
    today = timezone.localdate()
    try:
        with transaction.atomic():
            beneficiary = Beneficiary.objects.create(
                **values.of_person(),
                household=household_of(*values.household_key, rsa_number=values.rsa_number),
                identity_on=today,
                contacts_on=today,
                created_by=actor.user,
                author_name=actor.name,
            )
    except IntegrityError as error:
        raise UnavailableNumberError from error
    beneficiary.refresh_from_db()
    write_keys([beneficiary])
    return beneficiary
