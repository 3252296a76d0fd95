"""Panels of the CMS editor, a module for each kind of opportunity."""

from pages.panels.job_offer import JOB_OFFER_PANELS
from pages.panels.session import SESSION_PANELS, session_edit_handler
from pages.panels.shared import opportunity_edit_handler
from pages.panels.volunteering import VOLUNTEERING_PANELS

__all__ = [
    "JOB_OFFER_PANELS",
    "SESSION_PANELS",
    "VOLUNTEERING_PANELS",
    "opportunity_edit_handler",
    "session_edit_handler",
]
