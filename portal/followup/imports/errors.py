"""Why a file or an action is refused: each message may be shown."""

from snippets.errors import DomainError


class ImportRefusedError(DomainError):
    """What is asked of a file or of an action may not be done now."""


class FileError(ImportRefusedError):
    """The file as a whole cannot be read: nothing of it is kept."""


class TotalsDifferError(ImportRefusedError):
    """The control totals do not say what was read: somebody must say that they know it."""


class ChoiceNeededError(ImportRefusedError):
    """The file alone does not tell who this is."""


class LivedOnError(ImportRefusedError):
    """What was made later on the line keeps it from being undone."""
