"""How far the site follows the RGAA 4.1.2: the law's three states, and our own assessment.

The decree 2019-768 asks for one of the three states on the home page, and a statement behind it.
"""

from dataclasses import dataclass
from datetime import date

from django.db import models


class Conformity(models.TextChoices):
    """What the law calls the state of a service, in its words."""

    NONE = "none", "non conforme"
    PARTIAL = "partial", "partiellement conforme"
    FULL = "full", "totalement conforme"


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """How many of the criteria that apply are met; one that nobody verified is not."""

    day: date
    met: int
    not_met: int

    @property
    def applicable(self) -> int:
        """All that count: the others have nothing here to be looked at."""
        return self.met + self.not_met

    @property
    def rate(self) -> int:
        """Per cent of the criteria that apply, never rounded up."""
        return self.met * 100 // self.applicable

    @property
    def conformity(self) -> Conformity:
        """The state that the law ties to the rate: half of the criteria make it partial."""
        if self.not_met == 0:
            return Conformity.FULL
        return Conformity.PARTIAL if self.met * 2 >= self.applicable else Conformity.NONE


# What the table of `docs/accessibility.md` adds up to; a test counts it again.
SELF_ASSESSMENT = Assessment(day=date(2026, 11, 30), met=64, not_met=10)
