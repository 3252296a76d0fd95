"""Who changed what on a pathway, in plain words, from the events that triggers wrote.

The tables of events are locked as those of their rows: it shows what the reader may see.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps

from portal.followup.people.models import Beneficiary

_NOBODY = "Déclic"


@dataclass(frozen=True, slots=True)
class Entry:
    """One change: when, by whom, what."""

    at: datetime
    who: str
    what: str


def history_of(case: Beneficiary) -> list[Entry]:
    """The changes of a case's pathway, the newest first, in one query a table."""
    entries: list[Entry] = []
    for name, (key, related, tell) in _TOLD.items():
        events = apps.get_model("followup", f"{name}Event")._default_manager  # noqa: SLF001
        rows = events.filter(**{key: case.pk}).select_related(*related).order_by("pgh_id")
        former: dict[int, Any] = {}
        for event in rows:
            before = former.get(event.pgh_obj_id)
            former[event.pgh_obj_id] = event
            entries += [_entry(event, what) for what in tell(before, event)]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def _entry(event: Any, what: str) -> Entry:
    context = event.pgh_context or {}
    return Entry(event.pgh_created_at, context.get("name") or _NOBODY, what)


def _changed(before: Any, after: Any, name: str) -> bool:
    return before is not None and getattr(before, name) != getattr(after, name)


def _orientation(before: Any, after: Any) -> Iterator[str]:
    said = f"parcours {after.get_path_display().lower()}, {after.structure}"
    if before is None:
        who = "Orientation par France Travail" if after.by_france_travail else "Orientation"
        yield f"{who}\u00a0: {said}, à compter du {after.starts_on:%d/%m/%Y}"
        return
    if any(_changed(before, after, name) for name in ("path", "structure_id", "starts_on")):
        yield f"Orientation corrigée\u00a0: {said}, à compter du {after.starts_on:%d/%m/%Y}"
    if _changed(before, after, "reason"):
        yield "Motif de l’orientation modifié"
    if _changed(before, after, "notified_on") and after.notified_on:
        yield f"Orientation notifiée le {after.notified_on:%d/%m/%Y}"
    if _changed(before, after, "ends_on"):
        if after.ends_on:
            yield f"Fin de l’orientation le {after.ends_on:%d/%m/%Y}"
        else:
            yield "Orientation reprise"


def _referent(before: Any, after: Any) -> Iterator[str]:
    if before is None:
        yield f"Référent·e\u00a0: {after.professional} ({after.structure})"
    elif _changed(before, after, "ends_at") and after.ends_at:
        yield f"{after.professional} n’est plus référent·e\u00a0: {after.end_reason}"


def _request(before: Any, after: Any) -> Iterator[str]:
    what = f"Demande «\u00a0{after.get_kind_display()}\u00a0»"
    if before is None:
        yield f"{what} commencée"
    elif _changed(before, after, "state"):
        yield f"{what} {after.get_state_display().lower()}"


def _exit(before: Any, after: Any) -> Iterator[str]:
    if before is None:
        yield f"Sortie le {after.on:%d/%m/%Y}\u00a0: {after.get_reason_display().lower()}"
    elif after.pgh_label == "delete":
        why, _, _ = after.situation.partition("\n")
        yield f"Sortie annulée. {why}".strip()


def _member(before: Any, after: Any) -> Iterator[str]:
    if before is None and not after.confirmed_at:
        yield f"{after.professional} demande à entrer dans le groupe de suivi"
    elif after.confirmed_at and (before is None or not before.confirmed_at):
        yield f"{after.professional} entre dans le groupe de suivi"
    elif _changed(before, after, "refused_at") and after.refused_at:
        yield f"Entrée de {after.professional} dans le groupe de suivi refusée"
    elif _changed(before, after, "ends_at") and after.ends_at:
        yield f"{after.professional} sort du groupe de suivi"


# What is named, never shown: its present value is on the screen of the identity.
_NAMED = (
    *("title", "birth_name", "used_name", "first_name", "birth_date", "role", "household_id"),
    *("france_travail_number", "phone", "email", "address_line", "address_more", "postal_code"),
    *("town", "commune_id", "has_no_fixed_address", "has_disability_recognition"),
    *("was_followed_before_reform", "has_litigation_hold"),
)


def _person(before: Any, after: Any) -> Iterator[str]:
    if before is None:
        yield "Dossier ouvert"
        return
    if _changed(before, after, "unit_id"):
        yield f"Unité\u00a0: {before.unit or 'aucune'} → {after.unit or 'aucune'}"
    if _changed(before, after, "state"):
        yield after.get_state_display()
    names = [_label(after, name) for name in _NAMED if _changed(before, after, name)]
    if names:
        yield f"Modifié\u00a0: {', '.join(names)}"


def _label(row: Any, name: str) -> str:
    return str(row._meta.get_field(name.removesuffix("_id")).verbose_name)  # noqa: SLF001 - documented


_Tell = Callable[[Any, Any], Iterator[str]]
# By model: the column of the case, what is read with it, and how it is told.
_TOLD: dict[str, tuple[str, tuple[str, ...], _Tell]] = {
    "Orientation": ("beneficiary_id", ("structure",), _orientation),
    "ReferentAssignment": ("beneficiary_id", ("professional", "structure"), _referent),
    "ReorientationRequest": ("beneficiary_id", (), _request),
    "Exit": ("beneficiary_id", (), _exit),
    "CareTeamMember": ("beneficiary_id", ("professional",), _member),
    "Beneficiary": ("pgh_obj_id", ("unit",), _person),
}
