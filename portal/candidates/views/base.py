"""The gate of the screens of one's own space."""

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views import View

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.capabilities import OWN_SPACE
from portal.candidates.errors import CandidateError


class SpaceView(CapabilityRequiredMixin, View):
    """A screen of a candidate about their own things.

    What goes between its reading and its change, by another click, is what it is a moment later:
    404. A view catches CandidateError where there is more to say.
    """

    capability = OWN_SPACE

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Raise Http404 for what has just gone."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except CandidateError as error:
            raise Http404 from error
