"""A person found by the beginning of any name, by a number or by a phone.

Each word is a row of `SearchKey`, folded, compared by `starts_with`: it keeps its index under row
security, where LIKE does not.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import F, Func, Q, Value

from portal.followup.people.models import Beneficiary, Household, SearchKey
from snippets.folding import fold_name

Key = tuple[str, str]
Kind = SearchKey.Kind
_LONGEST = 80
# A lone letter finds half the Département.
_SHORTEST = 2
_MOST_WORDS = 8
# “06 12 34 56 78”, “+33 6.12”, “1234567 A”: a number is typed with spaces.
_NUMBER = re.compile(r"\+?\d(?:[\d\s.\-/()\u00a0\u202f]*\d)?(?:\s?[a-z](?![\w'’]))?", re.IGNORECASE)
# Of whom was found.
_SHOWN = ("number", "birth_name", "used_name", "first_name", "birth_date", "unit__name")
_NOT_A_DIGIT = re.compile(r"\D")
_ABROAD = re.compile(r"(?:\+|00)33\s*(?:\(0\))?")


def write_keys(beneficiaries: Iterable[Beneficiary]) -> None:
    """Write the words that find these people: those that changed alone. Inside a system scope."""
    people = {beneficiary.pk: beneficiary for beneficiary in beneficiaries}
    households = Household.objects.in_system_scope().in_bulk(
        {person.household_id for person in people.values() if person.household_id}
    )
    wanted = {
        (pk, *key)
        for pk, person in people.items()
        for key in keys_of(person, households.get(person.household_id))
    }
    wanted |= {(pk, *key) for pk, key in _of_merged(people)}
    rows = SearchKey.objects.in_system_scope()
    known = {
        (row.beneficiary_id, row.kind, row.key): row.pk
        for row in rows.filter(beneficiary__in=people.keys())
    }
    rows.filter(pk__in=[pk for key, pk in known.items() if key not in wanted]).delete()
    rows.bulk_create(
        [
            SearchKey(beneficiary_id=pk, kind=kind, key=key)
            for pk, kind, key in sorted(wanted - known.keys())
        ],
        batch_size=2_000,
        ignore_conflicts=True,
    )


def find(user: Any, text: str, limit: int = 20) -> list[Beneficiary]:
    """People within somebody's reach whom every word of `text` finds, by name. One query."""
    words = [*_words(text)][:_MOST_WORDS]
    if not words or max(len(word.key) for word in words) < _SHORTEST:
        return []
    found = Beneficiary.unscoped.filter(merged_into__isnull=True)
    # Words of people within reach: PostgreSQL begins with these few, and not with everybody. Said
    # of one word, it holds for the people: each lock that is asked again is planned again.
    keys = SearchKey.objects.visible_to(user)
    for word in words:
        found = found.filter(pk__in=keys.filter(word.condition()).values("beneficiary"))
        keys = SearchKey.unscoped
    return [*found.select_related("unit").only(*_SHOWN).order_by("sort_name", "pk")[:limit]]


def keys_of(beneficiary: Beneficiary, household: Household | None) -> set[Key]:
    """The words that find somebody."""
    names = (beneficiary.birth_name, beneficiary.used_name, beneficiary.first_name)
    numbers = [beneficiary.shown_number, str(beneficiary.number)]
    if household and household.matricule:
        numbers += [household.matricule, household.matricule.lstrip("0")]
    numbers.append(beneficiary.france_travail_number)
    keys = {(Kind.NAME.value, key) for name in names for key in _name_keys(name)}
    keys |= {(Kind.NUMBER.value, key) for number in numbers if (key := plain_number(number))}
    if phone := national(beneficiary.phone):
        keys.add((Kind.PHONE.value, phone))
    return {(kind, key[:_LONGEST]) for kind, key in keys}


def _of_merged(people: Iterable[int]) -> Iterator[tuple[int, Key]]:
    """The names and numbers of cases that were merged into these, which still find the person."""
    merged = Beneficiary.objects.in_system_scope().filter(
        merged_into__in=people, given_up_by__state="done"
    )
    for one in merged.annotate(matricule=F("given_up_by__matricule")):
        one.phone = ""
        home = Household(matricule=one.matricule) if one.matricule else None
        for key in keys_of(one, home):
            yield one.merged_into_id, key


def plain_number(number: str) -> str:
    """A number as it is compared: letters and digits alone."""
    return fold_name(number).replace(" ", "")


def national(phone: str) -> str:
    """A phone in its national form, digits alone: 0612345678."""
    return _NOT_A_DIGIT.sub("", _ABROAD.sub("0", phone.strip(), count=1))


@dataclass(frozen=True, slots=True)
class _Word:
    """A word that was typed; `phone` is the same as a phone, for a number."""

    key: str
    phone: str = ""

    def condition(self) -> Q:
        if not self.phone:
            return Q(_begins(self.key), kind=Kind.NAME) | Q(_begins(self.key), kind=Kind.NUMBER)
        return Q(_begins(self.key), kind=Kind.NUMBER) | Q(_begins(self.phone), kind=Kind.PHONE)


def _words(text: str) -> Iterator[_Word]:
    for number in _NUMBER.findall(text):
        yield _Word(plain_number(number)[:_LONGEST], national(number)[:_LONGEST] or "-")
    for word in fold_name(_NUMBER.sub(" ", text)).split():
        yield _Word(word[:_LONGEST])


def _name_keys(name: str) -> Iterator[str]:
    """Each part of a name, and from each part on in one word: “de La Fontaine” is “lafontaine”."""
    parts = fold_name(name).split()
    yield from parts
    for place in range(len(parts) - 1):
        yield "".join(parts[place:])


def _begins(key: str) -> Func:
    return Func(F("key"), Value(key), function="starts_with", output_field=models.BooleanField())
