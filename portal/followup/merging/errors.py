"""Why two cases are not merged. Messages can be shown."""

from collections.abc import Sequence

from snippets.errors import DomainError


class MergeError(DomainError):
    """It may not be done now."""


class NotBothYoursError(MergeError):
    """Whoever acts has no right on one of the two."""

    def __init__(self) -> None:
        super().__init__("La fusion revient à qui a un droit sur les deux dossiers.")


class StoppedError(MergeError):
    """Something in the two cases stops it. `reasons` are all of them, to be shown."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = list(reasons)


class ChoiceMissingError(MergeError):
    """Two things that cannot both stay, and nobody said which one does."""

    def __init__(self, label: str, field: str) -> None:
        super().__init__(f"Choisissez ce qui est gardé\u00a0: {label.lower()}.", field=field)


class ChangedSinceError(MergeError):
    """What was proposed is not what stands now."""

    def __init__(self) -> None:
        super().__init__(
            "Un des deux dossiers a changé depuis la proposition\u00a0: son identité, son "
            "orientation, sa référente ou son référent, ou son contrat. Rien n’est fusionné. "
            "Refusez cette proposition, puis proposez de nouveau."
        )
