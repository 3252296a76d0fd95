"""The two locks of procedures and sessions say the same, and neither lets anybody decide alone."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction

from portal.accounts.level_names import LevelName as L
from portal.followup.access import reach
from portal.followup.models import (
    Appeal,
    BoardMember,
    ProcedureAct,
    ReviewBoardSession,
    ReviewCase,
    SanctionPeriod,
    SanctionProcedure,
)
from portal.followup.rows.scope import acting_as
from tests.portal.accounts.people import give, person_with
from tests.portal.followup.people_of_the_area import (
    make_beneficiary,
    make_professional,
    make_unit,
    refer,
    replace,
)
from tests.portal.followup.procedures.laid import (
    call,
    make_appeal,
    make_procedure,
    make_report,
    make_review,
    make_session,
    today,
)

SETS = ("procedure_ids", "conducted_ids", "appealed_ids", "led_session_ids", "session_ids")


@pytest.fixture
def laid(cast):
    """An appeal that waits, a session with a case and a member; the manager refers one case."""
    cast.row = make_procedure(cast.case, cast.referent, "in_force", decider=cast.manager)
    cast.appeal = make_appeal(cast.row)
    cast.session = make_session(cast.unit, "open")
    make_session(make_unit())
    cast.member = person_with(L.BOARD_MEMBER)
    call(cast.session, cast.member)
    cast.review = make_review(cast.row, session=cast.session, state="listed")
    cast.own = make_beneficiary(unit=cast.unit)
    refer(cast.own, cast.manager)
    cast.replaced = make_beneficiary(unit=cast.unit)
    away = make_professional(unit=cast.unit)
    refer(cast.replaced, away)
    replace(away, cast.manager)
    return cast


def in_database(name) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT followup_{name}()")
        return {key for (key,) in cursor.fetchall()}


def test_both_locks_open_the_same_rows_to_each(laid):
    give(laid.manager.user, L.APPEAL_OFFICER)
    people = {
        "referent": laid.referent.user,
        "delegated": laid.delegated.user,
        "manager": laid.manager.user,
        "colleague": laid.colleague.user,
        "answers": laid.answers,
        "member": laid.member,
    }
    found = {}
    for who, user in people.items():
        with acting_as(user):
            for name in SETS:
                first = {next(iter(row.values())) for row in getattr(reach, name)(user)}
                assert first == in_database(name), (who, name)
                found[who, name] = first
    assert laid.case.pk in found["referent", "procedure_ids"]
    assert not found["delegated", "procedure_ids"]
    assert laid.own.pk in found["colleague", "conducted_ids"]
    assert laid.own.pk not in found["manager", "conducted_ids"]
    # Nor as the deputy of a referent who is away.
    assert laid.replaced.pk in found["colleague", "conducted_ids"]
    assert laid.replaced.pk not in found["manager", "conducted_ids"]
    assert found["answers", "appealed_ids"] == {laid.case.pk}
    # Whose decision it is never answers it, with the level or without.
    assert not found["manager", "appealed_ids"]
    assert found["member", "session_ids"] == {laid.session.pk}
    assert not found["member", "led_session_ids"]


def changed(model) -> int:
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET id = id")
        return cursor.rowcount


WRITTEN = (SanctionProcedure, SanctionPeriod, Appeal, ReviewCase, ReviewBoardSession, BoardMember)


def test_who_follows_or_sits_changes_nothing_even_without_the_services(laid):
    for user in (laid.referent.user, laid.delegated.user, laid.member):
        with acting_as(user):
            for model in WRITTEN:
                assert changed(model) == 0, (user, model)


def test_acts_are_only_added_to(laid):
    make_report(laid.case, laid.referent)
    with acting_as(laid.manager.user):
        act = ProcedureAct.objects.create(
            beneficiary=laid.case, procedure=laid.row, kind="open", on=today()
        )
        assert act.pk
        assert changed(ProcedureAct) == 0
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM followup_procedureact")
            assert cursor.rowcount == 0


def test_the_referent_opens_no_procedure_in_the_database(laid):
    report = make_report(laid.theirs, laid.delegated)
    for who in (laid.referent, laid.delegated):
        with (
            acting_as(who.user),
            pytest.raises(ProgrammingError, match="row-level security"),
            transaction.atomic(),
        ):
            SanctionProcedure.objects.create(beneficiary=laid.theirs, report=report)


def test_who_answers_changes_that_procedure_and_no_other(laid):
    make_procedure(
        laid.theirs,
        laid.delegated,
        "in_force",
        decider=laid.manager,
        effect_on=today() - timedelta(days=1),
    )
    with acting_as(laid.answers):
        assert changed(SanctionProcedure) == 1
        assert changed(Appeal) == 1
        assert changed(ReviewCase) == 0
