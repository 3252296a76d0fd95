"""Reminders leave or are dropped; what comes back is sent again and does not count; deadlines."""

from datetime import timedelta

import pytest
from django.utils import timezone
from post_office.models import STATUS, Email, RecipientDeliveryStatus

from portal.accounts.actors import Actor
from portal.followup.booking import deadlines
from portal.followup.booking.errors import BookingError
from portal.followup.booking.services import choosing, deliveries, inviting, letters, reminders
from portal.followup.booking.states import I, M
from portal.followup.models import Beneficiary
from portal.followup.rows.scope import Scope, acting_as, system_scope
from snippets.mail.suppression import suppress
from snippets.models import SuppressedAddress
from tests.portal.followup.booking.diaries import (
    age,
    choose,
    invite,
    make_case,
    make_category,
    messages_of,
    now_of,
    open_diary,
)
from tests.portal.followup.people_of_the_area import make_professional

pytestmark = pytest.mark.django_db
BOUNCED = RecipientDeliveryStatus.HARD_BOUNCED


@pytest.fixture(scope="module")
def adviser(lasting):
    professional = make_professional()
    open_diary(professional)
    return professional


@pytest.fixture
def case(adviser):
    return make_case(adviser)


def today(days=0):
    return timezone.localdate() + timedelta(days=days)


def in_days(days):
    return timezone.now() + timedelta(days=days)


def reported(message, said, status=STATUS.sent):
    Email.objects.filter(pk=message.mail_key).update(status=status, recipient_delivery_status=said)
    return deliveries.settle_mails(now=timezone.now())


def mail_of(case, kind="invitation"):
    return messages_of(case, kind=kind, channel="mail")


def print_letters(case, adviser):
    keys = [one.pk for one in messages_of(case, channel="letter", state=M.PLANNED)]
    with acting_as(adviser.user):
        return letters.print_waiting(keys=keys, actor=Actor(adviser.user))


# Reminders


def test_a_reminder_leaves_after_three_days_and_once(adviser, case):
    invite(case, adviser)
    assert reminders.send_due(now=in_days(2)) == 0
    assert reminders.send_due(now=in_days(4)) == 1
    assert reminders.send_due(now=in_days(4)) == 0
    (reminder,) = messages_of(case, kind="reminder")
    assert reminder.state == M.QUEUED
    assert "pas encore choisi" in Email.objects.get(pk=reminder.mail_key).message


def test_a_reminder_stops_when_an_appointment_is_taken(adviser, case):
    choose(invite(case, adviser))
    assert reminders.send_due(now=in_days(4)) == 0
    assert [one.state for one in messages_of(case, kind="reminder")] == [M.DROPPED]


def test_reminders_of_a_person_stop_with_a_reason(adviser, case):
    invitation = invite(case, adviser)
    actor = Actor(adviser.user)
    with acting_as(adviser.user):
        with pytest.raises(BookingError, match="Dites pourquoi"):
            inviting.stop_reminders(invitation=invitation, reason=" ", actor=actor)
        inviting.stop_reminders(invitation=invitation, reason="Hospitalisée", actor=actor)
    assert reminders.send_due(now=in_days(4)) == 0
    (reminder,) = messages_of(case, kind="reminder")
    assert (reminder.state, reminder.reason) == (M.DROPPED, "Relances arrêtées")
    assert now_of(invitation).state == I.WAITING


def test_a_reminder_that_would_leave_after_its_appointment_is_dropped_and_shown(adviser, case):
    row = choose(invite(case, adviser, category=make_category("Tôt", eve_days=2)), 40)
    (eve,) = messages_of(case, kind="eve")
    assert eve.state == M.PLANNED
    # The worker was stopped until the appointment had begun.
    assert reminders.send_due(now=row.starts_at + timedelta(minutes=1)) == 0
    (eve,) = messages_of(case, kind="eve")
    assert (eve.state, eve.reason) == (M.DROPPED, reminders.LATE)


