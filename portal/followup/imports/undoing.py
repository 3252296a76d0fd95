"""Undo one applied line by itself: what was made later on it keeps it from being undone."""

from collections.abc import Iterator
from typing import Any

from django.db import models

from portal.followup.entitlements.models import Entitlement, OrganismMove
from portal.followup.imports import fields
from portal.followup.imports.errors import LivedOnError
from portal.followup.imports.models import ImportAction
from portal.followup.people.models import Beneficiary, Household, SearchKey
from portal.followup.people.searching import write_keys

# Undone with the line; words of search follow their person.
_OWN = (Entitlement, OrganismMove, SearchKey)
_LATER = (
    "Une ligne plus récente du fichier «\u00a0{file}\u00a0» a été appliquée sur ce dossier\u00a0: "
    "annulez-la d’abord."
)
_CHANGED = (
    "Ce dossier a été modifié depuis\u00a0: l’annulation effacerait ce travail. Corrigez-le dans "
    "le dossier."
)
_LIVED = (
    "Ce dossier a vécu depuis ({what})\u00a0: il ne peut plus disparaître. Corrigez-le, ou "
    "enregistrez sa sortie."
)
_HOUSEHOLD = "Le foyer a changé depuis\u00a0: corrigez-le dans le dossier."


def put_back(action: ImportAction) -> None:
    """Put back what an action wrote. In the scope `import`, the lock of imports held.

    Raises LivedOnError, and then nothing has changed.
    """
    if action.beneficiary_id is None or not action.undo:
        return
    rows = Beneficiary.objects.in_system_scope().select_for_update(of=("self",))
    person = rows.filter(pk=action.beneficiary_id).first()
    if person is None:
        return
    _check_later(action)
    if action.undo.get("is_created"):
        _remove(action, person)
    else:
        _restore(action, person)


def _check_later(action: ImportAction) -> None:
    """Lines are undone from the last one back."""
    later = ImportAction.objects.in_system_scope().filter(
        beneficiary=action.beneficiary_id,
        state=ImportAction.State.APPLIED,
        decided_at__gt=action.decided_at,
    )
    found = later.exclude(kind=ImportAction.Kind.ABSENT).select_related("file").first()
    if found is not None:
        raise LivedOnError(_LATER.format(file=found.file.name))


def _remove(action: ImportAction, person: Beneficiary) -> None:
    """Delete a case that the line opened, if nothing else was made of it."""
    made = {"beneficiary": person, "source": action.file_id}
    rights = Entitlement.objects.in_system_scope().filter(**made)
    moves = OrganismMove.objects.in_system_scope().filter(**made)
    if lived := sorted(set(_lived(action, person))):
        raise LivedOnError(_LIVED.format(what=", ".join(lived)))
    if person.version != action.undo["version"]:
        raise LivedOnError(_CHANGED)
    rights.delete()
    moves.delete()
    SearchKey.objects.in_system_scope().filter(beneficiary=person).delete()
    home = person.household_id
    Beneficiary.objects.in_system_scope().filter(pk=person.pk).delete()
    if home is not None:
        _remove_empty(home)


def _lived(action: ImportAction, person: Beneficiary) -> Iterator[str]:
    """What else stands in the database about somebody, in the words of screens."""
    for relation in Beneficiary._meta.get_fields(include_hidden=True):  # noqa: SLF001
        if not isinstance(relation, models.ManyToOneRel):
            continue
        if relation.on_delete is not models.PROTECT or relation.related_model is SearchKey:
            continue
        rows = relation.related_model._base_manager.filter(  # noqa: SLF001
            **{relation.field.name: person}
        )
        if relation.related_model in _OWN:
            rows = rows.exclude(source=action.file_id)
        if rows.exists():
            yield str(relation.related_model._meta.verbose_name)  # noqa: SLF001


def _remove_empty(pk: int) -> None:
    """Delete a household that nobody is in any more."""
    home = Household.objects.in_system_scope().filter(pk=pk)
    if not Beneficiary.objects.in_system_scope().filter(household=pk).exists():
        home.delete()


def _restore(action: ImportAction, person: Beneficiary) -> None:
    """Put back the fields of somebody who was known before."""
    undo = action.undo
    before: dict[str, Any] = undo.get("fields", {})
    if before and person.version != undo["version"]:
        raise LivedOnError(_CHANGED)
    if home := undo.get("household"):
        _restore_household(action, home)
    left = person.household_id
    for name, value in before.items():
        setattr(person, name, fields.column(name, value))
    if before:
        person.version += 1
        person.save()
        write_keys([person])
        _follow_version(action, person)
    made = {"beneficiary": person, "source": action.file_id}
    if "right" in undo:
        Entitlement.objects.in_system_scope().filter(on=undo["right"], **made).delete()
    for direction, organism, number, day, _ in undo.get("moves", []):
        OrganismMove.objects.in_system_scope().filter(
            direction=direction, organism=organism, organism_number=number, on=day, **made
        ).delete()
    if "household_id" in before and left is not None:
        _remove_empty(left)


def _follow_version(action: ImportAction, person: Beneficiary) -> None:
    """Let the line before this one be undone in its turn: the person is as it left them."""
    before = ImportAction.objects.in_system_scope().filter(
        beneficiary=person,
        state=ImportAction.State.APPLIED,
        undo__version=action.undo["version"] - 1,
    )
    for one in before.exclude(pk=action.pk):
        one.undo["version"] = person.version
        one.save(update_fields=["undo"])


def _restore_household(action: ImportAction, undo: dict[str, Any]) -> None:
    home = Household.objects.in_system_scope().select_for_update().filter(pk=undo["pk"]).first()
    if home is None:
        return
    if home.known_on != action.file.day:
        raise LivedOnError(_HOUSEHOLD)
    for name, value in undo["fields"].items():
        setattr(home, name, fields.column(f"household.{name}", value))
    home.save()
