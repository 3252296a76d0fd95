"""Jobs of the area, where the worker looks for them. Each theme has its own."""

from portal.followup.access import jobs as access
from portal.followup.booking import jobs as booking
from portal.followup.documents import jobs as documents
from portal.followup.exchange import jobs as exchange
from portal.followup.home import jobs as home
from portal.followup.imports import jobs as imports
from portal.followup.journal import jobs as journal
from portal.followup.own_side import jobs as own_side
from portal.followup.retention import jobs as retention

__all__ = [
    "access",
    "booking",
    "documents",
    "exchange",
    "home",
    "imports",
    "journal",
    "own_side",
    "retention",
]
