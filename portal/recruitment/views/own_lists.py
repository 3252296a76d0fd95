"""One's own sessions, and those of the people that somebody registered."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.capabilities import APPLY_FOR
from portal.candidates.views.base import SpaceView
from portal.recruitment import links
from portal.recruitment.models import Registration, RegistrationQuerySet
from portal.recruitment.own_page import own_page
from portal.recruitment.services.cancelling import cancel
from portal.recruitment.states import Role
from snippets import french
from snippets.form_views import ServiceActionView

BY_PAGE = 25


class OwnListView(SpaceView):
    """`/mon-espace/rencontres/`: what is to come first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        rows = _with_session(Registration.objects.owned_by(self.person))
        coming = rows.filter(roster__ends_at__gt=now).order_by("roster__starts_at", "pk")
        past = rows.filter(roster__ends_at__lte=now).order_by("-roster__starts_at", "-pk")
        context = {
            "coming": [(own_page(row, now=now), links.own_path(row)) for row in coming],
            "past": [(own_page(row, now=now), links.own_path(row)) for row in past[:BY_PAGE]],
        }
        return render(request, "recruitment/person/own_list.html", context)


class HelperView(CapabilityRequiredMixin):
    """A screen of who registers other people, about those that they registered."""

    capability = APPLY_FOR

    @property
    def rows(self) -> RegistrationQuerySet:
        """The registrations that they, or their employment partner, made."""
        return Registration.objects.helped_by(self.person)


class HelpedView(HelperView, View):
    """`/accompagnement/inscriptions/`: what becomes of those whom somebody registered."""

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = _with_session(self.rows).order_by("-roster__starts_at", "-created_at", "-pk")
        results = Paginator(rows, BY_PAGE).get_page(request.GET.get("page"))
        context = {"results": results, "pages": [own_page(row) for row in results]}
        return render(request, "recruitment/person/helped.html", context)


class HelpedCancelView(HelperView, ServiceActionView):
    """« Annuler », at the person's word: a page to confirm, then one's own name in the history."""

    http_method_names = ["get", "head", "post", "options"]

    @property
    def registration(self) -> Registration:
        """The registration of the address; 404 for what somebody else made."""
        found: Registration = get_object_or_404(_with_session(self.rows), pk=self.kwargs["pk"])
        return found

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        context = {"page": own_page(self.registration)}
        return render(request, "recruitment/person/helped_cancel.html", context)

    def act(self) -> str:
        """Cancel, and offer the place to the next person."""
        registration = self.registration
        cancel(registration=registration, role=Role.PERSON, actor=self.actor)
        return f"L’inscription {french.of(registration.participant.name)} est annulée."

    def get_success_url(self) -> str:
        return reverse("recruitment:helped")


def _with_session(rows: Any) -> Any:
    return rows.select_related("roster__commune", "slot", "participant__user", "agreement")
