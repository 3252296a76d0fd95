"""What a card shows of an opportunity, ready for `components/opportunity_cards.html`."""

import dataclasses
import datetime
import re
from collections.abc import Iterable

from django.core.files.storage import default_storage
from django.utils import timezone

from pages.models import Contract, Rhythm, SessionAudience, SessionStatus, SessionType, WorkingTime
from search.models import Kind, Opportunity
from search.queries.grid import Member
from search.screens.hearts import NOTHING, Heart, heart
from snippets import french

KIND_ICONS: dict[str, str] = {
    Kind.JOB: "briefcase",
    Kind.VOLUNTEERING: "people",
    Kind.SESSION: "calendar-event",
}
_KIND_LABELS = dict(Kind.choices)
_CONTRACT_LABELS = dict(Contract.choices)
_WORKING_TIME_LABELS = dict(WorkingTime.choices)
_RHYTHM_LABELS: dict[str, str] = dict(Rhythm.choices)
_AUDIENCES: dict[str, str] = {
    SessionAudience.PUBLIC: "ouvert à tout le monde",
    SessionAudience.RSA: "pour les bénéficiaires du RSA",
    SessionAudience.INVITATION: "sur invitation",
}
_SESSION_TYPES: dict[str, str] = dict(SessionType.choices)
SESSION_ALARMS: dict[str, str] = {
    SessionStatus.CANCELLED: "Annulée",
    SessionStatus.POSTPONED: "Reportée",
}
# No initial of a name.
_ARTICLES = "à au aux d de des du en et l la le les pour sur"
_LEGAL_FORMS = "eurl sa sarl sas sasu sci"
_SMALL_WORDS = frozenset(f"{_ARTICLES} {_LEGAL_FORMS}".split())
# What a volunteering opportunity is opened for, the first that holds.
VOLUNTEERING_HIGHLIGHTS = (
    ("remote", "Possible à distance"),
    ("minors_accepted", "Ouvert aux mineurs"),
    ("step_free", "Accessible en fauteuil roulant"),
)


@dataclasses.dataclass(frozen=True, slots=True)
class Card:
    """`facts` are icons and texts: who, where, and what matters most in the kind.

    A session has a `day`, shown as the leaf of a calendar, and no `age`: its date is what matters.
    The others have the address of a `logo`, or else a `monogram`. `salary` may be empty, and so are
    `latitude` and `longitude` without a position. `highlight` gives way to `alarm`.
    """

    id: str
    kind: str
    kind_icon: str
    kind_label: str
    latitude: str
    longitude: str
    age: str
    heart: Heart
    url: str
    title: str
    logo: str
    monogram: str
    day: datetime.date | None
    salary: str
    facts: list[tuple[str, str]]
    alarm: str
    highlight: str


def cards(rows: Iterable[Opportunity], kept: frozenset[int] = NOTHING) -> list[Card]:
    """Return the cards of opportunities; `kept` are the ids that the reader keeps."""
    today = timezone.localdate()
    return [_card(row, today, kept) for row in rows]


def contract_line(row: Opportunity) -> str:
    """Return “CDD de 6 mois, 35 h par semaine”, with what is known."""
    parts = []
    if row.contract:
        label = _CONTRACT_LABELS.get(row.contract, row.contract)
        if row.duration_months:
            label = f"{label} de {row.duration_months}{french.NBSP}mois"
        parts.append(label)
    if row.weekly_hours:
        parts.append(f"{french.hours(row.weekly_hours)} par semaine")
    elif row.working_time:
        parts.append(_WORKING_TIME_LABELS.get(row.working_time, row.working_time).lower())
    line = ", ".join(parts)
    return line[:1].upper() + line[1:]


