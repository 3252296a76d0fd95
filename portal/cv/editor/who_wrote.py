"""Who wrote what a CV says now, told to somebody who wrote something else there."""

from collections.abc import Iterable
from typing import Any

from portal.cv.editor.fields import Part
from portal.cv.editor.values import cleaned, values
from portal.cv.models import Cv, CvVersion
from snippets.merging.screen import MYSELF, Change
from snippets.merging.three_way import origin

# Versions that are looked at; what is older than them all is said to be the oldest one's.
_MOST = 20


def changes_of(
    cv: Cv, parts: tuple[Part, ...], names: Iterable[str], *, reader: Any
) -> dict[str, Change]:
    """By field, who brought the text that it has now, and when."""
    wanted = list(names)
    if not wanted:
        return {}
    versions = list(CvVersion.objects.of(cv)[:_MOST])
    history = [(version, values(version.document, parts)) for version in versions]
    now = values(cv.document, parts)
    return {
        name: _change(
            origin(
                ((version, texts.get(name, "")) for version, texts in history),
                now.get(name, ""),
                lambda one, other: cleaned(one) == cleaned(other),
            ),
            reader,
        )
        for name in wanted
    }


def _change(version: CvVersion | None, reader: Any) -> Change:
    if version is None:  # the text of a field that no version has
        return Change("quelqu’un")
    is_own = version.author_id == reader.pk
    return Change(MYSELF if is_own else str(version.author), version.created_at)
