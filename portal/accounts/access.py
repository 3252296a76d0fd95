"""Who is in front of a screen: their capability, and what is theirs."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import add_never_cache_headers

from portal.accounts.actors import Actor, person_of
from portal.accounts.capability import Capability
from portal.accounts.holders import may
from portal.accounts.models import User


class PersonMixin:
    """A screen of somebody who is signed in: SignInRequiredMiddleware has seen to it."""

    request: HttpRequest

    @property
    def person(self) -> User:
        """Who reads or acts."""
        return person_of(self.request)

    @property
    def actor(self) -> Actor:
        """The same, and from where: what services log."""
        return Actor.of(self.request)

    def own(self, rows: Any, **names: Any) -> Any:
        """The one of these rows that has these names and is the person's.

        `rows` is a manager or a query of `portal.accounts.models.owned`. Raises Http404: somebody
        else's row looks like none.
        """
        return get_object_or_404(rows.owned_by(self.person), **names)


class CapabilityRequiredMixin(PersonMixin):
    """Refuse with 403 whoever may not use `capability`; keep the page out of every cache.

    Signed-out people never get here: SignInRequiredMiddleware sends them to sign in.
    """

    capability: ClassVar[Capability]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may(request.user, self.capability):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        add_never_cache_headers(response)
        return response
