"""Two people changed one page: what the editor shows again, and says."""

from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from snippets.merging.form_values import put, shown
from snippets.merging.forms import MakeForm, merge_sent
from snippets.merging.three_way import UNKNOWN, Outcome

# What nobody can read in a field.
THEIR_WORDS = {"location": "Un autre repère"}


@dataclass
class EditorMerge:
    """`data` is what the form is filled with; the two lists have the labels of fields."""

    data: QueryDict
    taken: list[str] = field(default_factory=list)
    # What both changed: (label, what the other text says).
    kept: list[tuple[str, str]] = field(default_factory=list)


def merge(
    *, make_form: MakeForm, data: QueryDict, base: Any, latest: Any, labels: dict[str, str]
) -> EditorMerge:
    """Bring what was sent together with the latest text.

    Wagtail's editor has no place for a choice beside a field: what both changed stays as it was
    typed, and is named. `base` is the page as the person began with it, None when nobody knows it
    any more. Rows of lists (partners, trades, comments) stay as sent. `labels` are what the screen
    calls the fields.
    """
    fields = merge_sent(
        make_form=make_form, data=data, base=UNKNOWN if base is None else base, latest=latest
    )
    merged = EditorMerge(data.copy())
    for name, one in fields.having(Outcome.THEIRS, Outcome.CONFLICT).items():
        theirs = one.theirs.field
        label = labels.get(name) or str(theirs.label)
        if one.outcome == Outcome.THEIRS:
            put(merged.data, name, theirs)
            merged.taken.append(label)
        else:
            merged.kept.append((label, shown(theirs, THEIR_WORDS)))
    return merged
