"""From a page to a row of the index: one adapter for each kind, registered here."""

from search.index.adapters.job_offer import JOB_OFFERS
from search.index.adapters.session import SESSIONS
from search.index.adapters.shared import Adapter, Entry, adapters, entry, is_findable, register
from search.index.adapters.volunteering import VOLUNTEERING

__all__ = ["Adapter", "Entry", "adapters", "entry", "is_findable", "register"]

for adapter in (JOB_OFFERS, VOLUNTEERING, SESSIONS):
    register(adapter)
