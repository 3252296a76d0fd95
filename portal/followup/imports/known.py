"""Who is known already: the people that the lines of a file may be about, in a few queries.

Everything here runs in the scope `import`. Homonyms and couples are never merged: without the same
number and the same name and date, somebody decides.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Max, Q

from portal.followup.entitlements.models import Entitlement, OrganismMove
from portal.followup.imports.models import ImportFile
from portal.followup.imports.said import SaidPerson
from portal.followup.merging.models import CaseMerge
from portal.followup.people.models import Beneficiary, Household, identity_key

Move = tuple[str, str, str, date]


class Doubt(StrEnum):
    """Why the file alone does not tell who somebody is."""

    NEAR = "near"  # in the same household, two of name, first name and date are the same
    ELSEWHERE = "elsewhere"  # the same name and date, in another household or in none
    IN_FILE = "in_file"  # the same name and date, in another household of the file


@dataclass(slots=True)
class Known:
    """What is known of somebody, as a line compares with it."""

    beneficiary: Beneficiary
    household: Household | None
    newest: Entitlement | None = None
    # The newest day of reference of a monthly file that was written about them.
    read_on: date | None = None
    # The day on which the right at the day of the file was received, when it is known.
    day_received: date | None = None
    # The day on which the service received each.
    moves: dict[Move, date] = field(default_factory=dict)
    # The identities of cases that were merged into this one: files go on saying them.
    former_keys: set[str] = field(default_factory=set)

    def is_named(self, key: str) -> bool:
        """Whether a file names this person so."""
        return key == self.beneficiary.identity_key or key in self.former_keys

    @property
    def identity_on(self) -> date:
        """The day at which identity and address are known to be true."""
        return max(self.beneficiary.identity_on or date.min, self.read_on or date.min)


@dataclass(slots=True)
class Found:
    """Who a line is about: somebody, nobody yet, or one of several."""

    household: Household | None = None
    match: Known | None = None
    candidates: tuple[Known, ...] = ()
    doubt: Doubt | None = None
    problem: str = ""
    # The newest day at which the household is known, by any of its people.
    household_on: date = field(default=date.min)


class Directory:
    """The people that some lines may be about, loaded at once."""

    def __init__(self, people: Sequence[SaidPerson], *, day: date, lock: bool = False) -> None:
        self.keys = {key_of(said) for said in people if said.is_named}
        self.households = _households(people)
        self.lock = lock
        self.members: dict[int, list[Known]] = defaultdict(list)
        self.by_identity: dict[str, list[Known]] = defaultdict(list)
        self.by_number: dict[int, Known] = {}
        self.by_pk: dict[int, Known] = {}
        self._load([said.case_number for said in people if said.case_number is not None], day)

    def find(self, said: SaidPerson, *, claimed: frozenset[str] = frozenset()) -> Found:
        """Who a line is about. `claimed`: identities of the other lines of its household."""
        if said.case_number is not None:
            return self._by_number(said)
        households = self._households_of(said)
        found = Found(household=households[0] if len(households) == 1 else None)
        members = [known for one in households for known in self.members[one.pk]]
        found.household_on = max(
            [known.read_on or date.min for known in members]
            + [one.known_on or date.min for one in households],
            default=date.min,
        )
        key = key_of(said)
        exact = [known for known in members if known.is_named(key)]
        if len(exact) == 1:
            found.match = exact[0]
            return found
        near = [known for known in members if _is_near(known.beneficiary, said, claimed)]
        elsewhere = [one for one in self.by_identity[key] if one not in members]
        if exact or near:
            found.candidates, found.doubt = tuple(exact or near), Doubt.NEAR
        elif len(elsewhere) == 1 and _is_corroborated(elsewhere[0].beneficiary, said):
            found.match = elsewhere[0]
        elif elsewhere:
            found.candidates, found.doubt = tuple(elsewhere), Doubt.ELSEWHERE
        return found

    def _by_number(self, said: SaidPerson) -> Found:
        known = self.by_number.get(said.case_number or 0)
        if known is None:
            return Found(problem=f"Aucun dossier n’a le numéro {said.case_number}.")
        if said.is_named and not known.is_named(key_of(said)):
            problem = f"Le dossier {known.beneficiary.shown_number} est celui d’une autre personne."
            return Found(problem=problem)
        households = self._households_of(said)
        return Found(household=households[0] if len(households) == 1 else None, match=known)

    def _households_of(self, said: SaidPerson) -> list[Household]:
        number = said.household.matricule
        alike = self.households.get(number, []) if number else []
        if not said.household.organism:
            return alike
        key = (said.household.organism, said.household.organism_number)
        return [
            one
            for one in alike
            if (one.organism, one.organism_number) == key or (not key[1] and one.organism == key[0])
        ]

    def _load(self, numbers: list[int], day: date) -> None:
        households = {one.pk: one for alike in self.households.values() for one in alike}
        rows: dict[int, Beneficiary] = {}
        merges = self._merges(numbers)
        for condition in (
            {"household__in": list(households)},
            {"identity_key__in": self.keys},
            {"number__in": numbers},
            {"pk__in": [merge.beneficiary_id for merge in merges]},
        ):
            if any(condition.values()):
                rows |= {one.pk: one for one in self._people(**condition)}
        for one in known_of(rows.values(), day=day):
            beneficiary = one.beneficiary
            self.by_pk[beneficiary.pk] = one
            self.by_identity[beneficiary.identity_key].append(one)
            self.by_number[beneficiary.number] = one
            if beneficiary.household_id is not None:
                self.members[beneficiary.household_id].append(one)
        for merge in merges:
            if merge.beneficiary_id in self.by_pk:
                self._know_as(merge, self.by_pk[merge.beneficiary_id])

    def _merges(self, numbers: list[int]) -> list[CaseMerge]:
        """Merges of cases that the lines name by what they were before."""
        named = Q(identity_key__in=self.keys - {""}) | Q(number__in=numbers)
        matricules = [matricule for matricule in self.households if matricule]
        rows = CaseMerge.objects.in_system_scope().filter(state=CaseMerge.State.DONE)
        return [*rows.filter(named | Q(matricule__in=matricules))]

    def _know_as(self, merge: CaseMerge, known: Known) -> None:
        """Find the person of a case that was kept by the numbers of the one that was given up."""
        known.former_keys.add(merge.identity_key)
        places = [self.by_identity[merge.identity_key]]
        places += [
            self.members[home.pk]
            for home in self.households.get(merge.matricule, [])
            if (home.organism, home.organism_number) == (merge.organism, merge.organism_number)
        ]
        for place in places:
            if known not in place:
                place.append(known)
        if merge.number is not None:
            self.by_number[merge.number] = known

    def _people(self, **condition: Any) -> Iterable[Beneficiary]:
        rows = Beneficiary.objects.in_system_scope().filter(**condition, merged_into__isnull=True)
        rows = rows.order_by("pk")
        if self.lock:
            rows = rows.select_for_update(of=("self",))
        return rows.select_related("household")


def known_of(people: Iterable[Beneficiary], *, day: date) -> list[Known]:
    """What is known of these people at the time of a file of this day, in four queries."""
    known = {one.pk: Known(one, one.household) for one in people}
    rights = Entitlement.objects.in_system_scope().filter(beneficiary__in=known)
    newest = rights.order_by("beneficiary_id", "-on").distinct("beneficiary_id")
    for right in newest:
        known[right.beneficiary_id].newest = right
    read = rights.filter(source__flow=ImportFile.Flow.MONTHLY).order_by()
    for pk, on in read.values_list("beneficiary_id").annotate(Max("on")):
        known[pk].read_on = on
    of_day = rights.filter(on=day).order_by()
    for pk, received_on in of_day.values_list("beneficiary_id", "received_on"):
        known[pk].day_received = received_on
    for move in OrganismMove.objects.in_system_scope().filter(beneficiary__in=known):
        key = (move.direction, move.organism, move.organism_number, move.on)
        known[move.beneficiary_id].moves[key] = move.received_on
    return list(known.values())


def key_of(said: SaidPerson) -> str:
    """The identity of a line, empty when it has no whole one."""
    if not said.is_named or said.birth_date is None:
        return ""
    return identity_key(said.birth_name, said.first_name, said.birth_date)


def _households(people: Sequence[SaidPerson]) -> dict[str, list[Household]]:
    numbers = {said.household.matricule for said in people} - {""}
    found: dict[str, list[Household]] = defaultdict(list)
    if numbers:
        for one in Household.objects.in_system_scope().filter(matricule__in=numbers):
            found[one.matricule].append(one)
    return found


def _is_near(beneficiary: Beneficiary, said: SaidPerson, claimed: frozenset[str]) -> bool:
    """Whether two of name, first name and date are the same, and no other line is this person."""
    if beneficiary.identity_key in claimed:
        return False
    known, own = beneficiary.identity_key.split("|"), key_of(said).split("|")
    return sum(one == other for one, other in zip(known, own, strict=False)) > 1


def _is_corroborated(beneficiary: Beneficiary, said: SaidPerson) -> bool:
    """Whether more than a name and a date says that it is them, in a table without a household."""
    number = said.france_travail_number
    return (
        not said.household.matricule
        and bool(number)
        and number == beneficiary.france_travail_number
    )
