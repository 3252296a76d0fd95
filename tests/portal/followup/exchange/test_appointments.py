"""The file for France Travail: who is in it, who is not and why; sent once, tried again."""

from copy import deepcopy
from datetime import date, datetime, time, timedelta
from hashlib import sha256

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from werkzeug import Response

from portal.accounts.level_names import LevelName as L
from portal.followup.exchange import sending
from portal.followup.exchange.collecting import BAD_NUMBER, HEADINGS, NO_NUMBER, collect
from portal.followup.exchange.errors import ExchangeError
from portal.followup.exchange.gateway import UnsentError, post
from portal.followup.exchange.models import AppointmentSending
from portal.followup.models import AccessEntry, Appointment, Term
from portal.followup.rows.scope import Scope, acting_as, system_scope
from snippets.models import Organisation
from tests.factories import OrganisationFactory
from tests.portal.accounts.people import person_with, signed_in
from tests.portal.followup.people_of_the_area import (
    in_test_scope,
    make_beneficiary,
    make_professional,
    make_unit,
    orient,
)
from tests.portal.followup.retention.laid import actor_of, archive, manager_of

pytestmark = pytest.mark.django_db

DAY = timezone.localdate() - timedelta(days=10)
S = AppointmentSending.State


@in_test_scope
def meet(case, professional, kind: str = "follow_up", state: str = "held", on: date = DAY):
    term = Term.unscoped.get(list="appointment_kind", code=kind) if kind else None
    starts_at = timezone.make_aware(datetime.combine(on, time(14, 30)))
    return Appointment.unscoped.create(
        beneficiary=case, professional=professional, kind=term, state=state, starts_at=starts_at
    )


@pytest.fixture(scope="module")
def everybody(lasting):
    adviser = make_professional()
    partner = OrganisationFactory(kind=Organisation.Kind.ASSOCIATION)
    delegate = make_professional(structure=partner, unit=adviser.unit)
    officer = make_professional(L.ORIENTATION_OFFICER)
    return adviser, delegate, manager_of(adviser.unit), officer


@pytest.fixture
def cast(everybody, db):
    return deepcopy(everybody)


def lines(content: bytes) -> list[list[str]]:
    return [line.split(";") for line in content.decode("utf-8").splitlines()]


def test_a_line_says_what_became_of_it_and_names_nobody(cast):
    adviser, delegate, manager, _ = cast
    case = make_beneficiary(adviser, france_travail_number="1234567 a", birth_name="Zéphyrin")
    meet(case, adviser, "first")
    orient(case)
    meet(case, delegate, "group", "no_show", timezone.localdate())
    moved = meet(case, adviser, "contract", "planned", timezone.localdate())
    with system_scope(Scope.TEST):
        moved.starts_at += timedelta(hours=1)
        moved.save()
    with acting_as(manager.user):
        found = sending.take(starts_on=DAY, ends_on=timezone.localdate(), actor=actor_of(manager))
    heading, first, group, contract = lines(found.content)
    assert tuple(heading) == HEADINGS
    # Oriented a week ago: the first one was before.
    assert first[:8] == [
        "1234567A",
        f"{DAY:%Y-%m-%d}",
        "14:30",
        "45",
        "ORI",
        "EFFECTUE",
        "CD",
        "IND",
    ]
    assert group[4:8] == ["ACC", "ABSENT", "DCD", "COL"]
    assert contract[2:8] == ["15:30", "45", "ACC", "MODIFIE", "CD", "IND"]
    assert "phyrin" not in found.content.decode().lower()
    with system_scope(Scope.TEST):
        told = AccessEntry.unscoped.filter(act="export").values_list("beneficiary", flat=True)
        assert {*told} == {case.pk, None}


def test_whoever_has_no_number_is_told_with_the_reason(cast):
    adviser, _, manager, _ = cast
    none = make_beneficiary(adviser)
    short = make_beneficiary(adviser, france_travail_number="123")
    long = make_beneficiary(adviser, france_travail_number="12345678901")
    for case in (none, none, short, long):
        meet(case, adviser)
    with acting_as(manager.user):
        found = collect(DAY, DAY, manager.unit)
    assert len(found.lines) == 1
    assert found.left_out_count == 3
    assert found.left_out == {
        none.pk: (none.shown_number, NO_NUMBER),
        short.pk: (short.shown_number, BAD_NUMBER),
    }


def test_a_manager_transmits_the_unit_and_nobody_else_transmits(cast):
    adviser, _, manager, officer = cast
    other = make_professional()
    for who in (adviser, other):
        meet(make_beneficiary(who, france_travail_number="1234567A"), who)
    with acting_as(manager.user):
        found = sending.take(starts_on=DAY, ends_on=DAY, actor=actor_of(manager))
    assert len(found.lines) == 1
    # Who orients reads identity and orientation of everybody, and no appointment.
    for one in (adviser, officer):
        for act in (sending.look, sending.take):
            with acting_as(one.user), pytest.raises(ExchangeError):
                act(starts_on=DAY, ends_on=DAY, actor=actor_of(one))


