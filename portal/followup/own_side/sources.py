"""Which rows of a case its person may have a copy of, and each in words: one source a kind.

A new table about a person is a source more. Notes are those of the team: confidential ones are not
here.
"""

from portal.followup.models import (
    ActionStep,
    ActivityLog,
    Appeal,
    Appointment,
    BarrierAssessment,
    BookingMessage,
    BreachReport,
    CareerGoal,
    CaseDocument,
    CaseMerge,
    Diagnosis,
    EngagementContract,
    Entitlement,
    Exit,
    FileRequest,
    Goal,
    HoursExemption,
    Invitation,
    JournalEntry,
    Observation,
    OrganismMove,
    Orientation,
    ProcedureAct,
    Remobilisation,
    ReorientationRequest,
    RetentionHold,
    ReviewCase,
    SanctionPeriod,
    SanctionProcedure,
    SharedItem,
    StepWord,
    Suggestion,
)
from portal.followup.own_side.readers import READERS
from portal.followup.own_side.source import Said, Source, joined, labelled, until
from snippets import french


def _appointment(row: Appointment) -> Said:
    title = f"{row.get_state_display()}, {row.get_mode_display().lower()}"
    when = f"à {french.hour(row.starts_at)}, avec {row.professional.name}"
    return row.starts_at, title, joined(when, row.place, row.state_reason), row.author_name


def _right(row: Entitlement) -> Said:
    text = joined(
        labelled("Motif", row.reason),
        labelled("Depuis le", french.full_date(row.since) if row.since else ""),
        "Soumis·e aux droits et devoirs" if row.has_duties else "",
        row.explanation,
    )
    return row.on, row.get_status_display(), text, row.author_name


def _barrier(row: BarrierAssessment) -> Said:
    title = f"{row.theme}, impact {row.get_severity_display().lower()}"
    situations = ", ".join(str(one) for one in row.situations.all())
    return row.diagnosis.on, title, joined(situations, row.comment), row.diagnosis.author_name


def _shared(row: SharedItem) -> Said:
    text = joined(row.text, labelled("Arrêté", until(row.ended_at)))
    return row.created_at, row.get_kind_display(), text, row.author_name


def _step(row: ActionStep) -> Said:
    planned = french.full_date(row.due_on) if row.due_on else ""
    text = joined(row.get_state_display(), labelled("Prévue le", planned))
    return row.done_on or row.created_at, row.label, text, row.author_name


def _diagnosis(row: Diagnosis) -> Said:
    facts = (
        ("Permis B", row.has_driving_licence),
        ("Véhicule", row.has_vehicle),
        ("Parent isolé sans garde d’enfant", row.is_lone_parent_without_childcare),
        ("Établi avec France Travail", row.is_joint),
    )
    text = joined(
        row.summary,
        labelled("Besoins et attentes", row.needs),
        ", ".join(label for label, holds in facts if holds),
    )
    return row.on, "Diagnostic", text, row.author_name


def _contract(row: EngagementContract) -> Said:
    text = joined(
        row.get_regime_display(),
        f"{row.weekly_hours}\u00a0h par semaine" if row.weekly_hours is not None else "",
        row.hours_comment,
        until(row.ends_on),
        labelled("Ce que vous avez dit", row.person_words),
        labelled("Ce à quoi s’engage le Département", row.department_commitments),
        row.closing_reason,
    )
    return row.starts_on or row.created_at, str(row), text, row.author_name


def _message(row: BookingMessage) -> Said:
    return row.left_at or row.due_at, str(row), f"{row.state_said} {row.address}".strip(), ""


def _report(row: BreachReport) -> Said:
    text = joined(
        row.facts,
        labelled("Ce qui a été tenté", row.tried),
        labelled("Ce que vous avez dit", row.person_words),
        labelled("Réponse", row.answer),
    )
    return row.facts_on, f"{row}, {row.get_state_display().lower()}", text, row.reported_by.name


