"""Typing somebody's address or name neither changes what they said nor reaches their mailbox."""

import pytest
from django.test import Client
from django.utils import timezone
from post_office.models import Email

from portal.accounts.actors import Actor
from portal.applications.states import Status
from portal.participation import limits
from portal.participation.errors import ParticipationError
from portal.participation.models import CallBack
from portal.participation.services import call_backs
from portal.participation.services.joining import join
from portal.participation.services.participants import guest, participant_of
from tests.portal.accounts.people import officer
from tests.portal.candidates.things import candidate
from tests.portal.participation.people import make_application, make_guest, make_phone_guest

pytestmark = pytest.mark.django_db
ADDRESS = "nadia@exemple.test"


def test_the_mail_about_an_address_repeats_no_name_that_nobody_proved():
    make_guest(first_name="Nadia", last_name="Benali", email=ADDRESS)
    typed = "Payez sur www.gratuit.test"
    make_guest(first_name=typed, last_name="Vite", email=ADDRESS, email_confirmed_at=None)
    Client().post("/mes-donnees/", {"email": ADDRESS})
    message = Email.objects.get().message
    assert "Nadia Benali" in message
    assert message.count("/mes-donnees/") == 2
    assert "gratuit" not in message


def test_a_stranger_adds_no_phone_to_who_proved_their_address():
    known = make_guest(first_name="Nadia", last_name="Benali", email=ADDRESS)
    typed = {"first_name": "Nadia", "last_name": "Benali", "email": ADDRESS}
    assert guest(**typed, phone="06 66 66 66 66") == known
    known.refresh_from_db()
    assert known.phone == ""
    # Who heard the person may.
    guest(**typed, phone="06 12 34 56 78", may_be_unreachable=True)
    known.refresh_from_db()
    assert known.phone == "06 12 34 56 78"


def test_nobody_fills_a_mailbox_from_many_networks_over_a_day():
    sent = 0
    for hour in range(40):
        try:
            limits.count_link(address=ADDRESS, visitor=f"192.0.2.{hour}")
        except limits.TooManyRequestsError:
            break
        limits.LINKS_BY_ADDRESS.forget(ADDRESS)
        sent += 1
    assert sent == 10


def test_of_two_officers_who_answer_at_once_the_second_undoes_nothing():
    application = make_application(participant=make_phone_guest(), status=Status.TO_CONFIRM)
    line = CallBack.objects.create(
        participant=application.participant,
        phone=application.participant.phone,
        purpose=CallBack.Purpose.APPLICATION,
        subject_id=application.pk,
    )
    seen_by_the_other = CallBack.objects.get(pk=line.pk)
    first, second = (Actor(officer()) for _ in range(2))
    call_backs.confirm(call_back=line, actor=first)
    with pytest.raises(ParticipationError):
        call_backs.close(
            call_back=seen_by_the_other, result=CallBack.Result.NO_LONGER, actor=second
        )
    application.refresh_from_db()
    assert application.status == Status.SENT
    line.refresh_from_db()
    assert (line.closed_by, line.result) == (first.user, CallBack.Result.DONE)


@pytest.mark.parametrize("has_applied", [False, True])
@pytest.mark.parametrize(("proved_at", "phone"), [(None, ""), (timezone.now(), "06 66 66 66 66")])
def test_an_account_takes_no_number_that_a_stranger_may_have_typed(has_applied, proved_at, phone):
    typed = {"first_name": "Nadia", "last_name": "Benali", "email": ADDRESS}
    user = candidate(**typed)
    if has_applied:
        participant_of(user=user)
    person = make_guest(**typed, phone="06 66 66 66 66", email_confirmed_at=proved_at)
    make_application(participant=person)
    assert join(user=user, guest=person).phone == phone
    assert participant_of(user=user).phone == phone
