"""What a person's home page proposes of those who gave the same address."""

from django.urls import reverse

from portal.accounts.models import User
from portal.candidates.home_registry import NextStep, Overview, register_overview
from portal.participation.services.joining import proposed_to


def register_overviews() -> None:
    """Declare it: called when the app is ready."""
    register_overview(is_it_you, order=90)


def is_it_you(user: User) -> Overview:
    """One step while somebody at the account's address may be this person."""
    person = proposed_to(user).first()
    if person is None:
        return Overview()
    step = NextStep(
        20,
        "Est-ce vous\u00a0?",
        f"{person.name} a donné votre adresse pour postuler ou s’inscrire sans compte.",
        "Répondre",
        reverse("participation:is_it_you"),
    )
    return Overview(steps=(step,))
