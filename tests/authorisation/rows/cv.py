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
