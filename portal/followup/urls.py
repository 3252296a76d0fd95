"""Addresses of the closed area. All are private, and each stands behind the area's door."""

from portal.followup.access import urls as access
from portal.followup.appointments import urls as appointments
from portal.followup.board import urls as board
from portal.followup.booking import urls as booking
from portal.followup.case import urls as case
from portal.followup.configuration import urls as configuration
from portal.followup.contract import urls as contract
from portal.followup.documents import urls as documents
from portal.followup.entitlements import urls as entitlements
from portal.followup.exchange import urls as exchange
from portal.followup.home import urls as home
from portal.followup.imports import urls as imports
from portal.followup.journal import urls as journal
from portal.followup.link import urls as link
from portal.followup.orientation import urls as orientation
from portal.followup.people import urls as people
from portal.followup.procedures import urls as procedures
from portal.followup.retention import urls as retention
from portal.followup.rows.area import area

THEMES = (
    *(home, people, case, contract, journal, appointments, documents, orientation),
    *(entitlements, access, imports, configuration, link, booking, procedures, board),
    *(retention, exchange),
)
app_name = "followup"
# Themes write whole paths: `suivi/…`, and `mon-espace/suivi/…` for the person's own side.
urlpatterns = area([pattern for theme in THEMES for pattern in theme.urlpatterns])
