"""Receiving the public's reports of offers."""

import hashlib

from django.conf import settings
from django.core.cache import caches
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from search.models import Opportunity
from search.reporting_models import AdReport
from snippets.mail import queue_mail
from snippets.site import site_settings

MAX_REPORTS = 5
PERIOD_SECONDS = 3600


class TooManyReportsError(Exception):
    """The same network address reported too often; the message can be shown."""

    def __init__(self) -> None:
        super().__init__(
            "Vous avez envoyé plusieurs signalements en peu de temps. "
            "Réessayez dans une heure, ou appelez le service emploi."
        )


def client_address(request: HttpRequest) -> str:
    """Return the visitor's network address.

    Behind a proxy (known by SECURE_PROXY_SSL_HEADER) it is the last one that the proxy wrote;
    what a visitor may have put before it is never believed.
    """
    forwarded = request.headers.get("X-Forwarded-For", "")
    if settings.SECURE_PROXY_SSL_HEADER and forwarded:
        return forwarded.rsplit(",", 1)[-1].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def count_report(address: str) -> None:
    """Count one report from an address, kept as a hash. Raises TooManyReportsError."""
    cache = caches["shared"]
    digest = hashlib.blake2b(f"{settings.SECRET_KEY}{address}".encode(), digest_size=16)
    key = f"search.reporting.{digest.hexdigest()}"
    count = cache.get(key, 0) + 1
    if count > MAX_REPORTS:
        raise TooManyReportsError
    cache.set(key, count, PERIOD_SECONDS)


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
    base = settings.BASE_URL.rstrip("/")
    queue_mail(
        "ad_reported",
        to=site_settings().contact_email,
        context={
            "recipient_name": "",
            "offer_title": report.title,
            "organisation_name": opportunity.organisation_name,
            "offer_url": f"{base}{report.url}",
            "edit_url": f"{base}{reverse('wagtailadmin_pages:edit', args=[opportunity.pk])}",
            "reason": report.get_reason_display(),
            "reporter_message": report.message,
        },
        reply_to=report.email or None,
    )
    return report
