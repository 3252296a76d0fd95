"""One outcome for each row at every moment, whatever becomes of its message or of itself."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from post_office.models import Email, RecipientDeliveryStatus

from portal.mailing import jobs
from portal.mailing.ledger import counts, with_outcome
from portal.mailing.models import Campaign, CampaignRecipient, Outcome, Withheld
from portal.mailing.services.forgetting import forget, forget_old, keep_outcomes
from portal.mailing.states import Status
from portal.participation.signals import participant_erasing
from portal.personal_data.services import erase, purge
from snippets.mail.resend import resend
from snippets.mail.retention import empty_old_messages
from snippets.models import Delivery, Dispatch
from tests.portal.accounts.people import manager_of, officer
from tests.portal.mailing.sendings import (
    OUTCOME_OF,
    act,
    answer,
    bounce,
    companies,
    ledger,
    put,
    sending,
    states,
)
from tests.portal.mailing.world import organisation
from tests.portal.participation.people import make_guest
from tests.states import fresh, undone

pytestmark = pytest.mark.django_db
PEOPLE = 12
BACK = {
    RecipientDeliveryStatus.HARD_BOUNCED,
    RecipientDeliveryStatus.SOFT_BOUNCED,
    RecipientDeliveryStatus.UNDETERMINED_BOUNCED,
}


@pytest.fixture(scope="module")
def started(lasting: None) -> Campaign:
    """A campaign to twelve companies, every message queued."""
    companies(PEOPLE)
    return sending(officer())


@pytest.fixture
def answered(started: Campaign) -> Campaign:
    """The same with one row of each outcome or more."""
    answer(started, Delivery.SENT, 4)
    bounce(started, 1)
    answer(started, Delivery.FAILED, 2)
    answer(started, Delivery.UNCERTAIN, 1)
    answer(started, Delivery.WITHHELD, 1)
    Dispatch.objects.filter(email__status=Delivery.WITHHELD).update(withheld="declined")
    return fresh(started)


def one(row: Campaign) -> tuple[str, str]:
    found = with_outcome(row.recipients.order_by("pk"))[0]
    return found.outcome, found.why_withheld


@pytest.mark.parametrize("status", Delivery)
def test_what_each_state_of_a_message_is_for_a_campaign(
    started: Campaign, status: Delivery
) -> None:
    for said in (None, *RecipientDeliveryStatus):
        with undone():
            answer(started, status, 1, recipient_delivery_status=said)
            is_back = status == Delivery.SENT and said in BACK
            assert one(started) == (Outcome.BOUNCED if is_back else OUTCOME_OF[status], "")
            ledger(started)


def test_every_reason_of_the_engine_is_one_of_a_list() -> None:
    assert set(Dispatch.Withheld.values) <= set(Withheld.values)
    assert not set(Withheld.values) & set(Outcome.values), "kept counts tell them apart"


def test_parts_sum_to_the_list(answered: Campaign) -> None:
    found = ledger(answered)
    assert (found.sent, found.bounced, found.failed, found.uncertain) == (3, 1, 2, 1)
    assert (found.withheld, found.reasons, found.waiting) == (1, {"declined": 1}, 4)
    assert (found.answered, found.undelivered) == (6, 3)


def test_a_draft_has_an_empty_ledger(started: Campaign) -> None:
    row = put(started, Status.DRAFT)
    assert ledger(row).total == 0


def test_ledger_costs_one_query(answered: Campaign) -> None:
    with CaptureQueriesContext(connection) as queries:
        counts(answered)
    assert len(queries) == 1


def numbers(row: Campaign) -> tuple[int, ...]:
    found = ledger(row)
    return found.sent, found.bounced, found.failed, found.uncertain, found.withheld, found.waiting


def let_pass(days: int) -> None:
    """What was queued is so old."""
    Email.objects.update(created=timezone.now() - timedelta(days=days))


def test_outcomes_outlive_the_messages(answered: Campaign) -> None:
    before = numbers(answered)
    let_pass(61)
    empty_old_messages()
    jobs.keep_lists(timestamp=0)
    assert numbers(answered) == before
    # What waits still has its message, and its text.
    assert set(Email.objects.exclude(message="").values_list("status", flat=True)) == {
        Delivery.QUEUED
    }
    Email.objects.filter(message="").delete()
    assert numbers(answered) == before
    assert ledger(answered).reasons == {"declined": 1}
    assert keep_outcomes(now=timezone.now()) == 0


@pytest.mark.parametrize("status", [Delivery.HELD, Delivery.REQUEUED, Delivery.SENDING])
def test_a_message_that_waits_for_a_year_never_leaves_nor_waits_again(
    started: Campaign, status: Delivery
) -> None:
    """Its message goes: without a word on its row, it would be new, and queued again."""
    answer(started, status, 1)
    answer(started, Delivery.SENT)
    let_pass(351)
    jobs.keep_lists(timestamp=0)
    purge(dry_run=False)
    is_in_hand = status == Delivery.SENDING
    assert ledger(started).reasons == ({} if is_in_hand else {"too_late": 1})
    if is_in_hand:
        Email.objects.filter(status=status).update(status=Delivery.QUEUED)
        jobs.keep_lists(timestamp=0)
    let_pass(370)
    purge(dry_run=False)
    assert ledger(started).waiting == 0
    assert not Dispatch.objects.filter(key="campaign_organisations").exists()


def test_young_messages_are_read_live(answered: Campaign) -> None:
    assert keep_outcomes(now=timezone.now()) == 0
    bounce(answered, 3)
    assert ledger(answered).bounced == 3


def test_a_year_after_its_end_a_campaign_keeps_its_numbers(answered: Campaign) -> None:
    row = act("cancel", answered)
    before, reasons, now = numbers(row), ledger(row).reasons, timezone.now()
    assert forget_old(now=now + timedelta(days=364)) == 0
    assert forget_old(now=now + timedelta(days=366)) == PEOPLE
    assert (row.recipients.count(), numbers(row)) == (0, before)
    assert ledger(row).reasons == reasons == {"declined": 1, "cancelled": 4}


def test_rows_that_go_are_counted_as_what_they_were(answered: Campaign) -> None:
    before = numbers(answered)
    answer(answered, Delivery.HANDED_OVER, 1)
    assert forget(answered.recipients.all()) == PEOPLE
    sent, bounced, failed, uncertain, withheld, waiting = before
    assert numbers(answered) == (sent, bounced, failed, uncertain + 1, withheld + waiting - 1, 0)
    assert ledger(answered).reasons == {"declined": 1, "erased": 3}
    assert set(states(answered)) == set()


@pytest.fixture
def to_people(lasting: None) -> Campaign:
    """A campaign to three managers, of whom one is written to."""
    for number in range(3):
        manager_of(organisation(), email=f"gestion{number}@exemple.test")
    return sending(officer())


def test_erased_account_leaves_no_address_and_the_same_sum(to_people: Campaign) -> None:
    mine = to_people.recipients.filter(user__isnull=False)
    Email.objects.filter(dispatch__campaign_recipient=mine.order_by("pk")[0]).update(
        status=Delivery.SENT
    )
    for row in mine.order_by("pk")[:2]:
        row.user.erasure_due_on = timezone.localdate()
        row.user.save()
        erase(user=row.user)
        assert not CampaignRecipient.objects.filter(user=row.user).exists()
        assert not CampaignRecipient.objects.filter(address=row.address).exists()
    assert ledger(to_people).reasons == {"erased": 1}
    assert ledger(to_people).sent == 1, "what was sent stays counted"


def test_erased_guest_leaves_no_address(started: Campaign) -> None:
    guest = make_guest(email="contact0@exemple.test")
    participant_erasing.send(type(guest), participant=guest)
    assert not started.recipients.filter(address="contact0@exemple.test").exists()
    assert ledger(started).reasons == {"erased": 1}
    email = Email.objects.get(dispatch__address="contact0@exemple.test")
    assert email.status == Delivery.WITHHELD, "it never leaves"


@pytest.mark.parametrize("status", [Delivery.FAILED, Delivery.UNCERTAIN])
def test_a_message_that_an_officer_sends_again_opens_its_campaign_again(
    started: Campaign, status: Delivery
) -> None:
    """« Terminée » means that nothing waits."""
    answer(started, status, 1)
    answer(started, Delivery.SENT)
    row = put(started, Status.SENT)
    resend(email=Email.objects.get(status=status))
    assert (fresh(row).status, ledger(row).waiting) == (Status.SENDING, 1)
    again = row.recipients.get(dispatch__email__status=Delivery.QUEUED)
    assert again.may_have_arrived == (status == Delivery.UNCERTAIN)


def test_what_may_have_arrived_is_no_failure_to_send_again(started: Campaign) -> None:
    answer(started, Delivery.UNCERTAIN, 1)
    answer(started, Delivery.FAILED, 1)
    answer(started, Delivery.SENT)
    row = put(started, Status.SENT)
    resend(email=Email.objects.get(status=Delivery.UNCERTAIN))
    answer(row, Delivery.FAILED)
    row = act("resend_failures", put(row, Status.SENT))
    assert ledger(row).failed == 1
    assert ledger(row).waiting == 1