def test_whoever_looks_at_the_list_of_who_is_left_out_is_in_the_log(cast):
    adviser, _, manager, _ = cast
    none = make_beneficiary(adviser)
    meet(none, adviser)
    meet(make_beneficiary(adviser, france_travail_number="1234567A"), adviser)
    period = {"starts_on": DAY.isoformat(), "ends_on": DAY.isoformat()}
    signed_in(manager.user).get(reverse("followup:exchange"), period)
    with system_scope(Scope.TEST):
        entry = AccessEntry.unscoped.get(place="followup:exchange")
    assert (entry.beneficiary_id, entry.user_id, entry.act) == (none.pk, manager.user_id, "search")


def test_the_days_of_the_period_are_both_in_it_and_an_archived_case_is_not(cast):
    adviser, _, manager, _ = cast
    case = make_beneficiary(adviser, france_travail_number="1234567A")
    for shift in (-1, 0, 1, 2):
        meet(case, adviser, on=DAY + timedelta(days=shift))
    with acting_as(manager.user):
        assert len(collect(DAY, DAY + timedelta(days=1), manager.unit).lines) == 2
    archive(case)
    with acting_as(manager.user):
        assert collect(DAY, DAY, manager.unit).lines == []


@pytest.mark.parametrize("days", [-1, 92])
def test_a_period_that_is_none_or_too_long_is_refused(cast, days):
    client = signed_in(cast[2].user)
    data = {"starts_on": DAY.isoformat(), "ends_on": (DAY + timedelta(days=days)).isoformat()}
    answer = client.post(reverse("followup:exchange_file"), data)
    assert answer.status_code == 422
    assert DAY.isoformat() in answer.content.decode()
    with system_scope(Scope.TEST):
        assert not AccessEntry.unscoped.filter(act="export").exists()


def test_the_screen_shows_what_would_leave_then_gives_the_file(cast):
    adviser, _, manager, _ = cast
    case = make_beneficiary(adviser, france_travail_number="1234567A")
    none = make_beneficiary(adviser)
    meet(case, adviser)
    meet(none, adviser)
    client = signed_in(manager.user)
    period = {"starts_on": DAY.isoformat(), "ends_on": DAY.isoformat()}
    page = client.get(reverse("followup:exchange"), period).content.decode()
    assert none.shown_number in page
    assert NO_NUMBER in page
    # Nothing leaves by itself from this site.
    assert "Transmettre à France Travail" not in page
    refused = client.post(reverse("followup:exchange_send"), period)
    assert refused.status_code == 422
    answer = client.post(reverse("followup:exchange_file"), period)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer["Content-Disposition"]
    assert len(lines(answer.content)) == 2


def test_the_screen_is_for_who_transmits(cast):
    adviser, _, manager, officer = cast
    address = reverse("followup:exchange")
    assert signed_in(manager.user).get(address).status_code == 200
    others = (person_with(L.RIGHTS_ADMINISTRATOR), person_with(L.CANDIDATE))
    for user in (adviser.user, officer.user, *others):
        assert signed_in(user).get(address).status_code == 403


def test_a_file_costs_the_same_queries_for_one_and_twenty(cast):
    adviser, _, manager, _ = cast
    counts = []
    for number in (1, 19):
        for _ in range(number):
            meet(make_beneficiary(adviser, france_travail_number="1234567A"), adviser)
        with acting_as(manager.user), CaptureQueriesContext(connection) as queries:
            collect(DAY, DAY, manager.unit)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.fixture
def server(settings, httpserver):
    settings.FOLLOWUP_EXCHANGE = "portal.followup.exchange.gateway.post"
    settings.FOLLOWUP_EXCHANGE_URL = httpserver.url_for("/rendez-vous")
    settings.FOLLOWUP_EXCHANGE_TOKEN = "jeton"
    return httpserver


@pytest.fixture
def asked(cast, server):
    adviser, _, manager, _ = cast
    meet(make_beneficiary(adviser, france_travail_number="1234567A"), adviser)
    with acting_as(manager.user):
        row = sending.ask(starts_on=DAY, ends_on=DAY, actor=actor_of(manager))
    return row, manager


def state_of(row) -> AppointmentSending:
    with system_scope(Scope.TEST):
        row.refresh_from_db()
    return row


def test_a_sending_leaves_once_and_is_traced_once(asked, server):
    row, manager = asked
    server.expect_request("/rendez-vous", method="POST").respond_with_data("reçu 1", status=201)
    values = {"sending_id": row.pk, "user_id": manager.user.pk}
    assert sending.send(**values) is None
    # The job runs again: nothing leaves, nothing is logged.
    assert sending.send(**values) is None
    ((request, _),) = server.log
    assert request.headers["Idempotency-Key"] == str(row.key)
    assert request.headers["Authorization"] == "Bearer jeton"
    assert b"1234567A" in request.get_data()
    row = state_of(row)
    assert (row.state, row.rows_count, row.attempts, row.answer) == (S.SENT, 1, 1, "reçu 1")
    assert len(row.sha256) == 64
    with system_scope(Scope.TEST):
        assert AccessEntry.unscoped.filter(act="export", beneficiary__isnull=False).count() == 1


