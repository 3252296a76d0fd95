"""What the screens of organisations share."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from portal.organisations.scope import managed_organisation_for, organisation_for
from snippets.models import Organisation


class ScopedMixin:
    """A screen of one organisation, `slug` in its address: 404 for whoever may not read it."""

    organisation: Organisation
    here = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.organisation = self.find(request.user, kwargs["slug"])
        response: HttpResponseBase = super().dispatch(  # type: ignore[misc]
            request, *args, **kwargs
        )
        return response

    def find(self, user: Any, slug: str) -> Organisation:
        """The organisation in reach."""
        return organisation_for(user, slug)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the heading and the navigation need."""
        context: dict[str, Any] = super().get_context_data(  # type: ignore[misc]
            organisation=self.organisation, here=self.here, **kwargs
        )
        return context


class ManagedMixin(ScopedMixin):
    """The same, for whoever may change its members."""

    def find(self, user: Any, slug: str) -> Organisation:
        """The organisation in reach."""
        return managed_organisation_for(user, slug)
