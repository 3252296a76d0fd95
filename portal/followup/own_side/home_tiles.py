"""The tile of the person's space: that there is something to read, and nothing of what it says."""

from django.urls import reverse

from portal.accounts.capabilities import OWN_CASE
from portal.accounts.holders import may
from portal.accounts.models import User
from portal.candidates.home_registry import Overview, Tile, register_overview
from portal.followup.own_side.queries import own_link
from portal.followup.rows.scope import acting_as


def register_overviews() -> None:
    """Declare it: called when the app is ready."""
    register_overview(own_side, order=5)


def own_side(user: User) -> Overview:
    """A tile for whoever is linked; nothing otherwise: the page says below how to be.

    Asked outside of the area's own addresses: it opens the person's scope itself.
    """
    if not may(user, OWN_CASE):
        return Overview()
    with acting_as(user):
        link = own_link(user)
    if link is None:
        return Overview()
    return Overview(
        Tile(
            "Mon accompagnement",
            "calendar-event",
            "Vos rendez-vous, ce que vous avez à faire, qui vous suit.",
            "Voir mon accompagnement",
            reverse("followup:own"),
        )
    )
