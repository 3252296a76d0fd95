"""The root of the errors whose message may be shown.

A service refuses by raising one. What only a program can use (a lost lock, an address of the API
that was not understood) is no DomainError: its message is shown to nobody.
"""


class DomainError(Exception):
    """Something that may not be done now.

    `str(error)` says in French why, and what to do, to the person who asked. `field` is the
    argument of the service that is at fault, which the field of its form is named after.
    """

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class TooOftenError(DomainError):
    """Asked too often: the one refusal with a status of its own, 429."""
