"""Receiving the public's reports of offers."""

from django.db import transaction

from search.models import AdReport, Opportunity
from snippets.errors import TooOftenError
from snippets.limits import HOUR, Limit
from snippets.mail.queue import queue_mail
from snippets.site import absolute, absolute_url, call_us, site_settings

REPORTS = Limit("search.reports", 5, HOUR)


class TooManyReportsError(TooOftenError):
    """The same visitor reported too often."""

    def __init__(self) -> None:
        super().__init__(
            "Vous avez envoyé plusieurs signalements en peu de temps. "
            f"Réessayez dans une heure, ou {call_us()}."
        )


def count_report(visitor: str) -> None:
    """Count one report of a visitor (`snippets.networks`). Raises TooManyReportsError."""
    if not REPORTS.allows(visitor):
        raise TooManyReportsError


@transaction.atomic
def report_opportunity(
    *, opportunity: Opportunity, reason: str, message: str, email: str
) -> AdReport:
    """Keep a report and queue a mail to the employment service about it."""
    report = AdReport.objects.create(
        opportunity_id=opportunity.pk,
        title=opportunity.title,
        url=opportunity.url,
        reason=reason,
        message=message,
        email=email,
    )
    queue_mail(
        "ad_reported",
        to=site_settings().contact_email,
        context={
            "recipient_name": "",
            "offer_title": report.title,
            "organisation_name": opportunity.organisation_name,
            "offer_url": absolute(report.url),
            "edit_url": absolute_url("wagtailadmin_pages:edit", opportunity.pk),
            "reason": report.get_reason_display(),
            "reporter_message": report.message,
        },
        reply_to=report.email or None,
    )
    return report
