"""Rounds: each row once, a list that only shrinks, what stops a campaign, what ends it."""

from collections.abc import Container
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from post_office.models import Email

from portal.accounts.actors import AUTOMATIC
from portal.mailing import jobs, sending
from portal.mailing.errors import CampaignError
from portal.mailing.models import Campaign, CampaignRecipient, Origin, Withheld
from portal.mailing.services.freezing import rewriting_lists
from portal.mailing.states import Status
from snippets.mail.delivery.answers import Answer
from snippets.mail.delivery.attempts import plan_again
from snippets.mail.delivery.courier import send_one
from snippets.models import Delivery, Dispatch, MailRefusal, Organisation, SuppressedAddress
from tests.portal.accounts.people import officer
from tests.portal.mailing.sendings import (
    act,
    answer,
    approved,
    bounce,
    companies,
    ledger,
    mails,
    states,
)
from tests.states import fresh

pytestmark = pytest.mark.django_db
PEOPLE = 30
S = Status


@pytest.fixture(scope="module")
def listed(lasting: None) -> Campaign:
    """A campaign to thirty companies, its list closed."""
    companies(PEOPLE)
    return approved(officer())


@pytest.fixture
def started(listed: Campaign) -> Campaign:
    """The same, started: nothing is queued yet."""
    return act("start", listed)


@pytest.fixture
def queued(started: Campaign) -> Campaign:
    """The same, every message queued."""
    sending.send_round(campaign_id=started.pk)
    return fresh(started)


def test_each_row_has_one_message_however_often_a_round_passes(
    started: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "BATCH", 7)
    assert sending.send_rounds() == PEOPLE
    assert sending.send_rounds() == 0
    assert set(states(started).values()) == {Delivery.QUEUED}
    assert len(states(started)) == Dispatch.objects.filter(key="campaign_organisations").count()
    assert ledger(started).waiting == PEOPLE
    email = Email.objects.get(dispatch__address="contact3@exemple.test")
    named = Organisation.objects.get(email="contact3@exemple.test").name
    assert f"Bonjour {named}," in email.message
    assert email.headers["Reply-To"] == "reponses@exemple.test"


def test_list_shrinks_by_what_happened_since_and_says_why(started: Campaign) -> None:
    Organisation.objects.filter(email="contact0@exemple.test").update(email="x@exemple.test")
    MailRefusal.objects.create(
        address="contact1@exemple.test", category="campaigns_organisations", source="one_click"
    )
    SuppressedAddress.objects.create(address="contact2@exemple.test", reason="unknown")
    assert sending.send_rounds() == PEOPLE - 3
    withheld = started.recipients.exclude(withheld="").order_by("pk")
    assert list(withheld.values_list("withheld", "dispatch")) == [
        (Withheld.NO_LONGER, None),
        (Withheld.DECLINED, None),
        (Withheld.SUPPRESSED, None),
    ]
    found = ledger(started)
    assert found.reasons == {"no_longer": 1, "declined": 1, "suppressed": 1}
    assert not Dispatch.objects.filter(address="x@exemple.test").exists()


def test_whoever_refuses_once_queued_is_withheld_by_the_engine(queued: Campaign) -> None:
    address = "contact1@exemple.test"
    MailRefusal.objects.create(
        address=address, category="campaigns_organisations", source="one_click"
    )
    assert send_one(Email.objects.get(dispatch__address=address).pk)
    assert states(queued)[address] == Delivery.WITHHELD
    assert ledger(queued).reasons == {"declined": 1}


