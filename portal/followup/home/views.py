"""The home page of who reads cases: what to do today, and in which cases."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.capabilities import FOLLOW_CASES, READ_CASES
from portal.followup.access.log import Act, log
from portal.followup.clocks.services import Look, looks_at
from portal.followup.home import queries, services
from portal.followup.home.conducted import waiting_in_unit as conducted_in_unit
from portal.followup.home.day import Group, groups_of, load_of
from portal.followup.merging.queries import waiting_for as merges_to_answer
from portal.followup.models import Professional, ReferentAssignment
from portal.followup.own_side.team_queries import waiting_in_unit as files_asked_in_unit
from portal.followup.people.searching import find
from snippets import french
from snippets.form_views import ServiceActionView

# Suggestions begin at so many letters.
SHORTEST = 3


class AreaView(CapabilityRequiredMixin):
    """A screen of the area that is about no case in particular."""

    capability = READ_CASES
    section_of_area: ClassVar[str] = ""

    @property
    def me(self) -> Professional:
        """The person's place in the area: whoever has none is stopped at its door."""
        found: Professional = self.request.professional  # type: ignore[attr-defined]
        return found

    def area_context(self) -> dict[str, Any]:
        """What the frame of the area shows."""
        return {"section_of_area": self.section_of_area, "section": "followup"}


class HomeView(AreaView, TemplateView):
    """`/suivi/`: own cases of an adviser, the unit of a manager, what an officer is to orient.

    Somebody who is several of these begins with their own cases; `?vue=` shows the others.
    """

    template_name = "followup/home/home.html"
    section_of_area = "home"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        views = self._views()
        asked = self.request.GET.get("vue", "")
        view = asked if asked in views else next(iter(views))
        context: dict[str, Any] = getattr(self, f"_{view}")() | self._waiting(view)
        context |= {"views": views if len(views) > 1 else {}, "view": view, "today": self._today}
        context |= {"me": self.me, "saved": queries.saved_filters(self.person)}
        return super().get_context_data(**(self.area_context() | context | kwargs))

    @cached_property
    def _today(self) -> Any:
        return timezone.localdate()

    def _views(self) -> dict[str, str]:
        """Value of the address, and what it is called."""
        views = {"dossiers": "Mes dossiers"} if queries.follows(self.person) else {}
        if queries.leads(self.person):
            views["unite"] = "Mon unité"
        if queries.orients(self.person):
            views["orientation"] = "Orientation"
        return views

    def _dossiers(self) -> dict[str, Any]:
        cases = list(queries.own_cases(self.me))
        looks = looks_at([case.pk for case in cases], day=self._today)
        return self._told(cases, looks) | {
            "arrived": [
                case for case in cases if case.seen_at is None and case.referent_id == self.me.pk
            ],
            "unanswered": _unanswered(cases),
            "to_confirm": [case for case in cases if case.waiting_hours],
            "own_keys": {case.pk for case in cases},
        }

    def _unite(self) -> dict[str, Any]:
        cases = list(queries.unit_cases(self.me))
        looks = looks_at([case.pk for case in cases], day=self._today)
        by_adviser = _by_adviser(cases, looks, self._today)
        return self._told(cases, looks) | {
            "by_adviser": by_adviser,
            "load_said": _load_said(by_adviser),
            "unanswered": _unanswered(cases),
            "conducted": conducted_in_unit(self.person, self._today),
            "own_keys": {case.pk for case in cases},
        }

    def _orientation(self) -> dict[str, Any]:
        cases = {
            case.pk: case
            for rows in (queries.cases_to_orient, queries.cases_to_notify)
            for case in rows(self.person)
        }
        looks = looks_at([*cases], day=self._today, whole=())
        groups = groups_of(cases.values(), looks, self._today)
        decide = queries.requests_to_decide(self.person)
        return _nothing() | {"groups": groups, "to_decide": list(decide[:10])}

    def _told(self, cases: list[Any], looks: dict[int, Look]) -> dict[str, Any]:
        return _nothing() | {
            "groups": groups_of(cases, looks, self._today),
            "load": load_of(looks, self._today),
        }

    def _waiting(self, view: str) -> dict[str, Any]:
        """What others wait for, and what they answered."""
        found: dict[str, Any] = {"answers": list(queries.answers_to(self.me))}
        if view != "dossiers":
            found["merges"] = list(merges_to_answer(self.person))
        if view != "orientation":
            leads = view == "unite"
            found["team_requests"] = list(queries.team_requests_to(self.me, leads=leads))
            if view == "unite":
                found["file_requests"] = files_asked_in_unit(self.person, self._today, most=10)
            found["appointments"] = list(queries.appointments_of_the_day(self.me, self._today))
        return found


