"""Addresses of CVs: all private."""

from django.urls import path

from portal.cv.views import (
    editing,
    files,
    helped,
    helping,
    home,
    imports,
    photos,
    reading,
    sharing,
)

app_name = "cv"
urlpatterns = [
    path("", home.HomeView.as_view(), name="home"),
    path("aider/", helped.HelpedView.as_view(), name="helped"),
    path("aider/proposer/", helped.ProposeView.as_view(), name="propose_help"),
    path(
        "aider/demandes/<int:number>/annuler/",
        helped.WithdrawHelpView.as_view(),
        name="withdraw_help",
    ),
    path(
        "aider/demandes/<int:number>/repondre/",
        helped.AnswerAskedView.as_view(),
        name="answer_asked",
    ),
    path("aider/<int:pk>/quitter/", helped.LeaveView.as_view(), name="leave"),
    path("aides/", helping.ProposalsView.as_view(), name="proposals"),
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
    path("<int:pk>/partager/", sharing.ShareView.as_view(), name="share"),
    path("<int:pk>/partager/apercu/", sharing.SharePreviewView.as_view(), name="share_preview"),
    path("<int:pk>/partager/pdf/", sharing.CodeView.as_view(), name="share_pdf"),
    path(
        "<int:pk>/partager/<int:share_pk>/arreter/",
        sharing.StopView.as_view(),
        name="share_stop",
    ),
    path("<int:pk>/aide/", helping.HelpersView.as_view(), name="helpers"),
    path(
        "<int:pk>/aide/<int:helper>/arreter/",
        helping.StopHelperView.as_view(),
        name="stop_helper",
    ),
    path(
        "<int:pk>/aide/<int:helper>/reprendre/",
        helping.ResumeHelperView.as_view(),
        name="resume_helper",
    ),
    path(
        "<int:pk>/aide/demandes/<int:number>/annuler/",
        helping.CancelHelpView.as_view(),
        name="cancel_help",
    ),
    path("<int:pk>/copier/", home.CopyView.as_view(), name="copy"),
    path("<int:pk>/renommer/", home.RenameView.as_view(), name="rename"),
    path("<int:pk>/supprimer/", home.DeleteView.as_view(), name="delete"),
    path("<int:pk>/retablir/", home.UndeleteView.as_view(), name="undelete"),
    path("importer/", imports.ImportView.as_view(), name="import"),
    path("importer/<int:number>/", imports.ImportProgressView.as_view(), name="import_progress"),
    path(
        "importer/<int:number>/annuler/", imports.CancelImportView.as_view(), name="import_cancel"
    ),
    path("<int:pk>/brouillon/", imports.DraftView.as_view(), name="draft"),
    path("<int:pk>/telecharger/", files.FormatsView.as_view(), name="formats"),
    path("<int:pk>/telecharger/<slug:kind>/", files.FileView.as_view(), name="file"),
    path("<int:pk>/photo/", photos.PhotoView.as_view(), name="photo"),
    path("<int:pk>/photo/cadrer/", photos.FrameView.as_view(), name="photo_frame"),
    path("photo/<int:photo>/<slug:kind>/", photos.PhotoFileView.as_view(), name="photo_file"),
]
