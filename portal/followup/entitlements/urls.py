"""Addresses of this theme."""

from django.urls import URLPattern, path

from portal.followup.entitlements import views

_RIGHTS = "suivi/dossiers/<int:pk>/droits/"

urlpatterns: list[URLPattern] = [
    path(_RIGHTS, views.RightsView.as_view(), name="rights"),
    path(f"{_RIGHTS}saisir/", views.RecordView.as_view(), name="record_right"),
    path(f"{_RIGHTS}<int:right>/corriger/", views.MendView.as_view(), name="mend_right"),
]
