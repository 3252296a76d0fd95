"""The gate of every screen that needs a capability."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers

from portal.accounts.capability import Capability
from portal.accounts.holders import may


class CapabilityRequiredMixin:
    """Refuse with 403 whoever may not use `capability`; keep the page out of every cache.

    Signed-out people never get here: SignInRequiredMiddleware sends them to sign in.
    """

    capability: ClassVar[Capability]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Raise PermissionDenied, or go on."""
        if not may(request.user, self.capability):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        add_never_cache_headers(response)
        return response
