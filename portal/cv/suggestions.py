"""Phrases and skills for a person's occupation."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from portal.cv.models import CvSuggestions
from snippets.models import Occupation, RomeDomain


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What may be taken, and for which occupation or domain."""

    about: str = ""
    phrases: list[str] = field(default_factory=list)
    skills: list[str] = field(default_factory=list)


def suggestions_for(document: dict[str, Any]) -> Suggestions:
    """Those of the occupation that is looked for, then those of its domain. Two queries."""
    occupation = _occupation(document)
    domain = _domain(document) or (occupation.domain if occupation else "")
    if not domain:
        return Suggestions()
    condition = Q(domain=domain, occupation__isnull=True)
    if occupation:
        condition |= Q(occupation=occupation)
    rows = sorted(CvSuggestions.objects.filter(condition), key=lambda row: not row.occupation_id)
    phrases = dict.fromkeys(line for row in rows for line in row.phrase_lines)
    skills = dict.fromkeys(line for row in rows for line in row.skill_lines)
    return Suggestions(RomeDomain(domain).label, list(phrases), list(skills))


def _occupation(document: dict[str, Any]) -> Occupation | None:
    basics = document.get("basics")
    label = basics.get("label") if isinstance(basics, dict) else None
    return Occupation.objects.search(label[:120]).first() if isinstance(label, str) else None


def _domain(document: dict[str, Any]) -> str:
    extension = document.get("x-declic")
    domain = extension.get("domain") if isinstance(extension, dict) else None
    return domain if domain in RomeDomain.values else ""
