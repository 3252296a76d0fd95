"""Several people type in one CV: each field is merged by itself, and no text is lost.

`base` is what a person saw, `typed` what they send. A field that they did not change keeps what is
there; one that only they changed takes their text; one that both changed differently stays as it
is, and both texts are shown until somebody chooses.
"""

from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from portal.cv.editor.fields import MAX_ENTRIES, Field, Part
from portal.cv.editor.values import (
    cleaned,
    entries,
    fields_by_name,
    put,
    same,
    shown,
    split,
    values,
)
from portal.cv.identifiers import id_of
from snippets.dotted_paths import made_list_at

Texts = dict[str, str]


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody sends. `chosen` has the other's text that they decided to replace."""

    texts: Texts
    base: Texts
    chosen: Texts = field(default_factory=dict)


@dataclass(slots=True)
class Merged:
    """The document, the texts of others where both wrote, and what cannot be kept."""

    document: dict[str, Any]
    conflicts: Texts = field(default_factory=dict)
    errors: Texts = field(default_factory=dict)


def merge(document: dict[str, Any], parts: tuple[Part, ...], typed: Typed) -> Merged:
    """Put what was typed in the document as it is now, which is left alone."""
    result = Merged(deepcopy(document))
    now = values(document, parts)
    known = fields_by_name(parts, typed.texts)
    for name, asked in known.items():
        text = cleaned(typed.texts[name])
        base = cleaned(typed.base.get(name, ""))
        if same(asked, text, base):
            continue
        if len(text) > asked.max_length:
            result.errors[name] = (
                f"C’est trop long\u00a0: {asked.max_length} caractères au plus. "
                f"Il y en a {len(text)}. Cette réponse n’est pas enregistrée."
            )
            continue
        current = now.get(name)
        if current is None:
            _put_in_new(result, name, asked, text, known, typed)
        elif same(asked, current, text):
            continue
        elif same(asked, current, base) or same(asked, current, typed.chosen.get(name, "\x00")):
            _put(result.document, name, asked, text)
        else:
            result.conflicts[name] = current
    return result


def _put(document: dict[str, Any], name: str, asked: Field, text: str) -> None:
    head, entry, _ = split(name)
    if not head:
        put(document, asked, text)
        return
    for holder in entries(document, head):
        if id_of(holder) == entry:
            put(holder, asked, text)


def _put_in_new(
    result: Merged, name: str, asked: Field, text: str, known: dict[str, Field], typed: Typed
) -> None:
    """The entry is new; or somebody removed it while this person wrote in it: it comes back."""
    head, entry, _ = split(name)
    if not text and not any(
        cleaned(typed.texts[other]) for other in known if split(other)[:2] == (head, entry)
    ):
        return
    rows = made_list_at(result.document, head)
    holder = next((row for row in rows if id_of(row) == entry), None)
    if holder is None:
        if len(rows) >= MAX_ENTRIES:
            result.errors[name] = f"Cette liste est pleine\u00a0: {MAX_ENTRIES} lignes au plus."
            return
        holder = {"x-declic": {"id": entry}}
        rows.append(holder)
        for other, its_field in known.items():
            if split(other)[:2] == (head, entry):
                whole = cleaned(typed.texts[other])[: its_field.max_length]
                put(holder, its_field, whole)
    elif shown(holder, asked) != text:
        put(holder, asked, text)
