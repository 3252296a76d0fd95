"""What CVs, and those who propose to help with one, show on the home page of the space."""

from django.urls import reverse

from portal.accounts.models import User
from portal.candidates.home_registry import NextStep, Overview, Tile, register_overview
from portal.cv.models import Cv, CvHelpRequest, CvImport, workplaces
from snippets import french

TITLE, ICON = "CV", "file-earmark-text"


def register_overviews() -> None:
    """Declare it: called when the app is ready. Between alerts and profile."""
    register_overview(cvs, order=50)
    register_overview(proposals, order=51)


def cvs(user: User) -> Overview:
    """How many there are; what became of an old one; the one to finish, or a first one.

    Two queries.
    """
    home = reverse("cv:home")
    sent = list(CvImport.objects.owned_by(user).to_tell())
    waits = any(row.status == CvImport.Status.WAITING for row in sent)
    reading = " Votre ancien CV est en train d’être lu." if waits else ""
    told = tuple(_told(row) for row in sent if row.status != CvImport.Status.WAITING)
    rows = list(Cv.objects.owned_by(user).defer("document").order_by("-updated_at", "-pk"))
    if not rows:
        return Overview(
            Tile(TITLE, ICON, f"Vous n’avez pas encore de CV ici.{reading}", "Faire mon CV", home),
            (
                *told,
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
    state += f"{french.full_date(rows[0].updated_at)}.{reading}"
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
    return Overview(Tile(TITLE, ICON, state, "Voir mes CV", home), told + steps)


def proposals(user: User) -> Overview:
    """One thing to do for each person who waits; the page shows the first ones."""
    rows = list(
        CvHelpRequest.objects.proposed_to(user).waiting().select_related("asker").order_by("pk")[:3]
    )
    places = workplaces(row.asker_id for row in rows) if rows else {}
    return Overview(
        steps=tuple(
            NextStep(
                10,
                f"{row.asker} propose de vous aider pour votre CV",
                f"{places.get(row.asker_id, '')}. Dites oui ou non\u00a0: "
                "rien ne change sans votre accord.",
                "Répondre",
                reverse("cv:proposals"),
            )
            for row in rows
        )
    )


def _told(sent: CvImport) -> NextStep:
    """How the reading of an old CV ended."""
    address = reverse("cv:import_progress", args=[sent.pk])
    if sent.cv:
        return NextStep(
            20,
            f"Relire «\u00a0{sent.cv.title}\u00a0»",
            "Votre ancien CV est lu\u00a0: il en est sorti un nouveau.",
            "Relire ce CV",
            address,
        )
    return NextStep(
        20,
        "Votre ancien CV n’a pas pu être lu",
        sent.error,
        "Voir quoi faire",
        address,
    )
