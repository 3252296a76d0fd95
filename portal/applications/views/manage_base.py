"""The gates of the screens of those who recruit."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.views import View

from pages.every_kind import every_opportunity, kind_text
from pages.wording import KindName
from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.capabilities import CANDIDATE_LIST
from portal.applications.models import Application, ApplicationQuerySet
from portal.applications.queries import answerable_by, is_inside, recruiting_for
from snippets.models import Organisation

# The address of what was received for opportunities that are no longer there.
DELETED = 0
DELETED_TITLE = "Annonces supprimées"


class RecruiterView(CapabilityRequiredMixin, View):
    """A screen about candidates: officers see all, members those of their organisation."""

    capability = CANDIDATE_LIST

    @cached_property
    def visible(self) -> ApplicationQuerySet:
        """What this person may read."""
        return Application.objects.visible_to(self.person)

    def member_space(self, organisation_id: int | None) -> Organisation | None:
        """The organisation whose navigation is shown: one that the person is a member of."""
        if organisation_id is None:
            return None
        return recruiting_for(self.person).filter(pk=organisation_id).first()


@dataclass(frozen=True, slots=True)
class Opportunity:
    """What a list says of the opportunity that it is about, whatever became of it."""

    pk: int
    title: str
    kind: str
    organisation_id: int | None
    organisation_name: str
    is_live: bool
    url: str


class OpportunityMixin(RecruiterView):
    """One opportunity of the address, or 404; `0` is those that were deleted."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.page_id = kwargs.pop("page_id")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def received(self) -> ApplicationQuerySet:
        """The applications of this list."""
        if self.page_id == DELETED:
            return self.visible.filter(page__isnull=True)
        return self.visible.filter(page_id=self.page_id)

    @cached_property
    def answerable(self) -> ApplicationQuerySet:
        """Those of them that this person may answer."""
        if self.page_id == DELETED:
            return answerable_by(self.person).filter(page__isnull=True)
        return answerable_by(self.person).filter(page_id=self.page_id)

    @cached_property
    def opportunity(self) -> Opportunity:
        """What the list is about. Raises Http404 for what is out of reach, as if it were not."""
        if self.page_id == DELETED:
            if not self.received.exists():
                raise Http404
            return Opportunity(DELETED, DELETED_TITLE, "", None, "", is_live=False, url="")
        found = every_opportunity().filter(pk=self.page_id).first()
        if found is None or found.specific_class.kind == KindName.SESSION:
            raise Http404
        may_follow = (
            is_inside(self.person)
            or recruiting_for(self.person).filter(pk=found.organisation_key).exists()
            or self.received.exists()
        )
        if not may_follow:
            raise Http404
        return Opportunity(
            found.pk,
            found.title,
            kind_text(found),
            found.organisation_key,
            found.organisation_name,
            found.live,
            found.url or "",
        )


class ApplicationMixin(RecruiterView):
    """One application of the address, or 404."""

    # Whether the screen changes something: then it is one that the person may answer.
    answers = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.application_pk = kwargs.pop("pk")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def application(self) -> Application:
        """What the address names. Raises Http404 for what is out of reach."""
        rows = answerable_by(self.person) if self.answers else self.visible
        related = rows.select_related(
            "participant__user", "participant__commune", "organisation", "cv", "page", "helped_by"
        )
        found = related.filter(pk=self.application_pk).first()
        if found is None:
            raise Http404
        return found
