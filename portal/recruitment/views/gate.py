"""Who enters the screens of a list: the right first, then the list, within reach or not found."""

from typing import Any, ClassVar

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.capabilities import CANDIDATE_LIST
from portal.recruitment.listing import Person, Viewer, person_of, registrations_of
from portal.recruitment.models import Registration, Roster

Crumbs = list[tuple[str, str]]


class InRoster:
    """What comes once the capability is known: the list of the address, or 404."""

    # For the Département, or for it and the organiser: the others are answered as for no list.
    agents_only: ClassVar[bool] = False
    organiser_only: ClassVar[bool] = False
    person: Any
    roster: Roster
    viewer: Viewer

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the list before the method is looked at: out of reach, nothing is said of it."""
        self.resolve(kwargs)
        self.viewer = Viewer.of(request.user, self.roster)
        if (self.agents_only and not self.viewer.is_agent) or (
            self.organiser_only and not self.viewer.runs
        ):
            raise Http404
        response: HttpResponseBase = super().dispatch(  # type: ignore[misc]
            request, *args, **kwargs
        )
        return response

    def resolve(self, names: dict[str, Any]) -> None:
        """Take from the names of the address what is not for the method. Raises Http404."""
        self.roster = self.managed(pk=names.pop("pk"))

    def managed(self, **names: Any) -> Roster:
        """A list that the person manages. Raises Http404."""
        rows = Roster.objects.manageable_by(self.person)
        related = rows.select_related("organisation", "commune", "page")
        return get_object_or_404(related.defer("commune__contour"), **names)

    @property
    def list_url(self) -> str:
        """The list."""
        return reverse("recruitment:list", args=[self.roster.pk])

    def get_success_url(self) -> str:
        return self.list_url

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The list, its reader, and the way back."""
        context: dict[str, Any] = super().get_context_data(  # type: ignore[misc]
            roster=self.roster, viewer=self.viewer, breadcrumb=self.crumbs(), **kwargs
        )
        return context

    def crumbs(self) -> Crumbs:
        """The way back."""
        return [
            ("Rencontres", reverse("recruitment:sessions")),
            (self.roster.title, self.list_url),
            (getattr(self, "here", ""), ""),
        ]


class InRegistration(InRoster):
    """The same for one registration of a list that the person manages."""

    registration: Registration

    def resolve(self, names: dict[str, Any]) -> None:
        rows = Registration.objects.visible_to(self.person)
        found = get_object_or_404(rows.only("roster"), pk=names.pop("pk"))
        self.roster = self.managed(pk=found.roster_id)
        viewer = Viewer.of(self.person, self.roster)
        self.registration = get_object_or_404(
            registrations_of(self.roster, viewer).select_related("helped_by", "helped_for"),
            pk=found.pk,
        )

    @property
    def shown(self) -> Person:
        """Who it is, for this reader."""
        return person_of(self.registration, self.viewer)

    def get_success_url(self) -> str:
        return reverse("recruitment:one", args=[self.registration.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(registration=self.registration, shown=self.shown, **kwargs)

    def crumbs(self) -> Crumbs:
        """One step more than the list's."""
        here = getattr(self, "here", "")
        name = (self.shown.name, self.get_success_url() if here else "")
        return [*super().crumbs()[:2], name, *([(here, "")] if here else [])]


class RosterMixin(CapabilityRequiredMixin, InRoster):
    """A screen about one list."""

    capability = CANDIDATE_LIST


class RegistrationMixin(CapabilityRequiredMixin, InRegistration):
    """A screen about one person of a list."""

    capability = CANDIDATE_LIST
