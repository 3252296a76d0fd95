"""What a recruitment session needs and what contradicts itself in it: times, slots, places."""

from collections import defaultdict
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from pages.validation.shared import Errors

if TYPE_CHECKING:
    from pages.models import RecruitmentSessionPage

MAX_HOURS = 72
SLOT_CHOICES = (10, 15, 20, 30, 45, 60)
SESSION_CONDITIONS = {"slot_minutes": "s’il y a des recruteurs"}


def session_coherence(page: "RecruitmentSessionPage") -> Errors:
    """Contradictions in a session; its datetimes are aware."""
    errors: defaultdict[str, list[str]] = defaultdict(list)
    _check_times(page, errors)
    _check_registration(page, errors)
    if not errors["starts_at"] and not errors["ends_at"]:
        _check_slots(page, errors)
    return {field: messages for field, messages in errors.items() if messages}


def session_completeness(page: "RecruitmentSessionPage") -> Errors:
    """What a session lacks before submission: the fields themselves are required by the form."""
    errors: defaultdict[str, list[str]] = defaultdict(list)
    if page.interviewers and not page.slot_minutes:
        errors["slot_minutes"].append(
            "Indiquez la durée d’un créneau, ou effacez le nombre de recruteurs."
        )
    return errors


def duration_minutes(page: "RecruitmentSessionPage") -> int | None:
    """Length of a session in minutes, or None while a time is missing."""
    if page.starts_at is None or page.ends_at is None:
        return None
    return int((page.ends_at - page.starts_at).total_seconds() // 60)


def _check_times(page: "RecruitmentSessionPage", errors: defaultdict[str, list[str]]) -> None:
    """A session ends after its start, within three days."""
    duration = duration_minutes(page)
    if duration is None:
        return
    if duration <= 0:
        errors["ends_at"].append("La fin doit être après le début de la session.")
    elif duration > MAX_HOURS * 60:
        errors["ends_at"].append(
            "Une session dure trois jours au plus\u00a0: publiez-en une autre pour la suite."
        )


def _check_registration(
    page: "RecruitmentSessionPage", errors: defaultdict[str, list[str]]
) -> None:
    """Registration opens, closes, then the session ends, in that order."""
    opens, closes = page.registration_opens_at, page.registration_closes_at
    if opens and closes and closes <= opens:
        errors["registration_closes_at"].append(
            "Les inscriptions doivent fermer après leur ouverture."
        )
    if page.ends_at is None:
        return
    if opens and opens >= page.ends_at:
        errors["registration_opens_at"].append(
            "Les inscriptions doivent ouvrir avant la fin de la session."
        )
    if closes and closes > page.ends_at:
        errors["registration_closes_at"].append(
            "Les inscriptions doivent fermer avant la fin de la session."
        )


def _check_slots(page: "RecruitmentSessionPage", errors: defaultdict[str, list[str]]) -> None:
    """Slots share the session's duration exactly, and there are as many as people."""
    slot, duration = page.slot_minutes, duration_minutes(page)
    if not slot or not duration or page.starts_at is None or page.ends_at is None:
        return
    if localdate(page.starts_at) != localdate(page.ends_at):
        errors["slot_minutes"].append(
            "Les créneaux vont avec une session d’une seule journée : "
            "effacez cette durée, ou publiez une session par jour."
        )
        return
    if duration % slot:
        fitting = [minutes for minutes in SLOT_CHOICES if duration % minutes == 0]
        choice = " ou ".join(str(minutes) for minutes in fitting[-2:])
        hint = f"\u00a0: choisissez {choice}\u00a0minutes" if choice else ""
        errors["slot_minutes"].append(
            f"La session dure {_length(duration)}\u00a0: on ne peut pas la partager en créneaux "
            f"de {slot}\u00a0minutes{hint}."
        )
        return
    seats = duration // slot * (page.interviewers or 1)
    if page.capacity and page.capacity > seats:
        errors["capacity"].append(
            f"Il n’y a que {seats}\u00a0rendez-vous possibles avec ces créneaux\u00a0: "
            "réduisez le nombre de places, ou ajoutez des recruteurs."
        )


def _length(minutes: int) -> str:
    """`3 h`, `3 h 30`, `45 minutes`."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}\u00a0minutes"
    return f"{hours}\u00a0h\u00a0{rest:02d}" if rest else f"{hours}\u00a0h"
