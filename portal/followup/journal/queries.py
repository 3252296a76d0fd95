"""Notes of a case: found by words, by kind, by who reads them; what a note said before."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import F, Func, QuerySet, TextField, Value
from django.db.models.functions import Lower

from portal.followup.configuration.models import Term
from portal.followup.journal.models import JournalEntry
from portal.followup.people.models import Beneficiary, Profession

# One sign for one sign, as PostgreSQL's `translate` wants it.
_ACCENTED, _PLAIN = "àâäáãçéèêëíìîïñóòôöõúùûüÿ’", "aaaaaceeeeiiiinooooouuuuy'"
_TABLE = str.maketrans(_ACCENTED, _PLAIN)
_MOST_WORDS = 8


def of_case(case: Beneficiary, user: Any) -> QuerySet[JournalEntry]:
    """Those that somebody reads: confidential ones of others are not there."""
    rows: QuerySet[JournalEntry] = JournalEntry.objects.visible_to(user)
    return rows.filter(beneficiary=case).select_related("kind", "appointment")


def saying(rows: QuerySet[JournalEntry], words: str) -> QuerySet[JournalEntry]:
    """Those that have every word, whatever the accents and the capitals.

    Rows of one case: what is compared one by one is never the whole table.
    """
    signs = (Value(_ACCENTED), Value(_PLAIN))
    plain = Func(Lower(F("text")), *signs, function="translate", output_field=TextField())
    rows = rows.alias(plain=plain)
    for word in words.lower().translate(_TABLE).split()[:_MOST_WORDS]:
        rows = rows.filter(plain__contains=word)
    return rows


@dataclass(frozen=True, slots=True)
class Said:
    """What a note said from a moment on, and who wrote it so."""

    at: datetime
    by: str
    text: str
    visibility: str
    is_confidential: bool


def history_of(note: JournalEntry) -> list[Said]:
    """Each state of a note that the reader may read, the newest first.

    Rows of the history are behind the same lock as notes: a state that was confidential to another
    profession is not there.
    """
    events = apps.get_model("followup", "JournalEntryEvent")
    rows = events.objects.filter(pgh_obj_id=note.pk).order_by("-pgh_id")
    return [
        Said(
            at=row.pgh_created_at,
            by=((row.pgh_context or {}).get("name") or row.author_name),
            text=row.text,
            visibility=row.get_visibility_display(),
            is_confidential=row.visibility == JournalEntry.Visibility.PROFESSION,
        )
        for row in rows
    ]


def kinds_of_notes() -> QuerySet[Term]:
    """Withdrawn ones too: old notes have them."""
    return Term.unscoped.filter(list=Term.List.JOURNAL_KIND)


def profession_word(profession: str) -> str:
    """« Santé », as readers are told of who reads a confidential note."""
    return str(Profession(profession).label) if profession else ""
