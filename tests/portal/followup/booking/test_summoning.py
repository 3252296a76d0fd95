"""A summons follows an expired invitation, an absence, a cancellation by the person; its proof."""

from datetime import timedelta

import pytest
from django.utils import timezone
from post_office.models import Email

from portal.accounts.actors import Actor
from portal.followup.appointments import services as appointments
from portal.followup.appointments.errors import DoubleBookingError
from portal.followup.booking.errors import BookingError
from portal.followup.booking.queries import proof_of
from portal.followup.booking.services import choosing, letters, reminders, summoning
from portal.followup.booking.states import I, M
from portal.followup.models import Appointment
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.accounts.people import signed_in
from tests.portal.followup.booking.diaries import (
    age,
    at,
    choose,
    invite,
    make_case,
    make_category,
    messages_of,
    now_of,
    open_diary,
)
from tests.portal.followup.cast import browser, make_appointment, make_cast
from tests.portal.followup.people_of_the_area import join_team, make_professional

pytestmark = pytest.mark.django_db
Basis = Appointment.Basis


@pytest.fixture(scope="module")
def adviser(lasting):
    professional = make_professional()
    open_diary(professional)
    return professional


@pytest.fixture
def case(adviser):
    return make_case(adviser)


def later(days=8, hour=15):
    return at(timezone.localdate() + timedelta(days=days), hour)


def summon(case, adviser, **fields):
    values = {"category": make_category(), "professional": adviser, "starts_at": later()}
    with acting_as(adviser.user):
        return summoning.summon(beneficiary=case, actor=Actor(adviser.user), **(values | fields))


def grounds(case, adviser):
    with acting_as(adviser.user):
        return summoning.grounds_of(case, actor=Actor(adviser.user))


def expired(case, adviser):
    invitation = invite(case, adviser)
    age(invitation, 20)
    reminders.expire(now=timezone.now())
    return invitation


def cancelled(case, adviser, *, by_service):
    row = choose(invite(case, adviser))
    with acting_as(adviser.user):
        appointments.cancel(appointment=row, actor=Actor(adviser.user), by_service=by_service)


def cancelled_online(case, adviser):
    invitation = invite(case, adviser)
    choose(invitation)
    choosing.cancel(token=invitation.token)


def missed(case, adviser):
    make_appointment(case, adviser, state=Appointment.State.NO_SHOW)


def nothing(case, adviser):
    """A case in which nothing happened."""


def excused(case, adviser):
    make_appointment(case, adviser, state=Appointment.State.EXCUSED)


@pytest.mark.parametrize(
    ("lay", "basis"),
    [
        (expired, Basis.EXPIRED),
        (missed, Basis.ABSENCE),
        (lambda case, adviser: cancelled(case, adviser, by_service=False), Basis.CANCELLED),
        (cancelled_online, Basis.CANCELLED),
    ],
    ids=["expired", "absence", "cancelled by the person", "cancelled by the link"],
)
def test_a_summons_that_follows_something_needs_no_reason(case, adviser, lay, basis):
    lay(case, adviser)
    found = grounds(case, adviser)
    assert (found.basis, found.needs_reason, found.is_refused) == (basis, False, False)
    row = summon(case, adviser)
    assert (row.is_summons, row.basis, row.basis_reason) == (True, basis, "")


@pytest.mark.parametrize(
    "lay",
    [
        nothing,
        excused,
        invite,
        lambda case, adviser: make_appointment(case, adviser, state=Appointment.State.HELD),
        lambda case, adviser: choose(invite(case, adviser)),
        # What is older than an appointment that was held founds nothing any more.
        lambda case, adviser: (
            make_appointment(
                case, adviser, timezone.now() - timedelta(days=9), state=Appointment.State.NO_SHOW
            ),
            make_appointment(case, adviser, state=Appointment.State.HELD),
        ),
    ],
    ids=["nothing", "excused", "invited", "held", "booked", "held since"],
)
def test_otherwise_a_summons_needs_a_reason(case, adviser, lay):
    lay(case, adviser)
    assert grounds(case, adviser).needs_reason
    with pytest.raises(BookingError) as caught:
        summon(case, adviser, reason="  ")
    assert caught.value.field == "reason"
    row = summon(case, adviser, reason="Contrat à revoir avant son terme")
    assert (row.basis, row.basis_reason) == (Basis.OTHER, "Contrat à revoir avant son terme")


def test_never_after_a_cancellation_by_the_service_even_with_a_reason(case, adviser):
    # A round that waits since the cancellation is not what counts: the cancellation is.
    row = make_appointment(case, adviser, later(3), invitation=None)
    with acting_as(adviser.user):
        appointments.cancel(appointment=row, actor=Actor(adviser.user), by_service=True)
    assert grounds(case, adviser).is_refused
    with pytest.raises(BookingError, match="invitez d’abord"):
        summon(case, adviser, reason="Motif")
    # Offered again, then left without an answer: it may be.
    expired(case, adviser)
    assert grounds(case, adviser).basis == Basis.EXPIRED


