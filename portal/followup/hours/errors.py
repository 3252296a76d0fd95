"""What the services of hours refuse, with the words that say so."""

from portal.followup.hours.models import ActivityLog, Source
from portal.followup.hours.states import State
from snippets import french
from snippets.errors import DomainError


class HoursError(DomainError):
    """Something that may not be done now with hours, a reduction or a waiver."""


class NoCaseError(HoursError):
    """The account is linked to no case."""

    def __init__(self) -> None:
        super().__init__(
            "Vos heures se déclarent pendant votre accompagnement\u00a0: votre compte n’y est pas "
            "lié en ce moment. Parlez-en à la personne qui vous suit."
        )


class EndedError(HoursError):
    """The pathway ended: what was declared stays as it is."""

    def __init__(self) -> None:
        super().__init__(
            "Votre accompagnement est terminé\u00a0: vos heures ne changent plus. Parlez-en à la "
            "personne qui vous suivait si elles sont à corriger."
        )


class AlreadyNotedError(HoursError):
    """The same activity is a line already. `row` is that line."""

    def __init__(self, row: ActivityLog, *, field: str | None = None) -> None:
        when = (
            f"le {french.full_date(row.day)}" if row.day else f"la semaine du {row.week:%d/%m/%Y}"
        )
        state = State(row.state).label.lower()
        more = (
            " Si c’en est une autre, écrivez son nom dans la précision."
            if row.source == Source.TRAINING
            else ""
        )
        super().__init__(
            f"Cette activité est déjà notée pour {when}\u00a0: {french.hours(row.hours)}, {state}."
            f"{more}",
            field=field,
        )
        self.row = row


class GoneError(HoursError):
    """A line, or an activity that was found, that is no longer there."""

    def __init__(self) -> None:
        super().__init__(
            "Cette ligne n’est plus là\u00a0: quelqu’un l’a corrigée ou retirée. Relisez la liste."
        )
