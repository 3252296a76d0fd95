"""An accepted application makes its commitment, once, with what the page said."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from post_office.models import Email

from portal.accounts.actors import Actor
from portal.applications.models import Application
from portal.applications.services.deciding import decide
from portal.applications.services.withdrawing import withdraw_agreement
from portal.participation.models import Agreement, Participant
from portal.sponsorship.commitments.jobs import end_commitments
from portal.sponsorship.commitments.models import VolunteerCommitment
from portal.sponsorship.commitments.services import making
from portal.sponsorship.commitments.services.making import make_commitment, make_missing
from portal.sponsorship.commitments.states import State
from tests.factories import JobOfferPageFactory
from tests.portal.participation.people import make_guest
from tests.portal.sponsorship.commitments.volunteers import (
    accept,
    applied,
    association,
    committed,
    days_ago,
    mission,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def them(lasting):
    return association()


def of(application):
    return VolunteerCommitment.objects.get(application=application)


def test_the_acceptance_makes_it_and_tells_the_person_where(them, person):
    organisation, member = them
    page = mission(organisation, ends_on=days_ago(-60), counts_as_activity=True)
    application = applied(page, person)
    accept(application, member)
    made = of(application)
    assert (made.title, made.organisation_name) == (page.title, "Les Mains tendues")
    assert (made.starts_on, made.ends_on) == (timezone.localdate(), page.ends_on)
    assert (made.state, made.counts_as_activity, made.is_one_off) == (State.ACTIVE, True, False)
    mails = Email.objects.filter(to=person.email, dispatch__key="volunteer_commitment_made")
    mail = mails.latest("pk")
    assert f"/mon-espace/benevolat/{made.pk}/" in mail.message
    # The page may go.
    Application.objects.filter(pk=application.pk).update(page=None)
    page.delete()
    assert of(application).title == made.title


def test_a_person_without_an_account_has_one_too_by_a_link(them, client):
    organisation, member = them
    guest = make_guest(email="nadia@exemple.test")
    application = applied(mission(organisation), guest)
    accept(application, member)
    (mail,) = Email.objects.filter(
        to="nadia@exemple.test", dispatch__key="volunteer_commitment_made"
    )
    path = "/engagement/" + mail.message.split("/engagement/")[1].split()[0]
    response = client.get(path)
    assert response.status_code == 200
    assert "Noter mes heures" in response.content.decode()
    assert client.get("/engagement/1.faux/").status_code == 410


@pytest.mark.parametrize(
    ("fields", "period"),
    [
        ({}, (30, None)),
        ({"ends_on": -10}, (30, -10)),
        ({"starts_on": -5}, (-5, None)),
        ({"rhythm": "one_off", "starts_on": 3}, (3, 3)),
        ({"rhythm": "one_off", "starts_on": 3, "ends_on": 2}, (3, 2)),
        ({"rhythm": "one_off", "starts_on": None}, (30, None)),
        # Accepted once it is over: the period is that of the page.
        ({"starts_on": 60, "ends_on": 40}, (60, 40)),
        ({"starts_on": None, "ends_on": 40}, (40, 40)),
    ],
)
def test_its_period_is_that_of_the_page_from_the_acceptance_on(them, fields, period):
    days = {
        name: days_ago(value) if name != "rhythm" and value is not None else value
        for name, value in fields.items()
    }
    page = mission(them[0], **({"starts_on": days_ago(90)} | days))
    made = make_commitment(application=applied(page, status="hired", days_ago=30))
    start, end = period
    assert (made.starts_on, made.ends_on) == (
        days_ago(start),
        None if end is None else days_ago(end),
    )


def test_one_application_has_one(them):
    made = committed(them[0])
    assert make_commitment(application=made.application) == made
    with pytest.raises(IntegrityError), transaction.atomic():
        VolunteerCommitment.objects.create(
            application=made.application,
            organisation=made.organisation,
            organisation_name="Autre",
            title="Autre",
            starts_on=made.starts_on,
        )


def accepted_before(them, **fields):
    """Applications that were accepted before commitments existed."""
    page = mission(them[0], **({"starts_on": days_ago(400)} | fields))
    return applied(page, make_guest(email="nadia@exemple.test"), status="hired", days_ago=300)


def told():
    """The keys of what the guest of these applications was written."""
    mails = Email.objects.filter(to="nadia@exemple.test").order_by("pk")
    return [*mails.values_list("dispatch__key", flat=True)]


def test_what_was_accepted_before_commitments_existed_has_one_after_a_night(them):
    running = accepted_before(them)
    end_commitments(timestamp=0)
    made = of(running)
    assert (made.state, made.starts_on, made.ends_on) == (State.ACTIVE, days_ago(300), None)
    end_commitments(timestamp=0)
    assert make_missing() == 0
    assert of(running) == made
    assert told() == ["volunteer_commitment_made"]


def test_what_was_over_before_is_kept_as_ended_and_nobody_is_written_to(them):
    over = accepted_before(them, ends_on=days_ago(61))
    end_commitments(timestamp=0)
    assert (of(over).state, of(over).ended_side) == (State.ENDED, "")
    assert of(over).end_reason
    assert told() == []


def test_a_mission_that_ended_lately_may_still_have_hours_and_its_person_is_told(them):
    lately = accepted_before(them, ends_on=days_ago(60))
    assert make_missing() == 1
    assert of(lately).takes_hours(timezone.localdate())
    assert told() == ["volunteer_commitment_made"]


def test_nothing_is_missing_of_whoever_took_the_agreement_back_or_is_erased(them):
    gone, erased = accepted_before(them), accepted_before(them)
    Agreement.objects.filter(pk=gone.agreement_id).update(withdrawn_at=timezone.now())
    Participant.objects.filter(pk=erased.participant_id).update(erased_at=timezone.now())
    refused = applied(mission(them[0]), status="refused")
    job = applied(JobOfferPageFactory.row(organisation=them[0]), status="hired")
    assert make_missing() == 0
    rows = VolunteerCommitment.objects.filter(application__in=[gone, erased, refused, job])
    assert not rows.exists()


def test_one_that_fails_holds_no_other_back(them, monkeypatch):
    broken, other = accepted_before(them), accepted_before(them)
    make = making.make_commitment

    def make_but_one(*, application):
        if application.pk == broken.pk:
            raise RuntimeError
        return make(application=application)

    monkeypatch.setattr(making, "make_commitment", make_but_one)
    assert make_missing() == 1
    assert of(other).state == State.ACTIVE


def test_an_offer_of_a_job_and_another_answer_make_none(them):
    organisation, member = them
    job = applied(JobOfferPageFactory.row(organisation=organisation))
    decide(application=job, to="hired", actor=Actor(member))
    other = applied(mission(organisation))
    decide(application=other, to="interview", actor=Actor(member))
    assert make_commitment(application=other) is None
    assert not VolunteerCommitment.objects.filter(application__in=[job, other]).exists()


def test_taking_the_agreement_back_cancels_it(them):
    made = committed(them[0])
    withdraw_agreement(application=made.application, actor=Actor(None, guest_name="Nadia"))
    made.refresh_from_db()
    assert (made.state, made.ended_side) == (State.CANCELLED, "")
    assert not VolunteerCommitment.objects.received_by(them[1]).filter(pk=made.pk).exists()
    # Taken back before it is accepted: nothing is made.
    waiting = applied(mission(them[0]))
    withdraw_agreement(application=waiting, actor=Actor(None, guest_name="Nadia"))
    assert make_commitment(application=waiting) is None


def test_half_an_end_is_refused(them):
    made = committed(them[0])
    for fields in (
        {"state": "ended"},
        {"state": "ended", "ended_at": timezone.now()},
        {"ended_at": timezone.now(), "end_reason": "Merci."},
        {"ended_side": "volunteer"},
        {"ends_on": made.starts_on - timedelta(days=1)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            VolunteerCommitment.objects.filter(pk=made.pk).update(**fields)
