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
from portal.followup.hours import urls as hours
from portal.followup.imports import urls as imports
from portal.followup.journal import urls as journal
from portal.followup.link import urls as link
from portal.followup.merging import urls as merging
from portal.followup.orientation import urls as orientation
from portal.followup.own_side import urls as own_side
from portal.followup.people import urls as people
from portal.followup.procedures import urls as procedures
from portal.followup.reassignment import urls as reassignment
from portal.followup.retention import urls as retention
from portal.followup.rows.area import area
from portal.followup.suggestions import urls as suggestions

THEMES = (
    home,
    people,
    case,
    contract,
    hours,
    journal,
    appointments,
    documents,
    orientation,
    entitlements,
    access,
    imports,
    configuration,
    link,
    booking,
    procedures,
    board,
    retention,
    exchange,
    own_side,
    suggestions,
    merging,
    reassignment,
)
app_name = "followup"
# Themes write whole paths: `suivi/…`, and `mon-espace/suivi/…` for the person's own side.
urlpatterns = area([pattern for theme in THEMES for pattern in theme.urlpatterns])
