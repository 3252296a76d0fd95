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