def test_a_reminder_of_an_appointment_that_is_too_near_is_dropped_at_once(adviser, case):
    choose(invite(case, adviser, category=make_category("Loin", eve_days=30)))
    (eve,) = messages_of(case, kind="eve")
    assert (eve.state, eve.reason) == (M.DROPPED, "Le rendez-vous est trop proche")


def test_moving_an_appointment_moves_its_reminder(adviser, case):
    invitation = invite(case, adviser)
    choose(invitation, 30)
    with system_scope(Scope.TEST):
        found = choosing.invitation_of(invitation.token)
        wanted = choosing.slots_of(found)[45].key
    moved = choosing.move(token=invitation.token, slot=wanted)
    states = [(one.state, one.due_at) for one in messages_of(case, kind="eve")]
    assert [state for state, _ in states] == [M.DROPPED, M.PLANNED]
    day = timezone.localdate(moved.starts_at) - timedelta(days=2)
    assert timezone.localtime(states[1][1]).date() == day


def test_a_category_without_reminders_sends_none(adviser, case):
    invite(case, adviser, category=make_category("Muette", reminder_days=0, eve_days=0))
    assert messages_of(case, kind="reminder") == []


# Deadlines


def test_a_deadline_that_passes_is_told_to_the_adviser_and_the_person_may_still_choose(
    adviser, case
):
    invitation = invite(case, adviser, category=make_category("Vite", answer_days=15))
    age(invitation, 15)
    assert reminders.expire(now=timezone.now()) == 0  # the last day
    age(invitation, 1)
    assert reminders.expire(now=timezone.now()) == 1
    assert reminders.expire(now=timezone.now()) == 0
    late = now_of(invitation)
    assert late.state == I.EXPIRED
    assert {one.state for one in messages_of(case, kind="reminder")} == {M.DROPPED}
    from tests.portal.followup.cast import browser

    home = browser(adviser).get("/suivi/").content.decode()
    assert "Invitations restées sans réponse" in home
    assert f"/suivi/dossiers/{case.pk}/invitations/convoquer/" in home
    choose(invitation)
    assert now_of(invitation).state == I.BOOKED
    assert "restées sans réponse" not in browser(adviser).get("/suivi/").content.decode()


def test_the_deadline_of_a_letter_starts_when_it_is_printed(adviser, case):
    invitation = invite(case, adviser, by_mail=False)
    assert now_of(invitation).deadline_on is None
    assert reminders.expire(now=in_days(60)) == 0
    print_letters(case, adviser)
    assert now_of(invitation).deadline_on == today(15)


def test_the_deadline_of_a_letter_starts_again_when_it_is_posted_later(adviser, case):
    invitation = invite(case, adviser, by_mail=False)
    print_letters(case, adviser)
    age(invitation, 5)
    assert now_of(invitation).deadline_on == today(10)
    (letter,) = messages_of(case, channel="letter")
    with acting_as(adviser.user):
        letters.hand_over(
            message=letter,
            handed_on=today(-2),
            registered_number="RK 1",
            received_on=today(-1),
            actor=Actor(adviser.user),
        )
    assert now_of(invitation).deadline_on == today(13)
    letter = now_of(letter)
    assert (letter.state, letter.registered_number) == (M.DELIVERED, "RK 1")


@pytest.mark.parametrize(
    ("handed", "received", "field"),
    [
        (1, None, "handed_on"),
        (-9, None, "handed_on"),
        (0, -1, "received_on"),
        (0, 1, "received_on"),
    ],
)
def test_a_proof_with_an_impossible_date_is_refused(adviser, case, handed, received, field):
    invite(case, adviser, by_mail=False)
    print_letters(case, adviser)
    (letter,) = messages_of(case, channel="letter")
    with acting_as(adviser.user), pytest.raises(BookingError) as caught:
        letters.hand_over(
            message=letter,
            handed_on=today(handed),
            received_on=None if received is None else today(received),
            actor=Actor(adviser.user),
        )
    assert caught.value.field == field
    assert now_of(letter).state == M.SENT


# Deliveries


