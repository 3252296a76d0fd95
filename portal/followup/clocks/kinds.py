"""The clocks, and what a screen says of each: pure values and words."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.urls import reverse

from snippets.french import long_day

# A clock that ends within these days is of the week.
WEEK = timedelta(days=7)


class Kind(StrEnum):
    """What runs. The value is what addresses and filters say."""

    ORIENTATION = "orientation"
    NOTIFICATION = "notification"
    FIRST_CONTRACT = "premier-contrat"
    TO_SIGN = "a-signer"
    TRANSITION = "contrat-2027"
    REVIEW = "reexamen"
    CONTRACT_END = "fin-de-contrat"
    SILENCE = "silence"


# Those that people see who read identity and orientation alone.
OF_IDENTITY = frozenset({Kind.ORIENTATION, Kind.NOTIFICATION})

LABELS = {
    Kind.ORIENTATION: "À orienter",
    Kind.NOTIFICATION: "Orientation à notifier",
    Kind.FIRST_CONTRACT: "Contrat d’engagement à signer",
    Kind.TO_SIGN: "Contrat proposé, à faire signer",
    Kind.TRANSITION: "Contrat d’engagement à conclure",
    Kind.REVIEW: "Parcours social à réexaminer",
    Kind.CONTRACT_END: "Contrat à renouveler",
    Kind.SILENCE: "Sans nouvelles",
}
# Where one acts: a tab of the case, by its name in `case/tabs.py`.
TABS = {
    Kind.ORIENTATION: "pathway",
    Kind.NOTIFICATION: "pathway",
    Kind.FIRST_CONTRACT: "contract",
    Kind.TO_SIGN: "contract",
    Kind.TRANSITION: "contract",
    Kind.REVIEW: "diagnosis",
    Kind.CONTRACT_END: "contract",
    Kind.SILENCE: "case",
}
# `{start}` and `{due}` are days in full, `{amount}` the delay in weeks, months or days.
_WHY = {
    Kind.ORIENTATION: "Ouverture du droit reçue le {start}\u00a0: {amount}\u00a0semaines.",
    Kind.NOTIFICATION: "Orientation décidée le {start}, pas encore notifiée.",
    Kind.FIRST_CONTRACT: "Orientation notifiée le {start}\u00a0: {amount}\u00a0mois.",
    Kind.TO_SIGN: "Contrat proposé le {start}.",
    Kind.TRANSITION: "Suivi·e avant 2025, sans contrat signé depuis.",
    Kind.REVIEW: (
        "Contrat ou réexamen du {start}\u00a0: {amount}\u00a0mois, avec un diagnostic établi avec "
        "France Travail."
    ),
    Kind.CONTRACT_END: "Le contrat finit le {due}.",
    Kind.SILENCE: "Dernier contact le {start}, il y a plus de {amount}\u00a0jours.",
}
_WHY_WITHOUT_END = {
    Kind.ORIENTATION: "L’orientation a pris fin le {start}, aucune autre ne suit.",
}
_NO_CONTACT = "Aucun contact depuis l’orientation du {start}, il y a plus de {amount}\u00a0jours."


@dataclass(frozen=True, slots=True)
class Clock:
    """Something that is owed: since when, until when (its last day), and why.

    `due_on` is None for what is to be done without a legal time. `amount` is the delay that counts,
    in weeks, months or days.
    """

    kind: Kind
    beneficiary_id: int
    starts_on: date
    due_on: date | None = None
    amount: int = 0
    legal_reference: str = ""
    # Silence: there never was a contact.
    is_first: bool = False

    def is_overdue(self, day: date) -> bool:
        """Whether the last day has passed."""
        return self.due_on is not None and day > self.due_on

    def days_left(self, day: date) -> int | None:
        """Days until the last one, 0 on it, negative after it."""
        return None if self.due_on is None else (self.due_on - day).days

    def is_of_the_week(self, day: date) -> bool:
        """Whether the last day is today or within a week."""
        return self.due_on is not None and day <= self.due_on <= day + WEEK

    @property
    def label(self) -> str:
        """What is to be done."""
        return LABELS[self.kind]

    @property
    def why(self) -> str:
        """Where it comes from, in a sentence."""
        text = _WHY[self.kind]
        if self.due_on is None:
            text = _WHY_WITHOUT_END.get(self.kind, text)
        elif self.is_first:
            text = _NO_CONTACT
        due = long_day(self.due_on) if self.due_on else ""
        start = long_day(self.starts_on)
        return text.format(start=start, due=due, amount=self.amount)

    @property
    def tab(self) -> str:
        """The tab of the case where one acts."""
        return TABS[self.kind]

    @property
    def address(self) -> str:
        """The screen where one acts."""
        return reverse(f"followup:{self.tab}", args=[self.beneficiary_id])


@dataclass(frozen=True, slots=True)
class Told:
    """A clock as a screen tells it on a day."""

    clock: Clock
    day: date

    @property
    def is_late(self) -> bool:
        return self.clock.is_overdue(self.day)

    @property
    def is_soon(self) -> bool:
        """Whether it ends within a week."""
        return self.clock.is_of_the_week(self.day)

    @property
    def days(self) -> int:
        """Days until the last one, or since it."""
        return abs(self.clock.days_left(self.day) or 0)

    @property
    def may_go_to_france_travail(self) -> bool:
        """Whether France Travail may orient: the legal time is over."""
        return self.clock.kind == Kind.ORIENTATION and self.is_late
