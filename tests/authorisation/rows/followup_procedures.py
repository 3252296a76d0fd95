"""Reports, procedures, appeals, and the équipe pluridisciplinaire."""

from portal.accounts.capabilities import (
    CONDUCT_PROCEDURES,
    DECIDE_APPEALS,
    PREPARE_BOARD,
    READ_CASES,
    REPORT_BREACH,
    SIT_ON_BOARD,
)
from portal.accounts.level_names import LevelName as L
from tests.authorisation.rows.row import Row

REPORTERS = frozenset({L.ADVISER, L.UNIT_MANAGER})
MANAGERS = frozenset({L.UNIT_MANAGER})
MEMBERS = frozenset({L.BOARD_MEMBER})
APPEALS = frozenset({L.APPEAL_OFFICER})
# Identity and orientation are theirs: the rest of a case is not found.
OFFICER = frozenset({L.ORIENTATION_OFFICER})
_CASE, _OTHER = "/suivi/dossiers/{case.pk}/procedure/", "/suivi/dossiers/{other_case.pk}/procedure/"


def of_case(path: str, who, asks, status: int = 200, **options) -> Row:
    """An address of a case; the same of another case."""
    other = path.replace("{case_", "{other_")
    return Row(f"{_CASE}{path}", who, status, other=f"{_OTHER}{other}", asks=(asks,), **options)


def led(path: str) -> Row:
    """An address of a session of one's unit; of another unit's."""
    return Row(
        f"/suivi/seances/{{unit_session.pk}}/{path}",
        MANAGERS,
        other=f"/suivi/seances/{{other_session.pk}}/{path}",
        asks=(PREPARE_BOARD,),
    )


def seat(path: str = "") -> Row:
    """An address of an open session in which one sits; of one to which one was not called."""
    other = path.replace("{sitting_review", "{other_review")
    return Row(
        f"/suivi/equipe/{{sitting.pk}}/{path}",
        MEMBERS,
        other=f"/suivi/equipe/{{other_sitting.pk}}/{other}",
        asks=(SIT_ON_BOARD,),
    )


FOLLOWUP_PROCEDURES = {
    "followup:procedures": Row("/suivi/procedures/", MANAGERS, asks=(CONDUCT_PROCEDURES,)),
    "followup:procedure": of_case("", REPORTERS, READ_CASES, elsewhere=OFFICER),
    "followup:breach_report": of_case("signaler/", REPORTERS, REPORT_BREACH),
    "followup:remobilisation": of_case("remobilisation/", REPORTERS, REPORT_BREACH),
    "followup:breach_answer": of_case(
        "signalements/{case_report.pk}/", MANAGERS, CONDUCT_PROCEDURES
    ),
    "followup:breach_withdraw": of_case(
        "signalements/{case_report.pk}/retirer/", REPORTERS, REPORT_BREACH, 302, method="post"
    ),
    "followup:observation": of_case("{case_procedure.pk}/observations/", REPORTERS, REPORT_BREACH),
    "followup:procedure_letter": of_case(
        "{case_procedure.pk}/ouverture.pdf", REPORTERS, READ_CASES, elsewhere=OFFICER
    ),
    "followup:procedure_act": of_case("{case_procedure.pk}/attente/", MANAGERS, CONDUCT_PROCEDURES),
    "followup:appeals": Row("/suivi/recours/", APPEALS, asks=(DECIDE_APPEALS,)),
    "followup:appeal": Row(
        "/suivi/recours/{case_appeal.pk}/",
        APPEALS,
        other="/suivi/recours/{other_appeal.pk}/",
        asks=(DECIDE_APPEALS,),
    ),
    "followup:board_sessions": Row("/suivi/seances/", MANAGERS, asks=(PREPARE_BOARD,)),
    "followup:board_session_new": Row("/suivi/seances/nouvelle/", MANAGERS, asks=(PREPARE_BOARD,)),
    "followup:board_session": led(""),
    "followup:board_open": led("ouvrir/"),
    "followup:board_cancel": led("annuler/"),
    "followup:board_close": led("clore/"),
    "followup:board_minutes": Row(
        "/suivi/seances/{closed_session.pk}/proces-verbal.pdf",
        MANAGERS,
        other="/suivi/seances/{other_closed.pk}/proces-verbal.pdf",
        asks=(PREPARE_BOARD,),
    ),
    "followup:board_postpone": Row(
        "/suivi/seances/{sitting.pk}/{sitting_review.pk}/reporter/",
        MANAGERS,
        other="/suivi/seances/{other_sitting.pk}/{other_review.pk}/reporter/",
        asks=(PREPARE_BOARD,),
    ),
    "followup:board": Row("/suivi/equipe/", MEMBERS, asks=(SIT_ON_BOARD,)),
    "followup:board_agenda": seat(),
    "followup:board_case": seat("{sitting_review.pk}/"),
    "followup:board_conflict": seat("{sitting_review.pk}/conflit/"),
}
