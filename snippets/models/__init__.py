"""Reference data: organisations, communes, occupations, mail templates, site settings, media."""

from snippets.models.mail import MailTemplate
from snippets.models.media import SiteDocument, SiteImage, SiteRendition
from snippets.models.organisation import Organisation
from snippets.models.reference import Commune, Occupation, RomeDomain
from snippets.models.site import SiteSettings

__all__ = [
    "Commune",
    "MailTemplate",
    "Occupation",
    "Organisation",
    "RomeDomain",
    "SiteDocument",
    "SiteImage",
    "SiteRendition",
    "SiteSettings",
]