def _procedure(row: SanctionProcedure) -> Said:
    decided = ""
    if row.outcome:
        parts = [row.get_outcome_display()]
        if row.rate is not None:
            parts.append(f"{row.rate}\u00a0%, {row.months}\u00a0mois")
        decided = ", ".join(parts)
    text = joined(
        labelled("Décision", decided),
        *(
            labelled(label, getattr(row, name))
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


def _appeal(row: Appeal) -> Said:
    text = joined(row.grounds, labelled(row.get_outcome_display() or "Réponse", row.answer))
    return row.received_on, "Recours", text, row.decider_name


def _request(row: ReorientationRequest) -> Said:
    text = joined(
        row.reason,
        labelled("Votre avis", row.person_opinion),
        labelled("Réponse", row.answer),
    )
    title = f"{row.get_kind_display()}, {row.get_state_display().lower()}"
    return row.sent_at or row.created_at, title, text, row.asked_by.name


SOURCES: tuple[Source, ...] = (
    Source(
        "rights",
        "Votre droit, tel que la CAF ou la MSA l’a transmis",
        Entitlement,
        _right,
    ),
    Source(
        "moves",
        "Changements d’organisme",
        OrganismMove,
        lambda row: (row.on, str(row), row.matricule, row.author_name),
    ),
    Source(
        "orientations",
        "Orientations",
        Orientation,
        lambda row: (
            row.starts_on,
            f"Parcours {row.get_path_display().lower()}, {row.structure.name}",
            joined(until(row.ends_on), row.reason),
            row.author_name,
        ),
        ("structure",),
    ),
    *READERS,
    Source("diagnoses", "Diagnostics", Diagnosis, _diagnosis),
    Source(
        "barriers",
        "Freins notés dans les diagnostics",
        BarrierAssessment,
        _barrier,
        ("diagnosis", "theme"),
        ("situations",),
        within=lambda row: f"diagnoses-{row.diagnosis_id}",
    ),
    Source("contracts", "Contrats d’engagement", EngagementContract, _contract),
    Source(
        "goals",
        "Objectifs",
        Goal,
        lambda row: (row.created_at, row.label, row.get_state_display(), row.author_name),
    ),
    Source(
        "steps",
        "Étapes",
        ActionStep,
        _step,
    ),
    Source(
        "careers",
        "Métiers recherchés",
        CareerGoal,
        lambda row: (row.created_at, str(row.occupation), row.comment, row.author_name),
        ("occupation",),
    ),
    Source(
        "hours",
        "Heures d’activité",
        ActivityLog,
        lambda row: (
            row.day or row.week,
            f"{french.hours(row.hours)}, {row.kind}, {row.get_state_display().lower()}",
            joined(row.title, row.comment, row.reason, row.correction),
            row.author_name,
        ),
        ("kind",),
    ),
    Source(
        "exemptions",
        "Réductions et dispenses d’heures",
        HoursExemption,
        lambda row: (
            row.starts_on,
            f"{row.get_regime_display()}, {row.reason}",
            joined(until(row.ends_on), row.comment),
            row.author_name,
        ),
        ("reason",),
    ),
    Source("appointments", "Rendez-vous", Appointment, _appointment, ("professional",)),
    Source(
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
    Source("messages", "Messages et lettres qui vous ont été adressés", BookingMessage, _message),
    Source(
        "notes",
        "Notes de l’équipe",
        JournalEntry,
        lambda row: (row.on, "Note", row.text, row.author_name),
        only={"visibility": JournalEntry.Visibility.TEAM},
    ),
    Source(
        "documents",
        "Documents, remis avec ce dossier",
        CaseDocument,
        lambda row: (row.created_at, row.title, row.get_media_type_display(), row.author_name),
        only={"removed_at__isnull": True},
    ),
    Source(
        "requests",
        "Demandes faites pour vous",
        ReorientationRequest,
        _request,
        ("asked_by",),
        only={"sent_at__isnull": False},
    ),
    Source("reports", "Signalements", BreachReport, _report, ("reported_by",)),
    Source("procedures", "Procédures", SanctionProcedure, _procedure, ("decided_by",)),
    Source(
        "acts",
        "Ce qui a été fait dans une procédure",
        ProcedureAct,
        lambda row: (row.on, row.get_kind_display(), row.text, row.author_name),
    ),
    Source(
        "observations",
        "Vos observations",
        Observation,
        lambda row: (row.on, row.get_way_display(), row.text, row.author_name),
    ),
    Source(
        "reviews",
        "Avis de l’équipe pluridisciplinaire",
        ReviewCase,
        lambda row: (
            row.created_at,
            row.get_opinion_display() or row.get_state_display(),
            joined(row.question, row.opinion_text),
            row.opinion_by,
        ),
    ),
    Source(
        "remobilisations",
        "Ce qui a été fait pendant une sanction",
        Remobilisation,
        lambda row: (row.on, "Remobilisation", row.text, row.author_name),
    ),
    Source(
        "periods",
        "Périodes de sanction",
        SanctionPeriod,
        lambda row: (row.starts_on, "Sanction", until(row.ends_on), ""),
    ),
    Source("appeals", "Recours", Appeal, _appeal),
    Source(
        "exits",
        "Sorties du suivi",
        Exit,
        lambda row: (row.on, row.get_reason_display(), row.situation, row.author_name),
    ),
    Source(
        "holds",
        "Pourquoi votre dossier est gardé plus longtemps",
        RetentionHold,
        lambda row: (
            row.created_at,
            row.get_kind_display(),
            joined(row.reason, until(row.ends_on), labelled("Levé", row.lift_reason)),
            row.author_name,
        ),
    ),
    Source(
        "merges",
        "Dossiers réunis en un seul",
        CaseMerge,
        lambda row: (row.created_at, row.get_state_display(), row.reason, row.author_name),
    ),
    Source(
        "suggestions",
        "Annonces qui vous ont été proposées",
        Suggestion,
        lambda row: (row.created_at, row.title, row.organisation, row.author_name),
    ),
    Source("shared", "Ce que l’équipe a partagé avec vous", SharedItem, _shared),
    Source(
        "words",
        "Étapes que vous avez dites faites",
        StepWord,
        lambda row: (row.said_at, row.step.label, "", ""),
        ("step",),
    ),
    Source(
        "files",
        "Vos demandes de dossier",
        FileRequest,
        lambda row: (
            row.received_on,
            row.get_state_display(),
            joined(row.about, row.extension_reason, row.refusal_reason),
            row.author_name,
        ),
    ),
)
