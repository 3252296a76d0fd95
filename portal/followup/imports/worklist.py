"""The week's work list: each action with who it is about, what changes, who it may be."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, QuerySet, Value, When

from portal.followup.imports.fields import Change, shown
from portal.followup.imports.models import ImportAction, ImportFile, ImportLine
from portal.followup.people.models import Beneficiary
from portal.followup.people.spelling import shown_address

Kind, State = ImportAction.Kind, ImportAction.State
# What has to be looked at comes first; what nobody doubts, last.
ORDER = (
    Kind.DECIDE,
    Kind.CLOSED,
    Kind.MOVED_OUT,
    Kind.NEW,
    Kind.MOVED_IN,
    Kind.OPENED,
    Kind.REOPENED,
    Kind.SUSPENDED,
    Kind.DUTIES,
    Kind.HOUSEHOLD,
    Kind.CHANGED,
    Kind.ABSENT,
)
# One sentence above each group: what applying does.
WHAT_IT_DOES = {
    Kind.DECIDE: "Le fichier ne suffit pas à dire qui c’est. Choisissez\u00a0: rien n’est jamais "
    "fusionné tout seul.",
    Kind.CLOSED: "Appliquer note que le droit est clos. La sortie s’enregistre ensuite dans le "
    "dossier, avec son motif.",
    Kind.MOVED_OUT: "Appliquer note le départ vers un autre organisme. Le dossier reste ouvert "
    "jusqu’à ce que la sortie soit enregistrée.",
    Kind.NEW: "Appliquer ouvre un dossier. Le délai d’orientation court depuis le jour où le "
    "service a reçu le fichier.",
    Kind.MOVED_IN: "Appliquer ouvre ou reprend un dossier. Le délai d’orientation court depuis le "
    "jour où le service a reçu le fichier.",
    Kind.OPENED: "Appliquer note l’ouverture du droit. Le délai d’orientation court depuis le jour "
    "où le service a reçu le fichier.",
    Kind.REOPENED: "Appliquer note que le droit est de nouveau ouvert.",
    Kind.SUSPENDED: "Appliquer note la suspension. Le suivi continue.",
    Kind.DUTIES: "Appliquer note si la personne est soumise aux droits et devoirs.",
    Kind.HOUSEHOLD: "Appliquer change le foyer de la personne. Son dossier, lui, reste entier.",
    Kind.CHANGED: "Appliquer remplace ce qui est connu par ce que dit le fichier.",
    Kind.ABSENT: "Cette personne n’est plus dans le fichier. Être absente ne change rien au "
    "droit\u00a0: appliquer note seulement que vous l’avez vu.",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody it may be, with what tells them apart."""

    pk: int
    name: str
    facts: list[str]


@dataclass(frozen=True, slots=True)
class WorkItem:
    """An action of the list. `facts` tell who it is; `changes` are empty for a new case."""

    action: ImportAction
    name: str
    facts: list[str]
    changes: list[Change] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)

    @property
    def is_waiting(self) -> bool:
        return self.action.state == State.WAITING

    @property
    def asks_who(self) -> bool:
        """Whether somebody says who it is before it is applied."""
        return self.is_waiting and self.action.kind == Kind.DECIDE

    @property
    def leads_to_exit(self) -> bool:
        """Whether the next step is the exit, in the case."""
        return self.action.kind in {Kind.CLOSED, Kind.MOVED_OUT} and bool(
            self.action.beneficiary_id
        )


@dataclass(frozen=True, slots=True)
class Group:
    """Actions of one kind that stand together on the page."""

    kind: str
    label: str
    what_it_does: str
    items: list[WorkItem]


def actions_of(
    file: ImportFile, user: Any, *, state: str = State.WAITING, kind: str = ""
) -> QuerySet[ImportAction]:
    """The actions of a file that somebody decides, in the order of the list."""
    rank = Case(*(When(kind=kind, then=Value(at)) for at, kind in enumerate(ORDER)))
    rows: QuerySet[ImportAction] = ImportAction.objects.visible_to(user).filter(
        file=file, state=state
    )
    if kind:
        rows = rows.filter(kind=kind)
    return rows.select_related("line", "beneficiary__unit").order_by(
        rank, "line__identity_key", "pk"
    )


def items_of(actions: Iterable[ImportAction], user: Any) -> list[WorkItem]:
    """What each action shows, in a number of queries that does not grow with them."""
    actions = list(actions)
    known = _people_named(actions, user)
    return [_item(action, known) for action in actions]


def grouped(items: Sequence[WorkItem]) -> list[Group]:
    """The items of a page under their kinds, in their order."""
    found: dict[str, list[WorkItem]] = {}
    for item in items:
        found.setdefault(item.action.kind, []).append(item)
    return [
        Group(kind, str(Kind(kind).label), WHAT_IT_DOES[Kind(kind)], items)
        for kind, items in found.items()
    ]


# What tells two people apart, of all that a file says of a new one.
_TELLING = (
    "date de naissance",
    "foyer",
    "rôle dans le foyer",
    "ville",
    "droit",
    "soumis·e aux droits et devoirs",
    "mutation",
)


def _item(action: ImportAction, known: Mapping[int, Candidate]) -> WorkItem:
    line, person = action.line, action.beneficiary
    name = named(action)
    changes = shown(line.before, line.after) if line else []
    is_new = line is None or line.verdict != ImportLine.Verdict.UPDATE
    if person is None:
        said = {change.label: change.after for change in changes}
        facts = [f"{label}\u00a0: {said[label]}" for label in _TELLING if said.get(label)]
        candidates = [known[pk] for pk in action.candidates if pk in known]
        return WorkItem(action, name, facts, candidates=candidates)
    return WorkItem(action, name, _facts(person), [] if is_new else changes)


def named(action: ImportAction) -> str:
    """Who an action is about, as the case calls them once there is one."""
    if action.beneficiary is not None:
        return str(action.beneficiary)
    return action.line.label if action.line else ""


def _people_named(actions: Iterable[ImportAction], user: Any) -> dict[int, Candidate]:
    """Those whom the actions that wait may be about, as far as somebody reaches them."""
    keys = {pk for one in actions if one.state == State.WAITING for pk in one.candidates}
    people = Beneficiary.objects.visible_to(user).filter(pk__in=keys)
    return {
        one.pk: Candidate(one.pk, str(one), [*_facts(one), *_where(one)])
        for one in people.select_related("unit", "household")
    }


def _facts(person: Beneficiary) -> list[str]:
    unit = str(person.unit) if person.unit else "sans unité"
    state = [] if person.state == Beneficiary.State.ACTIVE else [person.get_state_display()]
    born = f"naissance le {person.birth_date:%d/%m/%Y}"
    return [f"dossier {person.shown_number}", born, unit, *state]


def _where(person: Beneficiary) -> list[str]:
    """What tells two homonyms apart beyond the case."""
    home = [f"foyer {person.household}"] if person.household else []
    town = [f"{person.postal_code} {shown_address(person.town)}".strip()] if person.town else []
    return [*home, person.get_role_display(), *town]
