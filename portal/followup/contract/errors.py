"""What the services of contracts, plans and diagnoses refuse."""

from collections.abc import Sequence
from dataclasses import dataclass

from snippets.errors import DomainError


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that a contract lacks: what to do, and the address where it is done."""

    sentence: str
    address: str


class ContractError(DomainError):
    """Something that may not be done now with a contract, a plan or a diagnosis."""


class NotWritableError(ContractError):
    """Somebody who no longer follows this person."""

    def __init__(self) -> None:
        super().__init__("Vous ne suivez plus cette personne\u00a0: rien n’a été enregistré.")


class IncompleteError(ContractError):
    """A contract that is not ready to be proposed. `missing` says what it lacks, with addresses."""

    def __init__(self, missing: Sequence[Missing]) -> None:
        said = " ".join(one.sentence for one in missing)
        super().__init__(f"Ce contrat n’est pas encore complet. {said}")
        self.missing = missing


class AlreadyThereError(ContractError):
    """Somebody else just did the same. `row` is what they made."""

    def __init__(self, message: str, row: object) -> None:
        super().__init__(message)
        self.row = row
