"""Every model of the app: reference data, site settings, media, and the tables of mail."""

from snippets.mail.models import (
    Delivery,
    Dispatch,
    MailOutage,
    MailRefusal,
    MailTemplate,
    SendingPace,
    SuppressedAddress,
    UsedLink,
)
from snippets.models.counts import Count
from snippets.models.media import SiteDocument, SiteImage, SiteRendition
from snippets.models.organisation import Organisation
from snippets.models.reference import Commune, Occupation, RomeDomain
from snippets.models.site import SiteSettings

__all__ = [
    "Commune",
    "Count",
    "Delivery",
    "Dispatch",
    "MailOutage",
    "MailRefusal",
    "MailTemplate",
    "Occupation",
    "Organisation",
    "RomeDomain",
    "SendingPace",
    "SiteDocument",
    "SiteImage",
    "SiteRendition",
    "SiteSettings",
    "SuppressedAddress",
    "UsedLink",
]
