"""What the home page of a person who waits for a sponsor says of their pair."""

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import User
from portal.candidates.home_registry import NextStep, Overview
from portal.sponsorship.pairs.following import Review, ReviewAnswer
from portal.sponsorship.pairs.models import Sponsorship
from portal.sponsorship.pairs.states import OPEN, Side, State
from snippets import french


def own_pair(user: User) -> Overview:
    """A proposal to answer, a first talk to confirm, a review that waits: two queries at most."""
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
    elif pair.state == State.ACTIVE and (review := _review_of(pair)) is not None:
        step = NextStep(
            20,
            f"{review} de votre parrainage",
            "Quelques questions, en deux minutes. La coordination seule lit vos réponses.",
            "Répondre",
            reverse("sponsorship:own_review", args=[pair.pk, review.pk]),
        )
    else:
        return Overview()
    return Overview(steps=(step,))


def _review_of(pair: Sponsorship) -> Review | None:
    """The first review that the person may answer now."""
    due = pair.reviews.due(timezone.localdate())
    answered = ReviewAnswer.objects.filter(review=OuterRef("pk"), side=Side.PERSON)
    return due.filter(~Exists(answered)).first()
