"""What every template may use."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from snippets.site import site_settings


def site(request: HttpRequest) -> dict[str, Any]:
    """The site's settings, read only when a template uses them."""
    return {"site_settings": SimpleLazyObject(site_settings)}
