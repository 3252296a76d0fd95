"""Two people changed one text: what each wrote, field by field, and the choice between the two."""

from dataclasses import replace
from typing import Any

from django.forms import BoundField
from django.http import QueryDict

from pages.editor.merging import THEIR_WORDS
from portal.submissions.forms.base import SubmissionForm
from snippets.merging.form_values import put, shown
from snippets.merging.forms import FormText, MakeForm, conflict_of, merge_sent
from snippets.merging.screen import Change, Conflict, read_choice
from snippets.merging.three_way import UNKNOWN, Merged, Outcome, Side

_WORDS = dict.fromkeys(THEIR_WORDS, "Un repère")


def conflicts(
    *, make_form: MakeForm, data: QueryDict, base: Any, latest: Any, changes: dict[str, Change]
) -> dict[str, Conflict]:
    """What differs between a form that was sent and the text saved meanwhile.

    What only one of the two changed is proposed as well, for nothing is saved before the person has
    seen the whole. `base` is the text that they began with, None when it is no longer known: then
    their own words are proposed everywhere. `changes` says who wrote a field, and when.
    """
    merged = merge_sent(
        make_form=make_form,
        data=data,
        base=UNKNOWN if base is None else base,
        latest=latest,
        names=make_form(None, latest).text_names,
        is_changed=_is_changed,
    )
    differing = merged.having(Outcome.MINE, Outcome.THEIRS, Outcome.CONFLICT)
    return {name: _conflict(one, changes[name]) for name, one in differing.items()}


def adopt(data: QueryDict, theirs: SubmissionForm) -> QueryDict:
    """What was sent, with the saved value of each field for which the other text was chosen."""
    chosen = [name for name in theirs.text_names if read_choice(data, name) == Side.THEIRS]
    merged = data.copy()
    for name in chosen:
        put(merged, name, theirs[name])
    return merged


def as_sent(form: SubmissionForm) -> QueryDict:
    """The text that a form shows, as a browser would send it."""
    data = QueryDict(mutable=True)
    for name in form.text_names:
        put(data, name, form[name])
    return data


def _conflict(one: Merged[FormText], change: Change) -> Conflict:
    choice = Side.THEIRS if one.outcome == Outcome.THEIRS else Side.MINE
    found = conflict_of(one, change=change, choice=choice, in_words=_WORDS)
    return replace(found, theirs=shown(one.theirs.field, THEIR_WORDS))


def _is_changed(field: BoundField) -> bool:
    """An end that was proposed and left as it is differs from the text as well."""
    form: Any = field.form
    return field.name in form.changed_fields
