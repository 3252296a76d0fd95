"""Addresses of this theme."""

from django.urls import path

from portal.followup.case import views

_CASE = "suivi/dossiers/<int:pk>"
urlpatterns = [
    path(f"{_CASE}/", views.CaseView.as_view(), name="case"),
    path(f"{_CASE}/noter/", views.QuickView.as_view(), name="quick"),
    path(f"{_CASE}/synthese.pdf", views.SummaryView.as_view(), name="summary"),
]
