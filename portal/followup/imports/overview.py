"""What the screens of files say: which files, how far each is, and what to be careful of."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from portal.accounts.capabilities import IMPORT_CASES, holds_everywhere
from portal.followup.imports.models import ImportAction, ImportFile, ImportLine
from snippets.french import number

State, Flow = ImportFile.State, ImportFile.Flow
# Somebody waits for the worker.
MOVING = frozenset({State.RECEIVED, State.READING, State.APPLYING})
# Its lines are there.
OPENED = frozenset({State.READ, State.APPLYING, State.APPLIED})


def files_of(user: Any) -> QuerySet[ImportFile]:
    """The files that somebody sees: a unit manager, those with a line of their unit."""
    files = ImportFile.objects.visible_to(user)
    if holds_everywhere(user, IMPORT_CASES):
        return files
    lines = ImportLine.objects.visible_to(user).filter(file=OuterRef("pk"))
    return files.filter(Exists(lines))


def with_counts(files: QuerySet[ImportFile], user: Any) -> QuerySet[ImportFile]:
    """Each with what it has to do (`waiting`) and its lines in error (`errors`)."""
    actions = ImportAction.objects.visible_to(user).filter(state=ImportAction.State.WAITING)
    lines = ImportLine.objects.visible_to(user).filter(verdict=ImportLine.Verdict.ERROR)
    return files.annotate(waiting=_count(actions), errors=_count(lines))


def _count(rows: Any) -> Coalesce:
    """How many of these rows a file has."""
    counted = rows.filter(file=OuterRef("pk")).order_by().values("file").annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n"), output_field=IntegerField()), 0)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A tab of the preview."""

    value: str
    label: str
    count: int


def verdicts_of(file: ImportFile, user: Any) -> list[Verdict]:
    """How many lines are of each kind, as far as somebody sees them."""
    found = _counted(ImportLine.objects.visible_to(user).filter(file=file), "verdict")
    return [
        Verdict(value, str(label), found.get(value, 0))
        for value, label in ImportLine.Verdict.choices
    ]


def actions_by_state(file: ImportFile, user: Any) -> dict[str, int]:
    """How many actions of a file wait, were applied, were put aside, were undone."""
    found = _counted(ImportAction.objects.visible_to(user).filter(file=file), "state")
    return {state: found.get(state, 0) for state in ImportAction.State.values}


def sure_by_kind(file: ImportFile, user: Any) -> list[tuple[str, str, int]]:
    """(kind, its name, how many) of the actions that wait and are in no doubt."""
    sure = ImportAction.objects.visible_to(user).filter(
        file=file, state=ImportAction.State.WAITING, is_sure=True
    )
    found = _counted(sure, "kind")
    return [
        (kind, str(label), found[kind])
        for kind, label in ImportAction.Kind.choices
        if kind in found
    ]


def _counted(rows: Any, column: str) -> Mapping[str, int]:
    return dict(rows.order_by().values_list(column).annotate(Count("pk")))


def warnings_of(file: ImportFile, user: Any) -> list[str]:
    """What to know before anything is applied."""
    said = []
    if file.state in {State.READ, State.APPLYING} and file.totals_differ:
        said.append(_totals(file))
    if file.flow == Flow.MONTHLY and file.reference_date and (newer := _newer(file, user)):
        said.append(
            f"Un fichier plus récent, au {newer.reference_date:%d/%m/%Y}, est déjà lu. Celui-ci "
            f"est au {file.reference_date:%d/%m/%Y}\u00a0: ce qu’il dit de plus ancien ne "
            "remplace rien de plus récent."
        )
    if file.message and file.state not in {State.FAILED, State.KNOWN}:
        said.append(file.message)
    return said


def _totals(file: ImportFile) -> str:
    found = number(file.found_total)
    if file.declared_total is None:
        return (
            f"Ce fichier ne dit pas combien de foyers il contient. {found} ont été lus\u00a0: "
            "vérifiez qu’il est entier avant d’appliquer."
        )
    return (
        f"Ce fichier annonce {number(file.declared_total)} foyers et {found} ont été lus\u00a0: "
        "vérifiez qu’il est entier avant d’appliquer."
    )


def _newer(file: ImportFile, user: Any) -> ImportFile | None:
    """A monthly file of the same organism that says what was true later."""
    newer: ImportFile | None = (
        ImportFile.objects.visible_to(user)
        .filter(
            flow=Flow.MONTHLY,
            state__in=OPENED,
            organism=file.organism,
            organism_number=file.organism_number,
            reference_date__gt=file.reference_date,
        )
        .order_by("-reference_date")
        .first()
    )
    return newer
