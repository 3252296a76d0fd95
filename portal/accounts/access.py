"""Views of the portal name one capability, and are refused without it."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers

from portal.accounts.capabilities import Capability, has_capability


class CapabilityRequiredMixin:
    """403 without the capability; what is private is never cached.

    LoginRequiredMiddleware has led to sign-in whoever is signed out.
    """

    capability: ClassVar[Capability]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask before anything is read."""
        if not has_capability(request.user, self.capability):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        add_never_cache_headers(response)
        return response
