"""What the manager of a unit does of a session: planned, filled, opened, closed."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.models import User
from portal.followup.access.reach import professional_of
from portal.followup.board import rules
from portal.followup.board.errors import BoardError, QuorumError
from portal.followup.board.models import BoardMember, ReviewBoardSession, ReviewCase
from portal.followup.board.moved import leave_to_their_unit
from portal.followup.board.states import B, C, Side, may_case_go, may_go
from portal.followup.booking import words
from portal.followup.configuration import delays
from portal.followup.configuration.delays import Delay
from portal.followup.rows.authors import written_by
from portal.followup.rows.versions import locked_version
from snippets import french
from snippets.mail.queue import queue_mail
from snippets.site import absolute

_NOT_YOURS = "Seule la personne responsable de l’unité prépare et conduit ses séances."


@transaction.atomic
def plan_session(*, starts_at: datetime, place: str, actor: Actor) -> ReviewBoardSession:
    """Plan a session of one's unit. Raises BoardError."""
    me = professional_of(actor.user) if actor.user else None
    if me is None:
        raise BoardError(_NOT_YOURS)
    if starts_at < timezone.now():
        message = "Choisissez une date à venir."
        raise BoardError(message, field="on")
    if word := words.told(place):
        message = f"Le lieu part par e-mail\u00a0: le mot «\u00a0{word}\u00a0» n’y a pas sa place."
        raise BoardError(message, field="place")
    made: ReviewBoardSession = ReviewBoardSession.objects.create(
        unit=me.unit,
        starts_at=starts_at,
        place=place.strip(),
        quorum=delays.value(Delay.BOARD_QUORUM, timezone.localdate()),
        **written_by(actor),
    )
    return made


@transaction.atomic
def prepare(
    *,
    session: ReviewBoardSession,
    reviews: Iterable[ReviewCase],
    members: Iterable[User],
    qualities: Mapping[int, str],
    actor: Actor,
    version: int,
) -> ReviewBoardSession:
    """Say which waiting cases are on the agenda, and who is called. Raises BoardError.

    `qualities`: whom each member sits for, by the key of their account.
    """
    row = _led(session, actor, version)
    if row.state != B.PREPARED:
        message = "La séance n’est plus en préparation."
        raise BoardError(message)
    wanted = {review.pk for review in reviews}
    rows = ReviewCase.objects.visible_to(actor.user).select_for_update(of=("self",))
    for review in rows.filter(session=row, state=C.LISTED).exclude(pk__in=wanted):
        _move_case(review, C.WAITING, None)
    for review in rows.filter(pk__in=wanted, state=C.WAITING):
        _move_case(review, C.LISTED, row)
    called = {user.pk: user for user in members}
    known = BoardMember.objects.visible_to(actor.user).filter(session=row)
    known.exclude(user__in=called).delete()
    for member in known:
        member.quality = qualities.get(member.user_id, "")
        member.save()
        called.pop(member.user_id)
    for user in called.values():
        BoardMember.objects.create(
            session=row, user=user, name=str(user), quality=qualities.get(user.pk, "")
        )
        _tell_called(row, user)
    row.save()
    return row


@transaction.atomic
def cancel(
    *, session: ReviewBoardSession, reason: str, actor: Actor, version: int
) -> ReviewBoardSession:
    """Cancel a session that did not open; its cases wait again. Raises BoardError."""
    row = _led(session, actor, version)
    _check_goes(row, B.CANCELLED)
    if not reason.strip():
        message = "Dites pourquoi la séance est annulée."
        raise BoardError(message, field="reason")
    for review in _listed(row, actor):
        _move_case(review, C.WAITING, None)
    row.state, row.cancel_reason = B.CANCELLED, reason.strip()
    row.save()
    return row


