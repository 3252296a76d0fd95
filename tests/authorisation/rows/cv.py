"""CVs: their owner, and who helps."""

from portal.accounts.level_names import LevelName as L
from tests.authorisation.rows.row import CANDIDATES, HELPERS, MEMBERS, Row

CV = {
    "cv:home": Row("/mon-espace/cv/", CANDIDATES),
    "cv:start": Row("/mon-espace/cv/nouveau/", CANDIDATES, 302, method="post"),
    "cv:helped": Row("/mon-espace/cv/aider/", HELPERS),
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
}