def test_what_the_mail_server_says_is_shown(adviser, case):
    invite(case, adviser)
    (mail,) = mail_of(case)
    assert mail.state == M.QUEUED
    assert reported(mail, None) == 1
    assert now_of(mail).state == M.SENT
    assert reported(mail, None) == 0
    assert reported(mail, RecipientDeliveryStatus.DELIVERED) == 1
    assert now_of(mail).state == M.DELIVERED
    # A server that accepted says later that nobody is there.
    assert reported(mail, BOUNCED) == 1
    assert now_of(mail).state == M.BOUNCED


def test_a_mail_that_came_back_is_replaced_by_a_letter_the_same_day(adviser, case):
    invitation = invite(case, adviser, by_letter=False)
    assert invitation.deadline_on == today(15)
    assert messages_of(case, channel="letter") == []
    reported(mail_of(case)[0], BOUNCED)
    assert now_of(invitation).deadline_on is None
    (letter,) = messages_of(case, channel="letter")
    assert (letter.state, timezone.localdate(letter.due_at)) == (M.PLANNED, today())
    assert len(mail_of(case)) == 1
    print_letters(case, adviser)
    assert now_of(invitation).deadline_on == today(15)


def test_the_deadline_starts_from_the_message_that_worked(adviser, case):
    invitation = invite(case, adviser, by_letter=False)
    age(invitation, 6)
    reported(mail_of(case)[0], BOUNCED)
    print_letters(case, adviser)
    assert now_of(invitation).deadline_on == today(15)
    (letter,) = messages_of(case, channel="letter")
    with acting_as(adviser.user):
        letters.come_back(message=letter, reason="N’habite pas ici", actor=Actor(adviser.user))
    # Neither counts; another letter waits for the address to be put right.
    assert now_of(invitation).deadline_on is None
    assert [one.state for one in messages_of(case, channel="letter")] == [M.BOUNCED, M.PLANNED]


def test_a_mail_that_may_work_leaves_once_more_and_no_more(adviser, case):
    invite(case, adviser)
    soft = RecipientDeliveryStatus.SOFT_BOUNCED
    reported(mail_of(case)[0], soft)
    first, second = mail_of(case)
    assert (first.state, second.state) == (M.BOUNCED, M.QUEUED)
    reported(second, soft)
    assert len(mail_of(case)) == 2
    # A letter was there already: there is one.
    assert len(messages_of(case, channel="letter")) == 1


def test_an_address_that_was_corrected_gets_the_mail_the_same_day(adviser, case):
    invitation = invite(case, adviser)
    with system_scope(Scope.TEST):
        Beneficiary.unscoped.filter(pk=case.pk).update(email="juste@exemple.test")
    reported(mail_of(case)[0], BOUNCED)
    assert mail_of(case)[-1].address == "juste@exemple.test"
    assert now_of(invitation).deadline_on == today(15)


def test_a_mail_that_comes_back_after_the_deadline_gives_the_time_back(adviser, case):
    invitation = invite(case, adviser)
    age(invitation, 20)
    reminders.expire(now=timezone.now())
    assert now_of(invitation).state == I.EXPIRED
    reported(mail_of(case)[0], BOUNCED)
    again = now_of(invitation)
    assert (again.state, again.deadline_on, again.expired_at) == (I.WAITING, None, None)


def test_an_address_that_is_written_to_no_more_counts_as_lost(adviser, case):
    suppress(address=case.email, reason=SuppressedAddress.Reason.UNKNOWN)
    invitation = invite(case, adviser)
    (mail,) = mail_of(case)
    assert mail.state == M.BOUNCED
    assert now_of(invitation).deadline_on is None


def test_a_bounce_of_an_answered_invitation_sends_nothing_more(adviser, case):
    choose(invite(case, adviser))
    before = len(messages_of(case))
    reported(mail_of(case)[0], BOUNCED)
    assert len(messages_of(case)) == before


def test_what_a_letter_says_of_the_deadline_is_what_counts(adviser, case):
    invitation = invite(case, adviser)
    with system_scope(Scope.TEST):
        row = now_of(invitation)
        assert deadlines.expected(row) == row.deadline_on == today(15)
        assert deadlines.expected(row, day=today(3)) == today(15)
