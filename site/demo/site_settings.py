"""The settings of the demo's site: invented contacts, in the Territoire de Belfort."""

from snippets.models import SiteSettings


def load_site_settings() -> int:
    """Write the settings unless somebody did; return how many rows were made."""
    if SiteSettings.objects.exists():
        return 0
    SiteSettings.objects.create(
        site_name="Déclic",
        department_code="90",
        contact_email="emploi@declic.example",
        contact_phone="03 53 01 90 00",
        contact_address="Place du Marché, 90000 Belfort",
        contact_hours=(
            "Du lundi au vendredi, de 9\u00a0h à 12\u00a0h et de 13\u00a0h\u00a030 à 17\u00a0h"
        ),
    )
    return 1
