"""The list of a session for a company that has a link and no account."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.cache import add_never_cache_headers
from django.views import View

from portal.accounts.actors import Actor
from portal.recruitment.exports.rows import sheet_of
from portal.recruitment.listing import COMPANY, person_of, registrations_of
from portal.recruitment.models import CompanyLink, ListAccess
from portal.recruitment.services.accesses import record_access
from portal.recruitment.services.company_links import ClosedLinkError, ends_at, open_link
from portal.recruitment.views.one import cv_response
from portal.recruitment.wording import place_of
from snippets import french
from snippets.networks import client_address


class LinkView(View):
    """The gate: what does not work looks the same, whatever the reason, and is not indexed."""

    link: CompanyLink

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the link. Nothing is cached; the site's referrer policy keeps the address here."""
        self.token = str(kwargs.pop("token"))
        try:
            self.link = open_link(token=self.token)
            response = super().dispatch(request, *args, **kwargs)
        except ClosedLinkError:
            response = render(request, "recruitment/company/closed.html", status=HTTPStatus.GONE)
        add_never_cache_headers(response)
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response


class CompanyView(LinkView):
    """`/rencontres/lien/<secret>/`: a button, then the list.

    Programs that read links in mails follow GET; a person presses the button, and is counted.
    """

    def get(self, request: HttpRequest) -> HttpResponse:
        """What it is, without anybody's name."""
        return render(request, "recruitment/company/door.html", self._context())

    def post(self, request: HttpRequest) -> HttpResponse:
        """The list; the opening is logged, with the network and nothing else of who opened."""
        roster = self.link.roster
        people = [person_of(row, COMPANY) for row in sheet_of(roster, COMPANY)]
        shown = [person for person in people if not person.is_masked]
        record_access(
            roster=roster,
            how=ListAccess.How.LINK,
            actor=Actor(None, client_address(request)),
            rows=len(shown),
            link=self.link,
        )
        context = {**self._context(), "people": shown, "masked": len(people) - len(shown)}
        return render(request, "recruitment/company/list.html", context)

    def _context(self) -> dict[str, Any]:
        roster = self.link.roster
        return {
            "link": self.link,
            "token": self.token,
            "roster": roster,
            "when": french.when(roster.starts_at, roster.ends_at),
            "place": place_of(roster),
            "until": french.full_date(ends_at(self.link)),
        }


class CompanyCvView(LinkView):
    """`…/cv/<pk>/`: the CV that a person brought, by a button of the list."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Raises Http404 for who does not share it, as for who is not there; logged as the list."""
        row = get_object_or_404(registrations_of(self.link.roster, COMPANY), pk=pk)
        person = person_of(row, COMPANY)
        if person.is_masked or not person.has_cv:
            raise Http404
        response = cv_response(row, person.name)
        record_access(
            roster=self.link.roster,
            how=ListAccess.How.LINK,
            actor=Actor(None, client_address(request)),
            rows=1,
            link=self.link,
        )
        return response
