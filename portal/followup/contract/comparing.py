"""What changed from one diagnosis to another, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from portal.followup.contract.models import BarrierAssessment, Diagnosis

Severity = BarrierAssessment.Severity
_RANKS = {Severity.NONE: 0, Severity.MEDIUM: 1, Severity.STRONG: 2}
_COLUMNS = (
    "summary",
    "needs",
    "is_joint",
    "has_driving_licence",
    "has_vehicle",
    "is_lone_parent_without_childcare",
)


class Trend(StrEnum):
    """Where a barrier goes; the words are for the screen."""

    BETTER = "en amélioration"
    WORSE = "en aggravation"
    NEW = "nouveau"
    GONE = "plus évalué"
    SAME = "inchangé"


@dataclass(frozen=True, slots=True)
class BarrierChange:
    """One theme in two diagnoses; `before` or `after` is None when it was not assessed."""

    theme: str
    before: BarrierAssessment | None
    after: BarrierAssessment | None
    trend: Trend
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    comment_before: str = ""

    @property
    def is_a_change(self) -> bool:
        """Whether anything differs."""
        return bool(self.trend != Trend.SAME or self.added or self.removed or self.comment_before)


@dataclass(frozen=True, slots=True)
class TextChange:
    """A text or a box that differs."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed since `before`."""

    before: Diagnosis
    after: Diagnosis
    barriers: tuple[BarrierChange, ...]
    texts: tuple[TextChange, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not (self.texts or self.barriers)


def compare(before: Diagnosis, after: Diagnosis) -> Comparison:
    """Compare two diagnoses whose barriers were read by `queries.diagnoses_of`."""
    return Comparison(
        before,
        after,
        tuple(change for change in _barriers(before, after) if change.is_a_change),
        tuple(_texts(before, after)),
    )


def _barriers(before: Diagnosis, after: Diagnosis) -> Iterator[BarrierChange]:
    earlier = {barrier.theme_id: barrier for barrier in before.barriers.all()}
    later = {barrier.theme_id: barrier for barrier in after.barriers.all()}
    for theme in {**later, **earlier}:
        one, other = earlier.get(theme), later.get(theme)
        said = {term.label for term in one.situations.all()} if one else set()
        now = {term.label for term in other.situations.all()} if other else set()
        differs = one is not None and other is not None and one.comment != other.comment
        yield BarrierChange(
            theme=str((other or one).theme),  # type: ignore[union-attr]
            before=one,
            after=other,
            trend=_trend(one, other),
            added=tuple(sorted(now - said)) if one and other else (),
            removed=tuple(sorted(said - now)) if one and other else (),
            comment_before=(one.comment or "Rien") if differs and one else "",
        )


def _trend(before: BarrierAssessment | None, after: BarrierAssessment | None) -> Trend:
    if before is None:
        return Trend.NEW
    if after is None:
        return Trend.GONE
    one, other = _RANKS[Severity(before.severity)], _RANKS[Severity(after.severity)]
    if one == other:
        return Trend.SAME
    return Trend.BETTER if other < one else Trend.WORSE


def _texts(before: Diagnosis, after: Diagnosis) -> Iterator[TextChange]:
    for name in _COLUMNS:
        one, other = getattr(before, name), getattr(after, name)
        if one != other:
            label = str(Diagnosis._meta.get_field(name).verbose_name)  # type: ignore[union-attr] # noqa: SLF001
            yield TextChange(label, _said(one), _said(other))


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "Oui" if value else "Non"
    return str(value) or "Rien"
