"""Who set what, before and after, in plain words."""

from collections.abc import Iterator
from typing import Any

from portal.followup.configuration.delays import SETTINGS, Delay
from portal.followup.configuration.models import DelaySetting, LetterText, Term
from portal.followup.rows.changes import Entry, Told, changed, newest_first


def of_list(name: str) -> list[Entry]:
    """The changes of a list, the newest first. What the site laid first is not told."""
    return newest_first(_TERMS.entries({"list": name}))


def of_delay(key: str) -> list[Entry]:
    """The changes of a delay."""
    return newest_first(_DELAYS.entries({"key": key}))


def of_letter(key: str) -> list[Entry]:
    """The changes of a letter."""
    return newest_first(_LETTERS.entries({"key": key}))


def shown_value(row: Any) -> str:
    """The value of a delay with its unit; of its first value, when `row` is a `Setting`."""
    if isinstance(row, DelaySetting) or hasattr(row, "pgh_id"):
        setting = SETTINGS[Delay(row.key)]
        value = row.date if setting.is_date else row.value
    else:
        setting, value = row, row.default
    if setting.is_date:
        return f"{value:%d/%m/%Y}"
    return f"{value}\u00a0{setting.unit}"


def _term(before: Any, after: Any) -> Iterator[str]:
    if before is None:
        if after.pgh_context:
            yield f"«\u00a0{after.label}\u00a0» ajouté, à partir du {after.valid_from:%d/%m/%Y}"
        return
    if changed(before, after, "label"):
        yield f"«\u00a0{before.label}\u00a0» → «\u00a0{after.label}\u00a0»"
    if changed(before, after, "parent_id"):
        yield f"«\u00a0{after.label}\u00a0»\u00a0: thème {before.parent} → {after.parent}"
    if changed(before, after, "valid_until"):
        if after.valid_until:
            yield f"«\u00a0{after.label}\u00a0» retiré le {after.valid_until:%d/%m/%Y}"
        else:
            yield f"«\u00a0{after.label}\u00a0» de nouveau proposé"


def _delay(before: Any, after: Any) -> Iterator[str]:
    since = f"à partir du {after.starts_on:%d/%m/%Y}"
    if after.pgh_label == "delete":
        yield f"{shown_value(after)} {since}\u00a0: retiré avant de s’appliquer"
    elif before is None:
        yield f"{shown_value(after)} {since}"
    elif changed(before, after, "value", "date"):
        yield f"{shown_value(before)} → {shown_value(after)} {since}"
    elif changed(before, after, "legal_reference"):
        yield f"Référence\u00a0: {after.legal_reference or 'aucune'}"


def _letter(before: Any, after: Any) -> Iterator[str]:
    since = f"à partir du {after.starts_on:%d/%m/%Y}"
    if after.pgh_label == "delete":
        yield f"Texte {since}\u00a0: retiré avant de s’appliquer"
    elif before is None:
        yield f"Nouveau texte {since}"
    elif changed(before, after, "subject", "body"):
        yield f"Texte {since} modifié"


_TERMS = Told(Term.__name__, _term, ("parent",))
_DELAYS = Told(DelaySetting.__name__, _delay)
_LETTERS = Told(LetterText.__name__, _letter)
