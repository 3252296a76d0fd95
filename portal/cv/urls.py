"""Addresses of CVs: all private."""

from django.urls import path

from portal.cv.views import (
    editing,
    files,
    helper_home,
    owner_helpers,
    owner_home,
    owner_imports,
    owner_photos,
    owner_sharing,
    reading,
)

app_name = "cv"
urlpatterns = [
    path("", owner_home.HomeView.as_view(), name="home"),
    path("aider/", helper_home.HelpedView.as_view(), name="helped"),
    path("aider/proposer/", helper_home.ProposeView.as_view(), name="propose_help"),
    path(
        "aider/demandes/<int:number>/annuler/",
        helper_home.WithdrawHelpView.as_view(),
        name="withdraw_help",
    ),
    path(
        "aider/demandes/<int:number>/repondre/",
        helper_home.AnswerAskedView.as_view(),
        name="answer_asked",
    ),
    path("aider/<int:pk>/quitter/", helper_home.LeaveView.as_view(), name="leave"),
    path("aides/", owner_helpers.ProposalsView.as_view(), name="proposals"),
    path("nouveau/", owner_home.StartView.as_view(), name="start"),
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
    path("<int:pk>/partager/", owner_sharing.ShareView.as_view(), name="share"),
    path(
        "<int:pk>/partager/apercu/", owner_sharing.SharePreviewView.as_view(), name="share_preview"
    ),
    path(
        "<int:pk>/partager/<int:share_pk>/",
        owner_sharing.ShareAgainView.as_view(),
        name="share_again",
    ),
    path(
        "<int:pk>/partager/<int:share_pk>/pdf/", owner_sharing.CodeView.as_view(), name="share_pdf"
    ),
    path(
        "<int:pk>/partager/<int:share_pk>/arreter/",
        owner_sharing.StopView.as_view(),
        name="share_stop",
    ),
    path("<int:pk>/aide/", owner_helpers.HelpersView.as_view(), name="helpers"),
    path(
        "<int:pk>/aide/<int:helper>/arreter/",
        owner_helpers.StopHelperView.as_view(),
        name="stop_helper",
    ),
    path(
        "<int:pk>/aide/<int:helper>/reprendre/",
        owner_helpers.ResumeHelperView.as_view(),
        name="resume_helper",
    ),
    path(
        "<int:pk>/aide/demandes/<int:number>/annuler/",
        owner_helpers.CancelHelpView.as_view(),
        name="cancel_help",
    ),
    path("<int:pk>/copier/", owner_home.CopyView.as_view(), name="copy"),
    path("<int:pk>/renommer/", owner_home.RenameView.as_view(), name="rename"),
    path("<int:pk>/supprimer/", owner_home.DeleteView.as_view(), name="delete"),
    path("<int:pk>/retablir/", owner_home.UndeleteView.as_view(), name="undelete"),
    path("importer/", owner_imports.ImportView.as_view(), name="import"),
    path(
        "importer/<int:number>/", owner_imports.ImportProgressView.as_view(), name="import_progress"
    ),
    path(
        "importer/<int:number>/annuler/",
        owner_imports.CancelImportView.as_view(),
        name="import_cancel",
    ),
    path("<int:pk>/importer/annuler/", owner_imports.UndoImportView.as_view(), name="undo_import"),
    path("<int:pk>/brouillon/", owner_imports.DraftView.as_view(), name="draft"),
    path("<int:pk>/telecharger/", files.FormatsView.as_view(), name="formats"),
    path("<int:pk>/telecharger/<slug:kind>/", files.FileView.as_view(), name="file"),
    path("<int:pk>/photo/", owner_photos.PhotoView.as_view(), name="photo"),
    path("<int:pk>/photo/cadrer/", owner_photos.FrameView.as_view(), name="photo_frame"),
    path("photo/<int:photo>/<slug:kind>/", owner_photos.PhotoFileView.as_view(), name="photo_file"),
]
