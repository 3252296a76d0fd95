"""Addresses of this theme."""

from django.urls import URLPattern, path

from portal.followup.access.views import log, searching, team, unit

urlpatterns: list[URLPattern] = [
    path("suivi/dossiers/<int:pk>/equipe/", team.TeamView.as_view(), name="team"),
    path("suivi/groupes/", team.RequestsView.as_view(), name="team_requests"),
    path("suivi/groupes/demander/", searching.AskView.as_view(), name="ask_to_join"),
    path("suivi/groupes/<int:pk>/confirmer/", team.ConfirmView.as_view(), name="confirm_member"),
    path("suivi/groupes/<int:pk>/refuser/", team.RefuseView.as_view(), name="refuse_member"),
    path("suivi/groupes/<int:pk>/fin/", team.EndView.as_view(), name="end_member"),
    path("suivi/qui-suit/", searching.BlindSearchView.as_view(), name="blind_search"),
    path("suivi/urgence/", searching.EmergencyView.as_view(), name="break_glass"),
    path("suivi/unite/", unit.UnitView.as_view(), name="unit"),
    path("suivi/unite/absences/<int:pk>/fin/", unit.EndAbsenceView.as_view(), name="end_absence"),
    path("suivi/acces/", log.LogView.as_view(), name="access_log"),
    path("suivi/acces/export.csv", log.ExportLogView.as_view(), name="export_access_log"),
]
