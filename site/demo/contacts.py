"""The invented contacts of the demo: a domain and a number that are kept for examples."""

from snippets.models import SiteSettings

CONTACTS = {
    "contact_phone": "03 53 01 90 00",
    "contact_address": "Place du Marché, 90000 Belfort",
    "contact_hours": (
        "Du lundi au vendredi, de 9\u00a0h à 12\u00a0h et de 13\u00a0h\u00a030 à 17\u00a0h"
    ),
}


def load_contacts() -> int:
    """Write those that are empty; return how many. What somebody wrote in the CMS stays."""
    site = SiteSettings.load()
    missing = [name for name in CONTACTS if not getattr(site, name)]
    for name in missing:
        setattr(site, name, CONTACTS[name])
    if missing:
        site.save()
    return len(missing)
