"""What is refused about people and those who follow them, with the words that say so."""

from collections.abc import Sequence

from portal.followup.people.duplicates import Candidate
from portal.followup.people.models import Beneficiary
from snippets.errors import DomainError


class PeopleError(DomainError):
    """It may not be done now."""


class NotYoursError(PeopleError):
    """A case of another unit."""

    def __init__(self) -> None:
        super().__init__("Vous ouvrez des dossiers dans votre unité seulement.", field="unit")


class HasLeftError(PeopleError):
    """The pathway ended: what is decided, planned or asked waits until they come back."""

    def __init__(self) -> None:
        super().__init__("Cette personne est sortie du suivi\u00a0: annulez d’abord la sortie.")


class UnavailableNumberError(PeopleError):
    """A number, or a person, that a row out of reach has: nothing more is said.

    `known` are those who have it, for the log alone.
    """

    def __init__(self, known: Sequence[Beneficiary] = ()) -> None:
        super().__init__("Numéro indisponible, voyez la personne responsable.", field="matricule")
        self.known = known


class KnownHouseholdError(PeopleError):
    """A household has this number, and who types reads all of its people: to join it is decided.

    `candidates` are shown; `seen` comes back with them. `is_certain`: the person is in it already,
    by another case.
    """

    def __init__(
        self,
        candidates: list[Candidate],
        *,
        known: Sequence[Beneficiary],
        seen: str,
        is_certain: bool,
    ) -> None:
        super().__init__(
            "Cette personne est déjà dans le foyer qui a ce numéro."
            if is_certain
            else "Un foyer a déjà ce numéro\u00a0: regardez qui en fait partie, puis décidez.",
            field="matricule",
        )
        self.candidates = candidates
        self.known = known
        self.seen = seen
        self.is_certain = is_certain


class DuplicateError(PeopleError):
    """The person may be followed already. `candidates` are shown; `seen` comes back with them.

    `is_certain`: it is the same person, whoever types.
    """

    def __init__(self, candidates: list[Candidate], *, seen: str, is_certain: bool) -> None:
        super().__init__(
            "Cette personne est déjà suivie."
            if is_certain
            else "Cette personne est peut-être déjà suivie\u00a0: regardez, puis décidez."
        )
        self.candidates = candidates
        self.seen = seen
        self.is_certain = is_certain
