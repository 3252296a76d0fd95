"""All that the area keeps of one person, as the answer to their request gives it: item by item.

Read as who prepares it, through their rights: rows of this case alone. Confidential notes are never
among them: their profession alone reads them, and the file says how to ask for them. Of the
household, only the person's own role and number.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from portal.followup.case.summary import address_of
from portal.followup.models import (
    ActionStep,
    ActivityLog,
    Appeal,
    Appointment,
    BarrierAssessment,
    Beneficiary,
    BookingMessage,
    BreachReport,
    CareerGoal,
    CareTeamMember,
    CaseDocument,
    Diagnosis,
    EngagementContract,
    Entitlement,
    Exit,
    Goal,
    HoursExemption,
    Invitation,
    JournalEntry,
    Observation,
    OrganismMove,
    Orientation,
    ProcedureAct,
    ReferentAssignment,
    Remobilisation,
    ReorientationRequest,
    ReviewCase,
    SanctionProcedure,
)
from snippets import french


@dataclass(frozen=True, slots=True)
class Item:
    """One row: what it says, and who wrote it. `section` and `key` name it."""

    section: str
    key: int
    on: date | None
    title: str
    text: str = ""
    by: str = ""

    @property
    def name(self) -> str:
        """As a form calls it."""
        return f"{self.section}-{self.key}"


@dataclass(frozen=True, slots=True)
class Section:
    """Items of one kind, the newest first."""

    slug: str
    title: str
    items: list[Item]


_Said = tuple[date | datetime | None, str, str, str]


@dataclass(frozen=True, slots=True)
class _Source:
    """Rows of a model, in words: day, title, text, author. `related` are read with them."""

    slug: str
    title: str
    model: Any
    say: Callable[[Any], _Said]
    related: tuple[str, ...] = ()
    only: Mapping[str, Any] | None = None


def identity_of(case: Beneficiary) -> Iterator[tuple[str, str]]:
    """Who the person is, as label and value. The household is a number and a role, no name."""
    yield "Numéro de dossier", case.shown_number
    yield "Civilité", case.get_title_display()
    yield "Nom de naissance", case.birth_name
    yield "Nom d’usage", case.used_name
    yield "Prénom", case.first_name
    yield "Date de naissance", french.full_date(case.birth_date)
    yield "Téléphone", case.phone
    yield "Adresse e-mail", case.email
    yield "Adresse", address_of(case)
    yield "Numéro France Travail", case.france_travail_number
    if case.household is not None:
        yield "Numéro d’allocataire", f"{case.household.organism} {case.household.matricule}"
        yield "Votre rôle dans le foyer", case.get_role_display()
    yield "Reconnaissance handicap (RQTH)", "oui" if case.has_disability_recognition else "non"
    yield "Suivi", case.get_state_display()


def sections_of(case: Beneficiary, user: Any) -> list[Section]:
    """Every kind of row that there is, one query a kind."""
    found = []
    for source in SOURCES:
        rows = source.model.objects.visible_to(user).filter(beneficiary=case)
        if source.only:
            rows = rows.filter(**source.only)
        if source.related:
            rows = rows.select_related(*source.related)
        items = [_item(source, row) for row in rows]
        if items:
            items.sort(key=lambda item: (item.on or date.min, item.key), reverse=True)
            found.append(Section(source.slug, source.title, items))
    return found


def _item(source: _Source, row: Any) -> Item:
    on, title, text, by = source.say(row)
    if isinstance(on, datetime):
        on = timezone.localdate(on)
    return Item(source.slug, row.pk, on, title, text, by)


def _joined(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def _labelled(label: str, text: str) -> str:
    return f"{label}\u00a0: {text}" if text else ""


def _until(on: date | datetime | None) -> str:
    return f"jusqu’au {french.full_date(on)}" if on else ""


def _appointment(row: Appointment) -> _Said:
    title = f"{row.get_state_display()}, {row.get_mode_display().lower()}"
    when = f"à {french.hour(row.starts_at)}, avec {row.professional.name}"
    return row.starts_at, title, _joined(when, row.place, row.state_reason), row.author_name


def _diagnosis(row: Diagnosis) -> _Said:
    text = _joined(row.summary, _labelled("Besoins et attentes", row.needs))
    return row.on, "Diagnostic", text, row.author_name


def _contract(row: EngagementContract) -> _Said:
    text = _joined(
        f"{row.weekly_hours}\u00a0h par semaine" if row.weekly_hours is not None else "",
        _until(row.ends_on),
        _labelled("Ce que vous avez dit", row.person_words),
        _labelled("Ce à quoi s’engage le Département", row.department_commitments),
        row.closing_reason,
    )
    return row.starts_on or row.created_at, str(row), text, row.author_name


def _message(row: BookingMessage) -> _Said:
    return row.left_at or row.due_at, str(row), f"{row.state_said} {row.address}".strip(), ""


def _report(row: BreachReport) -> _Said:
    text = _joined(
        row.facts,
        _labelled("Ce qui a été tenté", row.tried),
        _labelled("Ce que vous avez dit", row.person_words),
        _labelled("Réponse", row.answer),
    )
    return row.facts_on, f"{row}, {row.get_state_display().lower()}", text, row.reported_by.name


def _procedure(row: SanctionProcedure) -> _Said:
    decided = ""
    if row.outcome:
        parts = [row.get_outcome_display()]
        if row.rate is not None:
            parts.append(f"{row.rate}\u00a0%, {row.months}\u00a0mois")
        decided = ", ".join(parts)
    text = _joined(
        _labelled("Décision", decided),
        *(
            _labelled(label, getattr(row, name))
            for name, label in (
                ("situation", "Situation"),
                ("household", "Foyer"),
                ("nature", "Nature et fréquence"),
                ("consequences", "Conséquences"),
                ("hold_reason", "En attente"),
            )
        ),
    )
    return row.created_at, str(row), text, row.decided_by.name if row.decided_by else ""


def _appeal(row: Appeal) -> _Said:
    text = _joined(row.grounds, _labelled(row.get_outcome_display() or "Réponse", row.answer))
    return row.received_on, "Recours", text, row.decider_name


def _request(row: ReorientationRequest) -> _Said:
    text = _joined(
        row.reason,
        _labelled("Votre avis", row.person_opinion),
        _labelled("Réponse", row.answer),
    )
    title = f"{row.get_kind_display()}, {row.get_state_display().lower()}"
    return row.sent_at or row.created_at, title, text, row.asked_by.name


SOURCES: tuple[_Source, ...] = (
    _Source(
        "rights",
        "Votre droit, tel que la CAF ou la MSA l’a transmis",
        Entitlement,
        lambda row: (row.on, row.get_status_display(), row.explanation, row.author_name),
    ),
    _Source(
        "moves",
        "Changements d’organisme",
        OrganismMove,
        lambda row: (row.on, str(row), row.matricule, row.author_name),
    ),
    _Source(
        "orientations",
        "Orientations",
        Orientation,
        lambda row: (
            row.starts_on,
            f"Parcours {row.get_path_display().lower()}, {row.structure.name}",
            _joined(_until(row.ends_on), row.reason),
            row.author_name,
        ),
        ("structure",),
    ),
    _Source(
        "referents",
        "Vos référent·es",
        ReferentAssignment,
        lambda row: (
            row.starts_at,
            f"{row.professional.name}, {row.structure.name}",
            _joined(_until(row.ends_at), row.end_reason),
            row.author_name,
        ),
        ("professional", "structure"),
    ),
    _Source(
        "team",
        "Les autres personnes qui ont eu accès à votre dossier",
        CareTeamMember,
        lambda row: (
            row.asked_at,
            f"{row.professional.name}, {row.professional.structure.name}",
            _joined(row.reason, _until(row.ends_at)),
            "",
        ),
        ("professional__structure",),
        {"confirmed_at__isnull": False},
    ),
    _Source("diagnoses", "Diagnostics", Diagnosis, _diagnosis),
    _Source(
        "barriers",
        "Freins notés dans les diagnostics",
        BarrierAssessment,
        lambda row: (
            row.diagnosis.on,
            f"{row.theme}, impact {row.get_severity_display().lower()}",
            row.comment,
            row.diagnosis.author_name,
        ),
        ("diagnosis", "theme"),
    ),
    _Source("contracts", "Contrats d’engagement", EngagementContract, _contract),
    _Source(
        "goals",
        "Objectifs",
        Goal,
        lambda row: (row.created_at, row.label, row.get_state_display(), row.author_name),
    ),
    _Source(
        "steps",
        "Étapes",
        ActionStep,
        lambda row: (
            row.due_on or row.created_at,
            row.label,
            row.get_state_display(),
            row.author_name,
        ),
    ),
    _Source(
        "careers",
        "Métiers recherchés",
        CareerGoal,
        lambda row: (row.created_at, str(row.occupation), row.comment, row.author_name),
        ("occupation",),
    ),
    _Source(
        "hours",
        "Heures d’activité",
        ActivityLog,
        lambda row: (
            row.week,
            f"{french.hours(row.hours)}, {row.kind}",
            row.comment,
            row.author_name,
        ),
        ("kind",),
    ),
    _Source(
        "exemptions",
        "Réductions et dispenses d’heures",
        HoursExemption,
        lambda row: (
            row.starts_on,
            f"{row.get_regime_display()}, {row.reason}",
            _joined(_until(row.ends_on), row.comment),
            row.author_name,
        ),
        ("reason",),
    ),
    _Source("appointments", "Rendez-vous", Appointment, _appointment, ("professional",)),
    _Source(
        "invitations",
        "Invitations à choisir un rendez-vous",
        Invitation,
        lambda row: (
            row.round_at,
            f"{row.category.label}, {row.get_state_display().lower()}",
            row.closing_reason,
            row.author_name,
        ),
        ("category",),
    ),
    _Source("messages", "Messages et lettres qui vous ont été adressés", BookingMessage, _message),
    _Source(
        "notes",
        "Notes de l’équipe",
        JournalEntry,
        lambda row: (row.on, "Note", row.text, row.author_name),
        only={"visibility": JournalEntry.Visibility.TEAM},
    ),
    _Source(
        "documents",
        "Documents, remis avec ce dossier",
        CaseDocument,
        lambda row: (row.created_at, row.title, row.get_media_type_display(), row.author_name),
        only={"removed_at__isnull": True},
    ),
    _Source(
        "requests",
        "Demandes faites pour vous",
        ReorientationRequest,
        _request,
        ("asked_by",),
        {"sent_at__isnull": False},
    ),
    _Source("reports", "Signalements", BreachReport, _report, ("reported_by",)),
    _Source("procedures", "Procédures", SanctionProcedure, _procedure, ("decided_by",)),
    _Source(
        "acts",
        "Ce qui a été fait dans une procédure",
        ProcedureAct,
        lambda row: (row.on, row.get_kind_display(), row.text, row.author_name),
    ),
    _Source(
        "observations",
        "Vos observations",
        Observation,
        lambda row: (row.on, row.get_way_display(), row.text, row.author_name),
    ),
    _Source(
        "reviews",
        "Avis de l’équipe pluridisciplinaire",
        ReviewCase,
        lambda row: (
            row.created_at,
            row.get_opinion_display() or row.get_state_display(),
            _joined(row.question, row.opinion_text),
            row.opinion_by,
        ),
    ),
    _Source(
        "remobilisations",
        "Ce qui a été fait pendant une sanction",
        Remobilisation,
        lambda row: (row.on, "Remobilisation", row.text, row.author_name),
    ),
    _Source("appeals", "Recours", Appeal, _appeal),
    _Source(
        "exits",
        "Sorties du suivi",
        Exit,
        lambda row: (row.on, row.get_reason_display(), row.situation, row.author_name),
    ),
)
