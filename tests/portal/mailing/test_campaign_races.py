"""Several colleagues and several workers at once, each with a connection of their own."""

from typing import Any

import pytest

from portal.mailing import sending
from portal.mailing.errors import CampaignError
from portal.mailing.models import Campaign
from portal.mailing.services import lifecycle
from portal.mailing.states import Status
from snippets.models import Delivery, Dispatch
from tests.portal.accounts.people import officer
from tests.portal.mailing.sendings import act, approved, companies, ledger, ready, states
from tests.races import ROUNDS, at_once, errors_at_once, until_somebody_waits
from tests.states import fresh

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 12


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "BATCH", 3)


@pytest.fixture
def listed() -> Campaign:
    companies(PEOPLE)
    return approved(officer(first_name="Inès", last_name="Roy"))


def test_two_colleagues_start_a_campaign_once_and_the_second_is_told(listed: Campaign) -> None:
    colleagues = [listed.author, officer(first_name="Paul", last_name="Girardot")]
    for _ in ROUNDS:
        version = fresh(listed).version
        (error,) = errors_at_once(
            *(
                lambda user=user, version=version: lifecycle.start(
                    campaign=listed, user=user, version=version
                )
                for user in colleagues
            )
        )
        (line,) = listed.changes.filter(to_status=Status.SENDING)
        assert isinstance(error, CampaignError)
        assert f"{line.actor_name} a agi le" in str(error)
        Campaign.objects.update(status=Status.APPROVED)
        line.delete()


def test_two_colleagues_close_a_list_once() -> None:
    companies(PEOPLE)
    row = ready(officer())
    colleagues = [row.author, officer()]
    (error,) = errors_at_once(
        *(
            lambda user=user: lifecycle.approve(campaign=row, user=user, version=0, read=PEOPLE)
            for user in colleagues
        )
    )
    assert isinstance(error, CampaignError)
    assert fresh(row).frozen_count == row.recipients.count() == PEOPLE


def test_each_row_has_one_message_whoever_takes_part_in_a_round(listed: Campaign) -> None:
    act("start", listed)
    queued = at_once(*[sending.send_rounds] * 4)
    assert sum(queued) == PEOPLE == Dispatch.objects.filter(key__startswith="campaign_o").count()
    assert ledger(listed).waiting == PEOPLE


def test_nothing_leaves_a_campaign_that_is_paused_while_it_is_queued(listed: Campaign) -> None:
    for _ in ROUNDS:
        act("start", listed) if fresh(listed).status == Status.APPROVED else act("resume", listed)
        errors = errors_at_once(
            sending.send_rounds, sending.send_rounds, lambda: act("pause", listed)
        )
        assert errors == []
        assert set(states(listed).values()) <= {Delivery.HELD}
        assert ledger(listed).waiting == PEOPLE
    act("resume", listed)
    sending.send_rounds()
    assert list(states(listed).values()) == [Delivery.QUEUED] * PEOPLE


def test_two_campaigns_at_once_do_not_pass_the_limit_of_a_week(
    monkeypatch: pytest.MonkeyPatch, settings
) -> None:
    """Each would find that the other has queued nothing yet."""
    companies(3)
    author = officer()
    rows = [act("start", approved(author)) for _ in range(2)]
    settings.CAMPAIGNS_PER_WEEK = 1
    asked: list[None] = []
    ask = sending.no_longer_chosen

    def no_longer_chosen(**named: Any) -> dict[str, str]:
        found = ask(**named)
        asked.append(None)
        until_somebody_waits(unless=lambda: len(asked) > 1)
        return found

    monkeypatch.setattr(sending, "no_longer_chosen", no_longer_chosen)
    queued = at_once(*(lambda row=row: sending.send_round(campaign_id=row.pk) for row in rows))
    assert sorted(queued, key=str) == [0, 3]
    assert sorted(dict(ledger(row).reasons).get("too_many", 0) for row in rows) == [0, 3]
