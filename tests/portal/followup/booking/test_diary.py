"""Opening hours and absences: by oneself, or by the manager of the unit, and nobody else."""

from datetime import UTC, time, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.followup.booking.errors import BookingError
from portal.followup.booking.models import CalendarFeed, OpeningHours, Unavailability
from portal.followup.booking.services import choosing, diary, feeds, summoning
from portal.followup.booking.services.diary import Whose
from portal.followup.booking.states import I
from portal.followup.models import Appointment
from portal.followup.rows.scope import Scope, acting_as, system_scope
from snippets.french import of
from tests.factories import UserFactory
from tests.portal.accounts.people import queries_of, signed_in
from tests.portal.followup.booking.diaries import (
    at,
    choose,
    invite,
    make_case,
    make_category,
    messages_of,
    now_of,
    open_diary,
    slots,
)
from tests.portal.followup.cast import browser, make_appointment
from tests.portal.followup.people_of_the_area import make_professional, make_unit

pytestmark = pytest.mark.django_db
HOURS = {"weekday": 0, "starts_at": time(9), "ends_at": time(12)}


@pytest.fixture(scope="module")
def unit(lasting):
    return make_unit("Unité de Delle")


@pytest.fixture(scope="module")
def adviser(unit):
    return make_professional(unit=unit)


@pytest.fixture(scope="module")
def manager(unit):
    return make_professional(LevelName.UNIT_MANAGER, unit=unit)


def open_hours(by, whose, **fields):
    values = HOURS | {"valid_from": timezone.localdate()} | fields
    with acting_as(by.user):
        return diary.open_hours(whose=whose, actor=Actor(by.user), **values)


def close(by, whose, starts_at, ends_at, **fields):
    with acting_as(by.user):
        return diary.be_unavailable(
            whose=whose, starts_at=starts_at, ends_at=ends_at, actor=Actor(by.user), **fields
        )


def structure_of(professional):
    return Whose(structure=professional.structure, unit=professional.unit)


def test_hours_are_set_by_oneself_and_by_the_manager_of_the_unit(adviser, manager):
    assert open_hours(adviser, Whose(adviser)).professional == adviser
    assert open_hours(manager, Whose(adviser), weekday=1)
    assert open_hours(manager, structure_of(adviser))
    other_manager = make_professional(LevelName.UNIT_MANAGER)
    colleague = make_professional(unit=adviser.unit)
    officer = make_professional(LevelName.ORIENTATION_OFFICER, unit=adviser.unit)
    for somebody in (other_manager, colleague, officer):
        with pytest.raises(BookingError, match="reviennent"):
            open_hours(somebody, Whose(adviser), weekday=2)
    for somebody in (adviser, colleague, other_manager):
        with pytest.raises(BookingError, match="reviennent"):
            open_hours(somebody, structure_of(adviser), weekday=2)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"ends_at": time(9)}, "ends_at"),
        ({"ends_at": time(8)}, "ends_at"),
        ({"starts_at": time(11, 30), "ends_at": time(13)}, "starts_at"),
        ({"place": "CAF, 12 rue des Lilas"}, "place"),
        ({"place": "Accueil du R.S.A."}, "place"),
    ],
)
def test_hours_that_cannot_be_are_refused_at_their_field(adviser, fields, field):
    open_hours(adviser, Whose(adviser))
    with pytest.raises(BookingError) as caught:
        open_hours(adviser, Whose(adviser), **fields)
    assert caught.value.field == field
    with system_scope(Scope.TEST):
        assert OpeningHours.unscoped.count() == 1


def test_hours_that_are_withdrawn_are_offered_no_more_and_what_was_booked_stays():
    adviser = make_professional()
    open_diary(adviser)
    row = choose(invite(make_case(adviser), adviser))
    assert slots(adviser)
    with system_scope(Scope.TEST):
        rows = list(OpeningHours.unscoped.filter(professional=adviser))
    for one in rows:
        with acting_as(adviser.user):
            diary.close_hours(hours=one, actor=Actor(adviser.user))
    assert slots(adviser) == []
    assert now_of(row).state == "planned"
    with acting_as(adviser.user), pytest.raises(BookingError, match="déjà retirée"):
        diary.close_hours(hours=rows[0], actor=Actor(adviser.user))


