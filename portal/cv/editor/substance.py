"""Whether a CV says something yet, beside who the person is."""

from typing import Any

from portal.cv.editor.imported import EVERY
from portal.cv.editor.values import entries, shown
from portal.cv.resume import Section

# Licences come from the profile: a CV of which they are all has not been begun.
_TOLD = tuple(part for part in EVERY if part.section not in (None, Section.MOBILITY))


def has_substance(document: dict[str, Any]) -> bool:
    """Whether there is a CV to download: an entry or a few words."""
    return any(
        shown(holder, field).strip()
        for part in _TOLD
        for holder in (entries(document, part.list_key) if part.list_key else [document])
        for field in part.fields
    )