def _nothing() -> dict[str, Any]:
    return {
        "groups": [],
        "load": None,
        "arrived": [],
        "unanswered": [],
        "to_confirm": [],
        "conducted": [],
        "merges": [],
        "by_adviser": [],
        "load_said": "",
        "answers": [],
        "team_requests": [],
        "file_requests": [],
        "appointments": [],
        "to_decide": [],
        "own_keys": set(),
    }


def _unanswered(cases: Sequence[Any]) -> list[Any]:
    """Cases with an invitation past its last day, the oldest first."""
    late = [case for case in cases if case.unanswered_on]
    return sorted(late, key=lambda one: one.unanswered_on)


def _by_adviser(cases: Sequence[Any], looks: dict[int, Look], day: Any) -> list[dict[str, Any]]:
    """A line an adviser: how many cases, and what presses; the most late first."""
    found: dict[Any, dict[str, Any]] = {}
    for case in cases:
        line = found.setdefault(
            case.referent_id,
            {"key": case.referent_id, "name": case.referent_name, "cases": []},
        )
        line["cases"].append(case)
    for line in found.values():
        counts = {group.press.name.lower(): group.total for group in _groups(line, looks, day)}
        line |= {"count": len(line["cases"]), "totals": counts}
        line |= {name: counts.get(name, 0) for name in ("late", "week", "sign", "silence")}
    return sorted(found.values(), key=lambda line: (-line["late"], line["name"] or ""))


def _load_said(lines: list[dict[str, Any]]) -> str:
    """What the table of the load comes to, in one sentence."""
    late = [line for line in lines if line["late"]]
    if not late:
        return "Aucune échéance n’est en retard."
    total = french.counted(
        sum(line["late"] for line in late), "échéance est en retard", "échéances sont en retard"
    )
    most = late[0]
    holder = f"chez {most['name']}" if most["name"] else "sans référent·e"
    return f"{total}, le plus souvent {holder}\u00a0: {french.number(most['late'])}."


def _groups(line: dict[str, Any], looks: dict[int, Look], day: Any) -> list[Group]:
    return groups_of(line["cases"], looks, day, most=0)


class SeenView(AreaView, ServiceActionView):
    """« Vu »: a new person is no news any more."""

    capability = FOLLOW_CASES
    success_url = reverse_lazy("followup:home")

    def act(self) -> str:
        own = queries.professionals_acted_for(self.me)
        rows = ReferentAssignment.objects.visible_to(self.person)
        assignment = get_object_or_404(rows.filter(own, ends_at__isnull=True), pk=self.kwargs["pk"])
        services.mark_seen(assignment=assignment, actor=self.actor)
        return ""


class SearchView(AreaView, TemplateView):
    """`/suivi/recherche/?q=`: somebody within reach, by a few letters, a number or a phone.

    The list alone is answered to htmx, as one types; a search that is sent is a line of the log.
    What was typed is kept nowhere.
    """

    template_name = "followup/home/search.html"
    section_of_area = "search"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        text = request.GET.get("q", "").strip()[:100]
        found = find(self.person, text) if len(text) >= SHORTEST else []
        context = self.area_context() | {
            "text": text,
            "found": found,
            "shortest": SHORTEST,
            "is_too_short": len(text) < SHORTEST,
        }
        if request.htmx:  # type: ignore[attr-defined]
            return render(request, "followup/home/found.html", context)
        if text:
            log(
                actor=self.actor,
                act=Act.SEARCH,
                place="followup:search",
                reason=french.counted(len(found), "personne trouvée", "personnes trouvées"),
            )
        return render(request, self.template_name, context)
