"""Two cases of one person, and what moved, as tests need them."""

from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName as L
from portal.followup.merging import comparing, services
from portal.followup.models import (
    Beneficiary,
    CaseExport,
    CaseMerge,
    Professional,
    Reassignment,
    ReferentAssignment,
)
from portal.followup.rows.scope import acting_as
from tests.portal.followup.people_of_the_area import (
    in_test_scope,
    make_beneficiary,
    make_household,
    make_professional,
)

BORN = date(1985, 3, 4)


def make_pair(referent: Professional, other: Professional | None = None, **fields: Any):
    """The case that is kept, and its duplicate, each with a number of its own."""
    same = {"birth_name": "Marchand", "first_name": "Lise", "birth_date": BORN}
    kept = make_beneficiary(referent, household=make_household(), **same)
    fields = {"household": make_household(organism="MSA"), "unit": referent.unit} | same | fields
    loser = make_beneficiary(other, **fields)
    return kept, loser


def choices_of(kept: Beneficiary, loser: Beneficiary, user: Any, **chosen: str) -> dict[str, str]:
    """What a form would send: what is kept, unless it is said."""
    shown = comparing.compare(kept, loser, user)
    return {line.name: chosen.get(line.name, "kept") for line in shown.to_choose}


def propose(kept, loser, by: Professional, **chosen: str) -> CaseMerge:
    with acting_as(by.user):
        return services.propose(
            kept=kept,
            loser=loser,
            choices=choices_of(kept, loser, by.user, **chosen),
            reason="Même personne, saisie deux fois.",
            actor=Actor(by.user),
        )


def agree(merge: CaseMerge, by: Professional) -> CaseMerge:
    with acting_as(by.user):
        return services.agree(merge=merge, actor=Actor(by.user))


def merged(kept, loser, by: Professional, other: Professional, **chosen: str) -> CaseMerge:
    """Proposed by one, agreed by the other."""
    return agree(propose(kept, loser, by, **chosen), other)


@in_test_scope
def make_pointer(kept: Beneficiary, by: Professional, **fields: Any) -> CaseMerge:
    """A case that was merged into this one, agreed by somebody else."""
    pointer = make_beneficiary()
    merge = CaseMerge.unscoped.create(
        beneficiary=kept,
        loser=pointer,
        state="done",
        reason="Même personne.",
        seal="0" * 64,
        asked_by=by,
        author_name=by.name,
        decided_by=make_professional(L.ORIENTATION_OFFICER),
        decided_at=timezone.now(),
        number=pointer.number,
        identity_key=pointer.identity_key,
        **fields,
    )
    Beneficiary.unscoped.filter(pk=pointer.pk).update(state="merged", merged_into=kept, unit=None)
    return merge


@in_test_scope
def make_waiting(kept: Beneficiary, loser: Beneficiary, by: Professional) -> CaseMerge:
    """A merge that waits, of cases that changed since."""
    return CaseMerge.unscoped.create(
        beneficiary=kept,
        loser=loser,
        number=loser.number,
        reason="Même personne.",
        seal="0" * 64,
        asked_by=by,
        author_name=by.name,
    )


@in_test_scope
def make_export(user: Any) -> CaseExport:
    """A file that is ready."""
    export = CaseExport(
        user=user,
        state="ready",
        extension="csv",
        reason="Réunion",
        count=1,
        ends_at=timezone.now() + timedelta(hours=1),
    )
    export.file.save("", ContentFile(b"Nom\r\n"), save=False)
    export.save()
    return export


@in_test_scope
def lay_moves(world: Any) -> None:
    """What moved, of `case` and of `other_case`: `case_…` and `other_…`."""
    for prefix, case, unit, adviser in (
        ("case", world.case, world.unit, world.adviser),
        ("other", world.other_case, world.other_unit, world.other_adviser),
    ):
        asker = make_professional(L.UNIT_MANAGER, unit=unit)
        same = {"birth_name": case.birth_name, "first_name": case.first_name}
        double = make_beneficiary(unit=unit, birth_date=case.birth_date, **same)
        assignments = ReferentAssignment.unscoped.filter(beneficiary=case)
        laid = {
            "double": double,
            "merge": make_waiting(case, double, asker),
            "pointer": make_pointer(case, asker),
            "reassignment": Reassignment.unscoped.create(
                unit=unit,
                leaves_on=timezone.localdate(),
                assignments=[*assignments.values_list("pk", flat=True)],
                author_name=asker.name,
            ),
            "export": make_export(adviser.user),
        }
        for name, row in laid.items():
            setattr(world, f"{prefix}_{name}", row)
