"""The summary of a case that is printed: for a meeting, or for who takes over.

A paper travels: it has no confidential note, no disability, no number of CAF or MSA.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Sum
from django.utils import timezone

from portal.cv.pdf.sheet import Sheet
from portal.followup.case.header import Header, PresentContract, header_of
from portal.followup.case.synthesis import goals_of, steps_of
from portal.followup.hours.states import State as ActivityState
from portal.followup.models import (
    ActionStep,
    ActivityLog,
    Appointment,
    Beneficiary,
    Invitation,
    JournalEntry,
    SanctionPeriod,
    SanctionProcedure,
)
from portal.followup.people.spelling import shown_address
from snippets import french

NOTES = 5
_NEXT = 5
_WEEKS = 4


def summary_of(case: Beneficiary, user: Any, *, printed_by: str) -> bytes:
    """The PDF, as this person may read the case."""
    header = header_of(case)
    moment = timezone.localtime()
    printed = f"le {french.full_date(moment)} à {french.hour(moment)}, par {printed_by}"
    sheet = Sheet(
        title=f"Synthèse du dossier {case.shown_number}",
        foot=f"Document confidentiel, dossier {case.shown_number}. Détruisez-le après usage.",
    )
    sheet.heading(str(case), level=1)
    sheet.paragraph(
        f"Dossier n°\u00a0{case.shown_number}, synthèse imprimée {printed}.", muted=True
    )
    sheet.facts(_identity(case, header))
    sheet.heading("Accompagnement")
    sheet.facts(_path(case, header))
    _plan(sheet, case)
    _appointments(sheet, case)
    _invitations(sheet, case)
    _procedures(sheet, case, user)
    _notes(sheet, case, user)
    return sheet.finished()


def _identity(case: Beneficiary, header: Header) -> Iterator[tuple[str, str]]:
    yield "Naissance", f"{french.full_date(case.birth_date)} ({header.age}\u00a0ans)"
    if case.other_birth_name:
        yield "Nom de naissance", case.other_birth_name
    yield "Téléphone", case.phone
    yield "Adresse e-mail", case.email
    yield "Adresse", address_of(case)


def address_of(case: Beneficiary) -> str:
    """On lines, or that there is none."""
    if case.has_no_fixed_address:
        return "Sans domicile stable"
    town = f"{case.postal_code} {shown_address(case.town) or case.commune or ''}".strip()
    lines = (shown_address(case.address_line), shown_address(case.address_more), town)
    return "\n".join(filter(None, lines))


def _path(case: Beneficiary, header: Header) -> Iterator[tuple[str, str]]:
    orientation, referent = header.orientation, header.referent
    if orientation:
        since = french.full_date(orientation.starts_on)
        yield (
            "Parcours",
            f"{orientation.said}, {orientation.structure}, depuis le {since}",
        )
    else:
        yield "Parcours", "À orienter"
    named = f"{referent.name}, {referent.structure}" if referent else "Personne"
    yield "Référent·e", named
    yield "Unité", str(case.unit or "")
    yield "Contrat", _contract(header.contract)
    yield "Heures", _hours(case, header.contract)


def _contract(contract: PresentContract | None) -> str:
    if contract is None:
        return "Aucun contrat d’engagement"
    told = contract.said
    if contract.signed_on:
        told += f" le {french.full_date(contract.signed_on)}"
    if contract.ends_on:
        told += f", jusqu’au {french.full_date(contract.ends_on)}"
    return told


def _hours(case: Beneficiary, contract: PresentContract | None) -> str:
    """What the contract says, and what was done in the last four weeks."""
    said = []
    if contract and contract.weekly_hours is not None:
        regime = contract.regime.lower()
        said.append(f"{contract.weekly_hours}\u00a0h par semaine ({regime})")
    since = timezone.localdate() - timedelta(weeks=_WEEKS)
    confirmed = ActivityLog.unscoped.filter(
        beneficiary=case, week__gt=since, state=ActivityState.CONFIRMED
    )
    done = confirmed.aggregate(total=Sum("hours"))["total"]
    if done:
        said.append(f"{french.hours(done)} faites en {_WEEKS} semaines")
    return ", ".join(said)


def _plan(sheet: Sheet, case: Beneficiary) -> None:
    goals, steps = goals_of(case), steps_of(case)
    sheet.heading("Objectifs et prochaines étapes")
    if not goals and not steps:
        sheet.paragraph("Aucun objectif en cours.", muted=True)
    for goal in goals:
        sheet.paragraph(goal.label, bold=True)
        if mine := [step for step in steps if step.goal_id == goal.pk]:
            sheet.items(map(_step, mine))
    known = {goal.pk for goal in goals}
    if alone := [step for step in steps if step.goal_id not in known]:
        sheet.items(map(_step, alone))


def _step(step: ActionStep) -> str:
    who = "la personne" if step.by_person else "le service"
    due = f", pour le {french.full_date(step.due_on)}" if step.due_on else ""
    return f"{step.label} ({who}{due})"


def _appointments(sheet: Sheet, case: Beneficiary) -> None:
    sheet.heading("Prochains rendez-vous")
    rows = (
        Appointment.unscoped.filter(
            beneficiary=case, state=Appointment.State.PLANNED, starts_at__gte=timezone.now()
        )
        .select_related("professional")
        .order_by("starts_at")[:_NEXT]
    )
    told = [
        f"{french.full_date(one.starts_at)} à {french.hour(one.starts_at)}, avec "
        f"{one.professional}, {one.get_mode_display().lower()}"
        for one in rows
    ]
    if told:
        sheet.items(told)
    else:
        sheet.paragraph("Aucun rendez-vous prévu.", muted=True)


def _invitations(sheet: Sheet, case: Beneficiary) -> None:
    """Those that wait for a choice, or stayed without one; nothing is said when there is none."""
    rows = Invitation.unscoped.filter(
        beneficiary=case, state__in=[Invitation.State.WAITING, Invitation.State.EXPIRED]
    ).select_related("category")
    told = [
        f"{one.category.label}, proposée le {french.full_date(one.round_at)}\u00a0: "
        f"{one.get_state_display().lower()}"
        for one in rows
    ]
    if told:
        sheet.heading("Invitations à choisir un rendez-vous")
        sheet.items(told)


def _procedures(sheet: Sheet, case: Beneficiary, user: Any) -> None:
    """Where procedures and sanctions are, for whom reads them: a delegated body has the days alone.

    What was reported, said and decided stays in the case: a paper travels.
    """
    procedures = SanctionProcedure.objects.visible_to(user).filter(beneficiary=case)
    periods = SanctionPeriod.objects.visible_to(user).filter(beneficiary=case)
    told = [
        f"Procédure ouverte le {french.full_date(one.created_at)}\u00a0: "
        f"{one.get_state_display().lower()}"
        for one in procedures
    ]
    told += [
        f"Sanction du {french.full_date(one.starts_on)}, jusqu’au {french.full_date(one.ends_on)} "
        "non compris"
        for one in periods
        if one.starts_on != one.ends_on
    ]
    if told:
        sheet.heading("Procédures")
        sheet.items(told)


def _notes(sheet: Sheet, case: Beneficiary, user: Any) -> None:
    """The last ones of the team."""
    sheet.heading("Dernières notes")
    rows = JournalEntry.objects.visible_to(user).filter(
        beneficiary=case, visibility=JournalEntry.Visibility.TEAM
    )
    notes = list(rows[:NOTES])
    if not notes:
        sheet.paragraph("Aucune note.", muted=True)
    for note in notes:
        sheet.paragraph(f"{french.full_date(note.on)}, {note.author_name}", muted=True)
        sheet.paragraph(note.text)