def test_never_while_what_the_service_cancelled_is_offered_again(case, adviser):
    cancelled(case, adviser, by_service=True)
    assert grounds(case, adviser).is_refused
    with pytest.raises(BookingError, match="invitez d’abord"):
        summon(case, adviser, reason="Motif")


def test_a_summons_is_told_by_mail_and_by_letter_and_closes_the_invitation(case, adviser):
    invitation = expired(case, adviser)
    row = summon(case, adviser, place="12 rue des Tilleuls")
    assert now_of(invitation).state == I.SUMMONED
    sent = {one.channel: one for one in messages_of(case, kind="summons")}
    assert (sent["mail"].state, sent["letter"].state) == (M.QUEUED, M.PLANNED)
    body = Email.objects.get(pk=sent["mail"].mail_key).message
    assert "12 rue des Tilleuls" in body
    assert case.birth_name not in body
    assert [one.state for one in messages_of(case, kind="eve")] == [M.PLANNED]
    from django.test import Client

    gone = Client().get(f"/rendez-vous/{invitation.token}/")
    assert gone.status_code == 410
    assert "Une date vous a été fixée" in gone.content.decode()
    assert row.minutes == make_category().minutes


def test_a_summons_takes_a_slot_and_says_when_the_hour_is_taken(case, adviser):
    missed(case, adviser)
    other = make_case(adviser)
    missed(other, adviser)
    first = summon(case, adviser)
    with pytest.raises(DoubleBookingError):
        summon(other, adviser)
    beside = summon(other, adviser, anyway=True)
    assert (first.holds_slot, beside.holds_slot) == (True, False)


def test_a_summons_with_its_warning_and_a_receipt_is_a_proof(case, adviser):
    missed(case, adviser)
    row = summon(case, adviser)
    actor = Actor(adviser.user)
    with acting_as(adviser.user):
        assert proof_of(row) is None
        (letter,) = messages_of(case, kind="summons", channel="letter")
        letters.print_waiting(keys=[letter.pk], actor=actor)
        today = timezone.localdate()
        letters.hand_over(
            message=now_of(letter), handed_on=today, registered_number="RK 12", actor=actor
        )
        assert proof_of(row) is None
        letters.hand_over(
            message=now_of(letter),
            handed_on=today,
            registered_number="RK 12",
            received_on=today,
            actor=actor,
        )
        assert proof_of(row).registered_number == "RK 12"
    quiet = summon(
        case,
        adviser,
        category=make_category("Sans avertissement", warns=False),
        starts_at=later(9),
        reason="Motif",
    )
    with acting_as(adviser.user):
        assert proof_of(quiet) is None


def received(case, adviser, number):
    """The last letter of the summons, printed and received today."""
    letter = messages_of(case, kind="summons", channel="letter")[-1]
    actor, today = Actor(adviser.user), timezone.localdate()
    with acting_as(adviser.user):
        letters.print_waiting(keys=[letter.pk], actor=actor)
        return letters.hand_over(
            message=now_of(letter),
            handed_on=today,
            received_on=today,
            registered_number=number,
            actor=actor,
        )


def proof_now(row, adviser):
    with acting_as(adviser.user):
        return proof_of(now_of(row))


def test_a_letter_for_the_former_date_of_a_summons_proves_nothing_of_the_new_one(case, adviser):
    missed(case, adviser)
    row = summon(case, adviser)
    received(case, adviser, "RK 1")
    assert proof_now(row, adviser).registered_number == "RK 1"
    with acting_as(adviser.user):
        appointments.move(appointment=row, starts_at=later(9), actor=Actor(adviser.user))
    assert proof_now(row, adviser) is None
    received(case, adviser, "RK 2")
    assert proof_now(row, adviser).registered_number == "RK 2"


def test_a_new_letter_that_was_never_printed_does_not_leave_the_former_one_as_a_proof(
    case, adviser
):
    missed(case, adviser)
    row = summon(case, adviser)
    received(case, adviser, "RK 1")
    with acting_as(adviser.user):
        appointments.move(appointment=row, starts_at=later(9), actor=Actor(adviser.user))
    letter = messages_of(case, kind="summons", channel="letter")[-1]
    with system_scope(Scope.TEST):
        Appointment.unscoped.filter(pk=row.pk).update(starts_at=timezone.now() - timedelta(hours=1))
    with acting_as(adviser.user), pytest.raises(BookingError, match="Aucune lettre"):
        letters.print_waiting(keys=[letter.pk], actor=Actor(adviser.user))
    assert proof_now(row, adviser) is None


def test_a_letter_that_came_back_after_all_proves_nothing(case, adviser):
    missed(case, adviser)
    row = summon(case, adviser)
    letter = received(case, adviser, "RK 1")
    with acting_as(adviser.user):
        letters.come_back(message=letter, reason="NPAI", actor=Actor(adviser.user))
    assert now_of(letter).received_on is not None
    assert proof_now(row, adviser) is None


