"""Who may be the same person, told before anything is written: nobody is merged by the site.

Homonyms exist; spouses share the household's number, often the phone: whoever types decides.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Q
from django.utils.crypto import salted_hmac

from portal.followup.access import reach
from portal.followup.people.models import Beneficiary, SearchKey, identity_key
from portal.followup.people.searching import national, plain_number
from snippets import locks

_MOST = 20


class Why(StrEnum):
    """What two people have in common."""

    IDENTITY = "mêmes nom de naissance, prénom et date de naissance"
    HOUSEHOLD = "même numéro d’allocataire"
    FRANCE_TRAVAIL = "même numéro France Travail"
    PHONE = "même téléphone"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be the same. Out of reach, `label` is empty and `pk` None: only the unit."""

    why: tuple[Why, ...]
    unit: str
    pk: int | None = None
    label: str = ""
    birth_date: date | None = None


@dataclass(frozen=True, slots=True)
class Sought:
    """What is compared. `household_key` is (organism, number of the organism, matricule)."""

    birth_name: str
    first_name: str
    birth_date: date
    household_key: tuple[str, str, str] = ("", "", "")
    france_travail_number: str = ""
    phone: str = ""

    @property
    def identity(self) -> str:
        """As `Beneficiary.identity_key`."""
        return identity_key(self.birth_name, self.first_name, self.birth_date)

    def lock(self) -> None:
        """Let one opening of this person, and of this household, through at a time."""
        locks.take(f"followup.identity {self.identity}")
        if self.household_key[2]:
            locks.take(f"followup.household {' '.join(self.household_key)}")


def find_same(sought: Sought, *, but: Collection[int] = ()) -> list[Beneficiary]:
    """Those who may be the same, inside a system scope."""
    return [
        *Beneficiary.objects.in_system_scope()
        .filter(_conditions(sought), merged_into__isnull=True)
        .exclude(pk__in=but)
        .select_related("unit", "household")
        .order_by("sort_name", "pk")[:_MOST]
    ]


def is_certain(sought: Sought, found: Beneficiary) -> bool:
    """Whether it is the same person: same household's number, same identity."""
    return found.identity_key == sought.identity and _shares_household(sought, found)


def candidates(sought: Sought, found: list[Beneficiary], user: Any) -> list[Candidate]:
    """The same as the person who types may read them."""
    within = set(
        reach.identity_ids(user)
        .filter(pk__in=[one.pk for one in found])
        .values_list("pk", flat=True)
    )
    return [_candidate(sought, one, is_within=one.pk in within) for one in found]


def seal(found: list[Beneficiary]) -> str:
    """A keyed digest of who was shown: it says nothing of them, and changes with them."""
    text = " ".join(str(pk) for pk in sorted(one.pk for one in found))
    return salted_hmac("portal.followup.people.duplicates", text).hexdigest()[:32]


def _candidate(sought: Sought, one: Beneficiary, *, is_within: bool) -> Candidate:
    unit = one.unit.name if one.unit else ""
    why = tuple(_reasons(sought, one))
    if not is_within:
        return Candidate(why, unit)
    return Candidate(why, unit, one.pk, f"{one}, n°\u00a0{one.shown_number}", one.birth_date)


def _reasons(sought: Sought, one: Beneficiary) -> list[Why]:
    same_phone = national(sought.phone) and national(sought.phone) == national(one.phone)
    number = plain_number(sought.france_travail_number)
    told = {
        Why.IDENTITY: one.identity_key == sought.identity,
        Why.HOUSEHOLD: _shares_household(sought, one),
        Why.FRANCE_TRAVAIL: number and number == plain_number(one.france_travail_number),
        Why.PHONE: same_phone,
    }
    return [why for why, is_so in told.items() if is_so]


def _shares_household(sought: Sought, one: Beneficiary) -> bool:
    household = one.household
    if not (household and sought.household_key[2]):
        return False
    known = (household.organism, household.organism_number, household.matricule)
    return known == sought.household_key


def _conditions(sought: Sought) -> Q:
    condition = Q(identity_key=sought.identity)
    organism, organism_number, matricule = sought.household_key
    # What a merged case was known by leads to the case that was kept.
    former = Q(given_up_by__identity_key=sought.identity)
    if matricule:
        former |= Q(
            given_up_by__organism=organism,
            given_up_by__organism_number=organism_number,
            given_up_by__matricule=matricule,
        )
    merged = Beneficiary.objects.in_system_scope().filter(
        former, merged_into__isnull=False, given_up_by__state="done"
    )
    condition |= Q(pk__in=merged.order_by().values("merged_into"))
    if matricule:
        condition |= Q(
            household__organism=organism,
            household__organism_number=organism_number,
            household__matricule=matricule,
        )
    keys = {
        SearchKey.Kind.NUMBER: plain_number(sought.france_travail_number),
        SearchKey.Kind.PHONE: national(sought.phone),
    }
    for kind, key in keys.items():
        if key:
            rows = SearchKey.objects.in_system_scope().filter(kind=kind, key=key)
            condition |= Q(pk__in=rows.values("beneficiary"))
    return condition
