"""CVs: their owner, and who helps."""

from portal.accounts.capabilities import HELP_CV, OWN_CV
from portal.accounts.level_names import LevelName as L
from tests.authorisation.rows.row import CANDIDATES, MEMBERS, Row

ADVISERS = frozenset({L.ADVISER})


def owned(path: str, status: int = 200, **options) -> Row:
    """What a candidate does to their own CVs."""
    return Row(path, CANDIDATES, status, asks=(OWN_CV,), **options)


def helped(path: str, status: int = 200, **options) -> Row:
    """What those who help do. The members of this world are of a company, which helps nobody."""
    return Row(path, ADVISERS, status, asks=(HELP_CV,), **options)


def written(path: str, status: int = 200, **options) -> Row:
    """What is done to a CV by its owner, and by who helps with it."""
    return Row(
        path, CANDIDATES | ADVISERS, status, elsewhere=MEMBERS, asks=(OWN_CV, HELP_CV), **options
    )


CV = {
    "cv:home": owned("/mon-espace/cv/"),
    "cv:start": owned("/mon-espace/cv/nouveau/", 302, method="post"),
    # The members of this world are of a company: see `tests/portal/cv/helping` for partners.
    "cv:helped": helped("/mon-espace/cv/aider/"),
    "cv:propose_help": helped("/mon-espace/cv/aider/proposer/"),
    "cv:withdraw_help": helped(
        "/mon-espace/cv/aider/demandes/{proposed.pk}/annuler/",
        302,
        other="/mon-espace/cv/aider/demandes/{other_request.pk}/annuler/",
        method="post",
    ),
    "cv:answer_asked": helped(
        "/mon-espace/cv/aider/demandes/{asked_help.pk}/repondre/",
        302,
        other="/mon-espace/cv/aider/demandes/{other_request.pk}/repondre/",
        method="post",
    ),
    "cv:leave": helped(
        "/mon-espace/cv/aider/{cv.pk}/quitter/",
        other="/mon-espace/cv/aider/{other_cv.pk}/quitter/",
    ),
    "cv:proposals": owned("/mon-espace/cv/aides/"),
    "cv:helpers": owned("/mon-espace/cv/{cv.pk}/aide/", other="/mon-espace/cv/{other_cv.pk}/aide/"),
    "cv:cancel_help": owned(
        "/mon-espace/cv/{asked_help.cv_id}/aide/demandes/{asked_help.pk}/annuler/",
        302,
        other="/mon-espace/cv/{asked_help.cv_id}/aide/demandes/{other_request.pk}/annuler/",
        method="post",
    ),
    **{
        name: owned(
            f"/mon-espace/cv/{{cv.pk}}/aide/{{helper.pk}}/{path}/",
            302,
            other=f"/mon-espace/cv/{{cv.pk}}/aide/{{other_helper.pk}}/{path}/",
            method="post",
        )
        for name, path in (("cv:stop_helper", "arreter"), ("cv:resume_helper", "reprendre"))
    },
    **{
        name: written(
            f"/mon-espace/cv/{{cv.pk}}/{path}",
            other=f"/mon-espace/cv/{{other_cv.pk}}/{path}",
        )
        for name, path in (
            ("cv:edit", ""),
            ("cv:step", "etape/3/"),
            ("cv:preview", "voir/"),
            ("cv:page", "page/1/"),
            ("cv:pdf", "pdf/"),
            ("cv:formats", "telecharger/"),
            ("cv:file", "telecharger/docx/"),
            ("cv:versions", "versions/"),
            ("cv:version", "versions/1/pdf/"),
        )
    },
    "cv:restore": written(
        "/mon-espace/cv/{cv.pk}/versions/1/reprendre/",
        302,
        other="/mon-espace/cv/{other_cv.pk}/versions/1/reprendre/",
        method="post",
    ),
    **{
        name: owned(
            f"/mon-espace/cv/{{cv.pk}}/partager/{path}",
            other=f"/mon-espace/cv/{{other_cv.pk}}/partager/{path}",
        )
        for name, path in (
            ("cv:share", ""),
            ("cv:share_preview", "apercu/"),
            ("cv:share_again", "{share.pk}/"),
            ("cv:share_pdf", "{share.pk}/pdf/"),
            ("cv:share_stop", "{share.pk}/arreter/"),
        )
    },
    # The CV of this world was not imported.
    "cv:undo_import": owned(
        "/mon-espace/cv/{cv.pk}/importer/annuler/",
        404,
        other="/mon-espace/cv/{other_cv.pk}/importer/annuler/",
    ),
    "shared_cv:cv": Row("/cv/{share_token}/", other="/cv/faux/"),
    # To the button that opens the link.
    "shared_cv:page": Row("/cv/{share_token}/page/1/", status=302, other="/cv/faux/page/1/"),
    "shared_cv:pdf": Row("/cv/{share_token}/pdf/", status=302, other="/cv/faux/pdf/"),
    "cv:rename": owned(
        "/mon-espace/cv/{cv.pk}/renommer/",
        other="/mon-espace/cv/{other_cv.pk}/renommer/",
    ),
    **{
        name: owned(
            f"/mon-espace/cv/{{cv.pk}}/{path}",
            302,
            other=f"/mon-espace/cv/{{other_cv.pk}}/{path}",
            method="post",
        )
        for name, path in (
            ("cv:copy", "copier/"),
            ("cv:delete", "supprimer/"),
            ("cv:undelete", "retablir/"),
        )
    },
    "cv:import": owned("/mon-espace/cv/importer/"),
    "cv:import_progress": owned(
        "/mon-espace/cv/importer/{old_cv.pk}/",
        other="/mon-espace/cv/importer/{other_old_cv.pk}/",
    ),
    "cv:import_cancel": owned(
        "/mon-espace/cv/importer/{old_cv.pk}/annuler/",
        302,
        other="/mon-espace/cv/importer/{other_old_cv.pk}/annuler/",
        method="post",
    ),
    "cv:draft": written(
        "/mon-espace/cv/{cv.pk}/brouillon/",
        302,
        other="/mon-espace/cv/{other_cv.pk}/brouillon/",
    ),
    "cv:photo": owned(
        "/mon-espace/cv/{cv.pk}/photo/",
        other="/mon-espace/cv/{other_cv.pk}/photo/",
    ),
    "cv:photo_frame": owned(
        "/mon-espace/cv/{cv.pk}/photo/cadrer/",
        other="/mon-espace/cv/{other_cv.pk}/photo/cadrer/",
    ),
    "cv:photo_file": owned(
        "/mon-espace/cv/photo/{photo.pk}/cadre/",
        other="/mon-espace/cv/photo/{other_photo.pk}/cadre/",
    ),
}
