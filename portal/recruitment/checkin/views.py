"""What the page at the door asks for, as JSON, when somebody is signed in."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import View

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.capabilities import CANDIDATE_LIST
from portal.recruitment.checkin import answers, queries, services
from portal.recruitment.checkin.incoming import read_batch, read_nonce
from portal.recruitment.codes import salt_of
from portal.recruitment.errors import RecruitmentError
from portal.recruitment.models import Roster
from snippets.numbers import whole_number


class DoorView(CapabilityRequiredMixin, View):
    """What is asked by somebody who may be at the door of some session."""

    capability = CANDIDATE_LIST


class SignInView(DoorView):
    """Back to the page once signed in: the page itself asks nobody to sign in."""

    def get(self, request: HttpRequest) -> HttpResponse:
        session = whole_number(request.GET.get("session", ""))
        query = "" if session is None else f"?session={session}"
        return redirect(f"{reverse('recruitment:checkin')}{query}")


class TokenView(DoorView):
    """The token that a form of the site would hold: the page is everybody's and has none."""

    def get(self, request: HttpRequest) -> JsonResponse:
        return JsonResponse({"token": get_token(request)})


class SessionsView(DoorView):
    """The sessions around today."""

    def get(self, request: HttpRequest) -> JsonResponse:
        found = queries.sessions_of_the_day(self.person, timezone.localdate())
        return JsonResponse({"sessions": answers.sessions(found)})


class OfRoster(View):
    """One session that the person manages; another one is not found, whatever is asked of it."""

    roster: Roster

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        rows = Roster.objects.manageable_by(request.user).select_related("commune")
        self.roster = get_object_or_404(rows, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)


class RosterView(CapabilityRequiredMixin, OfRoster):
    """What is asked of one session."""

    capability = CANDIDATE_LIST


class ListView(RosterView):
    """What a device keeps for the day: hashes, initials, times, states; no name."""

    def get(self, request: HttpRequest, pk: int) -> JsonResponse:
        people = queries.people_at_the_door(self.roster, self.person)
        return JsonResponse(
            {
                "session": answers.session(self.roster),
                "salt": salt_of(self.roster),
                "people": answers.without_names(self.roster, people, self.person),
                "counts": queries.counts_of(self.roster),
            }
        )


class CounterView(RosterView):
    """How many are there, and expected."""

    def get(self, request: HttpRequest, pk: int) -> JsonResponse:
        return JsonResponse(queries.counts_of(self.roster))


class NamesView(RosterView):
    """People by the beginning of their names; the screen shows them and keeps nothing."""

    def get(self, request: HttpRequest, pk: int) -> JsonResponse:
        text = request.GET.get("q", "")
        found = list(queries.find_people(self.roster, self.person, text))
        shown = found[: queries.MAX_FOUND]
        people = answers.with_names(self.roster, shown, self.person)
        return JsonResponse({"people": people, "more": len(found) > len(shown)})


class OfflineNamesView(RosterView):
    """The names, for a place without network: asked for in so many words, and written down."""

    def post(self, request: HttpRequest, pk: int) -> JsonResponse:
        people = services.names_for_offline(roster=self.roster, actor=self.actor)
        rows = answers.with_names(self.roster, people, self.person)
        return JsonResponse({"names": {row["h"]: row["name"] for row in rows}})


class ScansView(RosterView):
    """The scans of a device, in one sending: what became of each."""

    def post(self, request: HttpRequest, pk: int) -> JsonResponse:
        try:
            batch = read_batch(request.body)
        except RecruitmentError as error:
            return JsonResponse({"message": str(error)}, status=HTTPStatus.BAD_REQUEST)
        scans = services.record_scans(roster=self.roster, scans=batch.scans, actor=self.actor)
        return JsonResponse(
            {
                "results": answers.results(batch, scans, self.person),
                "counts": queries.counts_of(self.roster),
            }
        )


class TakeBackView(RosterView):
    """A presence that was somebody else's, taken back by the device that marked it."""

    def post(self, request: HttpRequest, pk: int) -> JsonResponse:
        try:
            nonce = read_nonce(request.body)
            services.take_back(roster=self.roster, nonce=nonce, actor=self.actor)
        except RecruitmentError as error:
            return JsonResponse({"message": str(error)}, status=HTTPStatus.BAD_REQUEST)
        return JsonResponse({"counts": queries.counts_of(self.roster)})
