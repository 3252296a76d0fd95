"""The sessions that somebody manages, and the list of one."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.capabilities import CANDIDATE_LIST
from portal.recruitment.forms.manage import slot_choices
from portal.recruitment.listing import (
    ORDERS,
    TABS,
    WITHOUT_SLOT,
    Filters,
    channels_of,
    filtered,
    person_of,
    ranks_of,
    registrations_of,
    tabs_of,
)
from portal.recruitment.rules import is_agent
from portal.recruitment.services import call_list
from portal.recruitment.services.places import Occupancy, occupancy
from portal.recruitment.sessions import coming, lately, past, rows_of
from portal.recruitment.states import CAME
from portal.recruitment.views.gate import Crumbs, RosterMixin
from portal.recruitment.wording import place_of
from snippets import french

PER_PAGE = 50
SESSIONS_PER_PAGE = 20
PAST = "passees"


class SessionsView(CapabilityRequiredMixin, TemplateView):
    """`/rencontres/`: those to come, or those that are over (`?liste=passees`)."""

    capability = CANDIDATE_LIST
    template_name = "recruitment/manage/sessions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Each with its counts, and what waits for this person first."""
        now = timezone.now()
        is_past = self.request.GET.get("liste") == PAST
        rosters = (past if is_past else coming)(self.person, now)
        page = Paginator(rosters, SESSIONS_PER_PAGE).get_page(self.request.GET.get("page"))
        agent = is_agent(self.person)
        rows = rows_of(list(page.object_list), is_agent=agent, now=now)
        over = [] if is_past else list(lately(self.person, now)[:SESSIONS_PER_PAGE])
        first = [*rows, *rows_of(over, is_agent=agent, now=now)]
        return super().get_context_data(
            page=page,
            rows=rows,
            first=[row for row in first if row.to_do],
            is_past=is_past,
            is_agent=agent,
            **kwargs,
        )


class ListView(RosterMixin, TemplateView):
    """`/rencontres/<pk>/`: the organisations, the place, the offers, and who is registered."""

    template_name = "recruitment/manage/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The head, the filters, and one page of people: as many queries for one as for 500."""
        roster, viewer, now = self.roster, self.viewer, timezone.now()
        filters = Filters.of(self.request.GET.dict(), viewer)
        everybody = registrations_of(roster, viewer)
        counts = dict(
            everybody.order_by()
            .values_list("status")
            .annotate(number=Count("pk"))
            .values_list("status", "number")
        )
        pages = Paginator(filtered(everybody, filters, viewer), PER_PAGE)
        page = pages.get_page(self.request.GET.get("page"))
        ranks = ranks_of(roster)
        taken = occupancy(roster)
        return super().get_context_data(
            page=page,
            people=[person_of(row, viewer, rank=ranks.get(row.pk)) for row in page.object_list],
            filters=filters,
            tabs=[
                (tab, TABS[tab][0], sum(counts.get(status, 0) for status in TABS[tab][1]))
                for tab in tabs_of(viewer)
            ],
            orders=ORDERS.items(),
            channels=channels_of(viewer),
            slots=[(str(slot.pk), french.hour(slot.starts_at)) for slot in taken.slots],
            without_slot=WITHOUT_SLOT,
            bulk_slots=slot_choices(taken),
            came=sum(counts.get(status, 0) for status in CAME),
            is_for_calls=viewer.is_agent and call_list.is_open(roster, now),
            has_begun=roster.starts_at <= now,
            may_add=viewer.is_agent and roster.takes_place and roster.ends_at > now,
            head=_head(roster, taken),
            **kwargs,
        )

    def crumbs(self) -> Crumbs:
        """The list is where one is."""
        return [("Rencontres", reverse("recruitment:sessions")), (self.roster.title, "")]


def _head(roster: Any, taken: Occupancy) -> dict[str, Any]:
    """Who recruits, where, for what, and how full it is."""
    page = roster.page
    offers, trades = [], []
    if page is not None:
        offers = [line.offer for line in page.offers.select_related("offer")]
        trades = [line.occupation.label for line in page.occupations.select_related("occupation")]
    capacity = roster.capacity
    return {
        "organisations": list(roster.organisations.order_by("name")),
        "when": french.when(roster.starts_at, roster.ends_at),
        "place": place_of(roster),
        "offers": offers,
        "trades": trades,
        "positions": page.positions if page is not None else None,
        "page_url": reverse("session", args=[page.slug]) if page is not None and page.live else "",
        "held": taken.held,
        "waiting": taken.waiting,
        "left": taken.left,
        "percent": min(round(100 * taken.held / capacity), 100) if capacity else 0,
    }
