"""What the law lets decide on a day: rates, months, scales. Every figure is a dated setting."""

from dataclasses import dataclass
from datetime import date, timedelta

from portal.followup.clocks.legal import after_months
from portal.followup.configuration.delays import Delay, Delays, all_values
from portal.followup.people.models import Beneficiary, Household
from portal.followup.procedures.models import BreachReport, SanctionProcedure
from portal.followup.procedures.states import STANDS
from portal.followup.rows.scope import Scope, system_scope

Stage, Home, Outcome = SanctionProcedure.Stage, SanctionProcedure.Home, SanctionProcedure.Outcome
_FIRST = (
    Delay.FIRST_RATE_MIN,
    Delay.FIRST_RATE_MAX,
    Delay.FIRST_MONTHS_MIN,
    Delay.FIRST_MONTHS_MAX,
)
_REPEAT = (
    Delay.REPEAT_RATE_MIN,
    Delay.REPEAT_RATE_MAX,
    Delay.REPEAT_MONTHS_MIN,
    Delay.REPEAT_MONTHS_MAX,
)
_Family = Household.Family
# SITFAM of the CAF's files: people who live as a couple, again or still.
_COUPLES = frozenset(
    {
        _Family.MARRIED,
        _Family.PACS,
        _Family.TOGETHER,
        _Family.MARRIED_AGAIN,
        _Family.PACS_AGAIN,
        _Family.TOGETHER_AGAIN,
    }
)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Whole percents and whole months, both ends included."""

    rate_least: int
    rate_most: int
    months_least: int
    months_most: int

    def columns(self) -> dict[str, int]:
        """As the procedure keeps them."""
        return {name: getattr(self, name) for name in self.__slots__}


def bounds_of(stage: str, home: str, day: date, delays: Delays | None = None) -> Bounds:
    """The bounds of a decision that is taken on a day, the household's cap included."""
    delays = delays or all_values()
    keys = _FIRST if stage == Stage.FIRST else _REPEAT
    rate_least, rate_most, months_least, months_most = (delays.value(key, day) for key in keys)
    if home != Home.ALONE:
        rate_most = min(rate_most, delays.value(Delay.HOUSEHOLD_RATE_MAX, day))
    return Bounds(min(rate_least, rate_most), rate_most, months_least, months_most)


def stages_of(procedure: SanctionProcedure) -> list[str]:
    """The scales that a decision may choose, the mildest first.

    Persistence and repetition need an earlier sanction that stands, notified within the period that
    the setting of the day of the facts gives.
    """
    found: list[str] = [Stage.FIRST]
    if has_earlier_sanction(procedure):
        found += [Stage.PERSISTENCE, Stage.REPETITION]
    if procedure.report.kind == BreachReport.Kind.CONTROL:
        found.append(Stage.CONTROL)
    return found


def has_earlier_sanction(procedure: SanctionProcedure) -> bool:
    """Whether the person was told of a sanction within the period before these facts."""
    facts_on = procedure.report.facts_on
    since = after_months(facts_on, -all_values().value(Delay.REPETITION_MONTHS, facts_on))
    return (
        SanctionProcedure.unscoped.filter(
            beneficiary=procedure.beneficiary_id,
            state__in=STANDS,
            decision_received_on__gte=since,
            decision_received_on__lte=facts_on,
        )
        .exclude(pk=procedure.pk)
        .exists()
    )


def outcomes_of(stage: str) -> list[str]:
    """What may be decided on a scale: a first breach leads to no suppression."""
    if stage == Stage.FIRST:
        return [Outcome.NONE, Outcome.SUSPENSION]
    return [Outcome.NONE, Outcome.SUSPENSION, Outcome.SUPPRESSION]


def known_people(case: Beneficiary) -> int:
    """How many people the household has, as far as the files said: one at least.

    Counted in a scope of the site: somebody whom another unit follows is of the household too.
    """
    home = case.household
    if home is None:
        return 1
    couple = 2 if home.family in _COUPLES else 1
    with system_scope(Scope.HOUSEHOLD):
        members = (
            Beneficiary.objects.in_system_scope()
            .filter(household=home, state=Beneficiary.State.ACTIVE)
            .count()
        )
    return max(couple + (home.children or 0), members, 1)


def observations_until(received_on: date) -> date:
    """The last day for observations, once the letter was received."""
    days = all_values().value(Delay.OBSERVATION_DAYS, received_on)
    return received_on + timedelta(days=days)


def appeal_until(received_on: date) -> date:
    """The last day for an appeal, once the decision was received."""
    return after_months(received_on, all_values().value(Delay.APPEAL_MONTHS, received_on))
