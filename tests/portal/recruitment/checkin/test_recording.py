"""Marking presences: once for a nonce, whatever the list says, at a time that is true."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from post_office.models import Email

from pages.models.session import SessionAudience
from portal.accounts.actors import Actor
from portal.participation.models import Agreement, Channel, Participant
from portal.recruitment.checkin.incoming import WalkInForm
from portal.recruitment.checkin.services import (
    ELSEWHERE,
    UNKNOWN_CODE,
    UNKNOWN_PERSON,
    record_scans,
)
from portal.recruitment.models import PlaceOffer, RegistrationChange, Scan
from portal.recruitment.states import CAME, HOLDING, LEFT, Status
from tests.portal.accounts.people import join, officer
from tests.portal.candidates.things import candidate
from tests.portal.recruitment.checkin.door import (
    NOW,
    STARTS,
    hash_for,
    make_people,
    make_registration,
    make_roster,
    scan_of,
)

pytestmark = pytest.mark.django_db

R = Scan.Result


@pytest.fixture
def roster():
    return make_roster(starts_at=STARTS)


@pytest.fixture
def actor():
    return Actor(officer(), "10.0.0.1")


def record(roster, actor, *scans, now=NOW):
    return record_scans(roster=roster, scans=scans, actor=actor, now=now)


def walk_in(**fields):
    typed = {
        "first_name": "Inès",
        "last_name": "Da Silva",
        "phone": "06 12 34 56 78",
        "email": "",
        "agreed": True,
        "shares": False,
    }
    form = WalkInForm(typed | fields)
    assert form.is_valid(), form.errors
    return scan_of(how=Scan.How.WALK_IN, code="", walk_in=form)


def test_a_code_is_a_presence_with_its_author(roster, actor):
    registration = make_registration(roster)
    [scan] = record(roster, actor, scan_of(registration))
    assert (scan.result, scan.by, scan.registration) == (R.PRESENT, actor.user, registration)
    registration.refresh_from_db()
    assert (registration.status, registration.came_at) == (Status.PRESENT, NOW)
    [change] = RegistrationChange.objects.all()
    assert (change.from_status, change.to_status) == (Status.CONFIRMED, Status.PRESENT)
    assert (change.actor, change.actor_name) == (actor.user, str(actor.user))


@pytest.mark.parametrize("before", Status.values)
def test_whoever_is_there_is_present_whatever_the_list_says(roster, actor, before):
    registration = make_registration(roster, status=before)
    [scan] = record(roster, actor, scan_of(registration))
    registration.refresh_from_db()
    assert registration.status in CAME
    expected = R.ALREADY if before in CAME else R.PRESENT_CANCELLED if before in LEFT else R.PRESENT
    assert scan.result == expected
    assert registration.came_unexpected == (before not in HOLDING)
    assert RegistrationChange.objects.count() == (0 if before in CAME else 1)


def test_the_same_nonce_again_gives_the_first_answer_and_writes_nothing(roster, actor):
    registration = make_registration(roster)
    scan = scan_of(registration)
    [first] = record(roster, actor, scan)
    [again] = record(roster, actor, scan, now=NOW + timedelta(hours=1))
    assert first == again
    assert again.result == R.PRESENT
    assert (Scan.objects.count(), RegistrationChange.objects.count()) == (1, 1)


def test_another_scan_of_somebody_who_is_there_says_so(roster, actor):
    registration = make_registration(roster)
    done = record(roster, actor, scan_of(registration), scan_of(registration))
    assert [scan.result for scan in done] == [R.PRESENT, R.ALREADY]


def test_ten_scans_that_waited_lose_nobody(roster, actor):
    people = make_people(roster, 10)
    scans = [
        scan_of(person, at=NOW - timedelta(minutes=number)) for number, person in enumerate(people)
    ]
    record(roster, actor, *scans, now=NOW + timedelta(hours=2))
    assert roster.registrations.filter(status=Status.PRESENT).count() == 10
    came = roster.registrations.order_by("arrival").values_list("came_at", flat=True)
    assert list(came) == [NOW - timedelta(minutes=number) for number in range(10)]


def test_a_refused_scan_is_kept_and_stops_no_other(roster, actor):
    before, after = make_people(roster, 2)
    done = record(roster, actor, scan_of(before), scan_of(code="ZZZZZZZZZZ"), scan_of(after))
    assert [scan.result for scan in done] == [R.PRESENT, R.REFUSED, R.PRESENT]
    kept = Scan.objects.get(result=R.REFUSED)
    assert (kept.reason, kept.registration) == (UNKNOWN_CODE, None)


def test_a_code_of_another_session_marks_nobody(roster, actor):
    other = make_registration(make_roster(starts_at=STARTS))
    done = record(
        roster, actor, scan_of(other), scan_of(code=f"DECLIC:{other.roster_id}:{other.code}")
    )
    assert [(scan.result, scan.reason) for scan in done] == [(R.REFUSED, ELSEWHERE)] * 2
    other.refresh_from_db()
    assert other.status == Status.CONFIRMED


@pytest.mark.parametrize(
    "written", ["DECLIC:{roster}:{code}", " declic:{roster}:{low} ", "{spaced}"]
)
def test_a_code_is_read_as_it_is_printed_and_as_people_type_it(roster, actor, written):
    registration = make_registration(roster)
    code = registration.code
    text = written.format(
        roster=roster.pk, code=code, low=code.lower(), spaced=f"{code[:5].lower()} {code[5:]}-"
    )
    [scan] = record(roster, actor, scan_of(code=text))
    assert scan.result == R.PRESENT


def test_the_hash_that_a_device_keeps_is_that_person_and_of_this_session_only(roster, actor):
    registration = make_registration(roster)
    other = make_registration(make_roster(starts_at=STARTS))
    done = record(
        roster,
        actor,
        scan_of(code="", person=hash_for(registration), how=Scan.How.NAME),
        scan_of(code="", person=hash_for(other), how=Scan.How.NAME),
    )
    assert [(scan.result, scan.reason) for scan in done] == [
        (R.PRESENT, ""),
        (R.REFUSED, UNKNOWN_PERSON),
    ]


def test_a_hash_that_waited_while_the_key_of_the_site_changed_is_still_known(
    roster, actor, settings
):
    registration = make_registration(roster)
    waiting = scan_of(code="", person=hash_for(registration))
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    [scan] = record(roster, actor, waiting)
    assert scan.registration == registration


@pytest.mark.parametrize(
    ("at", "kept"),
    [
        (NOW - timedelta(minutes=20), NOW - timedelta(minutes=20)),
        (STARTS.replace(hour=0), STARTS.replace(hour=0)),
        (STARTS.replace(hour=0) - timedelta(seconds=1), NOW),
        (NOW + timedelta(minutes=1), NOW),
        (NOW + timedelta(days=400), NOW),
        (None, NOW),
    ],
    ids=["earlier", "that day", "the day before", "a minute fast", "next year", "none"],
)
def test_the_time_of_a_device_is_kept_where_it_can_be_true(roster, actor, at, kept):
    registration = make_registration(roster)
    [scan] = record(roster, actor, scan_of(registration, at=at))
    registration.refresh_from_db()
    assert (scan.at, scan.received_at, registration.came_at) == (kept, NOW, kept)


def test_nobody_is_checked_in_days_before(roster, actor):
    registration = make_registration(roster)
    early = scan_of(registration)
    [scan] = record(roster, actor, early, now=STARTS - timedelta(days=3))
    assert scan.result == R.REFUSED
    assert "lundi 7 décembre 2026" in scan.reason
    [scan] = record(roster, actor, scan_of(registration), now=STARTS - timedelta(days=1))
    assert scan.result == R.PRESENT


def test_coming_answers_the_place_that_was_offered(roster, actor):
    registration = make_registration(roster, status=Status.OFFERED_PLACE)
    offer = PlaceOffer.objects.create(
        registration=registration,
        sent_at=NOW - timedelta(hours=1),
        deadline=NOW + timedelta(hours=1),
    )
    record(roster, actor, scan_of(registration))
    offer.refresh_from_db()
    assert (offer.answer, offer.answered_at) == (PlaceOffer.Answer.ACCEPTED, NOW)


def test_somebody_without_registration_has_one_with_the_proof_of_their_agreement(roster, actor):
    [scan] = record(roster, actor, walk_in())
    registration = scan.registration
    assert scan.result == R.PRESENT
    assert (registration.status, registration.channel) == (Status.PRESENT, Channel.WALK_IN)
    assert registration.participant.name == "Inès Da Silva"
    assert registration.arrival == 1
    assert not registration.shares_identity
    assert (registration.agreement.how, registration.agreement.recorded_by) == (
        Agreement.How.IN_PERSON,
        actor.user,
    )
    changes = registration.changes.values_list("from_status", "to_status")
    assert list(changes) == [("", "to_confirm"), ("to_confirm", "present")]


def test_the_address_that_was_given_at_the_door_is_told_what_was_written(roster, actor):
    record(roster, actor, walk_in(email="ines@exemple.test"), walk_in(first_name="Jean"))
    [mail] = Email.objects.all()
    assert mail.to == ["ines@exemple.test"]
    assert "sans inscription" in mail.message
    assert f"/inscription/suivi/{roster.registrations.first().pk}" in mail.message


def test_without_agreement_nothing_is_kept_of_somebody(roster, actor):
    [scan] = record(roster, actor, walk_in(agreed=False))
    assert scan.result == R.REFUSED
    assert "accord" in scan.reason
    assert not Participant.objects.exists()


def test_somebody_who_had_registered_after_all_is_one_person(roster, actor):
    known = make_registration(
        roster, first_name="Inès", last_name="Da Silva", email="i@exemple.test"
    )
    account = candidate(first_name="Samir", last_name="Benali", email="samir@exemple.test")
    theirs = make_registration(
        roster, 1, participant=Participant.objects.create(user=account), status=Status.CANCELLED
    )
    done = record(
        roster,
        actor,
        walk_in(email="I@exemple.test"),
        walk_in(first_name="samir", last_name="BENALI", email="samir@exemple.test"),
    )
    assert [(scan.result, scan.registration) for scan in done] == [
        (R.PRESENT, known),
        (R.PRESENT_CANCELLED, theirs),
    ]
    assert roster.registrations.count() == 2


def test_a_list_for_rsa_beneficiaries_shows_nobody_to_organisations(actor):
    roster = make_roster(starts_at=STARTS, audience=SessionAudience.RSA)
    [scan] = record(roster, actor, walk_in(shares=True))
    assert not scan.registration.shares_identity


def test_a_member_at_the_door_hears_the_agreement_for_their_organisation(roster):
    member = join(roster.organisation).user
    [scan] = record(roster, Actor(member), walk_in(shares=True))
    assert scan.registration.agreement.recorded_for == roster.organisation
    assert scan.registration.shares_identity


def test_a_scan_has_somebody_who_made_it(roster):
    with pytest.raises(TypeError):
        record(roster, Actor(None), scan_of(make_registration(roster)))


def test_a_nonce_is_of_one_session(roster, actor):
    nonce = uuid4()
    other = make_roster(starts_at=STARTS)
    for one in (roster, other):
        [scan] = record(one, actor, scan_of(make_registration(one), nonce=nonce))
        assert scan.result == R.PRESENT


def test_the_hour_of_the_server_is_used_when_nobody_says_it(roster, actor):
    registration = make_registration(make_roster())
    before = timezone.now()
    [scan] = record_scans(
        roster=registration.roster, scans=[scan_of(registration, at=None)], actor=actor
    )
    assert before <= scan.at <= timezone.now()
