"""Wagtail's user and group screens, closed: levels are granted elsewhere, with their rules."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from wagtail.users.views.groups import GroupViewSet
from wagtail.users.views.users import UserViewSet


def superuser_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """404 for anybody but a superuser, whatever permissions they hold."""

    @wraps(view)
    def closed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_superuser:
            raise Http404
        return view(request, *args, **kwargs)

    return closed


class _ClosedMixin:
    """Every address of a viewset is for superusers only, and none is in the menu."""

    add_to_settings_menu = False

    def get_urlpatterns(self) -> list[URLPattern]:
        """Wrap each view."""
        patterns: list[URLPattern] = super().get_urlpatterns()  # type: ignore[misc]
        for pattern in patterns:
            pattern.callback = superuser_only(pattern.callback)
        return patterns


class ClosedUserViewSet(_ClosedMixin, UserViewSet):
    """Users."""


class ClosedGroupViewSet(_ClosedMixin, GroupViewSet):
    """Groups."""
