"""Appointments are planned, moved, cancelled, by those who write in the case."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.appointments import services
from portal.followup.appointments.errors import AppointmentError
from portal.followup.appointments.models import Appointment
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.accounts.people import queries_of, signed_in
from tests.portal.followup.cast import browser, make_appointment, make_cast
from tests.portal.followup.people_of_the_area import make_beneficiary, refer, worked_day
from tests.states import fresh, undone

pytestmark = pytest.mark.django_db
S = Appointment.State


@pytest.fixture(scope="module")
def cast(lasting):
    return make_cast()


def typed(cast, moment=None, **fields):
    moment = moment or worked_day()
    return {
        "on": f"{moment:%Y-%m-%d}",
        "at": f"{moment:%H:%M}",
        "minutes": "45",
        "mode": "office",
        "professional": cast.referent.pk,
    } | fields


def address(cast, path=""):
    return f"/suivi/dossiers/{cast.case.pk}/rendez-vous/{path}"


def now_of(row):
    with system_scope(Scope.TEST):
        return fresh(row)


def all_rows():
    with system_scope(Scope.TEST):
        return list(Appointment.unscoped.order_by("pk"))


@pytest.mark.parametrize("who", ["referent", "nurse", "deputy", "manager"])
def test_whoever_writes_in_the_case_plans_an_appointment(cast, who):
    answer = browser(getattr(cast, who)).post(address(cast, "nouveau/"), typed(cast))
    assert answer.status_code == 302
    (row,) = all_rows()
    assert (row.starts_at, row.professional_id) == (worked_day(), cast.referent.pk)
    assert row.state == S.PLANNED
    assert row.author_name == getattr(cast, who).name
    assert row.created_by == getattr(cast, who).user


@pytest.mark.parametrize("path", ["", "nouveau/"])
def test_strangers_do_not_find_appointments(cast, path):
    for who, (user, status) in cast.outside.items():
        assert signed_in(user).get(address(cast, path)).status_code == status, who


@pytest.mark.parametrize("path", ["deplacer/", "etat/", "annuler/"])
def test_the_appointment_of_another_case_is_not_found(cast, path):
    other = make_appointment(cast.other_case, cast.stranger)
    mine = make_appointment(cast.case, cast.referent)
    reader = browser(cast.referent)
    assert reader.get(address(cast, f"{other.pk}/{path}")).status_code == 404
    assert reader.get(address(cast, f"{mine.pk}/{path}")).status_code == 200
    # Under the other case, one's own appointment is none.
    there = f"/suivi/dossiers/{cast.other_case.pk}/rendez-vous/{mine.pk}/{path}"
    assert reader.get(there).status_code == 404
    for who, (user, status) in cast.outside.items():
        got = signed_in(user).get(address(cast, f"{mine.pk}/{path}")).status_code
        assert got == status, who


def test_an_emergency_reads_appointments_and_writes_none(cast):
    row = make_appointment(cast.case, cast.referent)
    reader = browser(cast.breaker)
    page = reader.get(address(cast)).content.decode()
    assert cast.referent.name in page
    assert "Planifier" not in page
    for path in ("nouveau/", f"{row.pk}/etat/", f"{row.pk}/annuler/", f"{row.pk}/deplacer/"):
        assert reader.get(address(cast, path)).status_code == 404
        assert reader.post(address(cast, path), typed(cast)).status_code == 404
    # With the first lock removed, the second refuses.
    with pytest.raises(ProgrammingError), undone(), acting_as(cast.breaker.user):
        services.plan(
            beneficiary=cast.case,
            professional=cast.breaker,
            starts_at=worked_day(),
            actor=Actor(cast.breaker.user),
        )


def test_a_date_that_is_past_is_refused_at_its_field(cast):
    past = timezone.localtime() - timedelta(days=1)
    answer = browser(cast.referent).post(address(cast, "nouveau/"), typed(cast, past))
    assert answer.status_code == 422
    assert "Cette date est passée" in answer.context["form"].errors["on"][0]
    assert all_rows() == []


@pytest.mark.parametrize("minutes", ["4", "481", "", "beaucoup"])
def test_a_duration_out_of_bounds_is_refused(cast, minutes):
    answer = browser(cast.referent).post(address(cast, "nouveau/"), typed(cast, minutes=minutes))
    assert answer.status_code == 422
    assert "minutes" in answer.context["form"].errors


def test_a_professional_out_of_the_team_is_not_offered(cast):
    answer = browser(cast.referent).post(
        address(cast, "nouveau/"), typed(cast, professional=cast.stranger.pk)
    )
    assert answer.status_code == 422
    assert "professional" in answer.context["form"].errors


def test_a_double_booking_is_warned_then_done_when_it_is_meant(cast):
    # The other appointment is of a case that the deputy does not read; its person stays hidden.
    hidden = make_beneficiary(birth_name="Secrète", first_name="Personne")
    refer(hidden, cast.manager)
    make_appointment(hidden, cast.referent, worked_day(), minutes=60)
    planner = browser(cast.deputy)
    at_half = typed(cast, worked_day() + timedelta(minutes=30))
    answer = planner.post(address(cast, "nouveau/"), at_half)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "a déjà un rendez-vous à 14" in answer.context["form"].errors["at"][0]
    assert "Secrète" not in page
    assert "Planifier quand même" in page
    assert planner.post(address(cast, "nouveau/"), at_half | {"anyway": "on"}).status_code == 302


def test_an_appointment_that_follows_another_is_no_double_booking(cast):
    make_appointment(cast.case, cast.referent, worked_day(), minutes=45)
    after = typed(cast, worked_day() + timedelta(minutes=45))
    assert browser(cast.referent).post(address(cast, "nouveau/"), after).status_code == 302
    cancelled = make_appointment(cast.case, cast.referent, worked_day(hour=17), state=S.CANCELLED)
    again = typed(cast, cancelled.starts_at)
    assert browser(cast.referent).post(address(cast, "nouveau/"), again).status_code == 302


def test_two_advisers_move_one_appointment_and_the_second_sees_both_hours(cast):
    row = make_appointment(cast.case, cast.referent, worked_day(hour=9))
    path = address(cast, f"{row.pk}/deplacer/")
    first, second = browser(cast.referent), browser(cast.nurse)
    shown = second.get(path).context["form"]
    assert shown["version"].value() == 1
    assert first.post(path, typed(cast, worked_day(hour=10), version=1)).status_code == 302
    answer = second.post(path, typed(cast, worked_day(hour=11), version=1))
    assert answer.status_code == 409
    assert answer.context["theirs"].starts_at == worked_day(hour=10)
    assert answer.context["form"]["at"].value() == "11:00"
    assert now_of(row).starts_at == worked_day(hour=10)
    # Once read, it is meant.
    version = answer.context["form"]["version"].value()
    assert second.post(path, typed(cast, worked_day(hour=11), version=version)).status_code == 302
    assert now_of(row).starts_at == worked_day(hour=11)


def test_a_form_without_a_version_overwrites_nothing(cast):
    row = make_appointment(cast.case, cast.referent, worked_day(hour=9))
    path = address(cast, f"{row.pk}/deplacer/")
    assert browser(cast.referent).post(path, typed(cast, worked_day(hour=10))).status_code == 409
    assert now_of(row).starts_at == worked_day(hour=9)


@pytest.mark.parametrize(("by", "by_service"), [("person", False), ("service", True)])
def test_who_cancels_is_said(cast, by, by_service):
    row = make_appointment(cast.case, cast.referent, worked_day())
    path = address(cast, f"{row.pk}/annuler/")
    reader = browser(cast.referent)
    assert reader.post(path, {"version": 1}).status_code == 422
    answer = reader.post(path, {"by": by, "reason": "Enfant malade", "version": 1})
    assert answer.status_code == 302
    row = now_of(row)
    assert (row.state, row.cancelled_by_service, row.state_reason) == (
        S.CANCELLED,
        by_service,
        "Enfant malade",
    )
    said = f"Annulé par {'le service' if by_service else 'la personne'}"
    assert said in reader.get(address(cast)).content.decode()


def test_what_was_said_wrong_is_mended(cast):
    row = make_appointment(cast.case, cast.referent, state=S.NO_SHOW)
    path = address(cast, f"{row.pk}/etat/")
    reader = browser(cast.referent)
    form = reader.get(path).context["form"]
    assert [state for state, _ in form.fields["state"].choices] == [S.HELD, S.EXCUSED]
    assert reader.post(path, {"state": "no_show", "version": 1}).status_code == 422
    assert reader.post(path, {"state": "held", "version": 1}).status_code == 302
    assert now_of(row).state == S.HELD


def test_an_unplanned_appointment_is_not_written_twice_nor_before_its_day(cast):
    actor, when = Actor(cast.referent.user), timezone.now() - timedelta(hours=2)
    said = {
        "beneficiary": cast.case,
        "professional": cast.referent,
        "state": S.HELD,
        "actor": actor,
    }
    with acting_as(cast.referent.user):
        services.note(starts_at=when, **said)
        with pytest.raises(AppointmentError, match="déjà noté"):
            services.note(starts_at=when, **said)
        with pytest.raises(AppointmentError, match="à venir"):
            services.note(starts_at=timezone.now() + timedelta(days=1), **said)


def test_the_tab_costs_the_same_for_one_and_twenty(cast):
    reader = browser(cast.referent)
    make_appointment(cast.case, cast.referent, state=S.HELD)
    make_appointment(cast.case, cast.referent, worked_day())
    few = queries_of(reader, address(cast))
    for number in range(19):
        moment = timezone.now() - timedelta(days=number + 1)
        make_appointment(cast.case, cast.nurse, moment, state=S.HELD)
        make_appointment(cast.case, cast.nurse, worked_day() + timedelta(days=number))
    assert queries_of(reader, address(cast)) == few


@pytest.mark.parametrize(
    ("day", "why"), [("2099-06-07", "C’est un dimanche."), ("2099-12-25", "férié (Noël)")]
)
def test_a_closed_day_is_said_before_it_is_saved_and_kept_when_it_is_meant(cast, day, why):
    writer = browser(cast.referent)
    sent = typed(cast, on=day)
    answer = writer.post(address(cast, "nouveau/"), sent)
    assert answer.status_code == 422
    assert why in answer.context["form"].errors["on"][0]
    assert 'name="keeps_day"' in answer.content.decode()
    assert not answer.context["form"]["keeps_day"].is_hidden
    assert all_rows() == []
    # It is meant: a session on a Sunday, a call on a holiday.
    assert writer.post(address(cast, "nouveau/"), sent | {"keeps_day": "on"}).status_code == 302
    assert f"{timezone.localtime(all_rows()[0].starts_at):%Y-%m-%d}" == day


def test_keeping_a_closed_day_does_not_keep_a_double_booking(cast):
    make_appointment(cast.case, cast.referent, worked_day().replace(year=2099, month=12, day=25))
    sent = typed(cast, on="2099-12-25", keeps_day="on")
    answer = browser(cast.referent).post(address(cast, "nouveau/"), sent)
    assert answer.status_code == 422
    assert "a déjà un rendez-vous" in answer.content.decode()
