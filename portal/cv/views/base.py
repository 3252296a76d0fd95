"""The gates of the screens of CVs."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers
from django.utils.functional import cached_property
from django.views import View

from portal.accounts.access import CapabilityRequiredMixin, PersonMixin
from portal.accounts.capabilities import HELP_CV, OWN_CV, has_capability
from portal.cv.errors import CvError
from portal.cv.models import Cv
from portal.cv.views.helper_ended import ended_page
from snippets.numbers import whole_number
from snippets.uploads import BoundedUpload


class OwnerView(CapabilityRequiredMixin, View):
    """A screen of a candidate about their own CVs.

    What goes between its reading and its change, by another click, is what it is a moment later:
    404. A view catches CvError where there is more to say.
    """

    capability = OWN_CV

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Raise Http404 for what has just gone."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except CvError as error:
            raise Http404 from error

    def own_cv(self, pk: int) -> Cv:
        """One of their CVs. Raises Http404."""
        cv: Cv = self.own(Cv.objects, pk=pk)
        return cv

    @cached_property
    def cv(self) -> Cv:
        """The CV that the address names. Raises Http404."""
        return self.own_cv(self.kwargs["pk"])


class UploadView(BoundedUpload, OwnerView):
    """A screen of a candidate that takes a file."""


class CvView(PersonMixin, View):
    """A screen of one CV, for its person and for who helps with it."""

    cv: Cv

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Raise PermissionDenied without the right, Http404 out of reach; then go on."""
        person = request.user
        if not (has_capability(person, OWN_CV) or has_capability(person, HELP_CV)):
            raise PermissionDenied
        pk = kwargs.pop("pk")
        found = Cv.objects.editable_by(person).select_related("owner").filter(pk=pk).first()
        if found is None:
            return self.out_of_reach(pk, **kwargs)
        self.cv = found
        response = super().dispatch(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    def out_of_reach(self, pk: int, **names: Any) -> HttpResponseBase:
        """Answer for a CV that the person may not read, kindly if they helped. Raises Http404."""
        is_read = self.request.method == "GET" and reads_pages(self.request)
        page = ended_page(self.request, pk) if is_read else None
        if page is None:
            raise Http404
        return page

    @property
    def is_owner(self) -> bool:
        """Whether the CV is theirs."""
        return self.cv.owner_id == self.person.pk


def reads_pages(request: HttpRequest) -> bool:
    """Whether a browser opens the address, rather than a script or a picture's place."""
    return "text/html" in request.headers.get("Accept", "text/html")


def number_of(text: str) -> int:
    """A key that somebody sent, 0 when it is none."""
    return whole_number(text) or 0
