"""A whole campaign: two workers, a real server, a pause, a worker killed. Each recipient once."""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.db import connection
from post_office.models import Email
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from portal.mailing.jobs import send_rounds
from portal.mailing.models import Campaign, CampaignRecipient
from portal.mailing.states import Status
from portal.mailing.why import why_of
from snippets.mail.delivery.courier import send_due
from snippets.mail.jobs import send_due_mails
from snippets.models import Delivery
from tests.bench.servers import free_port
from tests.portal.accounts.people import manager_of, officer
from tests.portal.mailing.sendings import act, companies, ledger, ready
from tests.portal.mailing.world import organisation
from tests.sizes import at_size
from tests.snippets.mail.postal import Server, Workers, let_a_minute_pass, wait_until
from tests.states import fresh

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE, ACCOUNTS = at_size(44, 1950), at_size(6, 50)
# Who should be written to and why, said without the code of audiences.
INDEPENDENT = """
    WITH named AS (
        SELECT o.*, '«\u00a0' || o.name || '\u00a0» ('
            || CASE o.kind WHEN 'company' THEN 'entreprise' END
            || coalesce(', ' || c.name, '') || ')' AS said
        FROM snippets_organisation o LEFT JOIN snippets_commune c ON c.insee_code = o.commune_id
        WHERE o.suspended_at IS NULL
    )
    SELECT lower(email), 'organisation', id, NULL::bigint, created_at,
        'Cette adresse est celle de la fiche de ' || said || ' sur Déclic.'
    FROM named WHERE email <> ''
    UNION ALL
    SELECT lower(u.email), 'membership', named.id, u.id, m.created_at,
        'Votre compte est membre de ' || said || ', qui est inscrite sur Déclic.'
    FROM accounts_membership m
    JOIN accounts_user u ON u.id = m.user_id
    JOIN named ON named.id = m.organisation_id
    WHERE m.ended_at IS NULL AND u.is_active
"""


@pytest.fixture
def post(tmp_path) -> Iterator[tuple[Server, Workers]]:
    """A real SMTP server, and two workers that are there at once."""
    server = Server(tmp_path, free_port())
    workers = Workers(server.port)
    server.start()
    workers.start(2)
    yield server, workers
    workers.kill_all()
    server.kill()


def ask_for_a_round() -> None:
    """What the clock asks of workers every minute."""
    waiting = ProcrastinateJob.objects.filter(status="todo")
    for job in (send_rounds, send_due_mails):
        if not waiting.filter(task_name=job.name).exists():
            with suppress(AlreadyEnqueued):
                job.defer(timestamp=0)


def expected() -> dict[str, tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(INDEPENDENT)
        rows = cursor.fetchall()
    assert len({row[0] for row in rows}) == len(rows)
    return {address: tuple(rest) for address, *rest in rows}


def test_each_recipient_once_whoever_dies_and_each_can_know_why(post, settings) -> None:
    server, workers = post
    settings.CAMPAIGN_APPROVAL_ABOVE = 10
    companies(PEOPLE - 2, name="ok")
    companies(1, name="grey")
    companies(1, name="refuse")
    for number in range(ACCOUNTS):
        manager_of(organisation(), email=f"ok.compte{number}@exemple.test")
    author, colleague = officer(), officer()
    row = act("approve", act("submit", ready(author)), colleague, read=PEOPLE + ACCOUNTS)

    chosen, total = expected(), row.frozen_count
    addresses = frozenset(chosen)
    assert total == len(chosen) == PEOPLE + ACCOUNTS
    people = row.recipients.select_related("campaign__author", "organisation")
    assert {
        one.address: (
            one.origin,
            one.organisation_id,
            one.user_id,
            one.since,
            why_of(one).reason,
        )
        for one in people
    } == chosen

    def received() -> Counter[str]:
        """Those of the list alone: colleagues have messages too."""
        events = server.events("accepted")
        return Counter({to: often for to, often in events.items() if to in addresses})

    def accepted(count: int) -> bool:
        ask_for_a_round()
        assert ledger(row).total == total, "the parts are the list at every step"
        return len(received()) >= count

    act("start", row)
    wait_until(lambda: accepted(total // 5), "the first messages")
    act("pause", row)
    in_hand = Email.objects.filter(status__in=(Delivery.SENDING, Delivery.HANDED_OVER))
    wait_until(lambda: not in_hand.exists(), "what workers had in hand")
    some = len(received())
    assert some < total
    assert send_due() == 0, "nothing of a paused campaign is due"
    assert ledger(row).waiting >= total - some - 1

    act("resume", row)
    wait_until(lambda: accepted(total // 2), "more messages")
    workers.kill(0)

    def over() -> bool:
        let_a_minute_pass()
        accepted(0)
        return fresh(row).status == Status.SENT

    wait_until(over, "the end of the campaign")
    workers.kill_all()
    left, found = received(), ledger(row)
    assert max(left.values()) == 1, "nobody twice"
    by_status = dict(
        CampaignRecipient.objects.filter(campaign=row).values_list(
            "address", "dispatch__email__status"
        )
    )
    assert len(by_status) == total
    sent = {address for address, status in by_status.items() if status == Delivery.SENT}
    unsure = {address for address, status in by_status.items() if status == Delivery.UNCERTAIN}
    assert sent <= left.keys() <= sent | unsure
    assert len(unsure) <= 1, "the message that the killed worker had in hand"
    assert (found.failed, found.waiting, found.withheld) == (1, 0, 0)
    assert by_status["refuse0@exemple.test"] == Delivery.FAILED
    assert Campaign.objects.get(pk=row.pk).ended_at is not None
