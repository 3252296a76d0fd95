"""Addresses of this theme."""

from django.urls import URLPattern, path

from portal.followup.home import caseload_views, export_views, views

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
    path("suivi/dossiers/export/", export_views.ExportView.as_view(), name="export"),
    path("suivi/dossiers/exports/", export_views.ExportsView.as_view(), name="exports"),
    path(
        "suivi/dossiers/exports/<int:pk>/fichier/",
        export_views.ExportFileView.as_view(),
        name="export_file",
    ),
]
