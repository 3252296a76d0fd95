"""Addresses of this theme."""

from django.urls import path

from portal.followup.appointments import views

_CASE = "suivi/dossiers/<int:pk>/rendez-vous"
urlpatterns = [
    path(f"{_CASE}/", views.AppointmentsView.as_view(), name="appointments"),
    path(f"{_CASE}/nouveau/", views.PlanView.as_view(), name="appointment_plan"),
    path(f"{_CASE}/<int:appointment>/deplacer/", views.MoveView.as_view(), name="appointment_move"),
    path(f"{_CASE}/<int:appointment>/etat/", views.StateView.as_view(), name="appointment_state"),
    path(
        f"{_CASE}/<int:appointment>/annuler/", views.CancelView.as_view(), name="appointment_cancel"
    ),
]
