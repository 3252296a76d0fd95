"""Addresses of the figures."""

from django.urls import URLPattern, path

from portal.sponsorship.dashboard import views

_ROOT = "parrainage/coordination/tableau"

private: list[URLPattern] = [
    path(f"{_ROOT}/", views.DashboardView.as_view(), name="dashboard"),
    path(f"{_ROOT}/export/<str:extension>/", views.ExportView.as_view(), name="dashboard_export"),
]
