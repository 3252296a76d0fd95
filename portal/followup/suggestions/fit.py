"""Why an opportunity suits somebody, and what speaks against it: a computation without a query."""

from collections.abc import Iterator
from dataclasses import dataclass

from pages.models.job_offer import Contract, Schedule, WorkingTime
from pages.models.session import SessionAudience, SessionStatus
from portal.followup.contract.models import CareerGoal
from search.models import Kind, Opportunity
from snippets import french

_FAMILY = 3  # letters of a ROME code that neighbouring trades share
# Fewer hours a week than this are a part-time job.
_FULL_TIME = 35
_HOURS_MARGIN = 3
# On foot, or so: nobody asks for a bus.
_ON_FOOT_KM = 2
_BY_ITSELF, _CLOSE = 100, 60
_REASON, _CAUTION, _FAR = 5, 15, 30
_SCHEDULES = {
    Schedule.NIGHT: "horaires de nuit",
    Schedule.WEEKEND: "travail le week-end",
    Schedule.SPLIT: "horaires coupés",
}
_STATUSES = {SessionStatus.POSTPONED: "reportée\u00a0: date à confirmer"}


@dataclass(frozen=True, slots=True)
class Situation:
    """What a case says of how somebody works and moves.

    `has_licence` and `has_vehicle` are None when no diagnosis says so.
    """

    careers: tuple[CareerGoal, ...]
    has_licence: bool | None = None
    has_vehicle: bool | None = None
    is_hard_to_move: bool = False
    must_find_childcare: bool = False
    has_disability_recognition: bool = False


@dataclass(frozen=True, slots=True)
class Fit:
    """An opportunity, its reasons, what speaks against it, and how well it suits (`score`)."""

    row: Opportunity
    reasons: tuple[str, ...]
    cautions: tuple[str, ...]
    score: int


def fit_of(row: Opportunity, situation: Situation) -> Fit:
    """How an opportunity suits, for the trade of the career goal that it suits best."""
    career, closeness = _closest(row, situation.careers)
    reasons = list(_trade(row, career, closeness))
    cautions: list[str] = []
    for is_for, said in (
        *_distance(row, career),
        *_hours(row, career),
        *_travel(row, situation),
        *_schedule(row, situation),
        *_session(row),
        *_others(row, situation),
    ):
        (reasons if is_for else cautions).append(said)
    is_far = row.distance_km is not None and row.distance_km > career.radius_km
    score = closeness + _REASON * len(reasons) - _CAUTION * len(cautions) - _FAR * is_far
    return Fit(row, tuple(reasons), tuple(cautions), score)


def is_of_use(row: Opportunity, situation: Situation) -> bool:
    """Whether it is worth proposing: an offer of another trade or a session over is not."""
    if row.kind == Kind.SESSION:
        return row.details.get("status") != SessionStatus.CANCELLED and _is_open_to(row, situation)
    return row.kind == Kind.VOLUNTEERING or _closest(row, situation.careers)[1] > 0


def _is_open_to(row: Opportunity, situation: Situation) -> bool:
    """A session that names trades is for these; one that names none is for everybody."""
    trades = row.details.get("occupations") or []
    return not trades or _closest(row, situation.careers)[1] > 0


def _closest(row: Opportunity, careers: tuple[CareerGoal, ...]) -> tuple[CareerGoal, int]:
    """The trade of the project that is nearest to the opportunity's, and how near it is."""
    offered = {row.occupation_code, *(row.details.get("occupations") or [])} - {""}
    for career in careers:
        if career.occupation_id in offered:
            return career, _BY_ITSELF
    families = {code[:_FAMILY] for code in offered}
    for career in careers:
        if career.occupation_id[:_FAMILY] in families:
            return career, _CLOSE
    return careers[0], 0


Said = Iterator[tuple[bool, str]]


def _trade(row: Opportunity, career: CareerGoal, closeness: int) -> Iterator[str]:
    label = french.lower_first(career.occupation.label)
    if closeness == _BY_ITSELF:
        yield f"même métier\u00a0: {label}"
    elif closeness == _CLOSE:
        yield f"métier proche de {label}"
    elif row.kind == Kind.SESSION:
        yield "ouverte à tous les métiers"


def _distance(row: Opportunity, career: CareerGoal) -> Said:
    if row.distance_km is None:
        return
    said = french.distance(row.distance_km)
    if row.distance_km <= career.radius_km:
        yield True, said
    else:
        yield False, f"{said}, au-delà des {career.radius_km}\u00a0km souhaités"


def _hours(row: Opportunity, career: CareerGoal) -> Said:
    """The contract and the time, for a job: a volunteer has neither."""
    if row.kind != Kind.JOB:
        return
    wanted = [kind for kind in career.contract_kinds.split(",") if kind]
    if wanted and row.contract in Contract.values:
        label = str(Contract(row.contract).label)
        if row.contract in wanted:
            yield True, f"{label} comme souhaité"
        else:
            yield False, f"{label}, et non {' ou '.join(career.contract_labels)}"
    asked = career.weekly_hours
    if not asked:
        return
    if row.weekly_hours is not None:
        offered = french.hours(row.weekly_hours)
        if abs(row.weekly_hours - asked) <= _HOURS_MARGIN:
            yield True, f"{offered} par semaine comme souhaité"
        else:
            yield False, f"{offered} par semaine, pour {french.hours(asked)} souhaitées"
    elif row.working_time in WorkingTime.values:
        is_part = row.working_time == WorkingTime.PART
        label = french.lower_first(str(WorkingTime(row.working_time).label))
        if is_part == (asked < _FULL_TIME):
            yield True, f"{label} comme souhaité"
        else:
            yield False, f"{label}, pour {french.hours(asked)} souhaitées"


def _travel(row: Opportunity, situation: Situation) -> Said:
    if row.kind == Kind.JOB and not row.no_licence:
        if situation.has_licence:
            yield True, "permis demandé, et la personne a le permis\u00a0B"
        else:
            yield False, "permis de conduire demandé"
    if row.kind == Kind.VOLUNTEERING and row.details.get("remote"):
        yield True, "possible à distance"
        return
    if row.transport:
        yield True, "accessible en transport en commun"
        return
    is_near = row.distance_km is not None and row.distance_km <= _ON_FOOT_KM
    if not is_near and (situation.has_vehicle is False or situation.is_hard_to_move):
        yield False, "aucun transport en commun indiqué"


def _schedule(row: Opportunity, situation: Situation) -> Said:
    found = [said for schedule, said in _SCHEDULES.items() if schedule in row.schedules]
    for said in found:
        more = ", et une garde d’enfant à trouver" if situation.must_find_childcare else ""
        yield False, f"{said}{more}"
    if row.schedules and not found:
        yield True, "en journée"


def _session(row: Opportunity) -> Said:
    if row.kind != Kind.SESSION:
        return
    if row.starts_at:
        yield True, f"le {french.full_date(row.starts_at)}"
    if row.details.get("audience") == SessionAudience.RSA:
        yield True, "réservée aux personnes accompagnées"
    if row.details.get("audience") == SessionAudience.INVITATION:
        yield False, "sur invitation\u00a0: le service emploi inscrit"
    if said := _STATUSES.get(row.details.get("status", "")):
        yield False, said


def _others(row: Opportunity, situation: Situation) -> Said:
    if row.beginner_accepted:
        yield True, "débutant accepté"
    if row.siae:
        yield True, "structure d’insertion"
    if situation.has_disability_recognition and row.disabled_workers_welcome:
        yield True, "ouvert aux travailleurs handicapés"
