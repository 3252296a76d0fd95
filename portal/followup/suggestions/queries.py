"""What the screen of suggestions shows, and what the person is shown of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import User
from portal.followup.access import reach
from portal.followup.contract.models import BarrierAssessment, CareerGoal, Diagnosis
from portal.followup.link.models import AccountLink
from portal.followup.link.queries import own_links
from portal.followup.people.models import Beneficiary
from portal.followup.rows.scope import Scope, system_scope
from portal.followup.suggestions import words
from portal.followup.suggestions.fit import Fit, Situation, fit_of, is_of_use
from portal.followup.suggestions.models import Suggestion
from portal.followup.suggestions.outcomes import Answer, answers_to
from portal.followup.suggestions.today import as_of_today, called_off
from search.criteria import MAX_RADIUS_KM, Place
from search.models import Kind, Opportunity
from search.queries import by_ids, fitting

# What is shown of each kind.
_MOST: Mapping[str, int] = {Kind.JOB: 6, Kind.SESSION: 4, Kind.VOLUNTEERING: 3}
# A little farther than what was said is shown, with what speaks against it.
_FARTHER, _FARTHER_KM = 1.3, 5
_SENT, _SHARED = 50, 30
_MOBILITY, _FAMILY = "mobility", "family"


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
    called_off: str


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
    called_off: str
    said: str


def situation_of(case: Beneficiary) -> Situation:
    """What the case says, in two queries. As the person who reads the whole case."""
    careers = CareerGoal.unscoped.filter(beneficiary=case).select_related("occupation")
    barriers = BarrierAssessment.unscoped.filter(diagnosis=OuterRef("pk")).exclude(
        severity=BarrierAssessment.Severity.NONE
    )
    diagnoses = Diagnosis.unscoped.filter(beneficiary=case).annotate(
        themes=ArraySubquery(barriers.values("theme__code"))
    )
    last: Any = diagnoses.order_by("-on", "-pk").first()
    themes = last.themes if last else ()
    return Situation(
        careers=tuple(careers.order_by("rank", "pk")),
        has_licence=last.has_driving_licence if last else None,
        has_vehicle=last.has_vehicle if last else None,
        is_hard_to_move=_MOBILITY in themes,
        must_find_childcare=_FAMILY in themes
        or bool(last and last.is_lone_parent_without_childcare),
        has_disability_recognition=case.has_disability_recognition,
    )


def found_for(case: Beneficiary, *, without: set[int]) -> Found:
    """What fits the case: one question to the index, as far as the public search goes.

    What is too far is dropped, unless no offer is near enough.
    """
    situation = situation_of(case)
    if not situation.careers:
        return Found(has_goal=False)
    wanted = max(career.radius_km for career in situation.careers)
    farther = max(wanted * _FARTHER, wanted + _FARTHER_KM)
    rows = fitting(
        [career.occupation_id for career in situation.careers],
        place=_place_of(case),
        radius_km=max(farther, MAX_RADIUS_KM),
        without=without,
    )
    every = [fit_of(row, situation) for row in rows if is_of_use(row, situation)]
    near = [fit for fit in every if (fit.row.distance_km or 0) <= farther]
    is_near = any(fit.row.kind == Kind.JOB for fit in near)
    jobs = near if is_near else every
    return Found(
        jobs=_best(jobs, Kind.JOB),
        sessions=_best(near, Kind.SESSION),
        volunteering=_best(near, Kind.VOLUNTEERING),
        has_place=case.commune_id is not None,
        radius_km=wanted,
        widened_to_km=None if is_near or farther >= MAX_RADIUS_KM else MAX_RADIUS_KM,
    )


def sent_to(case: Beneficiary, user: Any) -> list[Suggestion]:
    """What was proposed to the person, newest first, for somebody who reads the case."""
    rows = Suggestion.objects.visible_to(user).filter(beneficiary=case)
    return [*rows[:_SENT]]


@dataclass(frozen=True, slots=True)
class Standing:
    """The account that a case is linked with, its address, and whether one is of the team.

    `address` is that of the account, which its owner proved, else the one that the case has.
    """

    account_id: int | None
    address: str
    is_in_team: bool


def standing_of(case: Beneficiary, user: Any) -> Standing:
    """How somebody who reads a case stands to the person, in one query."""
    links = AccountLink.objects.visible_to(user).filter(
        beneficiary=OuterRef("pk"), cut_at__isnull=True, user__isnull=False
    )
    row = (
        Beneficiary.objects.visible_to(user)
        .filter(pk=case.pk)
        .annotate(
            account=Subquery(links.values("user")[:1]),
            account_email=Subquery(links.values("user__email")[:1]),
            is_in_team=reach.is_in_team(user),
        )
        .values("account", "account_email", "is_in_team")
        .get()
    )
    return Standing(row["account"], row["account_email"] or case.email, bool(row["is_in_team"]))


def account_of(case: Beneficiary, user: Any) -> User | None:
    """The account that the case is linked with, for somebody who reads the case."""
    links = AccountLink.objects.visible_to(user).filter(
        beneficiary=case, cut_at__isnull=True, user__isnull=False
    )
    link = links.select_related("user").first()
    return link.user if link else None


def told(rows: list[Suggestion], account_id: int | None) -> list[Sent]:
    """With what became of each: withdrawn ads say so."""
    online = by_ids({row.opportunity_id for row in rows})
    answers = answers_to(rows, account_id)
    return [_sent(row, online, answers) for row in rows]


def shared_with(user: User) -> list[Shared]:
    """What the person of this account was sent, newest first; nothing without a link."""
    link = own_links(user).filter(cut_at__isnull=True).first()
    if link is None:
        return []
    with system_scope(Scope.OWN_SUMMARY):
        rows = Suggestion.objects.in_system_scope().filter(beneficiary=link.beneficiary_id)
        found = [*rows[:_SHARED]]
    return [shared(one) for one in told(found, user.pk)]


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
        called_off=one.called_off,
        said=one.answer.said if one.answer.is_given else "",
    )


def _sent(
    row: Suggestion, online: Mapping[int, Opportunity], answers: Mapping[int, Answer]
) -> Sent:
    ad = online.get(row.opportunity_id)
    return Sent(
        as_of_today(row, ad),
        answers[row.opportunity_id],
        url=ad.url if ad else "",
        is_online=ad is not None,
        called_off=called_off(ad),
    )


def _best(fits: list[Fit], kind: str) -> tuple[Fit, ...]:
    """The best of one kind, as many as are shown."""
    return tuple(sorted((fit for fit in fits if fit.row.kind == kind), key=_best_first))[
        : _MOST[kind]
    ]


def _best_first(fit: Fit) -> tuple[float, float, int]:
    distance = fit.row.distance_km
    return -fit.score, distance if distance is not None else 0.0, -fit.row.pk


def _place_of(case: Beneficiary) -> Place | None:
    commune = case.commune
    return Place(commune.name, commune.latitude, commune.longitude) if commune else None
