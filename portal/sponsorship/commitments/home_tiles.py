"""What commitments show on the home page of a person's space."""

from typing import Any

from django.urls import reverse

from portal.accounts.models import User
from portal.candidates.home_registry import NextStep, Overview, Tile, register_overview
from portal.sponsorship.commitments.models import VolunteerCommitment
from portal.sponsorship.commitments.states import State
from snippets import french

TITLE, ICON = "Bénévolat", "people"


def register_overviews() -> None:
    """Declare it: called when the app is ready."""
    register_overview(commitments, order=35)


def commitments(user: User) -> Overview:
    """How many run, the hours that count, and those that wait for the person. One query."""
    rows: list[Any] = list(VolunteerCommitment.objects.owned_by(user).with_sums().order_by("pk"))
    if not rows:
        return Overview()
    running = sum(row.state == State.ACTIVE for row in rows)
    hours = sum(row.confirmed or 0 for row in rows)
    state = (
        french.counted(running, "mission en cours", "missions en cours")
        if running
        else "Aucune mission en cours"
    )
    if hours:
        state += f", {french.hours(hours)} confirmées"
    url = reverse("sponsorship:own_commitments")
    waiting = sum(row.for_volunteer for row in rows)
    steps: tuple[NextStep, ...] = ()
    if waiting:
        steps = (
            NextStep(
                10,
                "Des heures de bénévolat attendent votre réponse",
                f"{french.counted(waiting, 'déclaration')} à confirmer ou à refuser.",
                "Répondre",
                url,
            ),
        )
    return Overview(Tile(TITLE, ICON, f"{state}.", "Voir mon bénévolat", url), steps)
