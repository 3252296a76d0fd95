"""The rows of the authorisation matrix: an address, and who is answered there; a file by theme."""

from tests.authorisation.rows.accounts import ACCOUNT
from tests.authorisation.rows.applications import MANAGED_APPLICATIONS
from tests.authorisation.rows.applying import APPLYING
from tests.authorisation.rows.campaigns import CAMPAIGN_SCREENS
from tests.authorisation.rows.candidates import SPACE
from tests.authorisation.rows.checkin import CHECKIN
from tests.authorisation.rows.cms import CMS, WAGTAIL
from tests.authorisation.rows.commitments import COMMITMENTS
from tests.authorisation.rows.cv import CV
from tests.authorisation.rows.followed import FOLLOWED
from tests.authorisation.rows.followup_access import FOLLOWUP_ACCESS
from tests.authorisation.rows.followup_booking import FOLLOWUP_BOOKING
from tests.authorisation.rows.followup_case import FOLLOWUP_CASE
from tests.authorisation.rows.followup_configuration import FOLLOWUP_CONFIGURATION
from tests.authorisation.rows.followup_contract import FOLLOWUP_CONTRACT
from tests.authorisation.rows.followup_home import FOLLOWUP_HOME
from tests.authorisation.rows.followup_imports import FOLLOWUP_IMPORTS
from tests.authorisation.rows.followup_leaving import FOLLOWUP_LEAVING
from tests.authorisation.rows.followup_link import FOLLOWUP_LINK
from tests.authorisation.rows.followup_moves import FOLLOWUP_MOVES
from tests.authorisation.rows.followup_orientation import FOLLOWUP_ORIENTATION
from tests.authorisation.rows.followup_own_side import FOLLOWUP_OWN_SIDE
from tests.authorisation.rows.followup_procedures import FOLLOWUP_PROCEDURES
from tests.authorisation.rows.followup_suggestions import FOLLOWUP_SUGGESTIONS
from tests.authorisation.rows.organisations import ORGANISATIONS
from tests.authorisation.rows.outcomes import OUTCOMES
from tests.authorisation.rows.pairs import PAIRS
from tests.authorisation.rows.portal import PORTAL
from tests.authorisation.rows.public import PUBLIC
from tests.authorisation.rows.registering import REGISTERING
from tests.authorisation.rows.row import ANONYMOUS, EVERYBODY, MEMBERS, MODERATORS
from tests.authorisation.rows.session_lists import SESSION_LISTS
from tests.authorisation.rows.sponsorship import SPONSORSHIP

__all__ = ["ANONYMOUS", "EVERYBODY", "MEMBERS", "MODERATORS", "ROWS", "UNNAMED", "WAGTAIL"]

ROWS = {
    **PUBLIC,
    **ACCOUNT,
    **ORGANISATIONS,
    **PORTAL,
    **SPACE,
    **APPLYING,
    **CV,
    **MANAGED_APPLICATIONS,
    **CHECKIN,
    **COMMITMENTS,
    **CMS,
    **REGISTERING,
    **SESSION_LISTS,
    **OUTCOMES,
    **SPONSORSHIP,
    **PAIRS,
    **FOLLOWED,
    **CAMPAIGN_SCREENS,
    **FOLLOWUP_ORIENTATION,
    **FOLLOWUP_PROCEDURES,
    **FOLLOWUP_CONFIGURATION,
    **FOLLOWUP_LINK,
    **FOLLOWUP_OWN_SIDE,
    **FOLLOWUP_ACCESS,
    **FOLLOWUP_CASE,
    **FOLLOWUP_BOOKING,
    **FOLLOWUP_SUGGESTIONS,
    **FOLLOWUP_IMPORTS,
    **FOLLOWUP_CONTRACT,
    **FOLLOWUP_HOME,
    **FOLLOWUP_LEAVING,
    **FOLLOWUP_MOVES,
}
# Addresses that their pattern names.
UNNAMED = ("^api/", "^cms/password_reset/.*$")
