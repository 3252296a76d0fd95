"""What CVs show on the home page of the space."""

from django.urls import reverse

from portal.accounts.models import User
from portal.candidates.overview import NextStep, Overview, Tile, register_overview
from portal.cv.models import Cv
from snippets import french

TITLE, ICON = "CV", "file-earmark-text"


def register_overviews() -> None:
    """Declare it: called when the app is ready. Between alerts and profile."""
    register_overview(cvs, order=50)


def cvs(user: User) -> Overview:
    """How many there are; the one to finish, or a first one. One query."""
    home = reverse("cv:home")
    rows = list(Cv.objects.owned_by(user).defer("document").order_by("-updated_at", "-pk"))
    if not rows:
        return Overview(
            Tile(TITLE, ICON, "Vous n’avez pas encore de CV ici.", "Faire mon CV", home),
            (
                NextStep(
                    30,
                    "Faire votre CV",
                    "Sept questions simples, et vous avez un PDF à envoyer. "
                    "Comptez un quart d’heure.",
                    "Commencer mon CV",
                    home,
                ),
            ),
        )
    state = f"{french.counted(len(rows), 'CV', 'CV')}, le dernier modifié le "
    state += f"{french.full_date(rows[0].updated_at)}."
    steps = tuple(
        NextStep(
            30,
            f"Finir «\u00a0{cv.title}\u00a0»",
            f"Vous en êtes à l’étape {cv.step} sur 7. Tout est gardé.",
            "Continuer mon CV",
            reverse("cv:step", args=[cv.pk, cv.step]),
        )
        for cv in [row for row in rows if row.step][:1]
    )
    return Overview(Tile(TITLE, ICON, state, "Voir mes CV", home), steps)
