"""Addresses of files, of their lines, and of the week's work."""

from django.urls import URLPattern, path

from portal.followup.imports.views import columns, files, lines, work

urlpatterns: list[URLPattern] = [
    path("suivi/fichiers/", files.FilesView.as_view(), name="imports"),
    path("suivi/fichiers/deposer/", files.UploadView.as_view(), name="import_upload"),
    path("suivi/fichiers/colonnes/", columns.MappingsView.as_view(), name="import_mappings"),
    path(
        "suivi/fichiers/colonnes/<int:mapping>/",
        columns.MappingView.as_view(),
        name="import_mapping",
    ),
    path(
        "suivi/fichiers/colonnes/<int:mapping>/oublier/",
        columns.ForgetMappingView.as_view(),
        name="import_mapping_forget",
    ),
    path("suivi/fichiers/<int:pk>/", files.FileView.as_view(), name="import_file"),
    path("suivi/fichiers/<int:pk>/abandonner/", files.DropView.as_view(), name="import_drop"),
    path("suivi/fichiers/<int:pk>/colonnes/", columns.ColumnsView.as_view(), name="import_columns"),
    path("suivi/fichiers/<int:pk>/lignes/", lines.LinesView.as_view(), name="import_lines"),
    path("suivi/fichiers/<int:pk>/erreurs.csv", lines.ErrorsView.as_view(), name="import_errors"),
    path("suivi/fichiers/<int:pk>/travail/", work.WorkView.as_view(), name="import_work"),
    path(
        "suivi/fichiers/<int:pk>/appliquer/",
        work.ApplySureView.as_view(),
        name="import_apply_sure",
    ),
    path(
        "suivi/fichiers/actions/<int:action>/appliquer/",
        work.DecideView.as_view(),
        name="import_decide",
    ),
    path(
        "suivi/fichiers/actions/<int:action>/de-cote/",
        work.SetAsideView.as_view(),
        name="import_set_aside",
    ),
    path(
        "suivi/fichiers/actions/<int:action>/reprendre/",
        work.WaitAgainView.as_view(),
        name="import_wait_again",
    ),
    path(
        "suivi/fichiers/actions/<int:action>/annuler/",
        work.UndoView.as_view(),
        name="import_undo",
    ),
]
