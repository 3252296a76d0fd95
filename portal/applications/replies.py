"""The text that an answer starts from, for one person or for many."""

from collections.abc import Mapping
from datetime import datetime

from portal.applications.models import Application
from portal.participation.models import ReplyTemplate
from portal.participation.replies import fill, proposed
from snippets import french

# Known only when somebody says when and where: they stay in the text until it leaves.
LATER = frozenset({"date", "lieu"})


def values_of(application: Application) -> dict[str, str]:
    """What is known of an application before anybody writes."""
    return {
        "prenom": application.participant.first,
        "annonce": application.title,
        "organisation": application.organisation.name,
    }


def filled_for(application: Application, text: str, values: Mapping[str, str]) -> str:
    """The text for this person, with what was said for all; what has no value is left out."""
    missing = dict.fromkeys(LATER, "")
    return fill(text, {**missing, **values_of(application), **values})


def suggestion(
    application: Application, use: str, *, reason: str = "", template: ReplyTemplate | None = None
) -> tuple[str, str]:
    """(subject, text) to edit: the best of the templates, with the person's own words."""
    found = template or next(iter(proposed(use, reason=reason)), None)
    if found is None:
        return "", ""
    values = values_of(application)
    return fill(found.subject, values), fill(found.text, values)


def appointment(moment: datetime | None, place: str) -> dict[str, str]:
    """The values that say when and where."""
    when = f"{french.full_date(moment)} à {french.hour(moment)}" if moment else ""
    return {"date": when, "lieu": place.strip()}
