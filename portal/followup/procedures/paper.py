"""The letters of a procedure, with the text of their day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from portal.followup.configuration import delays, letters, printing
from portal.followup.configuration.delays import Delay
from portal.followup.configuration.letters import Key
from portal.followup.procedures.models import Appeal, ProcedureAct, SanctionProcedure
from portal.followup.procedures.models.procedure import DECIDED
from portal.followup.procedures.states import S
from snippets.french import NBSP, long_day, lower_first

Act = ProcedureAct.Kind
_OF = {"suspension": "la suspension de", "suppression": "la suppression de"}


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that a procedure has now: `slug` of its address, its label, its day."""

    slug: str
    label: str
    key: Key
    day: date


def letters_of(procedure: SanctionProcedure) -> list[Letter]:
    """Those that may be printed, the oldest first."""
    row, today = procedure, timezone.localdate()
    opened = timezone.localdate(row.created_at)
    found = [Letter("ouverture", "Courrier d’ouverture", Key.BREACH_NOTICE, _or(opened))]
    if row.state in DECIDED:
        day = row.decided_on or today
        found.append(Letter("decision", "Décision", Key.SANCTION_DECISION, day))
    if row.state == S.CLOSED:
        found.append(Letter("sans-sanction", "Fin sans sanction", Key.NO_SANCTION, today))
    if row.state == S.LIFTED:
        found.append(Letter("levee", "Levée", Key.SANCTION_LIFTED, today))
    if row.removal_proposed_on:
        day = row.removal_proposed_on
        found.append(Letter("radiation", "Radiation proposée", Key.REMOVAL_PROPOSED, day))
    if row.right_ended_on:
        found.append(Letter("fin-de-droit", "Fin de droit", Key.RIGHT_ENDED, row.right_ended_on))
    appeal = _appeal(row)
    if appeal is not None and appeal.decided_on:
        found.append(Letter("recours", "Réponse au recours", Key.APPEAL_ANSWER, appeal.decided_on))
    return found


def letter_pdf(procedure: SanctionProcedure, letter: Letter) -> bytes:
    """One of them, in A4."""
    case = procedure.beneficiary
    values = printing.values_of(case, case.unit, letter.day) | _VALUES[letter.key](procedure)
    said = letters.filled(letter.key, letters.text(letter.key, letter.day), values)
    return printing.letter_pdf(letter=said, case=case, unit=case.unit, day=letter.day)


def _or(day: date) -> date:
    return min(day, timezone.localdate())


def _appeal(row: SanctionProcedure) -> Appeal | None:
    found: Appeal | None = row.appeals.first()
    return found


def _breach(row: SanctionProcedure) -> dict[str, str]:
    report = row.report
    return {
        "manquement": lower_first(report.get_kind_display()),
        "date_faits": long_day(report.facts_on),
    }


def _notice(row: SanctionProcedure) -> dict[str, str]:
    day = row.notice_received_on or timezone.localdate()
    days = delays.value(Delay.OBSERVATION_DAYS, day)
    return _breach(row) | {
        "faits": row.report.facts,
        "delai_observations": f"{days}{NBSP}jours",
    }


def _decision(row: SanctionProcedure) -> dict[str, str]:
    what = f"{_OF[row.outcome]} {row.decided_rate}{NBSP}% de votre RSA"
    return _breach(row) | {
        "decision": f"{what} pendant {row.decided_months}{NBSP}mois",
        "effet": long_day(row.effect_on) if row.effect_on else "",
        "situation": row.situation,
        "foyer": row.household,
        "nature": row.nature,
        "consequences": row.consequences,
        "delai_recours": _appeal_delay(row.decided_on),
    }


def _appeal_delay(day: date | None) -> str:
    months = delays.value(Delay.APPEAL_MONTHS, day or timezone.localdate())
    return f"{months}{NBSP}mois"


def _reason(row: SanctionProcedure, kind: str) -> str:
    acts = ProcedureAct.unscoped.filter(procedure=row, kind=kind)
    return acts.order_by("-pk").values_list("text", flat=True).first() or ""


def _closed(row: SanctionProcedure) -> dict[str, str]:
    """By a decision that sanctions nothing, or without one."""
    decided = (row.situation, row.household, row.nature, row.consequences)
    return _breach(row) | {"motif": "\n".join(filter(None, decided)) or _reason(row, Act.CLOSE)}


def _lifted(row: SanctionProcedure) -> dict[str, str]:
    acts = ProcedureAct.unscoped.filter(procedure=row, kind=Act.LIFT)
    on = acts.order_by("-pk").values_list("on", flat=True).first()
    return {"levee": long_day(on) if on else "", "motif": _reason(row, Act.LIFT)}


def _removal(row: SanctionProcedure) -> dict[str, str]:
    return {"motif": _reason(row, Act.PROPOSE_REMOVAL)}


def _right_ended(row: SanctionProcedure) -> dict[str, str]:
    day = row.right_ended_on
    return {
        "fin": long_day(day) if day else "",
        "motif": _reason(row, Act.END_RIGHT),
        "delai_recours": _appeal_delay(day),
    }


def _answer(row: SanctionProcedure) -> dict[str, str]:
    appeal = _appeal(row)
    if appeal is None:
        return {"recu": "", "reponse": "", "motif": ""}
    said = appeal.get_outcome_display()
    if appeal.outcome == Appeal.Outcome.REDUCED:
        said = f"{said} ({row.rate}{NBSP}% de votre RSA pendant {row.months}{NBSP}mois)"
    return {
        "recu": long_day(appeal.received_on),
        "reponse": said[:1].lower() + said[1:],
        "motif": appeal.answer,
    }


_VALUES: dict[Key, Callable[[SanctionProcedure], dict[str, str]]] = {
    Key.BREACH_NOTICE: _notice,
    Key.SANCTION_DECISION: _decision,
    Key.NO_SANCTION: _closed,
    Key.SANCTION_LIFTED: _lifted,
    Key.REMOVAL_PROPOSED: _removal,
    Key.RIGHT_ENDED: _right_ended,
    Key.APPEAL_ANSWER: _answer,
}
