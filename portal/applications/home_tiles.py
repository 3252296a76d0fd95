"""What applications show on the home page of the space."""

from django.urls import reverse

from portal.accounts.models import User
from portal.applications.models import Application
from portal.applications.states import PENDING, Status
from portal.applications.wording import told
from portal.candidates.home_registry import NextStep, Overview, Tile, register_overview
from snippets import french

TITLE, ICON = "Candidatures", "briefcase"
# The person has something to answer.
_ASKED = {
    Status.OFFERED: "{} vous fait une proposition",
    Status.INTERVIEW: "{} veut vous rencontrer",
}


def register_overviews() -> None:
    """Declare it: called when the app is ready. It comes first."""
    register_overview(applications, order=10)


def applications(user: User) -> Overview:
    """How many wait for an answer, and what waits for the person. One query."""
    rows = list(
        Application.objects.owned_by(user)
        .select_related("organisation")
        .defer("message")
        .order_by("-changed_at", "-pk")
    )
    if not rows:
        return Overview(
            Tile(
                TITLE,
                ICON,
                "Vous n’avez pas encore postulé.",
                "Chercher des offres",
                reverse("search:results"),
            )
        )
    pending = sum(row.status in PENDING for row in rows)
    state = (
        french.counted(pending, "candidature en cours", "candidatures en cours")
        if pending
        else "Aucune candidature en cours"
    )
    if len(rows) > pending:
        ended = len(rows) - pending
        state += f", {french.counted(ended, 'terminée', 'terminées')}"
    steps = tuple(_step(row) for row in rows if row.status in _ASKED)
    return Overview(
        Tile(TITLE, ICON, f"{state}.", "Voir mes candidatures", reverse("applications:own")), steps
    )


def _step(application: Application) -> NextStep:
    return NextStep(
        10,
        _ASKED[Status(application.status)].format(application.organisation),
        f"«\u00a0{application.title}\u00a0». {told(application).next}",
        "Voir cette candidature",
        reverse("applications:own_one", args=[application.pk]),
    )
