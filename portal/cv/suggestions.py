"""Phrases and skills for a person's occupation, and the first ones, which staff edit."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from portal.cv.models import CvSuggestions
from snippets.folding import fold_name
from snippets.models import Occupation, RomeDomain

FIRST = Path(__file__).parent / "data" / "occupation_suggestions.json"
_MAX_LABEL = 120


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What may be taken, and for which occupation or domain."""

    about: str = ""
    phrases: list[str] = field(default_factory=list)
    skills: list[str] = field(default_factory=list)


def suggestions_for(document: dict[str, Any]) -> Suggestions:
    """Those of the occupation that is looked for, then those of its domain. Four queries at most.

    The occupation is read in what the person calls it: « Serveuse en salle » is a « Serveuse ».
    """
    label = _label(document)
    named = _named(label)
    domain = _domain(document) or (named.domain if named else "") or _domain_of(label)
    if not domain:
        return Suggestions()
    whole = CvSuggestions.objects.filter(domain=domain, occupation__isnull=True).first()
    rows = [row for row in (named, whole) if row]
    phrases = dict.fromkeys(line for row in rows for line in row.phrase_lines)
    skills = dict.fromkeys(line for row in rows for line in row.skill_lines)
    about = str(named.occupation) if named else RomeDomain(domain).label
    return Suggestions(about, list(phrases), list(skills))


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
