"""schema.org Event of a recruitment session."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from pages.json_ld.shared import location, organisation
from pages.models.session import SessionAudience, SessionStatus
from pages.session_times import total_places
from snippets.models import Organisation
from snippets.site import absolute

if TYPE_CHECKING:
    from pages.models import RecruitmentSessionPage

# https://schema.org/EventStatusType
EVENT_STATUSES: dict[str, str] = {
    SessionStatus.SCHEDULED: "https://schema.org/EventScheduled",
    SessionStatus.POSTPONED: "https://schema.org/EventPostponed",
    SessionStatus.CANCELLED: "https://schema.org/EventCancelled",
}


def event(page: "RecruitmentSessionPage", *, partners: Iterable[Organisation]) -> dict[str, Any]:
    """The Event of a session; `partners` are those who recruit there beside the organiser."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": page.title,
        "description": page.summary,
        "eventStatus": EVENT_STATUSES[page.status],
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": location(page, page.place_name),
        "isAccessibleForFree": True,
        "inLanguage": "fr-FR",
    }
    if page.starts_at:
        data["startDate"] = _instant(page.starts_at)
    if page.ends_at:
        data["endDate"] = _instant(page.ends_at)
    if page.url:
        data["url"] = absolute(page.url)
    if page.organisation is not None:
        data["organizer"] = organisation(page.organisation)
    recruiting = [organisation(partner) for partner in partners]
    if recruiting:
        data["contributor"] = recruiting
    if places := total_places(page):
        data["maximumAttendeeCapacity"] = places
    if page.audience != SessionAudience.PUBLIC:
        data["audience"] = {
            "@type": "Audience",
            "audienceType": SessionAudience(page.audience).label,
        }
    return data


def _instant(moment: datetime) -> str:
    """ISO 8601 with the offset of France on that day."""
    return timezone.localtime(moment).isoformat(timespec="seconds")
