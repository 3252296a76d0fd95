"""Addresses of this theme."""

from django.urls import path

from portal.followup.board.views import leading, sitting

_SESSION = "suivi/seances/<int:session>"
_OWN = "suivi/equipe/<int:session>"

urlpatterns = [
    path("suivi/seances/", leading.SessionsView.as_view(), name="board_sessions"),
    path("suivi/seances/nouvelle/", leading.NewSessionView.as_view(), name="board_session_new"),
    path(f"{_SESSION}/", leading.SessionView.as_view(), name="board_session"),
    path(f"{_SESSION}/ouvrir/", leading.OpenView.as_view(), name="board_open"),
    path(f"{_SESSION}/annuler/", leading.CancelView.as_view(), name="board_cancel"),
    path(f"{_SESSION}/clore/", leading.CloseView.as_view(), name="board_close"),
    path(f"{_SESSION}/proces-verbal.pdf", leading.MinutesView.as_view(), name="board_minutes"),
    path(
        f"{_SESSION}/<int:review>/reporter/", leading.PostponeView.as_view(), name="board_postpone"
    ),
    path("suivi/equipe/", sitting.OwnSessionsView.as_view(), name="board"),
    path(f"{_OWN}/", sitting.AgendaView.as_view(), name="board_agenda"),
    path(f"{_OWN}/<int:review>/", sitting.BoardCaseView.as_view(), name="board_case"),
    path(f"{_OWN}/<int:review>/conflit/", sitting.ConflictView.as_view(), name="board_conflict"),
]
