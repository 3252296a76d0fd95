"""What every private view begins with."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers

from portal.accounts.capabilities import Capability, has_capability


class CapabilityRequiredMixin:
    """A view that one capability opens: 403 without it; nothing of it is ever cached.

    Signed-out people never come here: LoginRequiredMiddleware leads them to sign in.
    """

    capability: Capability

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse, or answer without letting anybody keep the answer."""
        if not has_capability(request.user, self.capability):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(  # type: ignore[misc]
            request, *args, **kwargs
        )
        add_never_cache_headers(response)
        return response
