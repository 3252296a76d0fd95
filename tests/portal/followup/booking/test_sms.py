"""SMS are off until a site names its operator; they say a day and a link."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.followup.booking import sms
from portal.followup.booking.services import reminders
from portal.followup.booking.states import M
from portal.followup.unsaid import UNSAID
from snippets.folding import fold_name
from tests.portal.followup.booking.diaries import (
    choose,
    invite,
    make_case,
    messages_of,
    open_diary,
)
from tests.portal.followup.cast import browser
from tests.portal.followup.people_of_the_area import make_professional

pytestmark = pytest.mark.django_db
SENT = []


def operator(*, phone, text):
    """What a site names in its setting."""
    if phone.endswith("99"):
        message = "no credit"
        raise ConnectionError(message)
    SENT.append((phone, text))


@pytest.fixture
def adviser(db):
    SENT.clear()
    professional = make_professional()
    open_diary(professional)
    return professional


@pytest.fixture
def on(settings):
    settings.FOLLOWUP_SMS_GATEWAY = f"{__name__}.operator"


@pytest.mark.parametrize(
    ("typed", "mobile"),
    [
        ("06 12 34 56 78", "0612345678"),
        ("+33 7 12 34 56 78", "0712345678"),
        ("03 84 00 00 00", ""),
        ("", ""),
        ("06 12", ""),
    ],
)
def test_a_mobile_phone_is_told_from_others(typed, mobile):
    assert sms.mobile(typed) == mobile


def test_none_leaves_by_default(adviser):
    case = make_case(adviser, phone="06 12 34 56 78")
    invite(case, adviser)
    assert sms.gateway() is None
    assert {one.channel for one in messages_of(case)} == {"mail", "letter"}


def test_reminders_leave_by_sms_too_when_an_operator_is_named(adviser, on):
    case = make_case(adviser, phone="06 12 34 56 78")
    invitation = invite(case, adviser)
    reminders.send_due(now=timezone.now() + timedelta(days=4))
    row = choose(invitation, 40)
    reminders.send_due(now=row.starts_at - timedelta(hours=3))
    assert [phone for phone, _ in SENT] == ["0612345678"] * 2
    assert invitation.token in SENT[0][1]
    for _, text in SENT:
        assert UNSAID.isdisjoint(fold_name(text).split())
        assert case.birth_name not in text
    assert {one.state for one in messages_of(case, channel="sms")} == {M.SENT}


def test_what_the_operator_loses_is_shown_and_holds_nothing_back(adviser, on):
    case = make_case(adviser, phone="06 12 34 56 99")
    invite(case, adviser)
    reminders.send_due(now=timezone.now() + timedelta(days=4))
    states = {one.channel: one.state for one in messages_of(case, kind="reminder")}
    assert states == {"sms": M.BOUNCED, "mail": M.QUEUED}
    shown = browser(adviser).get(f"/suivi/dossiers/{case.pk}/invitations/").content.decode()
    assert "Relance, SMS" in shown
    assert "Relance, e-mail" in shown
