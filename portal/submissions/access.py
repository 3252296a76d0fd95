"""Who enters the space of an organisation: its members, and nobody else."""

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views import View

from portal.accounts.access import CapabilityRequiredMixin, PersonMixin
from portal.accounts.capabilities import PROPOSE
from portal.accounts.models import Membership
from portal.accounts.rules import can_propose_for
from portal.submissions.errors import NotAMemberError, SuspendedError
from portal.submissions.queries import Row, allowed, find
from portal.submissions.states import Action
from snippets.models import Organisation


class InOrganisation(PersonMixin, View):
    """What comes once the capability is known: the organisation of the address, or 404."""

    organisation: Organisation

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the organisation, then what else the address names."""
        organisation = Organisation.objects.filter(slug=kwargs.pop("slug")).first()
        if organisation is None or not can_propose_for(request.user, organisation):
            raise Http404
        self.organisation = organisation
        self.resolve(kwargs)
        return super().dispatch(request, *args, **kwargs)

    def resolve(self, names: dict[str, Any]) -> None:
        """Take from the names of the address what is not for the method. Raises Http404."""


class InOpportunity(InOrganisation):
    """The same for one of its opportunities, 404 for those of others."""

    row: Row

    def resolve(self, names: dict[str, Any]) -> None:
        row = find(self.organisation, names.pop("page_id"))
        if row is None:
            raise Http404
        self.row = row

    @property
    def actions(self) -> frozenset[Action]:
        """What the person may do with it now."""
        return allowed(self.row, self.organisation, self.person)


class MemberRequiredMixin(CapabilityRequiredMixin):
    """First in the list of bases: a word for who is no longer a member, 403 without the level."""

    capability = PROPOSE

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Look at the membership before the level, which went with it."""
        organisation = Organisation.objects.filter(slug=kwargs["slug"]).first()
        if organisation is not None and _has_left(request.user, organisation):
            return removed(request, organisation)
        try:
            return super().dispatch(request, *args, **kwargs)
        except NotAMemberError:
            # Taken out between the two: the service has changed nothing.
            assert organisation is not None  # noqa: S101 - somebody was a member of it
            return removed(request, organisation)
        except SuspendedError:
            assert organisation is not None  # noqa: S101 - it was asked whether it may write
            return suspended(request, organisation)


class OrganisationView(MemberRequiredMixin, InOrganisation):
    """A view of one organisation."""


class OpportunityView(MemberRequiredMixin, InOpportunity):
    """A view of one opportunity."""


def removed(request: HttpRequest, organisation: Organisation) -> HttpResponseBase:
    """403, and why: somebody took the person out of the organisation."""
    context = {"organisation": organisation}
    response = render(request, "submissions/removed.html", context, status=403)
    add_never_cache_headers(response)
    return response


def suspended(request: HttpRequest, organisation: Organisation) -> HttpResponseBase:
    """403, why, and whom to call: nobody writes for an organisation that is suspended."""
    context = {"organisation": organisation}
    response = render(request, "submissions/suspended.html", context, status=403)
    add_never_cache_headers(response)
    return response


def _has_left(user: Any, organisation: Organisation) -> bool:
    """Whether a person was a member, and is not any more."""
    memberships = Membership.objects.owned_by(user).filter(organisation=organisation)
    ends = list(memberships.values_list("ended_at", flat=True))
    return bool(ends) and all(ends)
