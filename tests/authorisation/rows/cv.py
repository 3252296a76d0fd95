"""CVs: their owner, and who helps."""

from portal.accounts.level_names import LevelName as L
from tests.authorisation.rows.row import CANDIDATES, MEMBERS, Row

ADVISERS = frozenset({L.ADVISER})

CV = {
    "cv:home": Row("/mon-espace/cv/", CANDIDATES),
    "cv:start": Row("/mon-espace/cv/nouveau/", CANDIDATES, 302, method="post"),
    # The members of this world are of a company: see `tests/portal/cv/helping` for partners.
    "cv:helped": Row("/mon-espace/cv/aider/", ADVISERS),
    "cv:propose_help": Row("/mon-espace/cv/aider/proposer/", ADVISERS),
    "cv:withdraw_help": Row(
        "/mon-espace/cv/aider/demandes/{proposed.pk}/annuler/",
        ADVISERS,
        302,
        other="/mon-espace/cv/aider/demandes/{other_request.pk}/annuler/",
        method="post",
    ),
    "cv:answer_asked": Row(
        "/mon-espace/cv/aider/demandes/{asked_help.pk}/repondre/",
        ADVISERS,
        302,
        other="/mon-espace/cv/aider/demandes/{other_request.pk}/repondre/",
        method="post",
    ),
    "cv:leave": Row(
        "/mon-espace/cv/aider/{cv.pk}/quitter/",
        ADVISERS,
        other="/mon-espace/cv/aider/{other_cv.pk}/quitter/",
    ),
    "cv:proposals": Row("/mon-espace/cv/aides/", CANDIDATES),
    "cv:helpers": Row(
        "/mon-espace/cv/{cv.pk}/aide/", CANDIDATES, other="/mon-espace/cv/{other_cv.pk}/aide/"
    ),
    "cv:cancel_help": Row(
        "/mon-espace/cv/{asked_help.cv_id}/aide/demandes/{asked_help.pk}/annuler/",
        CANDIDATES,
        302,
        other="/mon-espace/cv/{asked_help.cv_id}/aide/demandes/{other_request.pk}/annuler/",
        method="post",
    ),
    **{
        name: Row(
            f"/mon-espace/cv/{{cv.pk}}/aide/{{helper.pk}}/{path}/",
            CANDIDATES,
            302,
            other=f"/mon-espace/cv/{{cv.pk}}/aide/{{other_helper.pk}}/{path}/",
            method="post",
        )
        for name, path in (("cv:stop_helper", "arreter"), ("cv:resume_helper", "reprendre"))
    },
    **{
        name: Row(
            f"/mon-espace/cv/{{cv.pk}}/{path}",
            CANDIDATES | {L.ADVISER},
            other=f"/mon-espace/cv/{{other_cv.pk}}/{path}",
            # Of a company: no verified employment partner.
            elsewhere=MEMBERS,
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
    "cv:restore": Row(
        "/mon-espace/cv/{cv.pk}/versions/1/reprendre/",
        CANDIDATES | {L.ADVISER},
        302,
        other="/mon-espace/cv/{other_cv.pk}/versions/1/reprendre/",
        method="post",
        elsewhere=MEMBERS,
    ),
    **{
        name: Row(
            f"/mon-espace/cv/{{cv.pk}}/partager/{path}",
            CANDIDATES,
            other=f"/mon-espace/cv/{{other_cv.pk}}/partager/{path}",
        )
        for name, path in (
            ("cv:share", ""),
            ("cv:share_preview", "apercu/"),
            ("cv:share_stop", "{share.pk}/arreter/"),
        )
    },
    "cv:share_pdf": Row(
        "/mon-espace/cv/{cv.pk}/partager/pdf/",
        CANDIDATES,
        302,
        other="/mon-espace/cv/{other_cv.pk}/partager/pdf/",
        method="post",
    ),
    "shared_cv:cv": Row("/cv/{share_token}/", other="/cv/faux/"),
    # To the button that opens the link.
    "shared_cv:page": Row("/cv/{share_token}/page/1/", status=302, other="/cv/faux/page/1/"),
    "shared_cv:pdf": Row("/cv/{share_token}/pdf/", status=302, other="/cv/faux/pdf/"),
    "cv:rename": Row(
        "/mon-espace/cv/{cv.pk}/renommer/",
        CANDIDATES,
        other="/mon-espace/cv/{other_cv.pk}/renommer/",
    ),
    **{
        name: Row(
            f"/mon-espace/cv/{{cv.pk}}/{path}",
            CANDIDATES,
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
    "cv:import": Row("/mon-espace/cv/importer/", CANDIDATES),
    "cv:import_progress": Row(
        "/mon-espace/cv/importer/{old_cv.pk}/",
        CANDIDATES,
        other="/mon-espace/cv/importer/{other_old_cv.pk}/",
    ),
    "cv:import_cancel": Row(
        "/mon-espace/cv/importer/{old_cv.pk}/annuler/",
        CANDIDATES,
        302,
        other="/mon-espace/cv/importer/{other_old_cv.pk}/annuler/",
        method="post",
    ),
    "cv:draft": Row(
        "/mon-espace/cv/{cv.pk}/brouillon/",
        CANDIDATES | {L.ADVISER},
        302,
        other="/mon-espace/cv/{other_cv.pk}/brouillon/",
        elsewhere=MEMBERS,
    ),
    "cv:photo": Row(
        "/mon-espace/cv/{cv.pk}/photo/",
        CANDIDATES,
        other="/mon-espace/cv/{other_cv.pk}/photo/",
    ),
    "cv:photo_frame": Row(
        "/mon-espace/cv/{cv.pk}/photo/cadrer/",
        CANDIDATES,
        other="/mon-espace/cv/{other_cv.pk}/photo/cadrer/",
    ),
    "cv:photo_file": Row(
        "/mon-espace/cv/photo/{photo.pk}/cadre/",
        CANDIDATES,
        other="/mon-espace/cv/photo/{other_photo.pk}/cadre/",
    ),
}
