"""What every message knows: the variables of `kinds.COMMON_VARIABLES`, from the site's settings."""

from snippets.mail.kinds import MailValue
from snippets.site import site_settings


def common_values() -> dict[str, MailValue]:
    """The variables that every message has."""
    site = site_settings()
    return {
        "site_name": site.site_name,
        "contact_email": site.contact_email,
        "contact_phone": site.contact_phone,
    }
