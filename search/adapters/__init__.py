"""From a page to a row of the index: one adapter for each kind, registered here."""

from search.adapters.job_offer import JOB_OFFERS
from search.adapters.session import SESSIONS
from search.adapters.shared import Adapter, Entry, adapters, entry, is_findable, register
from search.adapters.volunteering import VOLUNTEERING

__all__ = ["Adapter", "Entry", "adapters", "entry", "is_findable", "register"]

for adapter in (JOB_OFFERS, VOLUNTEERING, SESSIONS):
    register(adapter)
