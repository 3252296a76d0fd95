"""A copy of a campaign that was cancelled half-way does not write twice to anybody."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.accounts.models import User
from portal.mailing.models import Campaign
from portal.mailing.services import writing
from portal.mailing.states import Status
from snippets.models import Delivery
from tests.portal.accounts.people import officer, signed_in
from tests.portal.mailing.sendings import act, answer, companies, sending
from tests.portal.mailing.world import campaign
from tests.states import fresh

pytestmark = pytest.mark.django_db
HOME = "/communication/campagnes/"


@pytest.fixture(scope="module")
def author(lasting: None) -> User:
    return officer(first_name="Amina", last_name="Diallo")


def of(row: Campaign) -> str:
    return f"{HOME}{row.pk}/"


def test_what_a_worker_has_in_hand_at_the_end_may_have_arrived(author: User) -> None:
    """Of six messages four may be read: sent, uncertain, or with a server; two never leave."""
    companies(6)
    first = sending(author)
    for status in (Delivery.SENT, Delivery.UNCERTAIN, Delivery.SENDING, Delivery.HANDED_OVER):
        answer(first, status, 1)
    act("cancel", first)
    row = act("submit", writing.copy(campaign=fresh(first), user=author))
    assert (row.frozen_count, row.excluded) == (2, {"already": 4})


def test_a_copy_of_a_copy_leaves_out_who_has_had_the_message(author: User) -> None:
    """Sent, uncertain or returned at first, sent by the copy: the last one writes to the rest."""
    addresses = companies(6)
    first = campaign(author, name="Forum")
    outcomes = ("sent", "uncertain", "bounced", "failed", "", "")
    listed(first, addresses, outcomes)
    second = writing.copy(campaign=fresh(first), user=author)
    page = signed_in(author).get(of(second)).content.decode()
    assert "3\u00a0personnes recevraient ce message" in page
    assert "<strong>3</strong>&nbsp;: a déjà reçu ce message" in page
    listed(second, addresses[3:4], ("sent",))
    # A draft between the two, which is deleted, breaks no chain.
    between = writing.copy(campaign=fresh(second), user=author)
    last = writing.copy(campaign=between, user=author)
    writing.delete_draft(campaign=between, user=author, version=fresh(between).version)
    assert fresh(last).copied_from == second
    Campaign.objects.filter(pk=last.pk).update(reply_to="forum@exemple.test")
    row = act("submit", last)
    assert sorted(row.recipients.values_list("address", flat=True)) == addresses[4:]
    assert row.excluded == {"already": 4}


def test_a_copy_of_what_was_sent_writes_to_everybody_again(author: User) -> None:
    addresses = companies(2)
    first = campaign(author)
    listed(first, addresses, ("sent", "sent"), status=Status.SENT)
    made = writing.copy(campaign=fresh(first), user=author)
    page = signed_in(author).get(of(made)).content.decode()
    assert "2\u00a0personnes recevraient ce message" in page


def listed(
    row: Campaign,
    addresses: list[str],
    outcomes: tuple[str, ...],
    status: Status = Status.CANCELLED,
) -> None:
    """Its list, closed long ago, and what became of each row."""
    for address, outcome in zip(addresses, outcomes, strict=True):
        row.recipients.create(
            address=address, origin="organisation", reason="Votre fiche.", kept_outcome=outcome
        )
    at = timezone.now() - timedelta(days=30)
    Campaign.objects.filter(pk=row.pk).update(
        status=status,
        approved_by=row.author,
        frozen_at=at,
        frozen_count=len(addresses),
        rule="Toutes",
        started_at=at,
        ended_at=at,
    )