def test_an_absence_cancels_what_is_planned_and_offers_again():
    adviser = make_professional()
    open_diary(adviser)
    people = [make_case(adviser) for _ in range(2)]
    rows = [choose(invite(one, adviser), 0) for one in people]
    by_hand = make_case(adviser)
    alone = make_appointment(by_hand, adviser, rows[1].starts_at + timedelta(minutes=45))
    before, after = (
        make_appointment(make_case(adviser), adviser, rows[0].starts_at - timedelta(hours=2)),
        make_appointment(make_case(adviser), adviser, rows[1].starts_at + timedelta(hours=3)),
    )
    end = rows[1].starts_at + timedelta(hours=2)
    closed = close(adviser, Whose(adviser), rows[0].starts_at, end)
    assert closed.offered == 2
    assert [row.pk for row in closed.to_call] == [alone.pk]
    for person, row in zip(people, rows, strict=True):
        cancelled = now_of(row)
        assert (cancelled.state, cancelled.cancelled_by_service) == ("cancelled", True)
        (told,) = messages_of(person, kind="cancellation")
        with system_scope(Scope.TEST):
            invitation = now_of(told).invitation
            offered = choosing.slots_of(choosing.invitation_of(invitation.token))
        assert (invitation.state, invitation.round) == (I.WAITING, 2)
        assert offered
        assert all(not rows[0].starts_at <= slot.starts_at < end for slot in offered)
        choose(invitation)
    assert now_of(before).state == now_of(after).state == "planned"


def test_an_absence_may_leave_what_is_planned():
    adviser = make_professional()
    open_diary(adviser)
    row = choose(invite(make_case(adviser), adviser))
    closed = close(
        adviser,
        Whose(adviser),
        row.starts_at - timedelta(hours=1),
        row.starts_at + timedelta(hours=1),
        cancels=False,
    )
    assert closed.offered == 0
    assert now_of(row).state == "planned"


def test_an_absence_of_a_structure_closes_every_diary_of_it(manager):
    one, two = (make_professional(unit=manager.unit) for _ in range(2))
    elsewhere = make_professional()
    for professional in (one, two, elsewhere):
        open_diary(professional)
    rows = [choose(invite(make_case(each), each)) for each in (one, two, elsewhere)]
    start = min(row.starts_at for row in rows)
    closed = close(manager, structure_of(one), start, start + timedelta(days=1))
    assert closed.offered == 2
    assert [now_of(row).state for row in rows] == ["cancelled", "cancelled", "planned"]


def test_a_summons_that_the_service_cancels_is_followed_by_an_invitation_alone():
    adviser = make_professional()
    open_diary(adviser)
    case = make_case(adviser)
    actor = Actor(adviser.user)
    moment = at(timezone.localdate() + timedelta(days=8), 15)
    with acting_as(adviser.user):
        row = summoning.summon(
            beneficiary=case,
            category=make_category(),
            professional=adviser,
            starts_at=moment,
            reason="Bilan attendu",
            actor=actor,
        )
    close(adviser, Whose(adviser), moment, moment + timedelta(hours=1))
    assert now_of(row).state == "cancelled"
    with acting_as(adviser.user):
        grounds = summoning.grounds_of(case, actor=actor)
        assert case.invitation_set.get().state == I.WAITING
    assert grounds.is_refused


@pytest.mark.parametrize(
    ("start", "end", "said"), [(2, 1, "finit après"), (-3, -2, "déjà passée"), (1, 400, "un an")]
)
def test_an_absence_that_cannot_be_is_refused(adviser, start, end, said):
    now = timezone.now()
    with pytest.raises(BookingError, match=said):
        close(adviser, Whose(adviser), now + timedelta(days=start), now + timedelta(days=end))


def test_who_is_back_offers_slots_again(adviser):
    now = timezone.now()
    closed = close(adviser, Whose(adviser), now + timedelta(days=1), now + timedelta(days=9))
    with acting_as(adviser.user):
        diary.be_back(unavailability=closed.unavailability, actor=Actor(adviser.user))
    with system_scope(Scope.TEST):
        assert not Unavailability.unscoped.exists()


# The calendar


def calendar_of(secret):
    return Client().get(f"/agenda/{secret}.ics")


def make_address(professional):
    with acting_as(professional.user):
        return feeds.make_address(professional=professional, actor=Actor(professional.user))


def test_the_calendar_says_when_and_where_and_nothing_of_whom():
    adviser = make_professional()
    case = make_case(adviser, birth_name="Zqnomcache", address_line="3 rue Secrète")
    day = timezone.localtime() + timedelta(days=2)
    office = make_appointment(case, adviser, day, place="12 rue des Tilleuls")
    make_appointment(case, adviser, day + timedelta(hours=2), mode="home", place="3 rue Secrète")
    make_appointment(case, adviser, day + timedelta(hours=4), place="CAF de Belfort")
    make_appointment(case, adviser, day + timedelta(hours=6), state="cancelled")
    make_appointment(make_case(), make_professional(), day + timedelta(hours=8))
    answer = calendar_of(make_address(adviser))
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    text = answer.content.decode()
    assert text.count("BEGIN:VEVENT") == text.count("SUMMARY:Rendez-vous") == 3
    assert "12 rue des Tilleuls" in text
    for hidden in ("Zqnomcache", "Secrète", "CAF", case.shown_number, f"/{case.pk}/", case.email):
        assert hidden not in text
    assert f"{office.starts_at.astimezone(UTC):%Y%m%dT%H%M}" in text


