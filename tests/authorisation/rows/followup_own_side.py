"""The person's side: theirs, the team's, the manager's."""

from portal.accounts.capabilities import LEAD_UNIT, OWN_CASE, READ_CASES, WRITE_CASES
from portal.accounts.level_names import LevelName as L
from tests.authorisation.rows.row import CANDIDATES, Row

_ON_CASES = frozenset({L.ADVISER, L.UNIT_MANAGER})
_MANAGERS = frozenset({L.UNIT_MANAGER})
_OFFICER = frozenset({L.ORIENTATION_OFFICER})
_CASE = "/suivi/dossiers/{case.pk}/cote-personne/"
_OTHER = "/suivi/dossiers/{other_case.pk}/cote-personne/"
_OWN = "/mon-espace/accompagnement/"


def own(path: str, status: int = 200, **options) -> Row:
    """A screen of the person's own case; where it names a row, the same of somebody else's."""
    other = f"{_OWN}{path.replace('{case_', '{other_')}" if "{" in path else ""
    return Row(f"{_OWN}{path}", CANDIDATES, status, other=other, asks=(OWN_CASE,), **options)


def of_case(path: str, who, asks, status: int = 200, **options) -> Row:
    """An address of a case; the same of another case."""
    other = path.replace("{case_", "{other_")
    return Row(f"{_CASE}{path}", who, status, other=f"{_OTHER}{other}", asks=(asks,), **options)


def asked(path: str, status: int = 200, **options) -> Row:
    """An address of a request, which the manager prepares."""
    return of_case(f"dossier/{{case_asked.pk}}/{path}", _MANAGERS, LEAD_UNIT, status, **options)


FOLLOWUP_OWN_SIDE = {
    "followup:own": own(""),
    "followup:own_meetings": own("rendez-vous/"),
    "followup:own_calendar": own("rendez-vous/{case_planned.pk}.ics"),
    "followup:own_steps": own("engagements/"),
    "followup:own_step_done": own("engagements/{case_own_step.pk}/fait/", 302, method="post"),
    "followup:own_step_not_done": own(
        "engagements/{case_own_step.pk}/pas-fait/", 302, method="post"
    ),
    "followup:own_hours": own("heures/"),
    "followup:own_hours_declare": own("heures/ajouter/"),
    "followup:own_hours_withdraw": own("heures/{case_declared.pk}/retirer/", 302, method="post"),
    "followup:own_proposals": own("propositions/"),
    "followup:own_bring": own("a-apporter/"),
    "followup:own_team": own("equipe/"),
    "followup:own_shared": own("partage/"),
    "followup:own_document": own("partage/{case_item.pk}/"),
    "followup:own_observe": own("observations/"),
    "followup:own_file": own("dossier/"),
    "followup:own_file_give_up": own("dossier/retirer/", 302, method="post"),
    "followup:own_file_pdf": own("dossier/{case_given.pk}.pdf"),
    "followup:own_file_document": own(
        "dossier/{case_given.pk}/documents/{case_given_document.pk}/"
    ),
    "followup:own_side": of_case("", _ON_CASES, READ_CASES, elsewhere=_OFFICER),
    "followup:share_document": of_case(
        "documents/{case_document.pk}/", _ON_CASES, WRITE_CASES, 302, method="post"
    ),
    "followup:share_step": of_case(
        "etapes/{case_step.pk}/", _ON_CASES, WRITE_CASES, 302, method="post"
    ),
    "followup:share_note": of_case("notes/{case_note.pk}/", _ON_CASES, WRITE_CASES),
    "followup:share_bring": of_case("a-apporter/", _ON_CASES, WRITE_CASES),
    "followup:unshare": of_case(
        "{case_item.pk}/arreter/", _ON_CASES, WRITE_CASES, 302, method="post"
    ),
    "followup:file_record": of_case("demande/", _ON_CASES, WRITE_CASES),
    "followup:file_requests": Row("/suivi/demandes-de-dossier/", _MANAGERS, asks=(LEAD_UNIT,)),
    "followup:file_request": asked(""),
    "followup:file_preview": asked("apercu.pdf"),
    "followup:file_extend": asked("prolonger/"),
    "followup:file_refuse": asked("refuser/"),
    "followup:file_deliver": asked("remettre/"),
    "followup:file_act": asked("retirer/", 302, method="post"),
}