@pytest.mark.parametrize("state", [S.SENT, S.FAILED])
def test_a_sending_that_is_over_stays_as_it_is(asked, server, state):
    row, manager = asked
    with system_scope(Scope.TEST):
        AppointmentSending.unscoped.filter(pk=row.pk).update(
            state=state, sent_at=timezone.now(), sha256="0" * 64, answer="fini"
        )
    assert sending.send(sending_id=row.pk, user_id=manager.user.pk) is None
    assert sending.end_lost(before=timedelta(0)) == 0
    assert server.log == []
    assert (state_of(row).state, row.answer) == (state, "fini")


def test_a_failure_is_tried_again_with_the_same_key_a_few_times(asked, server):
    row, manager = asked
    server.expect_request("/rendez-vous").respond_with_data("", status=503)
    waits = [sending.send(sending_id=row.pk, user_id=manager.user.pk) for _ in range(6)]
    minutes = [wait and wait.total_seconds() / 60 for wait in waits]
    assert minutes == [2, 4, 8, 16, None, None]
    row = state_of(row)
    assert (row.state, row.attempts, row.answer) == (S.FAILED, 5, "réponse 503")
    assert {request.headers["Idempotency-Key"] for request, _ in server.log} == {str(row.key)}
    with system_scope(Scope.TEST):
        assert not AccessEntry.unscoped.filter(act="export").exists()


@pytest.mark.parametrize("status", [302, 400, 401, 422])
def test_what_the_other_side_refuses_is_not_tried_again(asked, server, status):
    row, manager = asked
    server.expect_request("/rendez-vous").respond_with_data("", status=status)
    assert sending.send(sending_id=row.pk, user_id=manager.user.pk) is None
    assert state_of(row).state == S.FAILED
    assert len(server.log) == 1


def test_an_answer_is_read_to_a_bound(server):
    server.expect_request("/rendez-vous").respond_with_handler(
        lambda _request: Response("x" * 5_000_000, status=200)
    )
    assert len(post(content=b"a", name="a.csv", key="k")) <= 200


def test_a_server_that_is_not_there_is_a_failure_to_try_again(settings):
    settings.FOLLOWUP_EXCHANGE_URL = "http://127.0.0.1:9/"
    with pytest.raises(UnsentError) as caught:
        post(content=b"a", name="a.csv", key="k")
    assert not caught.value.is_final


def test_an_answer_that_was_lost_does_not_hide_what_changed_since(cast, asked, server):
    row, manager = asked
    values = {"sending_id": row.pk, "user_id": manager.user.pk}
    server.expect_oneshot_request("/rendez-vous").respond_with_data("", status=503)
    server.expect_request("/rendez-vous").respond_with_data("reçu")
    assert sending.send(**values) is not None
    meet(make_beneficiary(cast[0], france_travail_number="7654321B"), cast[0])
    assert sending.send(**values) is None
    (first, _), (second, _) = server.log
    # Under the former key, the other side would have kept the former file.
    assert first.headers["Idempotency-Key"] != second.headers["Idempotency-Key"]
    row = state_of(row)
    assert second.headers["Idempotency-Key"] == str(row.key)
    assert (row.sha256, row.rows_count) == (sha256(second.get_data()).hexdigest(), 2)


def withdraw(manager) -> None:
    manager.user.groups.clear()


def move(manager) -> None:
    with system_scope(Scope.TEST):
        manager.unit = make_unit()
        manager.save()


def close_account(manager) -> None:
    manager.user.is_active = False
    manager.user.save()


@pytest.mark.parametrize("what", [withdraw, move, close_account])
def test_whoever_lost_the_right_meanwhile_sends_nothing_and_the_row_says_so(asked, server, what):
    row, manager = asked
    what(manager)
    assert sending.send(sending_id=row.pk, user_id=manager.user.pk) is None
    assert server.log == []
    row = state_of(row)
    assert (row.state, row.answer) == (S.FAILED, sending.NO_RIGHT)


def test_a_sending_of_somebody_whose_account_is_gone_is_over(asked, server):
    row, _ = asked
    assert sending.send(sending_id=row.pk, user_id=0) is None
    assert server.log == []
    assert state_of(row).state == S.FAILED


def test_what_no_job_finishes_is_said_not_to_have_left(asked):
    row, _ = asked
    assert sending.end_lost() == 0
    assert sending.end_lost(before=timedelta(0)) == 1
    row = state_of(row)
    assert (row.state, row.answer) == (S.FAILED, sending.LOST)


def test_a_sending_is_read_by_the_manager_of_the_unit(asked):
    row, manager = asked
    officer = make_professional(L.ORIENTATION_OFFICER)
    stranger = manager_of(make_unit())
    for one, count in ((manager, 1), (officer, 0), (stranger, 0)):
        with acting_as(one.user):
            assert AppointmentSending.objects.visible_to(one.user).count() == count
            assert AppointmentSending.unscoped.count() == count
    assert row.left_out_count == 0
