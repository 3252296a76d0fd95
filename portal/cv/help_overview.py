"""What a person's home page says of those who propose to help with a CV."""

from django.urls import reverse

from portal.accounts.models import User
from portal.candidates.overview import NextStep, Overview, register_overview
from portal.cv.models import CvHelpRequest, workplaces


def register_overviews() -> None:
    """Declare it: called when the app is ready."""
    register_overview(proposals, order=51)


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
