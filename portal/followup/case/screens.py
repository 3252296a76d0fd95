"""What every screen of a case begins with: the case, within reach, and a line of the log."""

from http import HTTPStatus
from typing import Any, ClassVar, Self

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.capabilities import MERGE_CASES, READ_CASES
from portal.accounts.holders import may
from portal.followup.access import rules
from portal.followup.access.log import Act, log
from portal.followup.access.ways import READING, WRITING, Way, ways_to
from portal.followup.case.header import header_of
from portal.followup.case.tabs import TABS, Needs
from portal.followup.journal import drafts
from portal.followup.link.models import AccountLink
from portal.followup.merging.models import CaseMerge
from portal.followup.merging.pointers import Origins
from portal.followup.people.models import Beneficiary
from snippets.form_views import ServiceFormView

# A form that is sent and shown again shows the case as well: whoever sends one reads it.
_SHOWN = frozenset(
    {HTTPStatus.OK, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY}
    | {HTTPStatus.TOO_MANY_REQUESTS}
)


_MERGES = CaseMerge.unscoped.filter(beneficiary=OuterRef("pk"), state=CaseMerge.State.DONE)
_LINKS = AccountLink.unscoped.filter(beneficiary=OuterRef("pk"), cut_at__isnull=True)


class CaseMixin(CapabilityRequiredMixin):
    """A screen at `/suivi/dossiers/<pk>/…`. What is out of reach is not found.

    `needs` says how much of the case it shows; `tab` which one is open. Reading is logged once a
    screen; what a form changes has its history.
    """

    capability = READ_CASES
    needs: ClassVar[Needs] = Needs.WHOLE
    tab: ClassVar[str] = ""
    kwargs: dict[str, Any]

    @cached_property
    def case(self) -> Beneficiary:
        """The case of the address. Raises Http404.

        How the person reaches it is asked first (asking `rules` one by one is a query each): what
        one reads whole is found by its key, what one knows otherwise among all that one knows.
        """
        pk = self.kwargs["pk"]
        self.ways = ways_to(self.person, pk)
        self.may_write = not WRITING.isdisjoint(self.ways)
        self.reads_all = not READING.isdisjoint(self.ways)
        rows = (
            Beneficiary.unscoped.filter(merged_into__isnull=True)
            if self.reads_all
            else Beneficiary.objects.visible_to(self.person)
        )
        rows = rows.annotate(has_merges=Exists(_MERGES), has_link=Exists(_LINKS))
        found: Any = get_object_or_404(rows.select_related("unit"), pk=pk)
        is_let_in = {
            Needs.IDENTITY: True,
            Needs.WHOLE: self.reads_all,
            Needs.WRITING: self.may_write,
            Needs.ORIENTING: rules.may_orient(self.person, found),
        }
        if not is_let_in[self.needs]:
            raise Http404
        case: Beneficiary = found
        return case

    @cached_property
    def ways(self) -> frozenset[Way]:
        """How this person reaches the case; none, for who knows its identity alone."""
        return self._reached().ways

    @cached_property
    def may_write(self) -> bool:
        """Whether its buttons are shown to this person."""
        return self._reached().may_write

    @cached_property
    def reads_all(self) -> bool:
        """Whether this person reads the whole case."""
        return self._reached().reads_all

    @cached_property
    def origins(self) -> Origins | None:
        """The cases that were merged into this one; None, without a query, for any other."""
        has_merges = getattr(self._reached().case, "has_merges", False)
        return Origins(self.case, self.person) if has_merges else None

    @cached_property
    def has_link(self) -> bool:
        """Whether the account of somebody is linked to this case."""
        return getattr(self._reached().case, "has_link", False)

    def _reached(self) -> Self:
        """Once the case is found, how far one reaches it is known."""
        _ = self.case
        return self

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        self.kwargs = kwargs

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        if response.status_code in _SHOWN:
            self.log_reading()
        return response

    def http_method_not_allowed(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """What is out of reach is not found, whatever is asked of it."""
        _ = self.case
        answer: HttpResponse = super().http_method_not_allowed(request, *args, **kwargs)  # type: ignore[misc]
        return answer

    def log_reading(self) -> None:
        """Write that the case was opened."""
        place = self.request.resolver_match.view_name if self.request.resolver_match else ""
        log(actor=self.actor, act=Act.READ, beneficiary=self.case, place=place)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**(self.case_context() | kwargs))  # type: ignore[misc]

    def case_context(self) -> dict[str, Any]:
        """What the frame of the case shows."""
        return {
            "case": self.case,
            "header": header_of(self.case, reads_all=self.reads_all),
            "tabs": [tab for tab in TABS if self.reads_all or tab.needs == Needs.IDENTITY],
            "tab": self.tab,
            "may_write": self.may_write,
            "merges": self.origins.merges if self.origins else (),
            "may_merge": may(self.person, MERGE_CASES),
            "draft_token": drafts.token_of(self.person, self.case.pk),
            "draft_sent": " ".join(self.request.session.get(drafts.SENT, [])),
            "section": "followup",
        }


class CaseFormView(CaseMixin, ServiceFormView):
    """A form of a case: it writes."""

    needs = Needs.WRITING
