"""What a choice made by hand costs the others: a second solution with that pair fixed."""

from dataclasses import dataclass

from portal.sponsorship.pairing.solver import Assignment, best_assignment
from portal.sponsorship.pairing.values import Pair, Problem


@dataclass(frozen=True, slots=True)
class Change:
    """Somebody whose sponsor differs: before and after, None for nobody."""

    request: int
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Cost:
    """Both assignments, and every person for whom they differ, the chosen one included."""

    best: Assignment
    chosen: Assignment
    changes: tuple[Change, ...]

    @property
    def left_out(self) -> list[int]:
        """Requests that stay without a sponsor because of the choice."""
        return [one.request for one in self.changes if one.after is None]

    @property
    def days(self) -> int:
        """Days of waiting that are served no more; negative when more are."""
        return self.best.days - self.chosen.days

    @property
    def points(self) -> int:
        """Points that the pairs lose together; negative when they gain."""
        return self.best.points - self.chosen.points


def cost_of(problem: Problem, choice: Pair, *, best: Assignment | None = None) -> Cost:
    """Compare the best assignment with the best that holds `choice`, person by person.

    `best` spares one solution to whoever has it. Raises BrokenAssignmentError for a choice that is
    forbidden, or of somebody who is not on the list.
    """
    best = best or best_assignment(problem)
    chosen = best_assignment(problem, fixed=[choice])
    changes = tuple(
        Change(request, before, after)
        for request in sorted(best.sponsors.keys() | chosen.sponsors.keys())
        if (before := best.sponsors.get(request)) != (after := chosen.sponsors.get(request))
    )
    return Cost(best, chosen, changes)
