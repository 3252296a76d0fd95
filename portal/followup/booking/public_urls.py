"""Addresses without an account: the link of an invitation, the calendar of an adviser. Public."""

from django.urls import path

from portal.followup.booking.views import visitor

app_name = "booking"
_ROOT = "rendez-vous/"
_ONE = f"{_ROOT}<slug:token>/"
urlpatterns = [
    path(_ROOT, visitor.EnterView.as_view(), name="enter"),
    path(_ONE, visitor.InvitationView.as_view(), name="invitation"),
    path(f"{_ONE}pris/", visitor.AppointmentView.as_view(), name="appointment"),
    path(f"{_ONE}deplacer/", visitor.MoveView.as_view(), name="move"),
    path(f"{_ONE}annuler/", visitor.CancelView.as_view(), name="cancel"),
    path("agenda/<slug:secret>.ics", visitor.CalendarView.as_view(), name="calendar"),
]
