"""PostgreSQL away: how it is recognised. The site says so at once, and serves as it is back."""

import psycopg
from django.db import OperationalError

RETRY_SECONDS = 30
# Connection exceptions, the server that stops or starts, its places that are all taken; a
# connection that fails has no code at all.
_AWAY = ("08", "57P01", "57P02", "57P03", "53300")


def is_database_away(exception: BaseException | None) -> bool:
    """Whether an exception, or what it comes from, is a database that does not answer.

    A statement that was too long, a deadlock or a full disk are faults of another kind.
    """
    seen: set[int] = set()
    while exception is not None and id(exception) not in seen:
        if isinstance(exception, OperationalError):
            cause = exception.__cause__
            state = cause.sqlstate if isinstance(cause, psycopg.Error) else None
            return state is None or state.startswith(_AWAY)
        seen.add(id(exception))
        exception = exception.__cause__ or exception.__context__
    return False


def reason(exception: BaseException) -> str:
    """The first line of what the driver says: which server, and how it fails."""
    return next(iter(str(exception).splitlines()), type(exception).__name__)
