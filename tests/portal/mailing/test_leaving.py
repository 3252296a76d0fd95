"""Between the queue and the server hours may pass: what happened meanwhile stops a message."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from post_office.models import Email

from pages.models.session import SessionAudience
from portal.accounts.actors import Actor
from portal.accounts.models import Membership, User
from portal.candidates.models import CandidateProfile
from portal.mailing.errors import CampaignError
from portal.mailing.leaving import why_not
from portal.mailing.models import Campaign, Source
from portal.mailing.services.freezing import rewriting_lists
from portal.mailing.states import Status
from portal.recruitment.models import Roster
from snippets.mail.delivery.courier import send_due
from snippets.mail.resend import ResendError, resend
from snippets.models import Delivery, Dispatch, Organisation
from tests.factories import CommuneFactory
from tests.portal.accounts.people import manager_of, officer
from tests.portal.mailing.sendings import act, answer, ledger, mails, put, sending, states
from tests.portal.mailing.world import (
    EVERY_CANDIDATE,
    candidate,
    earlier_campaign,
    organisation,
    registered,
    session_list,
)
from tests.states import fresh

pytestmark = pytest.mark.django_db
GONE, LEFT = "part@candidats.test", "reste@candidats.test"
Happening = Callable[[User], None]


def queued(source: Source, **fields: Any) -> Campaign:
    return sending(officer(), source=source, body="Bonjour, venez le 14 janvier.", **fields)


def to_candidates() -> Campaign:
    """Two candidates of Belfort."""
    belfort = CommuneFactory(belfort=True)
    for who in ("part", "reste"):
        candidate(email=f"{who}@candidats.test", commune=belfort)
    return queued(Source.CANDIDATES, criteria={**EVERY_CANDIDATE, "communes": ["90010"]})


def to_members() -> Campaign:
    """The managers of two companies."""
    for who in ("part", "reste"):
        manager_of(organisation(), email=f"{who}@membres.test")
    return queued(Source.ORGANISATIONS)


def to_session() -> Campaign:
    """Two people of a session."""
    roster = session_list()
    for who in ("part", "reste"):
        registered(roster, user=candidate(email=f"{who}@session.test"))
    return queued(Source.SESSION, criteria={"roster": roster.pk, "states": ["registered"]})


@pytest.fixture(scope="module")
def campaigns(lasting: None) -> dict[str, Campaign]:
    """One of each, to « part » and « reste »: their messages are queued."""
    return {
        "candidats": to_candidates(),
        "membres": to_members(),
        "session": to_session(),
    }


@pytest.fixture
def listed(campaigns: dict[str, Campaign]) -> Campaign:
    """The one to candidates."""
    return campaigns["candidats"]


def person(public: str) -> User:
    return User.objects.get(email=f"part@{public}.test")


def take_back_consent(user: User) -> None:
    user.consents.update(withdrawn_at=timezone.now())


def close(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def change_address(user: User) -> None:
    User.objects.filter(pk=user.pk).update(email="nouvelle@exemple.test")


def move(user: User) -> None:
    CandidateProfile.objects.filter(user=user).update(commune=None)


def leave(user: User) -> None:
    Membership.objects.filter(user=user).update(ended_at=timezone.now())


def suspend(user: User) -> None:
    Organisation.objects.filter(memberships__user=user).update(
        suspended_at=timezone.now(), suspended_by=officer(), suspension_reason="Fausses annonces"
    )


CHANGES: dict[str, list[tuple[Happening, str]]] = {
    "candidats": [
        (take_back_consent, "no_consent"),
        (close, "no_longer"),
        (change_address, "no_longer"),
        (move, "no_longer"),
    ],
    "membres": [(leave, "no_longer"), (suspend, "no_longer"), (close, "no_longer")],
}
CASES = [(name, *case) for name, cases in CHANGES.items() for case in cases]


@pytest.mark.parametrize(("public", "happens", "reason"), CASES)
def test_what_happened_since_it_was_queued_stops_one_message(
    campaigns: dict[str, Campaign], public: str, happens: Happening, reason: str
) -> None:
    row = campaigns[public]
    happens(person(public))
    send_due()
    gone, left = f"part@{public}.test", f"reste@{public}.test"
    assert states(row) == {gone: Delivery.WITHHELD, left: Delivery.SENT}
    received = [message.to for message in mail.outbox]
    assert ([left] in received, [gone] in received) == (True, False)
    assert ledger(row).reasons == {reason: 1}


@pytest.mark.parametrize(("public", "happens", "reason"), CASES)
def test_what_happened_during_a_pause_is_asked_when_it_goes_on(
    campaigns: dict[str, Campaign], public: str, happens: Happening, reason: str
) -> None:
    row, gone = act("pause", campaigns[public]), f"part@{public}.test"
    happens(person(public))
    act("resume", row)
    assert states(row) == {f"reste@{public}.test": Delivery.QUEUED}
    assert row.recipients.get(address=gone).withheld == reason
    assert Email.objects.get(dispatch__address=gone).status == Delivery.WITHHELD
    assert (ledger(row).reasons, ledger(row).waiting) == ({reason: 1}, 1)


def test_a_session_that_is_for_rsa_meanwhile_stops_its_campaign(
    campaigns: dict[str, Campaign],
) -> None:
    """Nobody is withheld for it: its author is told, and decides."""
    Roster.objects.update(audience=SessionAudience.RSA)
    send_due()
    row = fresh(campaigns["session"])
    assert not [message for message in mail.outbox if message.to[0].endswith("@session.test")]
    assert set(states(row).values()) == {Delivery.HELD}
    assert (row.status, ledger(row).waiting) == (Status.PAUSED, 2)
    assert "bénéficiaires du RSA" in row.pause_reason
    assert mails("campaign_paused") == [("campaign_paused", row.author.email)]
    with pytest.raises(CampaignError, match="RSA"):
        act("resume", row)
    assert (fresh(row).status, set(states(row).values())) == (Status.PAUSED, {Delivery.HELD})


def test_whoever_had_enough_during_a_pause_is_withheld(listed: Campaign, settings) -> None:
    settings.CAMPAIGNS_PER_WEEK = 1
    row = act("pause", listed)
    Email.objects.update(
        created=timezone.now() - timedelta(days=20),
        last_updated=timezone.now() - timedelta(days=20),
    )
    with rewriting_lists():
        line = earlier_campaign(row.author, GONE, days_ago=2).recipients.get()
    email = Email.objects.get(dispatch__address=LEFT)
    email.pk = None
    email.message_id, email.status = "<autre@exemple.test>", Delivery.SENT
    email.save()
    line.dispatch = Dispatch.objects.create(
        email=email, key="campaign_candidates", category="campaigns_candidates", address=GONE
    )
    line.save()
    act("resume", row)
    assert ledger(row).reasons == {"too_many": 1}
    assert states(row) == {LEFT: Delivery.QUEUED}


def test_a_message_whose_row_is_gone_never_leaves(listed: Campaign) -> None:
    with rewriting_lists():
        listed.recipients.all().delete()
    send_due()
    assert [message.to for message in mail.outbox if "candidats" in message.to[0]] == []


def test_to_ask_costs_a_few_queries(campaigns: dict[str, Campaign]) -> None:
    first, second = Dispatch.objects.filter(campaign_recipient__campaign=campaigns["membres"])
    memory: dict[Any, Any] = {}
    with CaptureQueriesContext(connection) as queries:
        assert why_not(first, memory) == ""
    assert len(queries) <= 5
    with CaptureQueriesContext(connection) as queries:
        assert why_not(second, memory) == ""
    assert len(queries) == 3, "the row, its account, what the rule finds at its address"


@pytest.mark.parametrize(("happens", "words"), [(take_back_consent, "accord"), (move, "public")])
def test_nobody_sends_again_what_the_campaign_would_not(
    listed: Campaign, happens: Happening, words: str
) -> None:
    answer(listed, Delivery.FAILED)
    row = put(listed, Status.SENT)
    email = Email.objects.get(dispatch__address=GONE)
    happens(person("candidats"))
    with pytest.raises(ResendError, match=words):
        resend(email=email, by=Actor(officer()))
    assert (fresh(email).status, fresh(row).status) == (Delivery.FAILED, Status.SENT)


def test_a_list_says_who_sent_one_of_its_messages_again(listed: Campaign) -> None:
    answer(listed, Delivery.FAILED)
    row, colleague = put(listed, Status.SENT), officer()
    resend(email=Email.objects.get(dispatch__address=GONE), by=Actor(colleague))
    assert (fresh(row).status, row.changes.latest("pk").actor) == (Status.SENDING, colleague)
