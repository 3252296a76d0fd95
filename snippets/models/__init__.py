"""Reference data: organisations, communes, occupations, mail templates, site settings, media."""

from snippets.models.counts import Count
from snippets.models.mail import MailTemplate
from snippets.models.media import SiteDocument, SiteImage, SiteRendition
from snippets.models.organisation import Organisation
from snippets.models.outbox import (
    Delivery,
    Dispatch,
    MailOutage,
    MailRefusal,
    SendingPace,
    SuppressedAddress,
)
from snippets.models.reference import Commune, Occupation, RomeDomain
from snippets.models.site import SiteSettings
from snippets.models.used_links import UsedLink

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
