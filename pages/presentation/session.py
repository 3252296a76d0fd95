"""What the public reads of a recruitment session."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils import timezone

from pages.json_ld import event
from pages.models.opportunity import ApplyBy
from pages.models.session import SessionAudience, SessionStatus
from pages.presentation.shared import NBSP, Fact, Words, known, number, opportunity_context
from pages.session_times import (
    is_registration_open,
    places_per_slot,
    registration_closes,
    slot_times,
    total_places,
)
from snippets import french

if TYPE_CHECKING:
    from pages.models import RecruitmentSessionPage

WORDS = Words(
    kind="Session de recrutement",
    icon="calendar-event",
    this="cette session",
    untitled="Session sans titre",
    answer="M’inscrire",
    text="Ce qui se passe",
    similar="Autres annonces près de là",
    ending="",
    filled="Toutes les places de cette session sont prises.",
    over="Cette session est passée.",
    contact="l’organisateur",
    labels={
        ApplyBy.EMAIL: "M’inscrire par e-mail",
        ApplyBy.PHONE: "M’inscrire par téléphone",
        ApplyBy.WEB: "M’inscrire sur le site",
        ApplyBy.PLATFORM: "M’inscrire",
    },
    platform="Vous pouvez vous inscrire avec ou sans compte.",
    route="recruitment:register",
    parent=("Sessions de recrutement", "search:agenda"),
)
AUDIENCES: dict[str, str] = {
    SessionAudience.PUBLIC: "Ouvert à tout le monde",
    SessionAudience.RSA: "Pour les bénéficiaires du RSA",
    SessionAudience.INVITATION: "Sur invitation",
}
STATUS_NOTICES: dict[str, str] = {
    SessionStatus.CANCELLED: "Cette session est annulée.",
    SessionStatus.POSTPONED: "Cette session est reportée\u00a0: une nouvelle date sera annoncée.",
}


def slot_starts(page: "RecruitmentSessionPage") -> list[str]:
    """The hours at which people are received, `14 h`, `14 h 20`…; empty without slots."""
    return [french.hour(start) for start, _ in slot_times(page)]


def slots_text(page: "RecruitmentSessionPage") -> str:
    """`Un rendez-vous de 20 minutes, 2 recruteurs à la fois`."""
    if not page.slot_minutes:
        return ""
    text = f"Un rendez-vous de {page.slot_minutes}{NBSP}minutes"
    if (together := places_per_slot(page)) > 1:
        text += f", {together}{NBSP}recruteurs à la fois"
    return text


def registration_text(page: "RecruitmentSessionPage", now: datetime) -> str:
    """Until when people register, or since when they cannot any more."""
    opens, closes = page.registration_opens_at, registration_closes(page)
    if opens and opens > now:
        return f"Les inscriptions ouvrent le {french.full_date(opens)} à {french.hour(opens)}"
    if closes is None:
        return ""
    if closes <= now:
        return "Les inscriptions sont fermées"
    if closes == page.starts_at:
        return "Jusqu’au début de la session"
    return f"Jusqu’au {french.full_date(closes)} à {french.hour(closes)}"


def facilities_text(page: "RecruitmentSessionPage") -> str:
    """`Garde d’enfants, transport organisé`."""
    offered = [
        (page.childcare, "garde d’enfants sur place"),
        (page.transport_provided, "transport organisé"),
        (page.interpreter, "interprète sur place"),
    ]
    text = ", ".join(label for is_offered, label in offered if is_offered)
    return text[:1].upper() + text[1:]


def key_facts(page: "RecruitmentSessionPage") -> list[Fact]:
    """The definition list, in reading order; what is unknown is left out."""
    return known(
        [
            (
                "when",
                "Quand",
                french.when(page.starts_at, page.ends_at) if page.starts_at else "",
            ),
            ("where", "Lieu", page.place_name),
            ("type", "Type", page.get_session_type_display() if page.session_type else ""),
            ("audience", "Public", AUDIENCES.get(page.audience, "")),
            ("places", "Places", number(places) if (places := total_places(page)) else ""),
            ("slots", "Déroulement", slots_text(page)),
            ("positions", "Postes à pourvoir", number(page.positions) if page.positions else ""),
            ("registration", "Inscriptions", registration_text(page, timezone.now())),
            ("bring", "À apporter", page.what_to_bring),
            ("facilities", "Sur place", facilities_text(page)),
        ]
    )


def context(page: "RecruitmentSessionPage", request: HttpRequest) -> dict[str, Any]:
    """All that `pages/recruitment_session_page.html` needs beside `page`."""
    partners = [line.organisation for line in page.partners.select_related("organisation")]
    trades = [line.occupation for line in page.occupations.select_related("occupation")]
    offers = [line.offer for line in page.offers.select_related("offer")]
    facts = key_facts(page)
    return {
        **opportunity_context(
            page,
            words=WORDS,
            facts=facts,
            json_ld=event(page, partners=partners),
        ),
        "partners": partners,
        "trades": trades,
        "offers": [offer for offer in offers if offer.is_open],
        "slots": slot_starts(page),
        "status_notice": STATUS_NOTICES.get(page.status, ""),
        "can_register": is_registration_open(page, timezone.now()),
        "by_invitation": page.audience == SessionAudience.INVITATION,
        "starts_at": page.starts_at and timezone.localtime(page.starts_at),
        "hours": french.hours_of(page.starts_at, page.ends_at) if page.starts_at else "",
        # The head of the page has told the date.
        "other_facts": [fact for fact in facts if fact.name != "when"],
    }
