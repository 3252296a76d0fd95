"""All that the area keeps of one person, as the answer to their request gives it: item by item.

Read as who prepares it, through their rights: rows of this case alone. Confidential notes are never
among them: their profession alone reads them, and the file says how to ask for them. Of the
household, only the person's own role and number.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.utils import timezone

from portal.followup.case.summary import address_of
from portal.followup.models import Beneficiary
from portal.followup.own_side.source import Source
from portal.followup.own_side.sources import SOURCES
from snippets import french


@dataclass(frozen=True, slots=True)
class Item:
    """One row: what it says, and who wrote it. `section` and `key` name it."""

    section: str
    key: int
    on: date | None
    title: str
    text: str = ""
    by: str = ""
    within: str = ""

    @property
    def name(self) -> str:
        """As a form calls it."""
        return f"{self.section}-{self.key}"

    @property
    def token(self) -> str:
        """Its name with a mark of what it says: another once it was rewritten."""
        said = "\n".join((str(self.on), self.title, self.text, self.by))
        return f"{self.name}:{sha256(said.encode()).hexdigest()[:12]}"


@dataclass(frozen=True, slots=True)
class Section:
    """Items of one kind, the newest first."""

    slug: str
    title: str
    items: list[Item]


def identity_of(case: Beneficiary) -> Iterator[tuple[str, str]]:
    """Who the person is, as label and value. The household is a number and a role, no name."""
    yield "Numéro de dossier", case.shown_number
    yield "Civilité", case.get_title_display()
    yield "Nom de naissance", case.birth_name
    yield "Nom d’usage", case.used_name
    yield "Prénom", case.first_name
    yield "Date de naissance", french.full_date(case.birth_date)
    yield "Téléphone", case.phone
    yield "Adresse e-mail", case.email
    yield "Adresse", address_of(case)
    yield "Numéro France Travail", case.france_travail_number
    if case.household is not None:
        yield "Numéro d’allocataire", f"{case.household.organism} {case.household.matricule}"
        yield "Votre rôle dans le foyer", case.get_role_display()
    yield "Reconnaissance handicap (RQTH)", "oui" if case.has_disability_recognition else "non"
    yield "Suivi", case.get_state_display()


def sections_of(case: Beneficiary, user: Any) -> list[Section]:
    """Every kind of row that there is, one query a kind."""
    found = []
    for source in SOURCES:
        rows = source.model.objects.visible_to(user)
        rows = source.of_case(case, rows) if source.of_case else rows.filter(beneficiary=case)
        if source.only:
            rows = rows.filter(**source.only)
        if source.related:
            rows = rows.select_related(*source.related)
        if source.lists:
            rows = rows.prefetch_related(*source.lists)
        items = [_item(source, row) for row in rows]
        if items:
            items.sort(key=lambda item: (item.on or date.min, item.key), reverse=True)
            found.append(Section(source.slug, source.title, items))
    return found


def _item(source: Source, row: Any) -> Item:
    on, title, text, by = source.say(row)
    if isinstance(on, datetime):
        on = timezone.localdate(on)
    within = source.within(row) if source.within else ""
    return Item(source.slug, row.pk, on, title, text, by, within)
