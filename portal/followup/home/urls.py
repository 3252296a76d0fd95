"""Addresses of this theme."""

from django.urls import URLPattern, path, re_path

from portal.followup.home import caseload_views, views

urlpatterns: list[URLPattern] = [
    path("suivi/", views.HomeView.as_view(), name="home"),
    path("suivi/nouveaux/<int:pk>/vu/", views.SeenView.as_view(), name="seen"),
    path("suivi/recherche/", views.SearchView.as_view(), name="search"),
    path("suivi/dossiers/", caseload_views.CaseloadView.as_view(), name="caseload"),
    path("suivi/dossiers/onglets/", caseload_views.SaveFilterView.as_view(), name="save_filter"),
    path(
        "suivi/dossiers/onglets/<int:pk>/retirer/",
        caseload_views.DropFilterView.as_view(),
        name="drop_filter",
    ),
    re_path(
        r"^suivi/dossiers/export\.(?P<extension>csv|xlsx)$",
        caseload_views.ExportView.as_view(),
        name="export",
    ),
]
