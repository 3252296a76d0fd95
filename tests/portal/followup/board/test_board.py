"""A session of the équipe pluridisciplinaire: agenda, members, quorum, conflicts, opinions."""

from copy import deepcopy
from datetime import timedelta
from types import SimpleNamespace

import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from post_office.models import Email

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName as L
from portal.followup.board import preparing, rules, sitting
from portal.followup.board.errors import BoardError, ConflictOfInterestError, QuorumError
from portal.followup.board.minutes import minutes_pdf
from portal.followup.models import (
    Beneficiary,
    BoardMember,
    DelaySetting,
    JournalEntry,
    ReviewBoardSession,
    ReviewCase,
    SanctionProcedure,
)
from portal.followup.procedures import services
from portal.followup.procedures.errors import ProcedureError
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.accounts.people import person_with, signed_in
from tests.portal.followup.cast import make_note
from tests.portal.followup.people_of_the_area import (
    in_test_scope,
    join_team,
    link_account,
    make_beneficiary,
    make_household,
    make_professional,
    make_unit,
    refer,
    replace,
)
from tests.portal.followup.people_of_the_area import place as place_in_the_area
from tests.portal.followup.procedures.laid import (
    call,
    latest,
    make_procedure,
    make_report,
    make_review,
    make_session,
    today,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def everybody(lasting):
    """An open session with two members and a case; a quorum of two."""
    unit = make_unit()
    referent = make_professional(unit=unit)
    manager = make_professional(L.UNIT_MANAGER, unit=unit)
    case = make_beneficiary(referent, household=make_household())
    procedure = make_procedure(case, referent, "board")
    session = make_session(unit, "open", quorum=2)
    review = make_review(procedure, session=session, state="listed")
    first, second = person_with(L.BOARD_MEMBER), person_with(L.BOARD_MEMBER)
    call(session, first)
    call(session, second)
    return SimpleNamespace(
        unit=unit,
        referent=referent,
        manager=manager,
        case=case,
        procedure=procedure,
        session=session,
        review=review,
        first=first,
        second=second,
    )


@pytest.fixture
def cast(everybody, db):
    return deepcopy(everybody)


def opinion(cast, who, **values):
    given = {"opinion": "reserved", "text": "Un mois, pas davantage."}
    with acting_as(who):
        return sitting.give_opinion(
            session=cast.session, key=cast.review.pk, actor=Actor(who), **(given | values)
        )


def prepare(cast, session, reviews, members, version=1):
    actor = Actor(cast.manager.user)
    with acting_as(actor.user):
        return preparing.prepare(
            session=session,
            reviews=reviews,
            members=members,
            qualities={member.pk: "CAF" for member in members},
            actor=actor,
            version=version,
        )


def lead(cast, service, session=None, **values):
    actor = Actor(cast.manager.user)
    session = latest(session or cast.session)
    with acting_as(actor.user):
        return service(session=session, actor=actor, version=session.version, **values)


def test_a_session_is_planned_by_the_manager_with_the_quorum_of_the_day(cast):
    with system_scope(Scope.TEST):
        DelaySetting.unscoped.create(key="board_quorum", value=5, starts_on=today())
    actor, soon = Actor(cast.manager.user), timezone.now() + timedelta(days=3)
    with acting_as(actor.user):
        made = preparing.plan_session(starts_at=soon, place="Salle", actor=actor)
        assert (made.unit, made.quorum, made.state) == (cast.unit, 5, "prepared")
        with pytest.raises(BoardError) as refused:
            preparing.plan_session(starts_at=timezone.now(), place="", actor=actor)
        assert refused.value.field == "on"


def test_the_place_of_a_session_tells_nothing(cast):
    """It goes in a mail, and may be older than this rule."""
    actor, soon = Actor(cast.manager.user), timezone.now() + timedelta(days=3)
    with acting_as(actor.user), pytest.raises(BoardError) as refused:
        preparing.plan_session(starts_at=soon, place="Commission RSA", actor=actor)
    assert refused.value.field == "place"
    session = make_session(cast.unit, place="Commission RSA")
    prepare(cast, session, [], [cast.first])
    [mail] = Email.objects.filter(to=[cast.first.email])
    assert "RSA" not in mail.message


def test_its_agenda_is_made_of_cases_that_wait(cast):
    session = make_session(cast.unit)
    waiting = make_review(make_procedure(make_beneficiary(cast.referent), cast.referent, "board"))
    prepare(cast, session, [waiting], [cast.first])
    assert latest(waiting).session_id == session.pk
    with system_scope(Scope.TEST):
        assert BoardMember.unscoped.get(session=session).quality == "CAF"
    prepare(cast, session, [], [cast.second], version=2)
    assert (latest(waiting).state, latest(waiting).session) == ("waiting", None)
    with system_scope(Scope.TEST):
        assert BoardMember.unscoped.get(session=session).user == cast.second


def test_who_is_called_is_told_once_and_of_no_case(cast):
    session = make_session(cast.unit)
    row = make_procedure(make_beneficiary(cast.referent), cast.referent, "board")
    prepare(cast, session, [make_review(row)], [cast.first])
    prepare(cast, session, [], [cast.first], version=2)
    [mail] = Email.objects.filter(to=[cast.first.email])
    assert "/suivi/equipe/" in mail.message
    assert row.beneficiary.birth_name not in f"{mail.subject} {mail.message}"


def test_it_opens_with_a_quorum_and_an_agenda(cast):
    session = make_session(cast.unit, quorum=2)
    there = call(session, cast.first, is_present=False)
    other = call(session, cast.second, is_present=False)
    with pytest.raises(BoardError, match="ordre du jour est vide"):
        lead(cast, preparing.open_session, session, present=[there.pk, other.pk])
    make_review(
        make_procedure(make_beneficiary(cast.referent), cast.referent, "board"),
        session=session,
        state="listed",
    )
    with pytest.raises(QuorumError):
        lead(cast, preparing.open_session, session, present=[there.pk])
    assert latest(session).state == "prepared"
    lead(cast, preparing.open_session, session, present=[there.pk, other.pk])
    assert latest(session).state == "open"


def test_another_manager_and_a_member_lead_nothing(cast):
    for who in (make_professional(L.UNIT_MANAGER).user, cast.first, cast.referent.user):
        with acting_as(who), pytest.raises(BoardError):
            preparing.close_session(session=cast.session, report="", actor=Actor(who), version=1)


def reads(user, cast) -> bool:
    with acting_as(user):
        try:
            sheet = sitting.sheet_of(cast.session, cast.review.pk, Actor(user), place="test")
        except BoardError:
            return False
        return bool(sheet.case == cast.case)


def test_a_member_reads_the_agenda_from_the_opening_to_the_closing_and_no_note(cast):
    make_note(cast.case, cast.referent)
    other = make_beneficiary(cast.referent)
    assert reads(cast.first, cast)
    with acting_as(cast.first):
        # Nothing outside of the scope: no right on the case is theirs.
        for model in (Beneficiary, SanctionProcedure, ReviewCase, JournalEntry):
            assert not model.unscoped.exists(), model
        lines = sitting.agenda_of(cast.session, cast.first)
        assert [line.label for line in lines] == [f"{cast.case}, dossier {cast.case.shown_number}"]
        with pytest.raises(ReviewCase.DoesNotExist):
            sitting.sheet_of(cast.session, 999_999, Actor(cast.first), place="test")
    browser = signed_in(cast.first)
    page = browser.get(f"/suivi/equipe/{cast.session.pk}/{cast.review.pk}/").content.decode()
    assert "Aucune démarche depuis deux mois." in page
    assert "Venue avec son fils." not in page
    assert browser.get(f"/suivi/dossiers/{other.pk}/").status_code == 403
    for state in ("prepared", "closed", "cancelled"):
        now = timezone.now()
        with system_scope(Scope.TEST):
            ReviewBoardSession.unscoped.update(
                state=state, opened_at=now, closed_at=now, cancel_reason="x"
            )
        assert not reads(cast.first, cast), state
        address = f"/suivi/equipe/{cast.session.pk}/"
        assert browser.get(address).status_code == 404
        assert browser.get(f"{address}{cast.review.pk}/").status_code == 404


def test_a_session_that_nobody_closed_ends_with_its_day(cast):
    """To be held yesterday and opened yesterday; planned for yesterday and opened today."""
    yesterday = timezone.now() - timedelta(days=1)
    with system_scope(Scope.TEST):
        rows = ReviewBoardSession.unscoped.filter(pk=cast.session.pk)
        rows.update(starts_at=yesterday, opened_at=timezone.now())
        assert rules.is_held_now(latest(cast.session))
        rows.update(opened_at=yesterday)
    with acting_as(cast.first):
        actor = Actor(cast.first)
        for read in (
            lambda: sitting.agenda_of(cast.session, cast.first),
            lambda: sitting.sheet_of(cast.session, cast.review.pk, actor, place=""),
            lambda: sitting.declare_conflict(
                session=cast.session, key=cast.review.pk, reason="", actor=actor
            ),
        ):
            with pytest.raises(BoardError, match="son jour est passé"):
                read()
    with pytest.raises(BoardError, match="son jour est passé"):
        opinion(cast, cast.first)
    # Who leads it still says what became of each case, and closes it.
    lead(cast, preparing.postpone_case, review=cast.review, reason="Personne n’a conclu")
    assert lead(cast, preparing.close_session, report="").state == "closed"


@in_test_scope
def follow_elsewhere(case):
    """The case is another unit's."""
    unit = make_unit()
    Beneficiary.unscoped.filter(pk=case.pk).update(unit=unit)
    return unit


def text_of(body):
    pages = pypdfium2.PdfDocument(body)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())


