"""What every template may use."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from pages.navigation import menus


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The menus, read only when a template uses them."""
    return {"menus": SimpleLazyObject(menus)}
