"""Addresses of CVs: all private."""

from django.urls import path

from portal.cv.views import editing, files, home, imports, photos, reading

app_name = "cv"
urlpatterns = [
    path("", home.HomeView.as_view(), name="home"),
    path("aider/", home.HelpedView.as_view(), name="helped"),
    path("nouveau/", home.StartView.as_view(), name="start"),
    path("<int:pk>/", editing.EditView.as_view(), name="edit"),
    path("<int:pk>/etape/<int:number>/", editing.StepView.as_view(), name="step"),
    path("<int:pk>/voir/", reading.PreviewView.as_view(), name="preview"),
    path("<int:pk>/page/<int:number>/", reading.PageView.as_view(), name="page"),
    path("<int:pk>/pdf/", reading.PdfView.as_view(), name="pdf"),
    path("<int:pk>/versions/", reading.VersionsView.as_view(), name="versions"),
    path("<int:pk>/versions/<int:number>/pdf/", reading.VersionPdfView.as_view(), name="version"),
    path(
        "<int:pk>/versions/<int:number>/reprendre/", reading.RestoreView.as_view(), name="restore"
    ),
    path("<int:pk>/copier/", home.CopyView.as_view(), name="copy"),
    path("<int:pk>/renommer/", home.RenameView.as_view(), name="rename"),
    path("<int:pk>/supprimer/", home.DeleteView.as_view(), name="delete"),
    path("<int:pk>/retablir/", home.UndeleteView.as_view(), name="undelete"),
    path("importer/", imports.ImportView.as_view(), name="import"),
    path("<int:pk>/brouillon/", imports.DraftView.as_view(), name="draft"),
    path("<int:pk>/telecharger/", files.FormatsView.as_view(), name="formats"),
    path("<int:pk>/telecharger/<slug:kind>/", files.FileView.as_view(), name="file"),
    path("<int:pk>/photo/", photos.PhotoView.as_view(), name="photo"),
    path("<int:pk>/photo/cadrer/", photos.FrameView.as_view(), name="photo_frame"),
    path("photo/<int:photo>/<slug:kind>/", photos.PhotoFileView.as_view(), name="photo_file"),
]