def test_a_case_that_changed_unit_keeps_its_line_in_the_minutes(cast):
    opinion(cast, cast.first)
    follow_elsewhere(cast.case)
    lead(cast, preparing.close_session, report="")
    with acting_as(cast.manager.user):
        text = text_of(minutes_pdf(latest(cast.session)))
        # The line, and nothing else of the case.
        assert not ReviewCase.unscoped.exists()
        assert not Beneficiary.unscoped.filter(pk=cast.case.pk).exists()
    for said in (cast.case.shown_number, "Favorable avec réserves", "Un mois, pas davantage."):
        assert said in text
    assert cast.case.birth_name not in text


def test_a_case_that_changed_unit_before_its_opinion_waits_there(cast):
    unit = follow_elsewhere(cast.case)
    assert lead(cast, preparing.close_session, report="").state == "closed"
    left = latest(cast.review)
    assert (left.state, left.session_id) == ("postponed", cast.session.pk)
    there = make_professional(L.UNIT_MANAGER, unit=unit)
    with acting_as(there.user):
        waiting = ReviewCase.objects.visible_to(there.user).get(state="waiting")
        assert waiting.procedure_id == cast.procedure.pk
    with acting_as(cast.manager.user):
        assert "autre unité" in text_of(minutes_pdf(latest(cast.session)))


