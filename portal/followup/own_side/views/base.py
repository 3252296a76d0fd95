"""What every screen of a linked person begins with: their case, and a line of the log."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.views.generic import View

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.capabilities import OWN_CASE
from portal.accounts.holders import may
from portal.followup.access.log import Act, log
from portal.followup.booking import telling
from portal.followup.own_side import queries
from portal.followup.own_side.errors import NoLinkError
from portal.followup.people.models import Beneficiary
from snippets.errors import DomainError

_SHOWN = frozenset({HTTPStatus.OK, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.CONFLICT})


class OwnCaseMixin(CapabilityRequiredMixin):
    """A screen of the person's own case; whoever is not linked is led to where a code is typed.

    What is about one row of somebody else's is not found. The link is asked at each request: once
    it is cut, what was open shows nothing more, and gives back what was typed.
    """

    capability = OWN_CASE
    act_logged = Act.READ
    # About one row, of which there is none without a case.
    is_of_a_row = False
    kwargs: dict[str, Any]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        self.kwargs = kwargs

    @cached_property
    def case(self) -> Beneficiary:
        """The case that the account is linked with now. Raises NoLinkError."""
        found = queries.own_case(self.person)
        if found is None:
            raise NoLinkError
        return found

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            if may(request.user, self.capability):
                _ = self.case
            response = super().dispatch(request, *args, **kwargs)
        except NoLinkError:
            return self.without_link()
        if response.status_code in _SHOWN:
            self.log_reading()
        return response

    def without_link(self) -> HttpResponseBase:
        """No more, or not yet: what was typed is given back. Raises Http404 for a row."""
        typed = [
            text
            for name in ("text", "helped_by", "about", "comment")
            if (text := self.request.POST.get(name, "").strip()[:8000])
        ]
        if typed:
            context = {"typed": typed, "section": "space"}
            return render(
                self.request,
                "followup/own_side/ended.html",
                context,
                status=HTTPStatus.NOT_FOUND,
            )
        if self.is_of_a_row:
            raise Http404
        return redirect("followup:own")

    def log_reading(self) -> None:
        """Write that the person opened their own case, as for anybody."""
        place = self.request.resolver_match.view_name if self.request.resolver_match else ""
        log(actor=self.actor, act=self.act_logged, beneficiary=self.case, place=place)

    def refused(self, form: Any, error: DomainError) -> HttpResponse:
        """A link that was cut while the form was sent is no fault of the form."""
        if isinstance(error, NoLinkError):
            raise error
        response: HttpResponse = super().refused(form, error)  # type: ignore[misc]
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        said = {"case": self.case, "phone": telling.phone_of(self.case), "section": "space"}
        return super().get_context_data(**(said | kwargs))  # type: ignore[misc]


class OwnFileView(OwnCaseMixin, View):
    """A file of one's own case: its bytes, all of them. `file` raises Http404."""

    http_method_names = ["get", "head", "options"]
    is_of_a_row = True
    act_logged = Act.READ_DOCUMENT

    def file(self) -> HttpResponse:
        """The answer."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.file()