def test_an_address_of_a_calendar_is_ended_replaced_and_ends_with_the_place():
    adviser = make_professional()
    first = make_address(adviser)
    assert calendar_of(first).status_code == 200
    with system_scope(Scope.TEST):
        feed = CalendarFeed.unscoped.get()
    assert first not in feed.token_hash
    assert feed.read_at is not None
    second = make_address(adviser)
    assert calendar_of(first).status_code == 404
    assert calendar_of(second).status_code == 200
    with acting_as(adviser.user):
        assert feeds.end_address(professional=adviser, actor=Actor(adviser.user))
    assert calendar_of(second).status_code == 404
    third = make_address(adviser)
    with system_scope(Scope.TEST):
        adviser.left_on = timezone.localdate()
        adviser.save()
    assert calendar_of(third).status_code == 404


def test_the_address_of_a_calendar_is_its_owners_alone():
    adviser = make_professional()
    manager = make_professional(LevelName.UNIT_MANAGER, unit=adviser.unit)
    secret = make_address(adviser)
    with acting_as(manager.user):
        for act in (feeds.make_address, feeds.end_address):
            with pytest.raises(BookingError, match="son propre agenda"):
                act(professional=adviser, actor=Actor(manager.user))
    assert calendar_of(secret).status_code == 200


def test_the_address_of_a_calendar_is_shown_once(adviser):
    reader = browser(adviser)
    made = reader.post("/suivi/creneaux/agenda/adresse/").content.decode()
    assert "/agenda/" in made
    shown = reader.get("/suivi/creneaux/agenda/").content.decode()
    assert ".ics" not in shown
    assert "ouverte depuis" in shown
    reader.post("/suivi/creneaux/agenda/fermer/")
    assert "ouverte depuis" not in reader.get("/suivi/creneaux/agenda/").content.decode()


# Screens


def test_hours_are_added_and_withdrawn_on_their_screen(adviser):
    reader = browser(adviser)
    typed = {
        "weekday": "2",
        "starts_at": "09:00",
        "ends_at": "12:00",
        "mode": "office",
        "place": "3 rue Haute",
        "valid_from": f"{timezone.localdate():%Y-%m-%d}",
    }
    assert reader.post("/suivi/creneaux/", typed).status_code == 302
    page = reader.get("/suivi/creneaux/").content.decode()
    assert "Mercredi, de 9\u00a0h à 12\u00a0h" in page
    again = reader.post("/suivi/creneaux/", typed)
    assert again.status_code == 422
    assert "couvre déjà" in again.content.decode()
    with system_scope(Scope.TEST):
        (row,) = OpeningHours.unscoped.all()
    stranger = browser(make_professional())
    assert stranger.post(f"/suivi/creneaux/{row.pk}/retirer/").status_code == 404
    assert reader.post(f"/suivi/creneaux/{row.pk}/retirer/").status_code == 302
    assert "Mercredi, de 9" not in reader.get("/suivi/creneaux/").content.decode()


def test_a_manager_sets_the_hours_of_the_unit_and_of_no_other(adviser, manager):
    reader = browser(manager)
    page = reader.get(f"/suivi/creneaux/?de={adviser.pk}")
    assert page.status_code == 200
    assert f"Créneaux {of(adviser)}" in page.content.decode()
    assert reader.get(f"/suivi/creneaux/?de={make_professional().pk}").status_code == 404
    assert reader.get("/suivi/creneaux/?structure").status_code == 200
    assert browser(adviser).get("/suivi/creneaux/?structure").status_code == 404
    assert browser(adviser).get(f"/suivi/creneaux/?de={manager.pk}").status_code == 404


def test_hours_are_nobodys_who_has_no_case():
    for user, status in (
        (UserFactory(), 403),
        (make_professional(LevelName.ORIENTATION_OFFICER).user, 403),
    ):
        for path in ("creneaux/", "creneaux/absence/", "creneaux/agenda/", "lettres/"):
            assert signed_in(user).get(f"/suivi/{path}").status_code == status


def test_an_absence_is_noted_on_its_screen(adviser):
    open_diary(adviser)
    row = choose(invite(make_case(adviser), adviser))
    day = timezone.localdate(row.starts_at)
    typed = {"starts_on": f"{day}", "ends_on": f"{day}", "cancels": "on"}
    answer = browser(adviser).post("/suivi/creneaux/absence/", typed, follow=True)
    text = answer.content.decode()
    assert "1\u00a0personne choisit une autre date" in text
    assert now_of(row).state == Appointment.State.CANCELLED


def test_hours_cost_the_same_for_one_and_twenty(adviser):
    open_hours(adviser, Whose(adviser), starts_at=time(7), ends_at=time(7, 10))
    reader = browser(adviser)
    few = queries_of(reader, "/suivi/creneaux/")
    for minute in range(0, 60, 10):
        for weekday in (1, 2, 3):
            open_hours(
                adviser,
                Whose(adviser),
                weekday=weekday,
                starts_at=time(8, minute),
                ends_at=time(8, minute + 9),
            )
    assert queries_of(reader, "/suivi/creneaux/") == few
