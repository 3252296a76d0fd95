"""schema.org data that the kinds share: JSON for a script, places, organisations, postings."""

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from pages.models.opportunity import ApplyBy
from pages.rich_text import public_html
from pages.validation import DEFAULT_LIFETIME_DAYS
from snippets import departments
from snippets.models import Organisation
from snippets.pictures.showing import rendition_or_none
from snippets.site import absolute, site_settings

if TYPE_CHECKING:
    from pages.models import OpportunityPage

_UNSAFE = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def as_script_text(data: dict[str, Any]) -> SafeString:
    """JSON for the inside of a `<script type="application/ld+json">`, which it cannot close."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(_UNSAFE))  # noqa: S308  # escaped


def posting(page: "OpportunityPage") -> dict[str, Any]:
    """A JobPosting without what only a job has."""
    published = page.first_published_at or timezone.now()
    expires = page.expire_at or published + timedelta(days=DEFAULT_LIFETIME_DAYS)
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": page.title,
        "description": public_html(page.description) or page.summary,
        "datePosted": timezone.localtime(published).date().isoformat(),
        "validThrough": timezone.localtime(expires).isoformat(timespec="seconds"),
        "jobLocation": location(page),
        "directApply": page.apply_by == ApplyBy.PLATFORM,
        "inLanguage": "fr-FR",
    }
    if page.url:
        data["url"] = absolute(page.url)
    if page.pk:
        data["identifier"] = {
            "@type": "PropertyValue",
            "name": site_settings().site_name,
            "value": str(page.pk),
        }
    if page.organisation is not None:
        data["hiringOrganization"] = organisation(page.organisation)
    return data


def location(page: "OpportunityPage", name: str = "") -> dict[str, Any]:
    """A place with its address, its name if it has one, and its coordinates when known."""
    address: dict[str, str] = {"@type": "PostalAddress", "addressCountry": "FR"}
    if page.address:
        address["streetAddress"] = page.address
    if page.commune:
        address["addressLocality"] = page.commune.name
        address["postalCode"] = page.commune.postal_code
        region = departments.of_commune(page.commune.pk).region
        if region:
            address["addressRegion"] = region
    found: dict[str, Any] = {"@type": "Place", "address": address}
    if name:
        found["name"] = name
    if page.position:
        latitude, longitude = page.position
        found["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": latitude,
            "longitude": longitude,
        }
    return found


def organisation(known: Organisation) -> dict[str, Any]:
    """An Organization with its site and its logo."""
    data: dict[str, Any] = {"@type": "Organization", "name": known.name}
    if known.website:
        data["sameAs"] = known.website
    rendition = rendition_or_none(known.logo, "max-600x600") if known.logo else None
    if rendition:
        data["logo"] = absolute(rendition.url)
    return data