def test_who_is_absent_was_not_called_or_lost_the_level_reads_nothing(cast):
    absent, stranger, gone = (person_with(L.BOARD_MEMBER) for _ in range(3))
    call(cast.session, absent, is_present=False)
    call(cast.session, gone)
    gone.groups.clear()
    for who in (absent, stranger, gone, cast.referent.user, cast.manager.user):
        assert not reads(who, cast)
        with acting_as(who), pytest.raises(BoardError):
            sitting.give_opinion(
                session=cast.session,
                key=cast.review.pk,
                opinion="favourable",
                text="x",
                actor=Actor(who),
            )
    assert latest(cast.review).state == "listed"


@in_test_scope
def tie(kind, cast, user):
    """Make a member have to do with the case."""
    if kind == "own case":
        link_account(cast.case, user)
    elif kind == "household":
        link_account(make_beneficiary(household=cast.case.household), user)
    elif kind == "was the referent":
        one = place_in_the_area(user, unit=cast.unit)
        ago = timezone.now() - timedelta(days=400)
        refer(cast.case, one, starts_at=ago, ends_at=ago + timedelta(days=1))
    elif kind == "care team":
        join_team(cast.case, place_in_the_area(user))
    elif kind == "deputy of the referent":
        replace(cast.referent, place_in_the_area(user))
    elif kind == "reported":
        make_report(cast.case, place_in_the_area(user))


@pytest.mark.parametrize(
    "kind",
    [
        "own case",
        "household",
        "was the referent",
        "care team",
        "deputy of the referent",
        "reported",
    ],
)
def test_a_member_never_decides_on_a_case_that_is_theirs(cast, kind):
    third = person_with(L.BOARD_MEMBER)
    call(cast.session, third)
    tie(kind, cast, cast.first)
    with pytest.raises(ConflictOfInterestError):
        opinion(cast, cast.first)
    assert not reads(cast.first, cast)
    with acting_as(cast.first):
        [line] = sitting.agenda_of(cast.session, cast.first)
    assert line.is_out
    assert str(cast.case) not in line.label
    assert latest(cast.review).state == "listed"
    # The two others still are the quorum, and are counted without them.
    assert opinion(cast, cast.second).voters == 2


