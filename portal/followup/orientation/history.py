"""Who changed what on a pathway, in plain words."""

from collections.abc import Iterator
from typing import Any

from portal.followup.people.models import Beneficiary
from portal.followup.rows.changes import Entry, Told, changed, label_of, newest_first
from snippets import french


def history_of(case: Beneficiary) -> list[Entry]:
    """The changes of a case's pathway, the newest first, in one query a table."""
    entries = [entry for told in _TOLD for entry in told.entries({"beneficiary_id": case.pk})]
    entries += _PERSON.entries({"pgh_obj_id": case.pk})
    return newest_first(entries)


def _orientation(before: Any, after: Any) -> Iterator[str]:
    said = f"parcours {after.get_path_display().lower()}, {after.structure}"
    if before is None:
        who = "Orientation par France Travail" if after.by_france_travail else "Orientation"
        yield f"{who}\u00a0: {said}, à compter du {after.starts_on:%d/%m/%Y}"
        return
    if changed(before, after, "path", "structure_id", "starts_on"):
        yield f"Orientation corrigée\u00a0: {said}, à compter du {after.starts_on:%d/%m/%Y}"
    if changed(before, after, "reason"):
        yield "Motif de l’orientation modifié"
    if changed(before, after, "notified_on") and after.notified_on:
        yield f"Orientation notifiée le {after.notified_on:%d/%m/%Y}"
    if changed(before, after, "ends_on"):
        if after.ends_on:
            yield f"Fin de l’orientation le {after.ends_on:%d/%m/%Y}"
        else:
            yield "Orientation reprise"


def _referent(before: Any, after: Any) -> Iterator[str]:
    if before is None:
        yield f"Référent·e\u00a0: {after.professional} ({after.structure})"
    elif changed(before, after, "ends_at") and after.ends_at:
        yield f"{after.professional} n’est plus référent·e\u00a0: {after.end_reason}"


def _request(before: Any, after: Any) -> Iterator[str]:
    """From the day on which it was sent: a draft is its author's matter alone."""
    if after.sent_at is not None and (before is None or changed(before, after, "state")):
        kind = after.get_kind_display()
        yield f"Demande «\u00a0{kind}\u00a0» {after.get_state_display().lower()}"


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
    elif changed(before, after, "refused_at") and after.refused_at:
        yield f"Entrée {french.of(after.professional)} dans le groupe de suivi refusée"
    elif changed(before, after, "ends_at") and after.ends_at:
        yield f"{after.professional} sort du groupe de suivi"


# What is named, never shown: its present value is on the screen of the identity.
_NAMED = (
    "title",
    "birth_name",
    "used_name",
    "first_name",
    "birth_date",
    "role",
    "household_id",
    "france_travail_number",
    "phone",
    "email",
    "address_line",
    "address_more",
    "postal_code",
    "town",
    "commune_id",
    "has_no_fixed_address",
    "has_disability_recognition",
    "was_followed_before_reform",
    "has_litigation_hold",
)


def _person(before: Any, after: Any) -> Iterator[str]:
    if before is None:
        yield "Dossier ouvert"
        return
    if changed(before, after, "unit_id"):
        yield f"Unité\u00a0: {before.unit or 'aucune'} → {after.unit or 'aucune'}"
    if changed(before, after, "state"):
        yield after.get_state_display()
    names = [label_of(after, name) for name in _NAMED if changed(before, after, name)]
    if names:
        yield f"Modifié\u00a0: {', '.join(names)}"


_TOLD = (
    Told("Orientation", _orientation, ("structure",)),
    Told("ReferentAssignment", _referent, ("professional", "structure")),
    Told("ReorientationRequest", _request),
    Told("Exit", _exit),
    Told("CareTeamMember", _member, ("professional",)),
)
_PERSON = Told("Beneficiary", _person, ("unit",))
