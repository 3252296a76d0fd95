"""Procès-verbal of a session: who was there, each case, its opinion."""

from django.utils import timezone

from portal.cv.pdf.sheet import Sheet
from portal.followup.board.models import BoardMember, ReviewBoardSession, ReviewCase
from portal.followup.board.moved import every_line_of
from portal.followup.board.states import C
from snippets import french


def minutes_pdf(session: ReviewBoardSession) -> bytes:
    """The minutes, in A4; cases have their numbers, no name, and stay whatever unit they are in."""
    day = timezone.localdate(session.starts_at)
    title = f"Équipe pluridisciplinaire\u00a0: séance du {french.long_day(day)}"
    sheet = Sheet(title=title, foot=str(session.unit))
    sheet.heading("Procès-verbal", level=1)
    sheet.paragraph(title, bold=True)
    sheet.facts(
        [
            ("Unité", str(session.unit)),
            ("Lieu", session.place),
            ("Ouverte à", french.hour(session.opened_at) if session.opened_at else ""),
            ("Close à", french.hour(session.closed_at) if session.closed_at else ""),
            ("Quorum", french.counted(session.quorum, "membre")),
        ]
    )
    members = list(BoardMember.unscoped.filter(session=session))
    sheet.heading("Membres présents")
    sheet.items(_called(one) for one in members if one.is_present)
    if absent := [one for one in members if not one.is_present]:
        sheet.heading("Membres absents ou excusés")
        sheet.items(_called(one) for one in absent)
    sheet.heading("Dossiers examinés")
    for number, (review, out) in enumerate(every_line_of(session), start=1):
        _one(sheet, number, review, out)
    if session.report:
        sheet.heading("Remarques")
        sheet.paragraph(session.report)
    sheet.signatures([("La présidente ou le président de séance", ""), ("Le secrétariat", "")])
    return sheet.finished()


def _called(member: BoardMember) -> str:
    return f"{member.name}, {member.quality}" if member.quality else member.name


def _one(sheet: Sheet, number: int, review: ReviewCase, out: int) -> None:
    case = review.beneficiary
    sheet.heading(f"{number}. Dossier n°\u00a0{case.shown_number}", level=3)
    sheet.facts(
        [
            ("Manquement signalé", review.procedure.report.get_kind_display()),
            ("Question", review.question),
            ("Avis", review.get_opinion_display() if review.state == C.GIVEN else ""),
            ("Motifs", review.opinion_text),
            ("Membres qui ont délibéré", str(review.voters or "")),
            ("Membres qui se sont retirés (conflit d’intérêts)", str(out) if out else ""),
            ("Reporté", review.postponed_reason),
        ]
    )