def test_a_declared_conflict_keeps_out_and_lowers_the_quorum(cast):
    with acting_as(cast.first):
        for _ in range(2):
            sitting.declare_conflict(
                session=cast.session, key=cast.review.pk, reason="Voisin", actor=Actor(cast.first)
            )
        with system_scope(Scope.BOARD):
            assert rules.has_conflict(cast.first, cast.review)
    with pytest.raises(ConflictOfInterestError):
        opinion(cast, cast.first)
    with pytest.raises(QuorumError):
        opinion(cast, cast.second)
    assert latest(cast.procedure).opinion == ""


def test_an_opinion_has_reasons_and_is_given_once(cast):
    with pytest.raises(BoardError) as refused:
        opinion(cast, cast.first, text=" ")
    assert refused.value.field == "text"
    made = opinion(cast, cast.first)
    assert (made.voters, made.opinion_by) == (2, str(cast.first))
    row = latest(cast.procedure)
    # Said to the procedure, which goes nowhere by itself.
    assert (row.opinion, row.opinion_on, row.state) == ("reserved", today(), "board")
    with pytest.raises(BoardError, match="déjà rendu"):
        opinion(cast, cast.second, opinion="unfavourable")


def test_it_closes_once_each_case_has_its_opinion_or_is_put_off(cast):
    with pytest.raises(BoardError, match="1\u00a0dossier attend un avis"):
        lead(cast, preparing.close_session, report="")
    lead(cast, preparing.postpone_case, review=cast.review, reason="Manque une pièce")
    assert latest(cast.review).state == "postponed"
    with system_scope(Scope.TEST):
        again = ReviewCase.unscoped.get(state="waiting")
    assert (again.procedure_id, again.question) == (cast.procedure.pk, cast.review.question)
    lead(cast, preparing.close_session, report="Séance levée à midi.")
    assert latest(cast.session).state == "closed"


def test_a_cancelled_session_gives_its_cases_back(cast):
    session = make_session(cast.unit)
    waiting = make_review(
        make_procedure(make_beneficiary(cast.referent), cast.referent, "board"),
        session=session,
        state="listed",
    )
    with pytest.raises(BoardError) as refused:
        lead(cast, preparing.cancel, session, reason="")
    assert refused.value.field == "reason"
    lead(cast, preparing.cancel, session, reason="Neige")
    assert (latest(waiting).state, latest(waiting).session) == ("waiting", None)


def test_a_case_does_not_leave_a_session_that_is_open(cast):
    actor = Actor(cast.manager.user)
    with acting_as(actor.user), pytest.raises(ProcedureError, match="séance est ouverte"):
        services.leave_board(
            procedure=cast.procedure, reason="Vu", actor=actor, version=cast.procedure.version
        )


def test_a_case_is_asked_about_and_taken_off(cast):
    row = make_procedure(make_beneficiary(cast.referent), cast.referent, "notified")
    actor = Actor(cast.manager.user)
    with acting_as(actor.user):
        services.ask_board(procedure=row, question="Quoi\u00a0?", actor=actor, version=1)
        services.leave_board(procedure=row, reason="Inutile", actor=actor, version=2)
    assert latest(row).state == "notified"


def test_the_minutes_say_who_was_there_and_name_nobody_who_is_followed(cast):
    opinion(cast, cast.first)
    lead(cast, preparing.close_session, report="Séance levée à midi.")
    with acting_as(cast.manager.user):
        flat = text_of(minutes_pdf(latest(cast.session)))
    for said in (str(cast.first), "Favorable avec réserves", cast.case.shown_number, "midi"):
        assert said in flat
    assert cast.case.birth_name not in flat


def test_a_list_of_sessions_costs_the_same_for_one_and_twenty(cast):
    browser = signed_in(cast.manager.user)

    def cost(address):
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address).status_code == 200
        return len(queries)

    # What is read once for all is read.
    cost("/suivi/seances/")
    first = [cost(address) for address in ("/suivi/seances/", "/suivi/procedures/")]
    for _ in range(19):
        make_session(cast.unit)
        make_procedure(make_beneficiary(cast.referent), cast.referent, "notified")
    assert [cost(address) for address in ("/suivi/seances/", "/suivi/procedures/")] == first
