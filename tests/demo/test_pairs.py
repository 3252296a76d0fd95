"""The pairs of the demo: made once, by the services, one of each kind that people meet."""

from collections import Counter

import pytest
from django.utils import timezone

from demo.candidates import LINKED
from demo.pairs import SHOWN, load_pairs
from demo.sponsorship import COORDINATOR
from portal.accounts.level_names import LevelName
from portal.accounts.models import User
from portal.sponsorship.advisers.queries import told_pair
from portal.sponsorship.dashboard.figures import tables_of
from portal.sponsorship.dashboard.period import Period
from portal.sponsorship.models import (
    Alert,
    CertificateRequest,
    SponsorCertificate,
    Sponsorship,
    SponsorshipStep,
)
from portal.sponsorship.pairs.phases import plus_months
from portal.sponsorship.pairs.states import Phase
from tests.portal.accounts.people import person_with
from tests.portal.sponsorship.people import coordinator, make_request

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(lasting):
    """The pairs, with somebody whose adviser is told."""
    coordinator(email=COORDINATOR)
    linked = person_with(LevelName.CANDIDATE, email=LINKED)
    for _ in range(4):
        make_request()
    load_pairs()
    return linked


def test_a_pair_of_each_kind_is_made_once(made):
    assert load_pairs() == 0
    assert Counter(Sponsorship.objects.values_list("state", flat=True)) == {
        "proposed": 1,
        "accepted": 1,
        "active": 4,
        "suspended": 1,
        "completed": 2,
        "broken": 1,
        "declined": 1,
    }
    active = Sponsorship.objects.filter(state="active")
    assert active.filter(phase=Phase.IN_WORK).count() == 1
    assert active.filter(nudged_at__isnull=False).count() == 1
    assert Alert.objects.filter(handled_at__isnull=True).count() == 1
    assert told_pair(users=[made.pk]).meetings == 3
    # `start` prints them.
    addresses = {email for email, _ in SHOWN}
    assert User.objects.filter(email__in=addresses).count() == len(SHOWN)


def test_no_figure_of_the_last_year_is_empty(made):
    today = timezone.localdate()
    tables = tables_of(Period(plus_months(today, -12), today), timezone.now())
    empty = [table.title for table in tables if not any(line.value for line in table.lines)]
    assert empty == []


def test_a_certificate_is_issued_for_the_past_and_one_is_asked_for(made):
    certificate = SponsorCertificate.objects.get()
    assert (certificate.ends_on - certificate.starts_on).days == 300
    assert (certificate.pairs, certificate.meetings) == (4, 5)
    assert CertificateRequest.objects.filter(certificate=None).count() == 1


def test_what_happened_is_told_in_order(made):
    for pair in Sponsorship.objects.all():
        steps = [*SponsorshipStep.objects.filter(pair=pair).order_by("pk")]
        assert [step.at for step in steps] == sorted(step.at for step in steps)
        assert steps[-1].state == pair.state
        days = [meeting.day for meeting in pair.meetings.filter(state="held")]
        assert all(pair.started_on <= day <= timezone.localdate() for day in days)
