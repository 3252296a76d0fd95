"""What two people typed in one Django form, brought together field by field."""

import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from snippets.merging import form_values
from snippets.merging.form_values import are_same, as_sent, put, shown
from snippets.merging.screen import BASE, Change, Conflict, read_base, read_choice, read_seen
from snippets.merging.three_way import UNKNOWN, Merge, Merged, Outcome, Side, Unknown, merge

Sent = Mapping[str, list[str]]
# (what was sent, or None for what it shows at first; the text) to a form of that text.
MakeForm = Callable[[Any, Any], Any]


@dataclass(frozen=True, slots=True)
class FormText:
    """One field of one text.

    `field` is what its form shows at first, or what was sent (`is_sent`). `compared` is the field
    of a form over the same text that is bound to what was sent.
    """

    field: forms.BoundField
    compared: forms.BoundField
    is_sent: bool = False


def merge_sent(
    *,
    make_form: MakeForm,
    data: QueryDict,
    base: Any,
    latest: Any,
    names: Iterable[str] | None = None,
    is_changed: Callable[[forms.BoundField], bool] = form_values.is_changed,
) -> Merge[FormText]:
    """Merge what was sent with the latest text.

    `base` is the text that the person began with, UNKNOWN when nobody knows it any more. `names`
    are the fields to merge, all of them by default. `is_changed` says whether what a field was
    sent differs from what its form shows at first.
    """
    sent = make_form(data, latest)
    wanted = [field.name for field in sent] if names is None else list(names)
    theirs = _texts(make_form(None, latest), sent, wanted)
    before: Mapping[str, FormText] | Unknown = UNKNOWN
    if base is not UNKNOWN:
        before = _texts(make_form(None, base), make_form(data, base), wanted)
    return _merged(before, sent, theirs, is_changed)


def merge_typed(
    *, make_form: MakeForm, data: QueryDict, latest: Any, change: Change
) -> forms.BaseForm:
    """The form of what two people wrote, to be saved unless `conflicts` of it are left.

    The text that the person began with is in the form itself (`{% merge_base form %}`), so that
    nothing has to remember it. What they chose between two texts is followed as long as the other
    text is still the one that they were shown. `change` says who wrote it. For fields whose widget
    is one input, or boxes; files are not merged.
    """
    sent = make_form(data, latest)
    known = _read_base(data.get(sent.add_prefix(BASE), ""))
    theirs = _texts(make_form(None, latest), sent, sent.fields)
    before = _texts(
        _over(make_form(None, latest), known), _over(make_form(data, latest), known), known
    )
    merged = _merged(before, sent, theirs, form_values.is_changed)
    typed = data.copy()
    conflicts: dict[str, Conflict] = {}
    base = {name: as_sent(text.field) for name, text in theirs.items()}
    for name, one in merged.fields.items():
        html_name = sent.add_prefix(name)
        if one.outcome != Outcome.CONFLICT:
            if one.outcome in (Outcome.THEIRS, Outcome.UNCHANGED):
                put(typed, html_name, one.theirs.field)
            continue
        seen = json.dumps(base[name])
        choice = read_choice(data, html_name) if read_seen(data, html_name) == seen else None
        if choice == Side.THEIRS:
            put(typed, html_name, one.theirs.field)
        elif choice is None:
            conflicts[name] = conflict_of(one, change=change, seen=seen)
            # It stays one, whatever is sent next, until something is chosen.
            base.pop(name)
            if name in known:
                base[name] = known[name]
    form = make_form(typed, latest)
    form.conflicts = conflicts
    form.merge_base = base
    return form


def conflict_of(
    one: Merged[FormText],
    *,
    change: Change,
    seen: str | None = None,
    choice: Side | None = None,
    in_words: Mapping[str, str] | None = None,
) -> Conflict:
    """A merged field, for the screen."""
    field = one.theirs.field
    return Conflict(
        name=field.html_name,
        label=str(field.label),
        anchor=f"champ-{field.html_name}",
        former=None if isinstance(one.base, Unknown) else shown(one.base.field, in_words),
        mine=shown(one.mine.field, in_words),
        theirs=shown(field, in_words),
        outcome=one.outcome,
        change=change,
        seen=seen,
        choice=choice,
    )


def base_of(form: Any) -> str:
    """What a form shows at first, for its hidden field."""
    base = getattr(form, "merge_base", None)
    if base is None:
        base = {field.name: as_sent(field) for field in form}
    return json.dumps(base, ensure_ascii=False)


def _texts(at_first: Any, compared: Any, names: Iterable[str]) -> dict[str, FormText]:
    return {
        name: FormText(at_first[name], compared[name])
        for name in names
        if name in at_first.fields and name in compared.fields
    }


def _merged(
    before: Mapping[str, FormText] | Unknown,
    sent: Any,
    theirs: Mapping[str, FormText],
    is_changed: Callable[[forms.BoundField], bool],
) -> Merge[FormText]:
    def same(_name: str, one: FormText, other: FormText) -> bool:
        if one.is_sent or other.is_sent:
            text = other if one.is_sent else one
            return text.is_sent or not is_changed(text.compared)
        return are_same(one.field.initial, other.field.initial) or as_sent(one.field) == as_sent(
            other.field
        )

    mine = {name: FormText(sent[name], sent[name], is_sent=True) for name in theirs}
    return merge(before, mine, theirs, same=same)


def _over(form: Any, base: Sent) -> Any:
    """The form over the text that a person began with, which is known as it was shown."""
    for name in form.fields:
        if name not in base:
            continue
        field, shown_then = form.fields[name], QueryDict(mutable=True)
        html_name = form.add_prefix(name)
        if base[name]:
            shown_then.setlist(html_name, base[name])
        value = field.widget.value_from_datadict(shown_then, {}, html_name)
        with suppress(ValidationError):  # what it was chosen from has changed since
            value = field.to_python(value)
        form.initial[name] = value
    return form


def _read_base(text: str) -> dict[str, list[str]]:
    return {
        name: texts
        for name, texts in read_base(text).items()
        if isinstance(texts, list) and all(isinstance(text, str) for text in texts)
    }
