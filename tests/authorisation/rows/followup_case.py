"""A case: its default screen, quick entry, appointments, journal, documents, texts in progress."""

from portal.accounts.capabilities import CONFIDENTIAL_NOTES, READ_CASES
from portal.accounts.level_names import LevelName as L
from tests.authorisation.rows.row import Row

_WRITERS = frozenset({L.ADVISER, L.UNIT_MANAGER})
_OFFICER = frozenset({L.ORIENTATION_OFFICER})
_CASES = _WRITERS | _OFFICER


def case(path: str, other: str = "", **options) -> Row:
    """A screen of one case: whole to who follows it, not found by who reads identities alone.

    `other` is the same path about what is of another case.
    """
    there = other or path
    return Row(
        f"/suivi/dossiers/{{case.pk}}/{path}",
        _WRITERS,
        other=f"/suivi/dossiers/{{other_case.pk}}/{there}",
        elsewhere=_OFFICER,
        asks=(READ_CASES,),
        **options,
    )


def drafts(path: str = "", status: int = 200, **options) -> Row:
    """What one typed: of whoever works on cases."""
    if options.get("other"):
        options["other"] = f"/suivi/brouillons/{options['other']}"
    return Row(f"/suivi/brouillons/{path}", _CASES, status, asks=(READ_CASES,), **options)


FOLLOWUP_CASE = {
    # Orientation officers are led to the pathway.
    "followup:case": Row(
        "/suivi/dossiers/{case.pk}/",
        _WRITERS,
        led=_OFFICER,
        other="/suivi/dossiers/{other_case.pk}/",
        asks=(READ_CASES,),
    ),
    "followup:quick": case("noter/"),
    "followup:summary": case("synthese.pdf"),
    "followup:appointments": case("rendez-vous/"),
    "followup:appointment_plan": case("rendez-vous/nouveau/"),
    "followup:appointment_move": case(
        "rendez-vous/{case_appointment.pk}/deplacer/",
        other="rendez-vous/{other_appointment.pk}/deplacer/",
    ),
    "followup:appointment_state": case(
        "rendez-vous/{case_appointment.pk}/etat/",
        other="rendez-vous/{other_appointment.pk}/etat/",
    ),
    "followup:appointment_cancel": case(
        "rendez-vous/{case_appointment.pk}/annuler/",
        other="rendez-vous/{other_appointment.pk}/annuler/",
    ),
    "followup:journal": case("journal/"),
    "followup:note_write": case("journal/ecrire/"),
    # Of its author, who is the adviser.
    "followup:note_edit": Row(
        "/suivi/dossiers/{case.pk}/journal/{case_note.pk}/modifier/",
        frozenset({L.ADVISER}),
        other="/suivi/dossiers/{case.pk}/journal/{other_note.pk}/modifier/",
        elsewhere=_CASES - {L.ADVISER},
        asks=(READ_CASES,),
    ),
    "followup:note_history": Row(
        "/suivi/dossiers/{case.pk}/journal/{secret_note.pk}/versions/",
        frozenset({L.ADVISER}),
        other="/suivi/dossiers/{case.pk}/journal/{other_note.pk}/versions/",
        elsewhere=_CASES - {L.ADVISER},
        asks=(READ_CASES,),
    ),
    "followup:confidential_notes": Row(
        "/suivi/dossiers/{case.pk}/journal/confidentielles/",
        frozenset({L.ADVISER}),
        other="/suivi/dossiers/{other_case.pk}/journal/confidentielles/",
        asks=(CONFIDENTIAL_NOTES,),
    ),
    "followup:documents": case("documents/"),
    "followup:document_add": case("documents/ajouter/"),
    "followup:document": case(
        "documents/{case_document.pk}/", other="documents/{other_document.pk}/"
    ),
    "followup:document_remove": case(
        "documents/{case_document.pk}/retirer/",
        other="documents/{other_document.pk}/retirer/",
    ),
    "followup:drafts": drafts(),
    # JSON: without the token of a page, nothing is kept.
    "followup:draft": drafts("enregistrer/", 422, method="post"),
    "followup:draft_show": Row(
        "/suivi/brouillons/{case_draft.pk}/lire/",
        frozenset({L.ADVISER}),
        302,
        method="post",
        other="/suivi/brouillons/{other_draft.pk}/lire/",
        elsewhere=_CASES - {L.ADVISER},
        asks=(READ_CASES,),
    ),
    "followup:draft_drop": Row(
        "/suivi/brouillons/{case_draft.pk}/effacer/",
        frozenset({L.ADVISER}),
        302,
        method="post",
        other="/suivi/brouillons/{other_draft.pk}/effacer/",
        elsewhere=_CASES - {L.ADVISER},
        asks=(READ_CASES,),
    ),
}
