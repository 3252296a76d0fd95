"""What the home page of a person who waits for a sponsor says of their pair."""

from django.urls import reverse

from portal.accounts.models import User
from portal.candidates.home_registry import NextStep, Overview
from portal.sponsorship.pairs.models import Sponsorship
from portal.sponsorship.pairs.states import OPEN, State
from snippets import french


def own_pair(user: User) -> Overview:
    """A proposal to answer, or a first talk to confirm."""
    pair = Sponsorship.objects.of_person(user).filter(state__in=OPEN).first()
    if pair is None:
        return Overview()
    url = reverse("sponsorship:own_pair", args=[pair.pk])
    if pair.state == State.PROPOSED and pair.person_accepted_at is None:
        step = NextStep(
            10,
            "Un parrain ou une marraine pour vous",
            f"Répondez jusqu’au {french.full_date(pair.answer_by)}.",
            "Lire et répondre",
            url,
        )
    elif pair.state == State.ACCEPTED and pair.contact_by is not None:
        step = NextStep(
            10,
            "Votre parrainage peut commencer",
            f"Parlez-vous d’ici le {french.full_date(pair.contact_by)}.",
            "Voir ses coordonnées",
            url,
        )
    else:
        return Overview()
    return Overview(steps=(step,))
