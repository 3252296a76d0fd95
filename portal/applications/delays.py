"""The delays of applications: staff set them in the site's settings."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from snippets.site import site_settings

# How long an application waits for its person's confirmation.
CONFIRM_WITHIN = timedelta(days=7)


def reply_deadline_days() -> int:
    """How many days an organisation has to answer."""
    return int(getattr(site_settings(), "reply_deadline_days", 14))


def call_back_days() -> int:
    """How many days pass at most before an officer calls."""
    return int(getattr(site_settings(), "call_back_days", 2))


def reply_by(sent_at: datetime | None) -> date:
    """The day by which the organisation answers."""
    return timezone.localdate(sent_at or timezone.now()) + timedelta(days=reply_deadline_days())
