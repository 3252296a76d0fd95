"""Structured logs: every record carries the id of the request that caused it."""

import logging
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="-")


class RequestIdFilter(logging.Filter):
    """Adds `request_id` to every record (“-” outside a request)."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true: the filter only adds."""
        record.request_id = request_id.get()
        return True


class SecretFilter(logging.Filter):
    """Takes out of a record the secret that an address carries: who reads the logs has no link.

    Django logs the path of what it refuses. Every secret of an address is named in `NAMES`.
    """

    NAMES = frozenset({"token", "key"})

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true: the filter only hides."""
        match = getattr(getattr(record, "request", None), "resolver_match", None)
        secrets = (
            [str(match.kwargs[name]) for name in self.NAMES & set(match.kwargs)] if match else []
        )
        if any(secrets):
            said = record.getMessage()
            for secret in filter(None, secrets):
                said = said.replace(secret, "…")
            record.msg, record.args = said, ()
        return True
