"""A button pressed twice, and days beyond reason: what is counted and told stays right."""

from datetime import time, timedelta

import pytest
from django.utils import timezone
from post_office.models import Email

from portal.accounts.actors import Actor
from portal.sponsorship.errors import SponsorshipError
from portal.sponsorship.models import Alert, Meeting, Objective
from portal.sponsorship.pairing.services.coordinating import plan_first_meeting
from portal.sponsorship.pairs.services import alerts, coordinating, leaving, meetings, objectives
from portal.sponsorship.pairs.services.meetings import Said
from portal.sponsorship.pairs.states import MeetingState, Side
from tests.portal.accounts.people import signed_in
from tests.portal.sponsorship.pairing.made import fresh, make_coordinator
from tests.portal.sponsorship.pairs.made import as_side, make_active, make_meeting

pytestmark = pytest.mark.django_db


def note(pair, side=Side.PERSON, **said):
    values = {"day": timezone.localdate(), "mode": "phone", **said}
    return meetings.note_meeting(
        pair=pair, side=side, said=Said(**values), actor=as_side(pair, side)
    )


def test_a_meeting_that_is_sent_twice_is_counted_once():
    pair = make_active(days=30)
    topics = ("project", "cv")
    assert note(pair, topics=topics, word="Un mot ") == note(pair, topics=topics, word="Un mot")
    note(pair, topics=topics, word="Un autre mot")
    note(pair, Side.SPONSOR, topics=topics, word="Un mot")
    assert Meeting.objects.filter(state=MeetingState.HELD).count() == 3


def test_a_planned_meeting_of_a_day_already_noted_may_still_be_noted():
    pair = make_active(days=30)
    note(pair, day=timezone.localdate() - timedelta(days=1))
    make_meeting(pair, MeetingState.PLANNED, days=-1)
    note(pair, day=timezone.localdate() - timedelta(days=1))
    assert not Meeting.objects.filter(state=MeetingState.PLANNED).exists()


def test_a_meeting_of_the_next_century_does_not_hide_a_silent_pair():
    pair = make_active(days=30)
    with pytest.raises(SponsorshipError, match="année qui vient") as refused:
        meetings.plan_meeting(
            pair=pair,
            side=Side.PERSON,
            day=timezone.localdate() + timedelta(days=368),
            hour=time(14),
            mode="phone",
            actor=as_side(pair, Side.PERSON),
        )
    assert refused.value.field == "day"
    assert not Meeting.objects.exists()


def test_the_same_objective_and_the_same_alert_are_one():
    pair, chief = make_active(), make_coordinator()
    person = {"pair": pair, "side": Side.PERSON, "actor": as_side(pair, Side.PERSON)}
    for _ in range(2):
        objectives.add_objective(text="Refaire mon CV", **person)
    assert Objective.objects.count() == 1
    Email.objects.all().delete()
    first, again = (alerts.raise_alert(reason="Un souci", **person) for _ in range(2))
    assert first == again
    assert Email.objects.filter(to=chief.email).count() == 1
    alerts.handle_alert(pair=pair, alert=first.pk, actor=Actor(chief))
    alerts.raise_alert(reason="Un souci", **person)
    assert Alert.objects.count() == 2


def test_the_first_meeting_of_the_same_moment_is_told_once():
    pair, actor = make_active(), Actor(make_coordinator())
    at = timezone.now() + timedelta(days=3)
    Email.objects.all().delete()
    for moment in (at, at, at + timedelta(hours=1)):
        plan_first_meeting(pair=pair, at=moment, place="Salle 2", actor=actor)
    assert Email.objects.count() == 4


def test_a_job_of_a_pair_begins_since_the_pair():
    pair, actor = make_active(days=30), Actor(make_coordinator())
    with pytest.raises(SponsorshipError, match="depuis le début") as refused:
        coordinating.complete_pair(
            pair=pair, outcome="job", day=pair.started_on - timedelta(days=1), actor=actor
        )
    assert refused.value.field == "day"
    coordinating.complete_pair(pair=pair, outcome="job", day=pair.started_on, actor=actor)


def test_the_screen_of_the_alert_says_what_it_does_now():
    pair = make_active()
    client, page = signed_in(pair.participant.user), f"/parrainage/mon-binome/{pair.pk}/alerte/"
    assert "en pause tout de suite" in client.get(page).content.decode()
    leaving.leave_pair(pair=fresh(pair), side=Side.SPONSOR, actor=as_side(pair, Side.SPONSOR))
    html = client.get(page).content.decode()
    assert "en pause" not in html
    assert "n’en apprend rien" in html


def test_the_first_meeting_is_moved_from_the_moment_that_was_fixed():
    pair, chief = make_active(), make_coordinator()
    at = (timezone.localtime() + timedelta(days=3)).replace(hour=14, minute=30, second=0)
    plan_first_meeting(pair=pair, at=at, place="Salle 2", actor=Actor(chief))
    client, page = signed_in(chief), f"/parrainage/coordination/binomes/{pair.pk}/"
    assert "Déplacer la première rencontre" in client.get(page).content.decode()
    form = client.get(f"{page}rencontre/").content.decode()
    assert f'value="{at:%Y-%m-%d}"' in form
    assert 'value="14:30"' in form
    assert 'value="Salle 2"' in form
