"""What the screen of suggestions shows, and what the person is shown of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import User
from portal.followup.contract.models import BarrierAssessment, CareerGoal, Diagnosis
from portal.followup.link.models import AccountLink
from portal.followup.link.queries import own_links
from portal.followup.people.models import Beneficiary
from portal.followup.rows.scope import Scope, system_scope
from portal.followup.suggestions import words
from portal.followup.suggestions.fit import Fit, Situation, fit_of, is_of_use
from portal.followup.suggestions.models import Suggestion
from portal.followup.suggestions.outcomes import Answer, answers_to
from search.criteria import MAX_RADIUS_KM, Place
from search.models import Kind, Opportunity
from search.queries import by_ids, fitting

# What is shown of each kind.
_MOST: Mapping[str, int] = {Kind.JOB: 10, Kind.SESSION: 5, Kind.VOLUNTEERING: 5}
# A little farther than what was said is shown, with what speaks against it.
_FARTHER, _FARTHER_KM = 1.3, 5
_SENT, _SHARED = 50, 30
_MOBILITY, _FAMILY_THEME = "mobility", "family"


@dataclass(frozen=True, slots=True)
class Found:
    """What fits a case, the best first. `widened_to_km`: nothing was near enough.

    `has_goal` is False without a career goal: nothing was looked for then; `has_place` is False
    when no commune is known, and distances are not.
    """

    jobs: tuple[Fit, ...] = ()
    sessions: tuple[Fit, ...] = ()
    volunteering: tuple[Fit, ...] = ()
    has_goal: bool = True
    has_place: bool = True
    radius_km: int = 0
    widened_to_km: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing fits."""
        return not (self.jobs or self.sessions or self.volunteering)


@dataclass(frozen=True, slots=True)
class Sent:
    """A suggestion, whether it is online still, and what became of it."""

    row: Suggestion
    answer: Answer
    url: str
    is_online: bool


@dataclass(frozen=True, slots=True)
class Shared:
    """A suggestion as the person sees it: `said` is what became of it."""

    title: str
    kind_label: str
    organisation: str
    place: str
    starts_at: datetime | None
    sent_on: date
    by: str
    path: str
    is_online: bool
    said: str


def situation_of(case: Beneficiary) -> Situation:
    """What the case says, in three queries. As the person who reads the whole case."""
    careers = CareerGoal.unscoped.filter(beneficiary=case).select_related("occupation")
    diagnosis = Diagnosis.unscoped.filter(beneficiary=case).order_by("-on", "-pk").first()
    impacts: dict[str, str] = {}
    if diagnosis:
        barriers = BarrierAssessment.unscoped.filter(diagnosis=diagnosis).order_by("pk")
        impacts = dict(barriers.values_list("theme__code", "severity"))
    none = BarrierAssessment.Severity.NONE
    return Situation(
        careers=tuple(careers.order_by("rank", "pk")),
        has_licence=diagnosis.has_driving_licence if diagnosis else None,
        has_vehicle=diagnosis.has_vehicle if diagnosis else None,
        is_hard_to_move=impacts.get(_MOBILITY, none) != none,
        must_find_childcare=impacts.get(_FAMILY_THEME, none) != none
        or bool(diagnosis and diagnosis.is_lone_parent_without_childcare),
        has_disability_recognition=case.has_disability_recognition,
    )


def found_for(case: Beneficiary, *, without: set[int]) -> Found:
    """What fits the case, in one question to the index, two when nothing is near enough."""
    situation = situation_of(case)
    if not situation.careers:
        return Found(has_goal=False)
    trades = [career.occupation_id for career in situation.careers]
    place = _place_of(case)
    wanted = max(career.radius_km for career in situation.careers)
    radius = max(wanted * _FARTHER, wanted + _FARTHER_KM)
    rows = _of_use(fitting(trades, place=place, radius_km=radius, without=without), situation)
    widened = None
    if place and radius < MAX_RADIUS_KM and not any(row.kind == Kind.JOB for row in rows):
        widened = MAX_RADIUS_KM
        rows = _of_use(fitting(trades, place=place, radius_km=widened, without=without), situation)
    fits = sorted((fit_of(row, situation) for row in rows), key=_best_first)
    chosen = {
        kind: [fit for fit in fits if fit.row.kind == kind][:most] for kind, most in _MOST.items()
    }
    return Found(
        jobs=tuple(chosen[Kind.JOB]),
        sessions=tuple(chosen[Kind.SESSION]),
        volunteering=tuple(chosen[Kind.VOLUNTEERING]),
        has_place=place is not None,
        radius_km=wanted,
        widened_to_km=widened,
    )


def sent_to(case: Beneficiary, user: Any) -> list[Suggestion]:
    """What was proposed to the person, newest first, for somebody who reads the case."""
    rows = Suggestion.objects.visible_to(user).filter(beneficiary=case)
    return [*rows[:_SENT]]


def account_of(case: Beneficiary, user: Any) -> User | None:
    """The account that the case is linked with, for somebody who reads the case."""
    links = AccountLink.objects.visible_to(user).filter(
        beneficiary=case, cut_at__isnull=True, user__isnull=False
    )
    link = links.select_related("user").first()
    return link.user if link else None


def told(rows: list[Suggestion], account: User | None) -> list[Sent]:
    """With what became of each: withdrawn ads say so."""
    online = by_ids({row.opportunity_id for row in rows})
    answers = answers_to(rows, account.pk if account else None)
    return [_sent(row, online, answers) for row in rows]


def shared_with(user: User) -> list[Shared]:
    """What the person of this account was sent, newest first; nothing without a link."""
    link = own_links(user).filter(cut_at__isnull=True).first()
    if link is None:
        return []
    with system_scope(Scope.OWN_SUMMARY):
        rows = Suggestion.objects.in_system_scope().filter(beneficiary=link.beneficiary_id)
        found = [*rows[:_SHARED]]
    return [shared(one) for one in told(found, user)]


def shared(one: Sent) -> Shared:
    """A suggestion without a word of the area, whoever wrote the ad."""
    row = one.row
    return Shared(
        title=words.title_of(row),
        kind_label=str(row.get_kind_display()),
        organisation=words.organisation_of(row),
        place=row.place,
        starts_at=row.starts_at,
        sent_on=timezone.localdate(row.created_at),
        by=row.author_name,
        path=reverse("suggestion:link", args=[row.token]),
        is_online=one.is_online,
        said=one.answer.said if one.answer.is_given else "",
    )


def _sent(
    row: Suggestion, online: Mapping[int, Opportunity], answers: Mapping[int, Answer]
) -> Sent:
    ad = online.get(row.opportunity_id)
    return Sent(row, answers[row.opportunity_id], ad.url if ad else "", ad is not None)


def _of_use(rows: list[Opportunity], situation: Situation) -> list[Opportunity]:
    return [row for row in rows if is_of_use(row, situation)]


def _best_first(fit: Fit) -> tuple[float, float, int]:
    distance = fit.row.distance_km
    return -fit.score, distance if distance is not None else 0.0, -fit.row.pk


def _place_of(case: Beneficiary) -> Place | None:
    commune = case.commune
    return Place(commune.name, commune.latitude, commune.longitude) if commune else None