def test_one_more_recipient_stops_everything(
    started: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    with rewriting_lists():
        CampaignRecipient.objects.create(
            campaign=started, address="intrus@exemple.test", origin=Origin.ACCOUNT, reason="Rien"
        )
    assert sending.send_rounds() == 0
    row = fresh(started)
    assert row.status == S.PAUSED
    assert row.pause_reason.startswith("La liste compte 1\u00a0destinataire de plus")
    assert mails("campaign_paused") == [("campaign_paused", row.author.email)]
    assert states(row) == {}
    with pytest.raises(CampaignError, match="de plus"):
        act("resume", row)


def unwritable(monkeypatch: pytest.MonkeyPatch, addresses: Container[str]) -> None:
    """The messages to these addresses cannot be written."""
    write = sending.queue_message

    def queue_message(**named: Any) -> Email:
        if named["recipient"].address in addresses:
            raise ValueError
        return write(**named)

    monkeypatch.setattr(sending, "queue_message", queue_message)


def contacts(count: int) -> list[str]:
    return [f"contact{number}@exemple.test" for number in range(count)]


def test_message_that_cannot_be_written_stops_no_other(
    started: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    unwritable(monkeypatch, contacts(3))
    assert sending.send_rounds() == PEOPLE - 3
    assert (fresh(started).status, mails("campaign_paused")) == (S.SENDING, [])
    assert ledger(started).reasons == {"unready": 3}


@pytest.mark.parametrize("batch", [PEOPLE, 1])
def test_too_many_that_cannot_be_written_stop_their_campaign(
    started: Campaign, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    """Otherwise each minute would try again, or the list be burnt, and nobody would know."""
    monkeypatch.setattr(sending, "BATCH", batch)
    unwritable(monkeypatch, contacts(PEOPLE) if batch == 1 else contacts(4))
    assert sending.send_rounds() == 0
    row = fresh(started)
    assert (row.status, states(row), ledger(row).waiting) == (S.PAUSED, {}, PEOPLE)
    assert mails("campaign_paused") == [("campaign_paused", row.author.email)]


def test_a_rule_that_does_not_hold_stops_its_campaign_and_burns_nothing(started: Campaign) -> None:
    Campaign.objects.filter(pk=started.pk).update(criteria={})
    assert sending.send_rounds() == 0
    row = fresh(started)
    assert (row.status, ledger(row).waiting) == (S.PAUSED, PEOPLE)
    assert row.pause_reason.startswith("Le public de cette campagne ne se retrouve plus")
    assert mails("campaign_paused") == [("campaign_paused", row.author.email)]


def test_a_campaign_that_fails_stops_no_other(
    started: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = act("start", approved(started.author))
    one_round = sending.send_round

    def send_round(*, campaign_id: int, **named: Any) -> int:
        if campaign_id == started.pk:
            raise RuntimeError
        return one_round(campaign_id=campaign_id, **named)

    monkeypatch.setattr(sending, "send_round", send_round)
    assert sending.send_rounds() == PEOPLE
    assert len(states(other)) == PEOPLE


@pytest.mark.parametrize(
    ("sent", "failed", "bounced", "stops"),
    [
        (18, 2, 0, True),
        (20, 0, 2, True),
        (19, 1, 0, False),
        (0, 19, 0, False),
        (27, 3, 0, False),  # nothing waits any more: there is nothing left to stop
    ],
)
def test_share_of_failures_stops_a_campaign(
    queued: Campaign, sent: int, failed: int, bounced: int, *, stops: bool
) -> None:
    answer(queued, Delivery.SENT, sent)
    bounce(queued, bounced)
    answer(queued, Delivery.FAILED, failed)
    sending.send_rounds()
    row = fresh(queued)
    assert (row.status == S.PAUSED) == stops
    assert row.version > queued.version or row.status == S.SENDING, "open pages are old ones"
    assert (Delivery.HELD in states(row).values()) == stops
    assert bool(mails("campaign_paused")) == stops
    assert ("n’ont pas pu être remis" in row.pause_reason) == stops
    ledger(row)


def test_failure_that_is_one_too_many_stops_at_once(queued: Campaign) -> None:
    """No minute passes: what the next second would have sent is held."""
    answer(queued, Delivery.SENT, 18)
    answer(queued, Delivery.FAILED, 1)
    email = Email.objects.filter(status=Delivery.QUEUED, dispatch__key__startswith="campaign")[0]
    Email.objects.filter(pk=email.pk).update(status=Delivery.SENDING)
    plan_again(email, Answer("SMTPRecipientsRefused", 550, "5.7.1"), is_final=True)
    assert fresh(queued).status == S.PAUSED
    assert list(states(queued).values()).count(Delivery.HELD) == PEOPLE - 20


def test_failures_that_were_seen_stop_nothing_again(queued: Campaign) -> None:
    answer(queued, Delivery.FAILED, 20)
    sending.send_rounds()
    row = act("resume", queued)
    sending.send_rounds()
    assert (fresh(row).status, fresh(row).pause_reason) == (S.SENDING, "")
    answer(queued, Delivery.FAILED, 9)
    sending.send_rounds()
    assert fresh(row).status == S.SENDING, "nine answers say nothing"


def test_a_campaign_ends_with_its_last_answer(queued: Campaign) -> None:
    answer(queued, Delivery.SENT, PEOPLE - 2)
    answer(queued, Delivery.UNCERTAIN, 1)
    sending.send_rounds()
    assert fresh(queued).status == S.SENDING
    answer(queued, Delivery.FAILED)
    sending.send_rounds()
    row = fresh(queued)
    assert (row.status, ledger(row).waiting) == (S.SENT, 0)
    assert row.ended_at is not None
    assert mails("campaign_done") == [("campaign_done", row.author.email)]
    told = Email.objects.get(dispatch__key="campaign_done").message
    assert "messages envoyés\u00a0: 28" in told
    assert "envois incertains\u00a0: 1" in told


def test_nobody_is_told_of_the_campaign_of_a_closed_account(queued: Campaign) -> None:
    queued.author.is_active = False
    queued.author.save()
    answer(queued, Delivery.SENT)
    sending.send_rounds()
    assert (fresh(queued).status, mails("campaign_done")) == (S.SENT, [])


def test_a_campaign_starts_when_its_time_has_come(listed: Campaign) -> None:
    act("schedule", listed, scheduled_at=timezone.now() + timedelta(hours=1))
    jobs.send_rounds(timestamp=0)
    assert (fresh(listed).status, states(listed)) == (S.SCHEDULED, {})
    Campaign.objects.filter(pk=listed.pk).update(scheduled_at=timezone.now())
    jobs.send_rounds(timestamp=0)
    row = fresh(listed)
    assert (row.status, len(states(row))) == (S.SENDING, PEOPLE)
    line = row.changes.latest("pk")
    assert (line.actor, line.actor_name) == (None, AUTOMATIC)


@pytest.mark.parametrize("status", [S.PAUSED, S.CANCELLED])
def test_no_round_touches_what_is_not_being_sent(started: Campaign, status: Status) -> None:
    act("pause" if status == S.PAUSED else "cancel", started)
    assert sending.send_round(campaign_id=started.pk) == 0
    assert states(started) == {}