def kind_fact(row: Opportunity) -> tuple[str, str]:
    """Return the icon and the text of what matters most in a kind: contract, rhythm or date."""
    if row.kind == Kind.SESSION and row.starts_at:
        return "calendar-event", french.when(row.starts_at, row.ends_at)
    if row.kind == Kind.VOLUNTEERING:
        return "clock", rhythm_line(row)
    return "file-earmark-text", contract_line(row)


def hours_line(row: Opportunity) -> str:
    """Return “De 14 h à 17 h”, beside the day that a session begins."""
    if row.starts_at is None:
        return ""
    return french.hours_of(row.starts_at, row.ends_at)


def monogram(name: str) -> str:
    """Return “BL” for “Boulangerie du Lion”: the initials of the first two words that count."""
    words = [word for word in re.findall(r"\w+", name) if word.lower() not in _SMALL_WORDS]
    return "".join(word[0] for word in words[:2]).upper()


def rhythm_line(row: Opportunity) -> str:
    """Return “Régulier, 2 h par semaine” or “Ponctuel, 7 h en tout”, with what is known."""
    rhythm, hours = row.details.get("rhythm", ""), row.details.get("hours")
    parts = [_RHYTHM_LABELS.get(rhythm, "")]
    if hours:
        unit = "par semaine" if rhythm == Rhythm.REGULAR else "en tout"
        parts.append(f"{french.hours(hours)} {unit}")
    return ", ".join(filter(None, parts))


def highlight(row: Opportunity) -> str:
    """Return the one good reason to open the offer, or an empty string."""
    if row.kind == Kind.SESSION:
        known = (
            _SESSION_TYPES.get(row.details.get("session_type", "")),
            _AUDIENCES.get(row.details.get("audience", "")),
        )
        text = ", ".join(filter(None, known))
        return text[:1].upper() + text[1:]
    for detail, text in VOLUNTEERING_HIGHLIGHTS:
        if row.details.get(detail):
            return text
    if row.beginner_accepted:
        return "Débutant accepté"
    if row.no_licence:
        return "Sans permis"
    if row.transport:
        return "Accessible sans voiture"
    if row.siae:
        return "Structure d’insertion"
    return ""


def map_line(member: Member) -> str:
    """Return what a card of the map says of a job or a session: “CDD”, or its day and hour."""
    if member.kind == Kind.SESSION and member.starts_at:
        return french.when(member.starts_at, None)
    return _CONTRACT_LABELS.get(member.contract, member.contract)


def place_line(row: Opportunity) -> str:
    """Return “Delle, à 3 km”, with what is known."""
    kilometres = getattr(row, "distance_km", None)
    if kilometres is None:
        return row.commune_name
    return ", ".join(filter(None, [row.commune_name, french.distance(kilometres)]))


def _card(row: Opportunity, today: datetime.date, kept: frozenset[int]) -> Card:
    day = timezone.localdate(row.starts_at) if row.kind == Kind.SESSION and row.starts_at else None
    facts = (
        ("building", row.organisation_name),
        ("geo-alt", place_line(row)),
        ("clock", hours_line(row)) if day else kind_fact(row),
    )
    return Card(
        id=str(row.pk),
        kind=row.kind,
        kind_icon=KIND_ICONS.get(row.kind, "briefcase"),
        kind_label=_KIND_LABELS.get(row.kind, row.kind),
        latitude=f"{row.position[1]:.5f}" if row.position else "",
        longitude=f"{row.position[0]:.5f}" if row.position else "",
        age="" if day else french.ago(row.published_at, today=today),
        heart=heart(identifier=row.pk, kind=row.kind, title=row.title, kept=row.pk in kept),
        url=row.url,
        title=row.title,
        logo=default_storage.url(row.organisation_logo) if row.organisation_logo else "",
        monogram=monogram(row.organisation_name),
        day=day,
        salary=row.details.get("salary", ""),
        facts=[fact for fact in facts if fact[1]],
        alarm=SESSION_ALARMS.get(row.details.get("status", ""), ""),
        highlight=highlight(row),
    )
