"""Certificates of engagement and the adviser’s box, for pages that know of neither."""

from typing import Any

from django import template

from portal.accounts.models import User
from portal.sponsorship.advisers import texts
from portal.sponsorship.advisers.models import AdviserTold
from portal.sponsorship.certificates.models import CertificateRequest
from portal.sponsorship.sponsors.models import Sponsor

register = template.Library()


@register.inclusion_tag("sponsorship/certificates/own.html", takes_context=True)
def own_certificates(context: Any, sponsor: Sponsor) -> dict[str, object]:
    """Those issued to a sponsor, the last first, and whether another is asked for."""
    return {
        "certificates": sponsor.certificates.all(),
        "is_asked": CertificateRequest.objects.filter(sponsor=sponsor, certificate=None).exists(),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("sponsorship/advisers/box.html", takes_context=True)
def adviser_box(context: Any, user: User) -> dict[str, object]:
    """Whether the one who follows a person may know of their sponsor."""
    return {
        "is_told": AdviserTold.objects.owned_by(user).active().exists(),
        "texts": texts,
        "csrf_token": context.get("csrf_token"),
    }