@transaction.atomic
def open_session(
    *, session: ReviewBoardSession, present: Iterable[int], actor: Actor, version: int
) -> ReviewBoardSession:
    """Open a session with those who are there, by the keys of members. Raises BoardError.

    From then on, they read the cases of the agenda.
    """
    row = _led(session, actor, version)
    _check_goes(row, B.OPEN)
    if not _listed(row, actor):
        message = "L’ordre du jour est vide."
        raise BoardError(message)
    members = BoardMember.objects.visible_to(actor.user).filter(session=row)
    there = set(present)
    count = 0
    for member in members:
        member.is_present = member.pk in there
        member.save()
        count += member.is_present
    if count < row.quorum:
        raise QuorumError(count, row.quorum)
    row.state, row.opened_at = B.OPEN, timezone.now()
    row.save()
    return row


@transaction.atomic
def postpone_case(
    *, session: ReviewBoardSession, review: ReviewCase, reason: str, actor: Actor, version: int
) -> ReviewCase:
    """Leave a case to another session. Raises BoardError.

    The line of this session stays, for its minutes; another one waits.
    """
    row = _led(session, actor, version)
    if row.state != B.OPEN:
        message = "La séance n’est pas ouverte."
        raise BoardError(message)
    if not reason.strip():
        message = "Dites pourquoi le dossier est reporté."
        raise BoardError(message, field="reason")
    kept = _listed(row, actor).filter(pk=review.pk).first()
    if kept is None:
        message = "Ce dossier n’attend plus d’avis à cette séance."
        raise BoardError(message)
    kept.postponed_reason = reason.strip()
    _move_case(kept, C.POSTPONED, row)
    made: ReviewCase = ReviewCase.objects.create(
        beneficiary_id=kept.beneficiary_id,
        procedure_id=kept.procedure_id,
        question=kept.question,
        **written_by(actor),
    )
    row.save()
    return made


@transaction.atomic
def close_session(
    *, session: ReviewBoardSession, report: str, actor: Actor, version: int
) -> ReviewBoardSession:
    """Close a session: each case has its opinion, or is left to another. Raises BoardError.

    Members read nothing more. A case that another unit follows by now is left to that unit.
    """
    row = _led(session, actor, version)
    _check_goes(row, B.CLOSED)
    leave_to_their_unit(row, actor=actor)
    left = _listed(row, actor).count()
    if left:
        cases = french.counted(left, "dossier attend", "dossiers attendent")
        message = f"{cases} un avis\u00a0: recueillez-le, ou reportez ce qui reste."
        raise BoardError(message)
    row.state, row.closed_at, row.report = B.CLOSED, timezone.now(), report.strip()
    row.save()
    return row


def _tell_called(session: ReviewBoardSession, user: User) -> None:
    """Tell a member when and where; cases are read in the session alone."""
    day = f"{french.full_date(session.starts_at)} à {french.hour(session.starts_at)}"
    queue_mail(
        "followup_board_called",
        to=user.email,
        context={
            "recipient_name": user.first_name,
            "session_day": day,
            "session_place": words.discreet(session.place),
            "sessions_url": absolute(reverse("followup:board")),
        },
    )


def _listed(session: ReviewBoardSession, actor: Actor) -> Any:
    return (
        ReviewCase.objects.visible_to(actor.user)
        .select_for_update(of=("self",))
        .filter(session=session, state=C.LISTED)
    )


def _led(session: ReviewBoardSession, actor: Actor, version: int) -> ReviewBoardSession:
    if not rules.leads(actor.user, session):
        raise BoardError(_NOT_YOURS)
    row: ReviewBoardSession = locked_version(
        ReviewBoardSession.objects.visible_to(actor.user), pk=session.pk, version=version
    )
    return row


def _check_goes(row: ReviewBoardSession, to: B) -> None:
    if not may_go(row.state, to, Side.MANAGER):
        message = f"C’est impossible\u00a0: la séance est «\u00a0{row.get_state_display()}\u00a0»."
        raise BoardError(message)


def _move_case(review: ReviewCase, to: C, session: ReviewBoardSession | None) -> None:
    if not may_case_go(review.state, to, Side.MANAGER):
        message = "Ce dossier a changé entre-temps\u00a0: rechargez la page."
        raise BoardError(message)
    review.state, review.session = to, session
    review.version += 1
    review.save()
