"""Two cases side by side: what each has, what must be chosen, what stops a merge."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.crypto import salted_hmac

from portal.followup.contract.models import EngagementContract
from portal.followup.merging import rules, tables
from portal.followup.merging.obstacles import stops
from portal.followup.models import JournalEntry, Orientation, ReferentAssignment
from portal.followup.people.models import Beneficiary
from portal.followup.rows.base import IdentityRow
from portal.followup.rows.scope import Scope, system_scope
from snippets import french

KEPT, LOSER = "kept", "loser"
# What is chosen field by field where the two differ; an address goes as a whole.
FIELDS = (
    "title",
    "birth_name",
    "used_name",
    "first_name",
    "birth_date",
    "france_travail_number",
    "phone",
    "email",
)
ADDRESS = ("address_line", "address_more", "postal_code", "town", "commune", "has_no_fixed_address")
_Contract = EngagementContract.State
_PREPARED = (_Contract.DRAFT, _Contract.PROPOSED)
# Counted side by side: what a case holds, as the reader sees it.
_COUNTED = (
    "Entitlement",
    "OrganismMove",
    "Orientation",
    "ReferentAssignment",
    "ReorientationRequest",
    "Exit",
    "Diagnosis",
    "EngagementContract",
    "ActionStep",
    "ActivityLog",
    "HoursExemption",
    "Appointment",
    "Invitation",
    "CaseDocument",
    "BreachReport",
    "SanctionProcedure",
)
_LABELS = {
    "Entitlement": "Droits, mois par mois",
    "OrganismMove": "Mutations entre organismes",
    "Orientation": "Orientations",
    "ReferentAssignment": "Référent·es",
    "ReorientationRequest": "Demandes du référent",
    "Exit": "Sorties",
    "Diagnosis": "Diagnostics",
    "EngagementContract": "Contrats",
    "ActionStep": "Étapes",
    "ActivityLog": "Semaines d’heures",
    "HoursExemption": "Réductions et dispenses d’heures",
    "Appointment": "Rendez-vous",
    "Invitation": "Invitations",
    "CaseDocument": "Documents",
    "BreachReport": "Manquements signalés",
    "SanctionProcedure": "Procédures",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing of both. With `is_choice`, the two differ and somebody says which one stays."""

    name: str
    label: str
    kept: str
    loser: str
    is_choice: bool = False
    default: str = KEPT

    @property
    def choices(self) -> list[tuple[str, str]]:
        """As a form offers them."""
        return [(KEPT, self.kept or "Rien"), (LOSER, self.loser or "Rien")]


@dataclass(frozen=True, slots=True)
class Comparison:
    """`stops` are sentences: with one of them, nothing is merged. `seal`: what was shown."""

    identity: list[Line]
    present: list[Line]
    counts: list[Line]
    stops: list[str]
    stays: list[str]
    seal: str

    @property
    def to_choose(self) -> list[Line]:
        """What a form asks."""
        return [line for line in (*self.identity, *self.present) if line.is_choice]


def compare(kept: Beneficiary, loser: Beneficiary, user: Any) -> Comparison:
    """What a person is shown of two cases on which they have a right.

    Counts are those of the rows that the reader sees; what stops the merge is looked for in all.
    """
    reads_all = rules.reads_both(user, kept, loser)
    with system_scope(Scope.MERGE):
        identity = [*_identity(kept, loser)]
        present = [*_present(kept, loser, says_all=reads_all)]
        found = stops(kept, loser, says_all=reads_all)
        stays = [] if found else _stays(kept, loser, says_all=reads_all)
        sealed = seal(kept, loser)
    counts = _counts(kept, loser, user, reads_all=reads_all)
    return Comparison(
        identity=[*filter(_says_something, identity)],
        present=[*filter(_says_something, present)],
        counts=[*filter(_says_something, counts)],
        stops=found,
        stays=stays,
        seal=sealed,
    )


def _says_something(line: Line) -> bool:
    """Whether one of the two has it."""
    return bool({line.kept, line.loser} - {"", "0"})


def seal(kept: Beneficiary, loser: Beneficiary) -> str:
    """A digest of what a merge decides between: it changes with the choices that are to make."""
    both = [kept.pk, loser.pk]
    said = [f"{case.pk} {case.version} {case.state} {case.household_id}" for case in (kept, loser)]
    for model, open_ones in _OPEN_ONES:
        rows = model.unscoped.filter(beneficiary__in=both, **open_ones)
        keys = rows.order_by("pk").values_list("pk", flat=True)
        said += [f"{model.__name__} {pk}" for pk in keys]
    return salted_hmac("portal.followup.merging", " ".join(said)).hexdigest()


_OPEN_ONES: tuple[tuple[Any, dict[str, Any]], ...] = (
    (Orientation, {"ends_on__isnull": True}),
    (ReferentAssignment, {"ends_at__isnull": True}),
    (EngagementContract, {"state__in": [_Contract.SIGNED, *_PREPARED]}),
)


def _identity(kept: Beneficiary, loser: Beneficiary) -> Iterator[Line]:
    for name in FIELDS:
        field: Any = Beneficiary._meta.get_field(name)  # noqa: SLF001
        label = str(field.verbose_name)
        yield _line(name, label, _said(kept, name), _said(loser, name))
    yield _line("address", "adresse", _address(kept), _address(loser))
    yield _line("household", "foyer et rôle", _household(kept), _household(loser))
    yield _line("unit", "unité", str(kept.unit or ""), str(loser.unit or ""), is_choice=False)


