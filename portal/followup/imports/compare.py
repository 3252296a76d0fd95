"""Compare a line with what is known: what would be written, and why somebody should look.

Nothing is read or written here: the same line and the same knowledge give the same difference, in
the preview as when it is applied.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from portal.followup.entitlements.models import OPEN, OVER, Entitlement, OrganismMove, Status
from portal.followup.entitlements.reasons import reason_in_words
from portal.followup.imports import fields
from portal.followup.imports.known import Doubt, Found, Known
from portal.followup.imports.models import ImportAction, ImportFile, ImportLine
from portal.followup.imports.said import SaidMove, SaidPerson, SaidRight
from portal.followup.people.models import Beneficiary
from snippets.french import counted

Kind = ImportAction.Kind
Verdict = ImportLine.Verdict
_SUSPENDED = (Status.OPEN_SUSPENDED, Status.PAYMENT_SUSPENDED)
# Of several reasons for one line, the first is its kind.
_ORDER = (
    Kind.MOVED_OUT,
    Kind.MOVED_IN,
    Kind.CLOSED,
    Kind.SUSPENDED,
    Kind.REOPENED,
    Kind.OPENED,
    Kind.DUTIES,
    Kind.HOUSEHOLD,
    Kind.CHANGED,
)
_EXPLANATION = 500


@dataclass(frozen=True, slots=True)
class Context:
    """What a file is: its flow, its day of reference, the day it was received."""

    flow: str
    day: date
    received_on: date
    communes: frozenset[str] = frozenset()

    @property
    def is_contacts(self) -> bool:
        """Whether it only says how to reach people, and creates nobody."""
        return self.flow == ImportFile.Flow.CONTACTS


@dataclass(frozen=True, slots=True)
class Difference:
    """What a line would change. Without a kind, there is nothing to decide."""

    verdict: str
    kind: str = ""
    explanation: str = ""
    is_sure: bool = True
    problem: str = ""
    beneficiary_id: int | None = None
    candidates: tuple[int, ...] = ()
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)

    @property
    def is_error(self) -> bool:
        """Whether the line cannot be understood."""
        return self.verdict == Verdict.ERROR


def compare(said: SaidPerson, found: Found, context: Context) -> Difference:
    """What a line says that is not known."""
    if said.problem or found.problem:
        return Difference(Verdict.ERROR, problem=(said.problem or found.problem)[:_EXPLANATION])
    if found.match is not None:
        return _changed(said, found, found.match, context)
    if found.doubt is not None:
        return _to_decide(said, found, context)
    if context.is_contacts:
        return Difference(Verdict.ERROR, problem="Cette personne n’est pas connue.")
    if not said.is_named:
        return Difference(Verdict.ERROR, problem="Nom, prénom ou date de naissance manquant.")
    return _new(said, found, context)


def everything(said: SaidPerson, found: Found, context: Context) -> dict[str, Any]:
    """All that a line says, as `after` keeps it: what a new case would hold."""
    person = fields.of_person(said, context.communes)
    after = {name: fields.plain(value) for name, value in person.items()}
    if said.household.key:
        after["household.key"] = said.household.key
    # The first of the household tells it: the others change nothing of it.
    if said.rank == 1 and (found.household is None or context.day >= found.household_on):
        for name, value in fields.of_household(said).items():
            after[f"household.{name}"] = fields.plain(value)
    if said.right is not None:
        after |= _right(said.right, context.day)
    if said.moves:
        after["moves"] = [_move(move) for move in said.moves]
    return after


def _new(said: SaidPerson, found: Found, context: Context) -> Difference:
    """Somebody that nobody knows: the clock of orientation starts on the day of receipt."""
    came = any(move.direction == OrganismMove.Direction.IN for move in said.moves)
    left = any(move.direction == OrganismMove.Direction.OUT for move in said.moves)
    is_over = said.right is not None and said.right.status in OVER
    sentences = ["Nouvelle personne."]
    if came:
        sentences.append(_came(said))
    if left:
        sentences.append("Elle part vers un autre organisme\u00a0: à vérifier.")
    if said.right is not None:
        sentences.append(_opening(said.right, context, left=left))
    return Difference(
        Verdict.CREATE,
        kind=Kind.MOVED_IN if came else Kind.NEW,
        explanation=_joined(sentences),
        is_sure=not (is_over or left),
        after=everything(said, found, context),
    )


def _opening(right: SaidRight, context: Context, *, left: bool) -> str:
    status = Status(right.status)
    if status in OVER:
        return f"Son droit est déjà fini ({status.label.lower()})\u00a0: faut-il un dossier\u00a0?"
    if left or status not in OPEN:
        return f"{status.label}\u00a0: aucun délai ne court."
    if not right.has_duties:
        return "Elle n’est pas soumise aux droits et devoirs\u00a0: aucun délai ne court."
    return f"{status.label}. Le délai d’orientation part du {context.received_on:%d/%m/%Y}."


def _to_decide(said: SaidPerson, found: Found, context: Context) -> Difference:
    """Somebody who may be known: homonyms and couples are never merged without being asked."""
    cases = counted(len(found.candidates), "dossier", "dossiers")
    sentence = {
        Doubt.NEAR: (
            "Dans ce foyer, une personne connue a presque le même nom ou la même date de "
            "naissance. Est-ce elle, corrigée, ou quelqu’un d’autre\u00a0?"
        ),
        Doubt.ELSEWHERE: (
            f"{cases} au même nom et à la même date de naissance, avec un autre numéro "
            "d’allocataire. Est-ce la même personne\u00a0?"
        ),
        Doubt.IN_FILE: (
            "Une personne du même nom et de la même date de naissance est dans un autre foyer de "
            "ce fichier. Est-ce la même\u00a0?"
        ),
    }[found.doubt or Doubt.NEAR]
    came = [_came(said)] if any(move.direction == "in" for move in said.moves) else []
    return Difference(
        Verdict.DECIDE,
        kind=Kind.DECIDE,
        explanation=_joined([sentence, *came]),
        is_sure=False,
        candidates=tuple(sorted(known.beneficiary.pk for known in found.candidates)),
        after=everything(said, found, context),
    )


def _changed(said: SaidPerson, found: Found, known: Known, context: Context) -> Difference:
    """What changes of somebody who is known. An older file only adds to the past."""
    change = _Change(known, context)
    change.people(said)
    if not context.is_contacts:
        change.home(said, found)
        change.moved(said)
        if said.right is not None:
            change.entitled(said.right)
    return change.difference()


class _Change:
    """The changes of one line, as they are found."""

    def __init__(self, known: Known, context: Context) -> None:
        self.known, self.context = known, context
        self.before: dict[str, Any] = {}
        self.after: dict[str, Any] = {}
        self.reasons: dict[str, str] = {}

    def put(self, name: str, before: Any, after: Any) -> None:
        self.before[name], self.after[name] = fields.plain(before), fields.plain(after)

    def people(self, said: SaidPerson) -> None:
        """Identity, address, phone and e-mail, unless something newer is known."""
        beneficiary, changed = self.known.beneficiary, []
        contacts_on = said.known_on or self.context.day
        for name, value in fields.of_person(said, self.context.communes).items():
            if name in fields.CONTACTS:
                is_older = contacts_on < (beneficiary.contacts_on or date.min)
            else:
                is_older = self.context.is_contacts or self.context.day < self.known.identity_on
            known = getattr(beneficiary, name)
            if not (is_older or fields.is_same(name, known, value)):
                self.put(name, known, value)
                changed.append(name)
        if "role" in changed:
            self.reasons[Kind.HOUSEHOLD] = "Rôle dans le foyer changé."
        shown = [fields.label_of(name) for name in changed if name not in {"role", "commune_id"}]
        if shown:
            self.reasons[Kind.CHANGED] = f"Changé\u00a0: {', '.join(shown)}."
        elif "commune_id" in changed:
            self.reasons[Kind.CHANGED] = "Changé\u00a0: commune."

    def home(self, said: SaidPerson, found: Found) -> None:
        """The household itself, told by the first of its people; and who left for another."""
        former, key = self.known.household, said.household.key
        is_elsewhere = former is None or found.household is None or former.pk != found.household.pk
        if key and is_elsewhere and self.context.day >= self.known.identity_on:
            self.put("household.key", str(former) if former else "", key)
            self.reasons[Kind.HOUSEHOLD] = "Elle est maintenant dans un autre foyer."
        home = found.household
        if home is None or said.rank != 1 or self.context.day < found.household_on:
            return
        changed = []
        for name, value in fields.of_household(said).items():
            known = getattr(home, name)
            if not fields.is_same(name, known, value):
                self.put(f"household.{name}", known, value)
                changed.append(fields.label_of(f"household.{name}"))
        if changed:
            sentence = f"Foyer\u00a0: {', '.join(changed)}."
            former_reason = self.reasons.get(Kind.HOUSEHOLD)
            self.reasons[Kind.HOUSEHOLD] = " ".join(filter(None, [former_reason, sentence]))

    def moved(self, said: SaidPerson) -> None:
        """Moves between organisms that are not known yet; the earliest receipt of one counts."""
        late = [
            move
            for move in said.moves
            if self.known.moves.get(_identity(move), date.min) > self.context.received_on
        ]
        if late:
            received_on = self.known.moves[_identity(late[0])]
            self.put("moves.received_on", received_on, self.context.received_on)
        fresh = [move for move in said.moves if _identity(move) not in self.known.moves]
        if not fresh:
            return
        self.put("moves", None, [_move(move) for move in fresh])
        for move in fresh:
            if move.direction == OrganismMove.Direction.IN:
                self.reasons[Kind.MOVED_IN] = _came(said)
            else:
                self.reasons[Kind.MOVED_OUT] = (
                    f"Elle part vers {move.organism} {move.organism_number} le {move.on:%d/%m/%Y}."
                )

    def entitled(self, right: SaidRight) -> None:
        """The right of the day of the file, unless it is known; news only if nothing is newer."""
        received_on = self.known.day_received
        if received_on is not None:
            # Another file said it: the earliest receipt counts.
            if received_on > self.context.received_on:
                self.put("right.received_on", received_on, self.context.received_on)
            return
        newest = self.known.newest
        self.after["right.on"] = self.context.day.isoformat()
        if newest is not None and self.context.day < newest.on:
            return
        self._status(right, newest)
        if newest is not None and newest.has_duties != right.has_duties and right.status in OPEN:
            self.put("right.has_duties", newest.has_duties, right.has_duties)
            self.reasons[Kind.DUTIES] = (
                "Maintenant soumise aux droits et devoirs."
                if right.has_duties
                else "N’est plus soumise aux droits et devoirs."
            )

    def _status(self, right: SaidRight, newest: Entitlement | None) -> None:
        status, former = Status(right.status), Status(newest.status) if newest else None
        if status == former:
            return
        kind = _kind_of(status, former)
        self.put("right.status", former, status.value)
        for name in ("reason", "since", "opened_on"):
            value = getattr(right, name)
            if value and value != (getattr(newest, name) if newest else None):
                self.put(f"right.{name}", getattr(newest, name) if newest else None, value)
        is_back = status in OPEN and self.known.beneficiary.state == Beneficiary.State.EXITED
        if is_back:
            self.put("state", self.known.beneficiary.state, Beneficiary.State.ACTIVE.value)
        if kind:
            self.reasons[kind] = _sentence(kind, right, former, self.context, is_back=is_back)

    def difference(self) -> Difference:
        kinds = [kind for kind in _ORDER if kind in self.reasons]
        return Difference(
            Verdict.UPDATE if kinds else Verdict.UNCHANGED,
            kind=kinds[0] if kinds else "",
            explanation=_joined([self.reasons[kind] for kind in kinds]),
            beneficiary_id=self.known.beneficiary.pk,
            before=self.before,
            after=self.after,
        )


def _kind_of(status: Status, former: Status | None) -> str:
    """The kind that a new state asks for, empty when it asks for nothing."""
    if status in OVER:
        return "" if former in OVER else Kind.CLOSED
    if status in _SUSPENDED:
        return Kind.SUSPENDED
    if status == Status.OPEN:
        return Kind.REOPENED if former in OVER or former in _SUSPENDED else Kind.OPENED
    return ""


def _sentence(
    kind: str, right: SaidRight, former: Status | None, context: Context, *, is_back: bool
) -> str:
    status = Status(right.status)
    since = f" depuis le {right.since:%d/%m/%Y}" if right.since else ""
    said = reason_in_words(right.status, right.reason)
    reason = f" ({said[:1].lower()}{said[1:]})" if said else ""
    if kind == Kind.CLOSED:
        return f"{status.label}{since}{reason}\u00a0: la sortie est à enregistrer."
    if kind == Kind.SUSPENDED:
        return f"{status.label}{since}{reason}. Le suivi continue."
    if former in _SUSPENDED:
        return "La suspension est levée."
    starts = (
        f" Le délai d’orientation part du {context.received_on:%d/%m/%Y}."
        if right.has_duties
        else ""
    )
    begun = "Le droit est de nouveau ouvert." if former in OVER else "Le droit est ouvert."
    return begun + (" Le suivi reprend." if is_back else "") + starts


def _right(right: SaidRight, day: date) -> dict[str, Any]:
    said = {
        "on": day,
        "status": right.status,
        "reason": right.reason,
        "since": right.since,
        "opened_on": right.opened_on,
        "has_duties": right.has_duties,
    }
    return {f"right.{name}": fields.plain(value) for name, value in said.items()}


def _move(move: SaidMove) -> list[str]:
    return [
        move.direction,
        move.organism,
        move.organism_number,
        move.on.isoformat(),
        move.matricule,
    ]


def _identity(move: SaidMove) -> tuple[str, str, str, date]:
    return (move.direction, move.organism, move.organism_number, move.on)


def _came(said: SaidPerson) -> str:
    move = next(move for move in said.moves if move.direction == OrganismMove.Direction.IN)
    return f"Elle arrive de {move.organism} {move.organism_number} le {move.on:%d/%m/%Y}."


def _joined(sentences: list[str]) -> str:
    text = " ".join(sentences)
    return text if len(text) <= _EXPLANATION else f"{text[: _EXPLANATION - 1]}…"
