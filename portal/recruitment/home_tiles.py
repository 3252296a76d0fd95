"""What a person's registrations show on the home page of their space."""

from datetime import datetime, timedelta

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import User
from portal.candidates.home_registry import NextStep, Overview, Tile, register_overview
from portal.recruitment import links, wording
from portal.recruitment.models import PlaceOffer, Registration
from portal.recruitment.states import CONCERNED, Status
from snippets import french

_ICON = "calendar-event"
# A place that is offered comes before everything else of the space: it does not wait.
_OFFERED, _CHOOSE, _ANSWER, _SOON = 1, 2, 5, 6


def register_overviews() -> None:
    """Declare them: called when the app is ready."""
    register_overview(registrations, order=20)


def registrations(user: User) -> Overview:
    """How many sessions are to come, and what to answer: two queries."""
    now = timezone.now()
    every = list(
        Registration.objects.owned_by(user)
        .select_related("roster__commune", "slot", "participant__user")
        .prefetch_related(
            Prefetch(
                "place_offers",
                PlaceOffer.objects.filter(answer="").select_related("slot"),
                to_attr="open_offers",
            )
        )
        .order_by("roster__starts_at", "pk")
    )
    if not every:
        return Overview(
            Tile(
                "Rencontres",
                _ICON,
                "Aucune inscription. Job dating, forum, visite\u00a0: "
                "vous y parlez à des personnes qui recrutent.",
                "Voir les rencontres",
                reverse("search:agenda"),
            )
        )
    rows = [row for row in every if row.status in CONCERNED and row.roster.ends_at > now]
    steps = tuple(step for row in rows if (step := _step(row, now)))
    return Overview(
        Tile("Rencontres", _ICON, _state(rows), "Voir mes rencontres", reverse("recruitment:own")),
        steps,
    )


def _state(rows: list[Registration]) -> str:
    """« 2 inscriptions, 1 liste d’attente. »."""
    waiting = sum(row.status == Status.WAITLISTED for row in rows)
    placed = len(rows) - waiting
    parts = []
    if placed:
        parts.append(french.counted(placed, "rencontre à venir", "rencontres à venir"))
    if waiting:
        parts.append(french.counted(waiting, "liste d’attente", "listes d’attente"))
    return f"{', '.join(parts)}." if parts else "Aucune rencontre à venir."


def _step(row: Registration, now: datetime) -> NextStep | None:
    """What this registration asks for, if anything; the most pressing."""
    url = links.own_path(row)
    title = row.roster.told_title
    offers: list[PlaceOffer] = row.open_offers  # type: ignore[attr-defined]
    if offers:
        offered = wording.when_of(row.roster, offers[0].slot)
        return NextStep(
            _OFFERED,
            f"Une place est libre pour vous\u00a0: «\u00a0{title}\u00a0»",
            f"{offered}. Elle est gardée {wording.until(offers[0].deadline, now=now)}.",
            "Répondre",
            url,
        )
    if row.status != Status.CONFIRMED or not row.roster.takes_place:
        return None
    if row.roster.has_slots and not (row.slot and row.slot.places):
        return NextStep(
            _CHOOSE,
            f"Choisissez une autre heure\u00a0: «\u00a0{title}\u00a0»",
            "Les heures ont changé, et la vôtre n’existe plus. Votre place est gardée.",
            "Choisir",
            url,
        )
    when = f"{wording.when(row)}, {wording.place_of(row.roster)}."
    if row.asked_at and not row.coming_at:
        return NextStep(
            _ANSWER, f"Venez-vous à «\u00a0{title}\u00a0»\u00a0?", when, "Répondre", url
        )
    day = timezone.localdate(row.roster.starts_at)
    today = timezone.localdate(now)
    near = {today: "Aujourd’hui", today + timedelta(days=1): "Demain"}.get(day)
    if near is None:
        return None
    return NextStep(
        _SOON, f"{near}\u00a0: «\u00a0{title}\u00a0»", when, "Voir mon inscription", url
    )
