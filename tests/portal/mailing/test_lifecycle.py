"""From a draft to its end: who may do what in which state, and what each act leaves."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import product
from typing import Any

import pytest
from django.utils import timezone

from portal.accounts.level_names import LevelName
from portal.mailing.errors import CampaignError, ChangedMeanwhileError
from portal.mailing.models import Campaign, CampaignChange, Source
from portal.mailing.services import lifecycle
from portal.mailing.states import Status, may_become
from snippets.models import Delivery, Organisation
from tests.portal.accounts.people import officer, person_with
from tests.portal.mailing.sendings import (
    act,
    answer,
    companies,
    ledger,
    mails,
    put,
    sending,
    states,
)
from tests.states import fresh, undone

pytestmark = pytest.mark.django_db
S = Status

# Written again, by hand: the machine of the design.
EXPECTED = {
    *((S.DRAFT, to) for to in (S.SUBMITTED, S.APPROVED)),
    *((S.SUBMITTED, to) for to in (S.DRAFT, S.APPROVED, S.CANCELLED)),
    *((S.APPROVED, to) for to in (S.DRAFT, S.SCHEDULED, S.SENDING, S.CANCELLED)),
    *((S.SCHEDULED, to) for to in (S.APPROVED, S.SENDING, S.CANCELLED)),
    *((S.SENDING, to) for to in (S.PAUSED, S.SENT, S.CANCELLED)),
    *((S.PAUSED, to) for to in (S.SENDING, S.CANCELLED)),
    (S.SENT, S.SENDING),
}
# What each act of a person makes of each state that does not refuse it.
ACTS: dict[str, dict[Status, Status]] = {
    "submit": {S.DRAFT: S.APPROVED},
    "approve": {S.DRAFT: S.APPROVED, S.SUBMITTED: S.APPROVED},
    "take_back": {S.SUBMITTED: S.DRAFT, S.APPROVED: S.DRAFT},
    "schedule": {S.APPROVED: S.SCHEDULED},
    "unschedule": {S.SCHEDULED: S.APPROVED},
    "start": {S.APPROVED: S.SENDING, S.SCHEDULED: S.SENDING},
    "pause": {S.SENDING: S.PAUSED},
    "resume": {S.PAUSED: S.SENDING},
    "cancel": dict.fromkeys(set(S) - {S.DRAFT, S.SENT, S.CANCELLED}, S.CANCELLED),
    "resend_failures": {S.SENT: S.SENDING},
}


def tomorrow() -> datetime:
    return timezone.now() + timedelta(days=1)


def given(name: str) -> dict[str, Any]:
    more = {"schedule": {"scheduled_at": tomorrow()}, "approve": {"read": 1000}}
    return more.get(name, {})


@pytest.fixture(scope="module")
def started(lasting: None) -> Campaign:
    """A campaign to three companies that is being sent, its messages queued."""
    companies(3)
    return sending(officer(first_name="Inès", last_name="Roy"))


@pytest.fixture
def draft(started: Campaign) -> Campaign:
    """The same before anything."""
    row = put(started, S.DRAFT)
    row.changes.all().delete()
    return row


@pytest.fixture
def large(settings) -> Iterator[None]:
    """Three recipients are many."""
    settings.CAMPAIGN_APPROVAL_ABOVE = 2


def test_machine_is_the_one_of_the_design() -> None:
    assert {pair for pair in product(S, S) if may_become(*pair)} == EXPECTED


@pytest.mark.parametrize("name", ACTS)
def test_each_act_over_all_states(started: Campaign, name: str) -> None:
    for before in S:
        with undone():
            row = put(started, before)
            lines = row.changes.count()
            to = ACTS[name].get(before)
            if to is None:
                with pytest.raises(CampaignError, match="C’est impossible"):
                    act(name, row, **given(name))
                assert (fresh(row).status, row.changes.count()) == (before, lines), before
                continue
            made = act(name, row, **given(name))
            line = row.changes.latest("pk")
            assert made.status == fresh(row).status == to, before
            assert made.version == fresh(row).version > row.version, "open pages are old ones"
            assert (line.from_status, line.to_status) == (before, to)
            assert (line.actor, line.actor_name) == (row.author, "Inès Roy")
            ledger(row)


@pytest.mark.parametrize("name", ACTS)
def test_nobody_acts_on_what_they_did_not_read_or_on_a_public_out_of_reach(
    started: Campaign, name: str
) -> None:
    before = next(iter(ACTS[name]))
    row = put(started, before)
    function = getattr(lifecycle, name)
    coordinator = person_with(LevelName.SPONSORSHIP_COORDINATOR)
    Campaign.objects.filter(pk=row.pk).update(version=4, changed_by_name="Paul Girardot")
    with pytest.raises(ChangedMeanwhileError):
        function(campaign=row, user=row.author, version=3, **given(name))
    with pytest.raises(CampaignError):
        function(campaign=row, user=coordinator, version=4, **given(name))
    assert fresh(row).status == before


def test_a_small_list_needs_its_author_alone(draft: Campaign) -> None:
    row = act("submit", draft)
    assert (row.status, row.approved_by, row.approved_by_name) == (
        S.APPROVED,
        row.author,
        "Inès Roy",
    )
    assert (row.frozen_count, row.approval_above, row.recipients.count()) == (3, 200, 3)
    assert row.rule == "Les organisations inscrites"
    assert mails("campaign_to_approve", "campaign_approved") == []


@pytest.mark.usefixtures("large")
def test_a_large_list_waits_for_another_who_may_write_to_this_public(draft: Campaign) -> None:
    colleague, other = officer(), person_with(LevelName.COMMUNICATION)
    person_with(LevelName.SPONSORSHIP_COORDINATOR)
    officer(is_active=False)
    row = act("submit", draft)
    assert (row.status, row.frozen_count, row.recipients.count()) == (S.SUBMITTED, None, 0)
    asked = [("campaign_to_approve", user.email) for user in (colleague, other)]
    assert mails("campaign_to_approve", "campaign_waits") == asked
    with pytest.raises(CampaignError, match="une autre personne"):
        act("approve", row, read=3)
    assert fresh(row).recipients.count() == 0
    row = act("approve", row, colleague, read=3)
    assert (row.status, row.approved_by, row.frozen_count) == (S.APPROVED, colleague, 3)
    assert mails("campaign_approved") == [("campaign_approved", row.author.email)]


@pytest.mark.usefixtures("large")
def test_alone_the_campaign_waits_and_its_author_is_told(draft: Campaign) -> None:
    person_with(LevelName.SPONSORSHIP_COORDINATOR)
    row = act("submit", draft)
    assert row.status == S.SUBMITTED
    told = mails("campaign_to_approve", "campaign_waits")
    assert told == [("campaign_waits", row.author.email)]


@pytest.mark.usefixtures("large")
def test_who_finished_a_colleague_s_text_and_asked_does_not_agree_to_it(draft: Campaign) -> None:
    colleague = officer()
    row = act("submit", draft, colleague)
    for writer in (colleague, row.author):
        with pytest.raises(CampaignError, match="une autre personne"):
            act("approve", row, writer, read=3)
    assert act("approve", row, officer(), read=3).status == S.APPROVED


@pytest.mark.usefixtures("large")
def test_a_large_draft_is_not_agreed_to_before_it_is_said_to_be_ready(draft: Campaign) -> None:
    with pytest.raises(CampaignError, match="Demandez-le d’abord"):
        act("approve", draft, officer(), read=3)
    assert fresh(draft).frozen_count is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"subject": " "}, "subject"),
        ({"body": ""}, "body"),
        ({"body": "Bonjour {{ rsa }}"}, "body"),
        ({"body": "Bonjour {{ commune }}"}, "fallbacks"),
        ({"reply_to": ""}, "reply_to"),
        ({"criteria": {}}, "kinds"),
        ({"source": Source.SESSION, "criteria": {"roster": 999, "states": ["present"]}}, "roster"),
    ],
)
@pytest.mark.parametrize("name", ["submit", "approve"])
def test_what_cannot_leave_is_refused_at_its_field(
    draft: Campaign, name: str, changes: dict[str, object], field: str
) -> None:
    Campaign.objects.filter(pk=draft.pk).update(**changes)
    if changes.get("source") == Source.SESSION:
        draft.fallbacks.all().delete()
        Campaign.objects.filter(pk=draft.pk).update(body="Bonjour")
    with pytest.raises(CampaignError) as refusal:
        act(name, draft, **given(name))
    assert refusal.value.field == field
    assert (fresh(draft).status, draft.recipients.count()) == (S.DRAFT, 0)


def test_an_audience_of_nobody_is_refused(draft: Campaign) -> None:
    nobody = {**draft.criteria, "kinds": ["association"]}
    Campaign.objects.filter(pk=draft.pk).update(criteria=nobody)
    for name in ("submit", "approve"):
        with pytest.raises(CampaignError, match="ne contient personne"):
            act(name, draft, **given(name))


def test_what_is_taken_back_loses_its_list_and_gets_another_one(draft: Campaign) -> None:
    row = act("take_back", act("submit", draft))
    assert (row.frozen_count, row.rule, row.approved_by, row.approved_by_name) == (
        None,
        "",
        None,
        "",
    )
    assert row.recipients.count() == 0
    companies(1, name="nouvelle")
    assert act("submit", row).frozen_count == 4


def test_a_time_that_is_past_is_refused(draft: Campaign) -> None:
    row = act("submit", draft)
    with pytest.raises(CampaignError, match="à venir") as refusal:
        act("schedule", row, scheduled_at=timezone.now() - timedelta(minutes=1))
    assert refusal.value.field == "scheduled_at"
    later = tomorrow()
    assert act("schedule", row, scheduled_at=later).scheduled_at == later
    assert act("unschedule", row).scheduled_at is None


def test_a_pause_stops_what_waits_and_going_on_lets_it_leave(started: Campaign) -> None:
    answer(started, Delivery.SENT, 1)
    answer(started, Delivery.SENDING, 1)
    act("pause", started)
    assert sorted(states(started).values()) == [Delivery.SENT, Delivery.SENDING, Delivery.HELD]
    assert ledger(started).waiting == 2
    act("resume", started)
    assert sorted(states(started).values()) == [Delivery.SENT, Delivery.QUEUED, Delivery.SENDING]


def test_what_has_not_left_a_cancelled_campaign_never_does(started: Campaign) -> None:
    answer(started, Delivery.SENT, 1)
    row = act("cancel", act("pause", started))
    found = ledger(row)
    assert (found.sent, found.withheld, found.waiting) == (1, 2, 0)
    assert found.reasons == {"cancelled": 2}
    assert row.ended_at is not None


def test_a_campaign_cancelled_before_its_first_message_is_withheld_whole(draft: Campaign) -> None:
    row = act("cancel", act("submit", draft))
    assert ledger(row).reasons == {"cancelled": 3}
    assert states(row) == {}


def test_failures_alone_are_sent_again(started: Campaign) -> None:
    answer(started, Delivery.FAILED, 1)
    answer(started, Delivery.UNCERTAIN, 1)
    answer(started, Delivery.SENT)
    row = put(started, S.SENT)
    before = states(row)
    row = act("resend_failures", row)
    changed = {one for one, status in states(row).items() if before[one] != status}
    assert changed == {one for one, status in before.items() if status == Delivery.FAILED}
    assert row.changes.latest("pk").note == "Messages renvoyés\u00a0: 1"
    assert (row.ended_at, ledger(row).waiting) == (None, 1)


def test_nothing_to_send_again_is_said(started: Campaign) -> None:
    """A failure of somebody who may no longer be written to stays one."""
    row = put(started, S.SENT)
    row.recipients.update(may_have_arrived=True)
    with pytest.raises(CampaignError, match="Aucun message"):
        act("resend_failures", row)
    row.recipients.update(may_have_arrived=False)
    Organisation.objects.update(email="autre@exemple.test")
    with pytest.raises(CampaignError, match="Aucun message"):
        act("resend_failures", row)
    assert ledger(row).failed == 3


def test_history_tells_the_whole_life(draft: Campaign) -> None:
    row = act("start", act("submit", draft))
    act("resume", act("pause", row))
    told = list(CampaignChange.objects.filter(campaign=row).values_list("to_status", flat=True))
    assert told == [S.APPROVED, S.SENDING, S.PAUSED, S.SENDING]
