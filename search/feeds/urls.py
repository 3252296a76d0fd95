"""Addresses of the feeds."""

from django.urls import path

from search.feeds import views

urlpatterns = [
    path("offres/flux.rss", views.rss, name="rss"),
    path("sessions/agenda.ics", views.agenda, name="agenda_ics"),
    path("sessions/<int:pk>/session.ics", views.session, name="session_ics"),
]
