"""Several people type in one CV: each field is merged by itself, and no text is lost.

What a person saw is `base`, what they send `texts`. What both changed stays in the document as it
is, and both texts are shown until somebody chooses. An entry that somebody removed while another
wrote in it comes back.
"""

from collections.abc import Iterable, Mapping
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
    split,
    values,
)
from portal.cv.identifiers import id_of
from snippets.dotted_paths import made_list_at
from snippets.merging.three_way import Fate, Merge, Outcome, merge_items

Texts = dict[str, str]
# A list and one of its entries; both empty for what stands in no list.
Entry = tuple[str, str]


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
    known = fields_by_name(parts, typed.texts)
    base = _by_entry(known, {name: typed.base.get(name, "") for name in known})
    mine = _by_entry(known, typed.texts)
    items = merge_items(
        base,
        mine,
        _by_entry(known, values(document, parts)),
        same=lambda name, one, other: same(known[name], one, other),
        decided=_by_entry(known, typed.chosen),
    )
    for entry, item in items.items():
        if item.fate == Fate.STAYS:
            _put_fields(result, known, entry, item.merge)
        elif item.fate == Fate.RETURNED:
            changed = [
                name
                for name, text in mine[entry].items()
                if not same(known[name], text, base[entry][name])
            ]
            _put_entry(result, known, entry, mine[entry], changed)
    return result


def _put_fields(
    result: Merged, known: Mapping[str, Field], entry: Entry, merged: Merge[str]
) -> None:
    """What an entry says now; or the document, for what stands in no list."""
    changed = merged.having(Outcome.MINE, Outcome.SAME, Outcome.CONFLICT)
    long = _too_long(result, known, {name: one.mine for name, one in changed.items()})
    holders = _holders(result.document, entry) if changed else []
    for name, one in changed.items():
        if name in long:
            continue
        if one.outcome == Outcome.CONFLICT:
            result.conflicts[name] = one.theirs
        elif one.outcome == Outcome.MINE:
            for holder in holders:
                put(holder, known[name], one.mine)


def _put_entry(
    result: Merged,
    known: Mapping[str, Field],
    entry: Entry,
    texts: Texts,
    changed: Iterable[str],
) -> None:
    """The entry is new; or somebody removed it while this person wrote in it: it comes back."""
    # Of all of it: what is said to be unchanged may never have been in the document.
    long = _too_long(result, known, texts)
    kept = {name: text for name, text in texts.items() if text and name not in long}
    if not kept:
        return
    head, identifier = entry
    rows = made_list_at(result.document, head)
    if len(rows) >= MAX_ENTRIES:
        full = f"Cette liste est pleine\u00a0: {MAX_ENTRIES} lignes au plus."
        result.errors.update(dict.fromkeys(changed, full))
        return
    holder = {"x-declic": {"id": identifier}}
    rows.append(holder)
    for name, text in kept.items():
        put(holder, known[name], text)


def _too_long(result: Merged, known: Mapping[str, Field], texts: Texts) -> set[str]:
    """The names of the texts that do not fit, which are told."""
    found = {name for name, text in texts.items() if len(text) > known[name].max_length}
    for name in found:
        result.errors[name] = (
            f"C’est trop long\u00a0: {known[name].max_length} caractères au plus. "
            f"Il y en a {len(texts[name])}. Cette réponse n’est pas enregistrée."
        )
    return found


def _holders(document: dict[str, Any], entry: Entry) -> list[dict[str, Any]]:
    head, identifier = entry
    if not head:
        return [document]
    return [holder for holder in entries(document, head) if id_of(holder) == identifier]


def _by_entry(known: Mapping[str, Field], texts: Mapping[str, str]) -> dict[Entry, Texts]:
    """The texts of known fields, by what they stand in."""
    found: dict[Entry, Texts] = {}
    for name in known:
        if name in texts:
            head, entry, _ = split(name)
            found.setdefault((head, entry), {})[name] = cleaned(texts[name])
    return found
