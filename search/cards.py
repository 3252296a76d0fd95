"""What a card shows of an opportunity, prepared in Python so that a list renders fast."""

import datetime
from collections.abc import Iterable
from html import escape

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from pages.models import Audience, Contract, Rhythm, SessionStatus, SessionType, WorkingTime
from search.hearts import NOTHING, heart
from search.icons import icon
from search.models import Kind, Opportunity
from snippets import french

KIND_ICONS: dict[str, str] = {
    Kind.JOB: "briefcase",
    Kind.VOLUNTEERING: "heart",
    Kind.SESSION: "calendar-event",
}
_KIND_LABELS = dict(Kind.choices)
_CONTRACT_LABELS = dict(Contract.choices)
_WORKING_TIME_LABELS = dict(WorkingTime.choices)
_RHYTHM_LABELS: dict[str, str] = dict(Rhythm.choices)
_AUDIENCES: dict[str, str] = {
    Audience.PUBLIC: "ouvert à tout le monde",
    Audience.RSA: "pour les bénéficiaires du RSA",
    Audience.INVITATION: "sur invitation",
}
_SESSION_TYPES: dict[str, str] = dict(SessionType.choices)
SESSION_ALARMS: dict[str, str] = {
    SessionStatus.CANCELLED: "Annulée",
    SessionStatus.POSTPONED: "Reportée",
}
# What a volunteering opportunity is opened for, the first that holds.
VOLUNTEERING_HIGHLIGHTS = (
    ("remote", "Possible à distance"),
    ("minors_accepted", "Ouvert aux mineurs"),
    ("step_free", "Accessible en fauteuil roulant"),
)


# A list is rendered at each search: this markup is filled in by Python, five times faster than by
# a template. `_card` escapes every value that somebody wrote.
_CARD = """<li>
<article class="card-offer" data-id="{id}" data-lat="{latitude}" data-lng="{longitude}">
<div class="card-top"><span class="kind kind-{kind}">{kind_icon}{kind_label}</span>
<span class="card-age muted">{age}</span>{heart}</div>
<h3><a href="{url}">{title}</a></h3>
<ul class="card-facts">{facts}</ul>{highlight}
</article>
</li>"""
_FACT = '<li class="with-icon">{icon}{text}</li>'
_ALARM = '\n<span class="pill pill-danger">{icon}{text}</span>'
_HIGHLIGHT = '\n<span class="pill">{icon}{text}</span>'


def cards(rows: Iterable[Opportunity], kept: frozenset[int] = NOTHING) -> SafeString:
    """Return the cards of opportunities as list items, an empty string when there is none.

    `kept` are the ids that the reader keeps: see `search.hearts`.
    """
    today = timezone.localdate()
    return mark_safe("\n".join(_card(row, today, kept) for row in rows))  # noqa: S308  see `_CARD`


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


def place_line(row: Opportunity) -> str:
    """Return “Delle, à 3 km”, with what is known."""
    kilometres = getattr(row, "distance_km", None)
    if kilometres is None:
        return row.commune_name
    return ", ".join(filter(None, [row.commune_name, french.distance(kilometres)]))


def _card(row: Opportunity, today: datetime.date, kept: frozenset[int]) -> str:
    """Fill in one card."""
    facts = (
        ("building", row.organisation_name),
        ("geo-alt", place_line(row)),
        kind_fact(row),
    )
    reason = highlight(row)
    alarm = SESSION_ALARMS.get(row.details.get("status", ""), "")
    return _CARD.format(
        id=row.pk,
        latitude=f"{row.position[1]:.5f}" if row.position else "",
        longitude=f"{row.position[0]:.5f}" if row.position else "",
        kind=escape(row.kind),
        kind_icon=icon(KIND_ICONS.get(row.kind, "briefcase")),
        kind_label=escape(_KIND_LABELS.get(row.kind, row.kind)),
        age=french.ago(row.published_at, today=today),
        heart=heart(identifier=row.pk, kind=row.kind, title=row.title, kept=row.pk in kept),
        url=escape(row.url),
        title=escape(row.title),
        facts="".join(
            _FACT.format(icon=icon(name), text=escape(text)) for name, text in facts if text
        ),
        highlight=(
            _ALARM.format(icon=icon("info-circle"), text=alarm)
            if alarm
            else _HIGHLIGHT.format(icon=icon("check-circle"), text=reason)
            if reason
            else ""
        ),
    )
