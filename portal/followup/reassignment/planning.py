"""Who could take each case of a colleague who leaves: proposed, balanced, explained.

Nothing is written here. The same number of queries for one case and for two hundred.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from portal.followup.access import reach
from portal.followup.access.models import Absence
from portal.followup.models import Beneficiary, Orientation, Path, Profession, ReferentAssignment
from portal.followup.orientation.queries import professionals_for
from portal.followup.orientation.services.handing_over import ToHandOver, what_each_hands_over
from portal.followup.people.models import Professional
from portal.followup.reassignment.models import Reassignment
from portal.followup.rows.scope import Scope, system_scope

# What one act moves: the others come with the next one.
MOST = 300
_LATELY = timedelta(days=92)
# The professions that go with a path; any goes with the third one.
_FITTING: dict[str, frozenset[str]] = {
    Path.SOCIAL: frozenset({Profession.SOCIAL, Profession.HEALTH}),
    Path.PROFESSIONAL: frozenset({Profession.EMPLOYMENT}),
}


@dataclass(slots=True)
class Line:
    """A case to give: to whom it may go, to whom it is proposed, and why.

    `seal` says on what it was shown: the referent, the orientation, what is handed over.
    """

    case: Beneficiary
    orientation: Orientation | None
    former: ReferentAssignment | None
    items: list[ToHandOver]
    seal: str
    able: list[Professional] = field(default_factory=list)
    proposed: Professional | None = None
    why: str = ""

    @property
    def returned(self) -> int:
        """How many texts go back to their author."""
        return sum(not item.is_asked for item in self.items)

    def count(self, kind: str) -> int:
        """How many of one kind are handed over."""
        return sum(item.kind == kind for item in self.items)


@dataclass(frozen=True, slots=True)
class Load:
    """How many cases a colleague has, and would have."""

    professional: Professional
    before: int
    after: int


def cases_of(user: Any, former: Professional | None) -> Any:
    """Active cases of the manager's unit: those of a colleague, or those that nobody follows."""
    present = ReferentAssignment.unscoped.filter(beneficiary=OuterRef("pk"), ends_at__isnull=True)
    rows = Beneficiary.objects.visible_to(user).active().filter(reach.manages(user))
    if former is not None:
        return rows.filter(Exists(present.filter(professional=former)))
    there = present.filter(professional__left_on__isnull=True, professional__user__is_active=True)
    return rows.filter(~Exists(there))


def colleagues_of(me: Professional, former: Professional | None) -> list[Professional]:
    """Who may take a case over in the unit, with how many they have (`load`)."""
    active = Q(
        assignments__ends_at__isnull=True,
        assignments__beneficiary__state=Beneficiary.State.ACTIVE,
    )
    rows = professionals_for(None, unit=me.unit_id).annotate(
        load=Count("assignments__beneficiary", filter=active, distinct=True)
    )
    if former is not None:
        rows = rows.exclude(pk=former.pk)
    return list(rows.order_by("name", "pk"))


def lines_of(cases: Iterable[Beneficiary]) -> list[Line]:
    """What is known of each case now. The caller has checked that they are the reader's."""
    cases = list(cases)
    keys = [case.pk for case in cases]
    with system_scope(Scope.TRANSFER):
        formers = {
            row.beneficiary_id: row
            for row in ReferentAssignment.unscoped.filter(
                beneficiary__in=keys, ends_at__isnull=True
            ).select_related("professional", "structure")
        }
        orientations = {
            row.beneficiary_id: row
            for row in Orientation.unscoped.filter(
                beneficiary__in=keys, ends_on__isnull=True
            ).select_related("structure")
        }
        items = what_each_hands_over(formers.values())
    return [
        _line(case, orientations.get(case.pk), formers.get(case.pk), items.get(case.pk, []))
        for case in cases
    ]


def _line(
    case: Beneficiary,
    orientation: Orientation | None,
    former: ReferentAssignment | None,
    items: list[ToHandOver],
) -> Line:
    said = [case.unit_id, case.state, orientation and orientation.pk, former and former.pk]
    said += sorted(f"{item.kind} {item.object_id}" for item in items)
    seal = salted_hmac("portal.followup.reassignment", " ".join(map(str, said))).hexdigest()[:24]
    return Line(case, orientation, former, items, seal)


def propose(lines: Iterable[Line], colleagues: list[Professional]) -> None:
    """Say who may take each case, and propose the least loaded of those whom it suits."""
    now = timezone.now()
    absent = set(
        Absence.unscoped.filter(
            professional__in=[one.pk for one in colleagues], starts_at__lte=now, ends_at__gt=now
        ).values_list("professional", flat=True)
    )
    # Who gave their own cases lately leaves too, until the administration of rights says so.
    lately = Reassignment.unscoped.filter(
        former__in=[one.pk for one in colleagues], created_at__gte=now - _LATELY
    )
    absent |= set(lately.values_list("former", flat=True))
    loads = {one.pk: one.load for one in colleagues}  # type: ignore[attr-defined]
    for line in lines:
        _propose(line, colleagues, loads, absent)


def _propose(
    line: Line, colleagues: list[Professional], loads: dict[int, int], absent: set[int]
) -> None:
    if line.orientation is None:
        line.why = "À orienter d’abord\u00a0: la structure dit qui peut suivre cette personne."
        return
    structure = line.orientation.structure
    line.able = [one for one in colleagues if one.structure_id == structure.pk]
    if not line.able:
        line.why = (
            f"Structure référente «\u00a0{structure}\u00a0»\u00a0: personne d’autre n’y suit de "
            "dossiers dans l’unité. L’orientation change la structure ou l’unité."
        )
        return
    fitting = _FITTING.get(line.orientation.path)
    there = [one for one in line.able if one.pk not in absent]
    suits = [one for one in there if fitting is None or one.profession in fitting]
    if not there:
        line.why = "Absent·e, ou sur le départ\u00a0: personne d’autre dans cette structure."
    elif not suits:
        line.why = "Personne du métier qui va avec ce parcours\u00a0: vérifiez."
    chosen = min(suits or there or line.able, key=lambda one: (loads[one.pk], one.name, one.pk))
    loads[chosen.pk] += 1
    line.proposed = chosen


def loads_with(
    colleagues: Iterable[Professional], chosen: Mapping[int, Professional]
) -> list[Load]:
    """The cases of each, before and after these choices (by case)."""
    more: dict[int, int] = {}
    for one in chosen.values():
        more[one.pk] = more.get(one.pk, 0) + 1
    return [
        Load(one, one.load, one.load + more.get(one.pk, 0))  # type: ignore[attr-defined]
        for one in colleagues
    ]
