"""Campaigns of the demo: one that arrived, one that waits, one that is being written."""

import pytest

from portal.mailing.ledger import counts
from portal.mailing.messages import letter_of
from portal.mailing.models import Campaign
from portal.mailing.states import Status

pytestmark = pytest.mark.django_db


def test_one_arrived_one_waits_for_a_colleague_one_is_a_draft_with_a_card(made):
    found = {campaign.status: campaign for campaign in Campaign.objects.all()}
    assert made["campaigns"] == 3
    assert set(found) == {Status.SENT, Status.SUBMITTED, Status.DRAFT}
    ledger = counts(found[Status.SENT])
    assert ledger.sent == ledger.total == found[Status.SENT].frozen_count > 1
    assert len(letter_of(found[Status.DRAFT]).cards) == 1