def _line(name: str, label: str, kept: str, loser: str, *, is_choice: bool | None = None) -> Line:
    label = label[:1].upper() + label[1:]
    chosen = kept != loser if is_choice is None else is_choice
    return Line(name, label, kept, loser, chosen, KEPT if kept or not loser else LOSER)


def _said(case: Beneficiary, name: str) -> str:
    if name == "birth_date":
        return french.long_day(case.birth_date)
    return str(case.get_title_display() if name == "title" else getattr(case, name))


def _address(case: Beneficiary) -> str:
    parts = [case.address_line, case.address_more, case.postal_code, case.town]
    if case.has_no_fixed_address:
        parts.append("sans domicile stable")
    return " ".join(part for part in parts if part)


def _household(case: Beneficiary) -> str:
    if case.household is None:
        return ""
    number = case.household if case.household.matricule else "sans numéro d’allocataire"
    return f"{number}, {case.get_role_display().lower()}"


def _present(kept: Beneficiary, loser: Beneficiary, *, says_all: bool) -> Iterator[Line]:
    """What a case has one of: with two, one is chosen.

    Contracts are no business of who orients: they choose whose stays, without a word of either.
    """
    for name, label, said in (
        ("orientation", "Orientation en cours", _orientation),
        ("referent", "Référent·e", _referent),
        ("contract", "Contrat en cours", _in_force),
        ("preparation", "Contrat en préparation", _in_preparation),
    ):
        one, other = said(kept), said(loser)
        is_choice = bool(one and other)
        if name in {"contract", "preparation"} and not says_all:
            if not is_choice:
                continue
            one, other = (f"Celui du dossier n°\u00a0{case.shown_number}" for case in (kept, loser))
        yield Line(name, label, one, other, is_choice)


def _orientation(case: Beneficiary) -> str:
    row = open_orientation(case)
    if row is None:
        return ""
    day = french.long_day(row.starts_on)
    return f"{row.get_path_display()}, {row.structure}, depuis le {day}"


def _referent(case: Beneficiary) -> str:
    row = open_assignment(case)
    return f"{row.professional} ({row.structure})" if row else ""


def _in_force(case: Beneficiary) -> str:
    row = contract_of(case, _Contract.SIGNED)
    return f"jusqu’au {french.long_day(row.ends_on)}" if row and row.ends_on else ""


def _in_preparation(case: Beneficiary) -> str:
    row = contract_of(case, *_PREPARED)
    return row.get_state_display() if row else ""


def open_orientation(case: Beneficiary) -> Orientation | None:
    """The one that goes on."""
    rows = Orientation.unscoped.select_related("structure")
    return rows.filter(beneficiary=case, ends_on__isnull=True).first()


def leaving_orientations(kept: Beneficiary, loser: Beneficiary) -> list[int]:
    """Past ones of the case that is kept, on days of the only one that goes on: they make room."""
    row = open_orientation(loser)
    if row is None or open_orientation(kept) is not None:
        return []
    past = Orientation.unscoped.filter(beneficiary=kept, ends_on__gt=row.starts_on)
    return [*past.values_list("pk", flat=True)]


def open_assignment(case: Beneficiary) -> ReferentAssignment | None:
    """The present referent."""
    rows = ReferentAssignment.unscoped.select_related("professional__user", "structure")
    return rows.filter(beneficiary=case, ends_at__isnull=True).first()


def contract_of(case: Beneficiary, *states: str) -> EngagementContract | None:
    """The contract in one of these states, of which there is one at most."""
    return EngagementContract.unscoped.filter(beneficiary=case, state__in=states).first()


def _counts(kept: Beneficiary, loser: Beneficiary, user: Any, *, reads_all: bool) -> list[Line]:
    lines = [
        _counted(name, tables.model_of(name).objects.visible_to(user), kept, loser)
        for name in _COUNTED
        if reads_all or issubclass(tables.model_of(name), IdentityRow)
    ]
    if reads_all:
        notes = JournalEntry.objects.visible_to(user).filter(
            visibility=JournalEntry.Visibility.TEAM
        )
        lines.append(_counted("Notes de l’équipe", notes, kept, loser))
    return lines


def _counted(name: str, rows: Any, kept: Beneficiary, loser: Beneficiary) -> Line:
    found = dict(
        rows.filter(beneficiary__in=[kept, loser])
        .order_by()
        .values_list("beneficiary")
        .annotate(Count("pk", distinct=True))
    )
    label = _LABELS.get(name, name)
    return Line(name, label, str(found.get(kept.pk, 0)), str(found.get(loser.pk, 0)))


def _stays(kept: Beneficiary, loser: Beneficiary, *, says_all: bool) -> list[str]:
    """What stays with the pointer, in words; before any choice."""
    found = []
    for name, rule in tables.RULES.items():
        model = tables.model_of(name)
        if not isinstance(rule, tables.Moves) or not (rule.but or rule.period):
            continue
        if name not in _LABELS or not (says_all or issubclass(model, IdentityRow)):
            continue
        leaving = leaving_orientations(kept, loser) if name == "Orientation" else []
        stay = tables.sort(name, rule, kept=kept, loser=loser, leaving=leaving).stay
        count = len(stay) + len(leaving)
        if count:
            found.append(f"{_LABELS[name]}\u00a0: {count}")
    return found
