"""The contacts that a new site still lacks, or that were invented: nobody answers there.

One list for the CMS's first screen, `/health/ready` and `manage.py new_territory`. A value counts
as invented by what it is, wherever it comes from: domains that are reserved for examples
(RFC 2606), numbers that ARCEP keeps for fiction.
"""

import dataclasses
import re
from email.utils import parseaddr

from django.conf import settings

from snippets.models import SiteSettings
from snippets.site import site_settings

_EXAMPLE_DOMAIN = re.compile(
    r"(^|\.)(example\.(com|net|org)|(.+\.)?(example|invalid|test|localhost))$"
)
# ARCEP's decision 2018-0881: numbers of works of fiction.
_FICTION_PHONE = re.compile(r"^0(19900|26191|35301|46571|53649|63998)\d{4}$")
_ABROAD = re.compile(r"^(\+|00)33")
_SITE_FIELDS = ("contact_email", "contact_phone", "contact_address", "contact_hours")
_SERVER_SETTINGS = {
    "DEFAULT_FROM_EMAIL": "expéditeur des messages",
    "MAIL_RETURN_ADDRESS": "adresse de retour des messages",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Placeholder:
    """A contact to write: in the site's settings (`field`), or on the server (`setting`)."""

    label: str
    value: str = ""
    field: str = ""
    setting: str = ""

    @property
    def name(self) -> str:
        """What machines call it."""
        return self.field or self.setting


def placeholders(site: SiteSettings | None = None) -> list[Placeholder]:
    """What is still to be written, in the order of the form; without a query of its own."""
    if settings.INVENTED_CONTACTS:
        return []
    site = site or site_settings()
    found = [
        Placeholder(str(SiteSettings._meta.get_field(name).verbose_name), value, field=name)  # noqa: SLF001 - a documented API
        for name in _SITE_FIELDS
        if is_placeholder(name, value := getattr(site, name))
    ]
    found += [
        Placeholder(label, value, setting=name)
        for name, label in _SERVER_SETTINGS.items()
        if is_example_address(value := getattr(settings, name))
    ]
    return found


def is_placeholder(field: str, value: str) -> bool:
    """Whether nobody answers at a contact of the site's settings, or there is none."""
    if not value.strip():
        return True
    if field == "contact_email":
        return is_example_address(value)
    return field == "contact_phone" and is_fiction_phone(value)


def is_example_address(value: str) -> bool:
    """Whether a mailbox, with or without a name, is at a domain that is reserved for examples."""
    domain = parseaddr(value)[1].rpartition("@")[2]
    return bool(_EXAMPLE_DOMAIN.search(domain.lower().rstrip(".")))


def is_fiction_phone(value: str) -> bool:
    """Whether a French number is one of those that no operator gives."""
    digits = _ABROAD.sub("0", re.sub(r"[^\d+]", "", value))
    return bool(_FICTION_PHONE.match(digits))
