"""Phrases and skills for a person's occupation, and the first ones, which staff edit."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from portal.accounts.models import User
from portal.candidates.models import ProfileOccupation
from portal.cv.models import CvSuggestions
from snippets.folding import fold_name
from snippets.models import Occupation, RomeDomain
from snippets.occupation_names import spoken_names

FIRST = Path(__file__).parent / "data" / "occupation_suggestions.json"
_MAX_LABEL = 120


# What is shown at first; the rest is behind « En voir d’autres ».
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines to take: the first ones, then the others."""

    first: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What may be taken; `about` is the trade in the person's own words, or nothing."""

    about: str = ""
    phrases: Lines = field(default_factory=Lines)
    skills: Lines = field(default_factory=Lines)


def suggestions_for(document: dict[str, Any], *, reader: User | None = None) -> Suggestions:
    """Those of the occupation that is looked for, then those of its domain. Five queries at most.

    The occupation is read in what the person calls it: « Serveuse en salle » is a « Serveuse ».
    Where that names none, it is the first of the profile of `reader`, whose CV it is.
    """
    label = _label(document)
    named = _named(label)
    about = label if named else ""
    domain = _domain(document) or (named.domain if named else "") or _domain_of(label)
    if named is None and reader is not None:
        named = _first_of(reader, domain)
        domain = domain or (named.domain if named else "")
    if not domain:
        return Suggestions()
    whole = CvSuggestions.objects.filter(domain=domain, occupation__isnull=True).first()
    rows = [row for row in (named, whole) if row]
    return Suggestions(
        about,
        _lines(line for row in rows for line in row.phrase_lines),
        _lines(line for row in rows for line in row.skill_lines),
    )


def trade_names(user: User) -> list[str]:
    """What a person may call the trades of their profile: staff's words, or both forms of ROME's.

    Two queries.
    """
    trades = _trades(user)
    known = CvSuggestions.objects.filter(occupation__in=[trade.pk for trade in trades])
    written = {row.occupation_id: row.name_lines[:2] for row in known}
    names = [written.get(trade.pk) or spoken_names(trade.label) for trade in trades]
    return list(dict.fromkeys(name for pair in names for name in pair))


@transaction.atomic
def load_first_suggestions() -> int:
    """Add the sets of the file that are not there, for occupations that are; return how many."""
    rows = {row["occupation"]: row for row in json.loads(FIRST.read_text(encoding="utf-8"))}
    there = CvSuggestions.objects.filter(occupation__in=rows).values("occupation")
    missing = Occupation.objects.filter(pk__in=rows).exclude(pk__in=there)
    made = CvSuggestions.objects.bulk_create(
        CvSuggestions(
            domain=occupation.domain,
            occupation=occupation,
            **{key: "\n".join(rows[occupation.pk][key]) for key in ("names", "phrases", "skills")},
        )
        for occupation in missing
    )
    return len(made)


def _lines(texts: Iterable[str]) -> Lines:
    each = list(dict.fromkeys(texts))
    return Lines(each[:SHOWN], each[SHOWN:])


def _trades(user: User) -> list[Occupation]:
    rows = ProfileOccupation.objects.filter(profile__user=user).select_related("occupation")
    return [row.occupation for row in rows.order_by("rank")]


def _first_of(user: User, domain: str) -> CvSuggestions | None:
    """The set of the first trade of a profile, unless the CV is about another domain."""
    trades = [trade for trade in _trades(user)[:1] if not domain or trade.domain == domain]
    return CvSuggestions.objects.filter(occupation__in=trades).first() if trades else None


def _label(document: dict[str, Any]) -> str:
    basics = document.get("basics")
    label = basics.get("label") if isinstance(basics, dict) else None
    return label[:_MAX_LABEL] if isinstance(label, str) else ""


def _named(label: str) -> CvSuggestions | None:
    """The set whose name has most of the words of a label, or whose ROME label it begins."""
    words = set(fold_name(label).split())
    if not words:
        return None
    names = CvSuggestions.objects.filter(occupation__isnull=False).values_list("pk", "names")
    known = [(set(fold_name(line).split()), pk) for pk, text in names for line in text.splitlines()]
    found = max(
        ((len(name), -pk) for name, pk in known if name and name <= words),
        default=None,
    )
    rows = CvSuggestions.objects.select_related("occupation")
    if found:
        return rows.get(pk=-found[1])
    return rows.filter(occupation__in=Occupation.objects.search(label)).first()


def _domain_of(label: str) -> str:
    occupation = Occupation.objects.search(label).first()
    return occupation.domain if occupation else ""


def _domain(document: dict[str, Any]) -> str:
    extension = document.get("x-declic")
    domain = extension.get("domain") if isinstance(extension, dict) else None
    return domain if domain in RomeDomain.values else ""