def test_the_letter_of_a_new_date_that_came_back_is_written_again(case, adviser):
    missed(case, adviser)
    row = summon(case, adviser)
    received(case, adviser, "RK 1")
    with acting_as(adviser.user):
        appointments.move(appointment=row, starts_at=later(9), actor=Actor(adviser.user))
    second = received(case, adviser, "RK 2")
    with acting_as(adviser.user):
        letters.come_back(message=second, reason="NPAI", actor=Actor(adviser.user))
    states = [one.state for one in messages_of(case, kind="summons", channel="letter")]
    assert states == [M.DELIVERED, M.BOUNCED, M.PLANNED]


def test_one_summons_in_a_case_that_one_writes_in_to_meet_who_does(case, adviser):
    missed(case, adviser)
    stranger = make_professional(unit=adviser.unit)
    with pytest.raises(BookingError, match="n’écrivez pas"):
        summon(case, stranger)
    with pytest.raises(BookingError, match="ne suit pas ce dossier") as caught:
        summon(case, adviser, professional=stranger)
    assert caught.value.field == "professional"
    assert messages_of(case) == []
    join_team(case, stranger)
    assert summon(case, adviser, professional=stranger)


def test_the_mails_of_a_date_say_when_and_where_even_at_home(case, adviser):
    missed(case, adviser)
    row = summon(case, adviser, mode=Appointment.Mode.HOME)
    reminders.send_due(now=row.starts_at - timedelta(hours=12))
    for kind in ("summons", "eve"):
        (mail,) = messages_of(case, kind=kind, channel="mail")
        body = Email.objects.get(pk=mail.mail_key).message
        assert "Votre rendez-vous est prévu" in body
        assert "À votre domicile" in body
        assert "Nous vous attendons" not in body


@pytest.mark.parametrize("place", ["Maison du RSA", "Antenne M.S.A. de Delle"])
def test_a_place_that_tells_is_refused(case, adviser, place):
    missed(case, adviser)
    with pytest.raises(BookingError) as caught:
        summon(case, adviser, place=place)
    assert caught.value.field == "place"


def test_a_summons_is_typed_on_its_screen(case, adviser):
    missed(case, adviser)
    reader = browser(adviser)
    address = f"/suivi/dossiers/{case.pk}/invitations/convoquer/"
    shown = reader.get(address).content.decode()
    assert "absence à un rendez-vous" in shown
    typed = {
        "category": make_category().pk,
        "professional": adviser.pk,
        "on": f"{later():%Y-%m-%d}",
        "at": "15:00",
        "mode": "office",
    }
    past = reader.post(address, typed | {"on": "2020-01-01"})
    assert past.status_code == 422
    assert reader.post(address, typed).status_code == 302
    page = reader.get(f"/suivi/dossiers/{case.pk}/invitations/").content.decode()
    assert "Absence à un rendez-vous" in page
    assert "À imprimer" in page


@pytest.fixture(scope="module")
def cast(lasting):
    made = make_cast()
    open_diary(made.referent)
    return made


@pytest.mark.parametrize("path", ["", "nouvelle/", "convoquer/"])
def test_invitations_of_somebody_elses_case_are_not_found(cast, path):
    address = f"/suivi/dossiers/{cast.case.pk}/invitations/{path}"
    for who, (user, status) in cast.outside.items():
        assert signed_in(user).get(address).status_code == status, who
        assert signed_in(user).post(address).status_code == status, who
    for who in ("referent", "nurse", "deputy", "manager"):
        assert browser(getattr(cast, who)).get(address).status_code == 200, who
    # An emergency reads, and sends nothing.
    assert browser(cast.breaker).get(address).status_code == (404 if path else 200)


def test_what_is_of_one_case_is_not_reached_through_another(cast):
    mine = invite(cast.case, cast.referent, by_mail=False)
    (letter,) = messages_of(cast.case, channel="letter")
    other = make_case(cast.referent)
    reader = browser(cast.referent)
    for path in (f"invitations/{mine.pk}/retirer/", f"invitations/{mine.pk}/relances/"):
        assert reader.get(f"/suivi/dossiers/{other.pk}/{path}").status_code == 404
        assert reader.get(f"/suivi/dossiers/{cast.case.pk}/{path}").status_code == 200
        for who, (user, status) in cast.outside.items():
            there = f"/suivi/dossiers/{cast.case.pk}/{path}"
            assert signed_in(user).post(there, {"reason": "x"}).status_code == status, who
    for path in ("lettre.pdf", "remise/", "retour/"):
        there = f"/suivi/dossiers/{other.pk}/lettres/{letter.pk}/{path}"
        assert reader.get(there).status_code == 404
        for who, (user, status) in cast.outside.items():
            there = f"/suivi/dossiers/{cast.case.pk}/lettres/{letter.pk}/{path}"
            assert signed_in(user).get(there).status_code == status, who
    assert now_of(mine).state == I.WAITING
