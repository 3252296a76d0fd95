"""The contract on paper, to be read together and signed by both."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst

from portal.cv.pdf.sheet import Sheet
from portal.followup.configuration import letters, printing
from portal.followup.contract.hours_rules import Regime
from portal.followup.contract.models import EngagementContract
from portal.followup.contract.queries import PlanGoal, plan_of, plan_of_contract
from portal.followup.contract.states import IN_PREPARATION, S
from portal.followup.orientation.models import ReferentAssignment
from portal.followup.people.models import Beneficiary
from snippets.french import NBSP, long_day

_TO_BE_SAID = "à préciser"


def contract_pdf(contract: EngagementContract) -> bytes:
    """The paper, in A4. A draft says that it is one: it is read together before it is proposed."""
    case = contract.beneficiary
    referent = _referent_of(case)
    day = contract.proposed_on or timezone.localdate()
    words = letters.text(letters.Key.CONTRACT, day)
    letter = letters.filled(letters.Key.CONTRACT, words, _values(contract, case, referent, day))
    title = capfirst(letter.subject)
    sheet = Sheet(title=title, foot=f"Dossier n°{NBSP}{case.shown_number}")
    sheet.heading(title, level=1)
    if contract.state == S.DRAFT:
        sheet.paragraph("Projet à relire ensemble\u00a0: ne pas signer.", bold=True)
    for paragraph in letter.paragraphs:
        sheet.paragraph(paragraph)
    sheet.heading("Dates et heures d’activité")
    sheet.facts(_facts(contract))
    is_prepared = contract.state in IN_PREPARATION
    _plan(sheet, plan_of(case).goals if is_prepared else plan_of_contract(contract))
    for title, said in (
        ("Ce que dit la personne", contract.person_words),
        ("Ce à quoi s’engage le Département", contract.department_commitments),
    ):
        if said.strip():
            sheet.heading(title)
            sheet.paragraph(said)
    if contract.state != S.DRAFT:
        sheet.signatures(
            [
                ("La personne", printing.called(case)),
                ("Pour le Département", str(referent.professional) if referent else ""),
            ]
        )
    return sheet.finished()


def _values(
    contract: EngagementContract,
    case: Beneficiary,
    referent: ReferentAssignment | None,
    day: date,
) -> dict[str, str]:
    return {
        **printing.values_of(case, case.unit, day),
        "debut": _date(contract.starts_on),
        "fin": _date(contract.ends_on),
        # The text says « par semaine ».
        "heures": _TO_BE_SAID
        if contract.weekly_hours is None
        else f"{contract.weekly_hours}{NBSP}h",
        "referent": str(referent.professional) if referent else _TO_BE_SAID,
        "structure": str(referent.structure) if referent else _TO_BE_SAID,
    }


def _facts(contract: EngagementContract) -> Iterator[tuple[str, str]]:
    yield "Du", _date(contract.starts_on)
    yield "Au", _date(contract.ends_on)
    if contract.amends and contract.amends.signed_on:
        yield "Avenant au contrat signé le", _date(contract.amends.signed_on)
    if contract.renews and contract.renews.signed_on:
        yield "Renouvelle le contrat signé le", _date(contract.renews.signed_on)
    yield "Heures d’activité", _hours(contract)
    if contract.regime != Regime.FULL:
        yield "Régime", contract.get_regime_display()
        yield "Motif", str(contract.hours_reason or "")
    yield "Précision", contract.hours_comment


def _plan(sheet: Sheet, goals: Sequence[PlanGoal]) -> None:
    sheet.heading("Plan d’action")
    if not goals:
        sheet.paragraph("Aucun objectif pour le moment.")
    for number, one in enumerate(goals, start=1):
        sheet.heading(f"{number}. {one.goal.label}", level=3)
        sheet.items(_step(step) for step in one.steps)


def _step(step: Any) -> str:
    who = "par la personne" if step.by_person else "par le service"
    until = f", pour le {_date(step.due_on)}" if step.due_on else ""
    return f"{step.label} ({who}{until})"


def _hours(contract: EngagementContract) -> str:
    if contract.regime == Regime.WAIVED:
        return "aucune, à la demande de la personne"
    if contract.weekly_hours is None:
        return _TO_BE_SAID
    return f"{contract.weekly_hours}{NBSP}h par semaine"


def _date(day: date | None) -> str:
    return long_day(day) if day else _TO_BE_SAID


def _referent_of(case: Beneficiary) -> ReferentAssignment | None:
    rows = ReferentAssignment.unscoped.filter(beneficiary=case, ends_at__isnull=True)
    return rows.select_related("professional", "structure").first()
