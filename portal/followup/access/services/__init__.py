"""Who enters a case, and for how long: care team, emergency, deputies, and the blind search."""

from portal.followup.access.services.absences import end_absence, plan_absence
from portal.followup.access.services.blind import Found, blind_search, case_of
from portal.followup.access.services.emergency import break_glass
from portal.followup.access.services.retention import lapse_requests, purge_log
from portal.followup.access.services.team import ask_to_join, confirm, end, invite, refuse

__all__ = [
    "Found",
    "ask_to_join",
    "blind_search",
    "break_glass",
    "case_of",
    "confirm",
    "end",
    "end_absence",
    "invite",
    "lapse_requests",
    "plan_absence",
    "purge_log",
    "refuse",
]
