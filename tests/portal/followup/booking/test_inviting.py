"""The team invites: whom the person meets, what one books by hand, what is refused."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from post_office.models import Email

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.followup.appointments import services as appointments
from portal.followup.appointments.models import Appointment
from portal.followup.booking import telling
from portal.followup.booking.errors import BookingError
from portal.followup.booking.models import Invitation
from portal.followup.booking.states import I, M
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.followup.booking.diaries import (
    choose,
    invite,
    make_case,
    make_category,
    messages_of,
    now_of,
    open_diary,
    page,
)
from tests.portal.followup.people_of_the_area import (
    join_team,
    make_professional,
    make_unit,
    refer,
    replace,
)

pytestmark = pytest.mark.django_db


def test_when_the_referent_changes_the_link_offers_the_hours_of_the_new_one(adviser):
    case = make_case(adviser)
    invitation = invite(case, adviser)
    other = make_professional(unit=adviser.unit)
    open_diary(other)
    with system_scope(Scope.TEST):
        case.referentassignment_set.update(ends_at=timezone.now())
    refer(case, other)
    assert choose(invitation).professional == other


def in_the_team(case, other):
    member = join_team(case, other)
    return lambda: type(member).unscoped.filter(pk=member.pk).update(ends_at=timezone.now())


def as_the_deputy(case, other):
    away = replace(telling.referent_of(case), other)
    return lambda: type(away).unscoped.filter(pk=away.pk).update(ends_at=timezone.now())


def as_the_manager(case, other):
    unit = make_unit()
    return lambda: type(case).unscoped.filter(pk=case.pk).update(unit=unit)


@pytest.mark.parametrize(
    ("follow", "level"),
    [
        (in_the_team, LevelName.ADVISER),
        (as_the_deputy, LevelName.ADVISER),
        (as_the_manager, LevelName.UNIT_MANAGER),
    ],
)
def test_who_an_invitation_names_is_met_while_they_follow_the_case_and_no_longer(
    adviser, follow, level
):
    case = make_case(adviser)
    other = make_professional(level, unit=adviser.unit)
    open_diary(other)
    with system_scope(Scope.TEST):
        stop_following = follow(case, other)
    invitation = invite(case, adviser, professional=other)
    with acting_as(adviser.user):
        # A letter names them, whoever prints it.
        assert telling.adviser_of(now_of(invitation)) == other
    assert other.name in Client().get(page(invitation)).content.decode()
    with system_scope(Scope.TEST):
        stop_following()
    text = Client().get(page(invitation)).content.decode()
    assert adviser.name in text
    assert other.name not in text
    assert choose(invitation).professional == adviser


def test_an_appointment_planned_by_hand_answers_the_invitation_and_stops_reminders(
    adviser, invited
):
    case, invitation = invited
    moment = (timezone.localtime() + timedelta(days=5)).replace(hour=15, minute=0, second=0)
    with acting_as(adviser.user):
        made = appointments.plan(
            beneficiary=case,
            professional=adviser,
            starts_at=moment.replace(microsecond=0),
            actor=Actor(adviser.user),
        )
    assert now_of(invitation).state == I.BOOKED
    assert now_of(made).invitation_id == invitation.pk
    reminders = messages_of(case, kind="reminder")
    assert [(one.state, one.reason) for one in reminders] == [
        (M.DROPPED, "Un rendez-vous est pris")
    ]
    # A letter that nobody printed would ask for a choice that is made.
    assert messages_of(case, channel="letter")[0].state == M.DROPPED
    assert messages_of(case, kind="confirmation")[0].state == M.QUEUED
    # The person may move it by the same link.
    assert Client().get(page(invitation, "pris/")).status_code == 200


def test_the_service_cancels_and_the_same_link_offers_again_with_a_new_delay(adviser, invited):
    case, invitation = invited
    row = choose(invitation)
    with acting_as(adviser.user):
        appointments.cancel(
            appointment=row, actor=Actor(adviser.user), by_service=True, reason="Formation"
        )
    again = now_of(invitation)
    assert (again.state, again.round) == (I.WAITING, 2)
    assert again.deadline_on == timezone.localdate() + timedelta(days=again.answer_days)
    (told,) = messages_of(case, kind="cancellation")
    mail = Email.objects.get(pk=told.mail_key)
    assert "cette annulation vient de nous" in mail.message
    assert page(invitation) in mail.message
    assert choose(invitation).pk != row.pk


def test_an_optional_appointment_has_no_deadline(adviser):
    category = make_category("Rencontre libre", is_mandatory=False, warns=False)
    case = make_case(adviser)
    invitation = invite(case, adviser, category=category)
    assert (invitation.deadline_on, invitation.answer_days) == (None, None)
    body = Email.objects.get(
        pk=messages_of(case, kind="invitation", channel="mail")[0].mail_key
    ).message
    assert "au plus tard" not in body
    assert "au plus tard" not in Client().get(page(invitation)).content.decode()
    mandatory = invite(case, adviser)
    body = Email.objects.get(
        pk=messages_of(case, invitation=mandatory, kind="invitation", channel="mail")[0].mail_key
    ).message
    assert mandatory.deadline_on == timezone.localdate() + timedelta(days=15)
    assert "au plus tard" in body


def test_one_invitation_of_a_category_waits_at_a_time(adviser, invited):
    case, _ = invited
    with pytest.raises(BookingError, match="attend déjà"):
        invite(case, adviser)
    assert invite(case, adviser, category=make_category("Bilan"))
    with system_scope(Scope.TEST):
        assert Invitation.unscoped.filter(beneficiary=case).count() == 2


def test_nobody_is_invited_again_to_what_they_have_booked(adviser, invited):
    case, invitation = invited
    row = choose(invitation)
    with pytest.raises(BookingError, match="déjà pris"):
        invite(case, adviser)
    # Once it is past, the next one is another invitation, which alone goes on.
    with system_scope(Scope.TEST):
        Appointment.unscoped.filter(pk=row.pk).update(starts_at=timezone.now() - timedelta(hours=1))
    again = invite(case, adviser)
    with acting_as(adviser.user):
        appointments.cancel(appointment=row, actor=Actor(adviser.user), by_service=True)
    assert now_of(invitation).state == I.BOOKED
    assert now_of(again).state == I.WAITING
    assert Client().get(page(invitation)).status_code in {302, 410}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"by_mail": False, "by_letter": False}, "Choisissez l’e-mail, la lettre"),
        ({"category": None}, "retirée"),
        ({"professional": None}, "aucun créneau libre"),
    ],
)
def test_an_invitation_that_leads_nowhere_is_refused(adviser, fields, said):
    case = make_case(adviser)
    if "category" in fields:
        yesterday = timezone.localdate() - timedelta(days=1)
        fields = {"category": make_category("Vieille", withdrawn_on=yesterday)}
    if "professional" in fields:
        fields = {"professional": make_professional()}
        join_team(case, fields["professional"])
    with pytest.raises(BookingError, match=said):
        invite(case, adviser, **fields)
    no_address = make_case(adviser, email="")
    with pytest.raises(BookingError, match="pas d’adresse e-mail"):
        invite(no_address, adviser)
    assert messages_of(case) == messages_of(no_address) == []


def test_one_invites_in_a_case_that_one_writes_in_to_meet_who_does(adviser):
    case = make_case(adviser)
    stranger = make_professional(unit=adviser.unit)
    open_diary(stranger)
    with pytest.raises(BookingError, match="n’écrivez pas"):
        invite(case, stranger)
    with pytest.raises(BookingError, match="ne suit pas ce dossier") as caught:
        invite(case, adviser, professional=stranger)
    assert caught.value.field == "professional"
    assert messages_of(case) == []
    join_team(case, stranger)
    assert invite(case, adviser, professional=stranger)
