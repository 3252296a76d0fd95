"""`/proposition/<token>/`: the ad that somebody was told of, without an account.

Opening the address changes nothing, since mail scanners open them all: the button that leads to
the ad says that it was seen. The page tells of the ad alone.
"""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import cached_property

from portal.accounts.actors import Actor
from portal.followup.access import reach
from portal.followup.access.log import log_refusal
from portal.followup.booking.telling import phone_of
from portal.followup.booking.views.visitor import OpenPage
from portal.followup.suggestions import words
from portal.followup.suggestions.errors import UnknownLinkError
from portal.followup.suggestions.models import Suggestion
from portal.followup.suggestions.services import seeing
from portal.followup.suggestions.today import as_of_today, called_off
from search.models import Opportunity
from search.queries import by_ids
from snippets.limits import HOUR, Limit
from snippets.networks import client_address, subscriber_of
from snippets.site import site_settings

# Wrong links from one network: whoever copies badly tries a few times, whoever guesses thousands.
GUESSES = Limit("followup.suggestion_guesses", 100, HOUR)
_TOO_OFTEN = "Trop d’essais depuis ce réseau. Réessayez dans une heure, ou appelez-nous."
_UNUSABLE = "followup/suggestions/visitor/refused.html"


class LinkView(OpenPage):
    """One suggestion, read in the scope of its link, and in no other."""

    def answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        visitor = subscriber_of(request)
        if not GUESSES.allows(visitor):
            return self._unusable(_TOO_OFTEN, HTTPStatus.TOO_MANY_REQUESTS)
        try:
            with seeing.by_link(client_address(request)):
                self.row: Suggestion = seeing.suggestion_of(kwargs["token"])
                response = super().answer(request, *args, **kwargs)
        except UnknownLinkError as error:
            log_refusal(actor=Actor.of(request), place="suggestion:link")
            return self._unusable(str(error), HTTPStatus.NOT_FOUND)
        GUESSES.take_back(visitor)
        return response

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """The ad in a few words, and the button."""
        return render(request, "followup/suggestions/visitor/ad.html", self._shown())

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Seen, unless it is by a professional who looks at what they sent; then the ad."""
        if not reach.works_in_the_area(request.user):
            seeing.mark_seen(self.row)
        url = self._url()
        return redirect(url or "suggestion:link", *([] if url else [token]))

    @cached_property
    def ad(self) -> Opportunity | None:
        """What it is today; None once it is withdrawn."""
        return by_ids([self.row.opportunity_id]).get(self.row.opportunity_id)

    @cached_property
    def today(self) -> Suggestion:
        """The suggestion with what the ad says today."""
        return as_of_today(self.row, self.ad)

    def _url(self) -> str:
        """The ad; empty once it is withdrawn, and of one that is open to some people alone."""
        return self.ad.url if self.ad and not self.today.is_neutral else ""

    def _shown(self) -> dict[str, Any]:
        row, url = self.today, self._url()
        return {
            "title": words.title_of(row),
            "what": words.WHAT[row.kind],
            "organisation": words.organisation_of(row),
            "place": row.place,
            "starts": words.moment_of(row),
            "sender": row.author_name,
            "phone": phone_of(row.beneficiary),
            "is_online": self.ad is not None,
            "called_off": called_off(self.ad),
            "has_page": bool(url),
            "is_seen": row.seen_at is not None,
        }

    def _unusable(self, sentence: str, status: HTTPStatus) -> HttpResponse:
        context = {"explanation": sentence, "phone": site_settings().contact_phone}
        return render(self.request, _UNUSABLE, context, status=status)
