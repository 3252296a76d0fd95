"""The gates of the screens of those who recruit."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.views import View

from pages.every_kind import every_opportunity, kind_text
from pages.wording import KindName
from portal.accounts.access import CapabilityRequiredMixin, PersonMixin
from portal.accounts.capabilities import CANDIDATE_LIST
from portal.applications.models import Application, ApplicationQuerySet
from portal.applications.queries import answerable_by
from portal.participation.recruiting import is_agent, recruiting_for
from snippets.models import Organisation

# The address of what was received for opportunities that are no longer there.
DELETED = 0
DELETED_TITLE = "Annonces supprimées"


@dataclass(frozen=True, slots=True)
class ListedOpportunity:
    """What a list says of the opportunity that it is about, whatever became of it."""

    pk: int
    title: str
    kind: str
    label: str
    organisation_id: int | None
    organisation_name: str
    is_live: bool
    url: str


class _Recruiter(PersonMixin, View):
    """What a screen about candidates shows: all of them to officers, their own to members."""

    @cached_property
    def visible(self) -> ApplicationQuerySet:
        """What this person may read."""
        return Application.objects.visible_to(self.person)

    def member_space(self, organisation_id: int | None) -> Organisation | None:
        """The organisation whose navigation is shown: one that the person is a member of."""
        if organisation_id is None:
            return None
        return recruiting_for(self.person).filter(pk=organisation_id).first()


class _InOpportunity(_Recruiter):
    """What comes once the capability is known: the opportunity of the address, or 404.

    `0` is those that were deleted.
    """

    opportunity: ListedOpportunity

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.page_id = kwargs.pop("page_id")
        self.opportunity = self._find()
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def received(self) -> ApplicationQuerySet:
        """The applications of this list."""
        return self._of_this(self.visible)

    @cached_property
    def answerable(self) -> ApplicationQuerySet:
        """Those of them that this person may answer."""
        return self._of_this(answerable_by(self.person))

    def _of_this(self, rows: ApplicationQuerySet) -> ApplicationQuerySet:
        if self.page_id == DELETED:
            return rows.filter(page__isnull=True)
        return rows.filter(page_id=self.page_id)

    def _find(self) -> ListedOpportunity:
        """Raises Http404 for what is out of reach, as if it were not."""
        if self.page_id == DELETED:
            if not self.received.exists():
                raise Http404
            return ListedOpportunity(
                DELETED, DELETED_TITLE, "", "", None, "", is_live=False, url=""
            )
        found = every_opportunity().filter(pk=self.page_id).first()
        if found is None or found.specific_class.kind == KindName.SESSION:
            raise Http404
        may_follow = (
            is_agent(self.person)
            or recruiting_for(self.person).filter(pk=found.organisation_key).exists()
            or self.received.exists()
        )
        if not may_follow:
            raise Http404
        return ListedOpportunity(
            found.pk,
            found.title,
            found.specific_class.kind,
            kind_text(found),
            found.organisation_key,
            found.organisation_name,
            found.live,
            found.url or "",
        )


class _InApplication(_Recruiter):
    """What comes once the capability is known: the application of the address, or 404."""

    # Whether the screen changes something: then it is one that the person may answer.
    answers = False
    application: Application

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Raise Http404 for what is out of reach; then go on."""
        rows = answerable_by(self.person) if self.answers else self.visible
        related = rows.select_related(
            "participant__user", "participant__commune", "organisation", "cv", "page", "helped_by"
        )
        found = related.filter(pk=kwargs.pop("pk")).first()
        if found is None:
            raise Http404
        self.application = found
        return super().dispatch(request, *args, **kwargs)


class RecruiterView(CapabilityRequiredMixin, _Recruiter):
    """A screen about candidates: 403 without the capability."""

    capability = CANDIDATE_LIST


class OpportunityView(CapabilityRequiredMixin, _InOpportunity):
    """A screen about the candidates of one opportunity."""

    capability = CANDIDATE_LIST


class ApplicationView(CapabilityRequiredMixin, _InApplication):
    """A screen about one application."""

    capability = CANDIDATE_LIST
