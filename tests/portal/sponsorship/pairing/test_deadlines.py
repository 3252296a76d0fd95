"""Proposals without an answer, first talks without news: what mornings do, and do once."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from post_office.models import Email

from portal.accounts.actors import Actor
from portal.sponsorship.errors import SponsorshipError
from portal.sponsorship.jobs import keep_deadlines
from portal.sponsorship.pairing.models import Delay, PairingSetting
from portal.sponsorship.pairing.services import coordinating, deadlines
from portal.sponsorship.pairing.services.deadlines import expire_proposals
from portal.sponsorship.pairs.links import contact_paths
from portal.sponsorship.pairs.models import Sponsorship
from portal.sponsorship.pairs.services import contact
from portal.sponsorship.pairs.states import ContactSource, Side, State
from portal.sponsorship.requests.services.closing import withdraw
from portal.sponsorship.requests.states import State as RequestState
from portal.sponsorship.sponsors.services.absences import leave, resume
from portal.sponsorship.sponsors.states import Role
from portal.sponsorship.sponsors.states import State as SponsorState
from tests.portal.sponsorship.pairing.made import (
    fresh,
    make_accepted,
    make_coordinator,
    make_paired_sponsor,
    make_proposal,
    make_request,
    say_yes,
)
from tests.states import fresh as reread

pytestmark = pytest.mark.django_db


def days_later(days) -> datetime:
    return timezone.now() + timedelta(days=days)


def subjects():
    return sorted(mail.subject for mail in Email.objects.all())


def test_a_proposal_ends_after_its_last_day_and_not_on_it():
    pair = make_proposal()
    assert expire_proposals(now=days_later(10)) == 0
    Email.objects.all().delete()
    assert expire_proposals(now=days_later(11)) == 1
    assert expire_proposals(now=days_later(11)) == 0
    assert fresh(pair).state == State.EXPIRED
    assert reread(pair.request).state == RequestState.WAITING
    # The person alone is told: the sponsor said nothing.
    assert subjects() == ["La proposition de parrainage n’aboutit pas"]


def test_a_sponsor_who_leaves_two_without_an_answer_is_paused_and_the_person_keeps_their_rank():
    sponsor = make_paired_sponsor(capacity=2)
    first = make_request(days=50)
    make_request(days=40)
    make_proposal(request=first, sponsor=sponsor)
    expire_proposals(now=days_later(11))
    assert reread(sponsor).state == SponsorState.ACCEPTED
    make_proposal(request=reread(first), sponsor=sponsor)
    expire_proposals(now=days_later(11))
    assert reread(sponsor).state == SponsorState.PAUSED
    assert reread(first).rank == 1


def test_an_answer_between_the_two_begins_again():
    sponsor = make_paired_sponsor(capacity=3)
    make_proposal(sponsor=sponsor)
    expire_proposals(now=days_later(11))
    # The first one ended in the past.
    Sponsorship.objects.update(ended_at=timezone.now())
    say_yes(make_proposal(sponsor=sponsor), Side.SPONSOR)
    Sponsorship.objects.filter(state=State.PROPOSED).update(
        answer_by=timezone.localdate() + timedelta(days=90)
    )
    make_proposal(sponsor=sponsor)
    expire_proposals(now=days_later(11))
    assert reread(sponsor).state == SponsorState.ACCEPTED


def test_a_sponsor_who_comes_back_begins_again():
    PairingSetting.objects.create(name=Delay.UNANSWERED, value=1)
    sponsor = make_paired_sponsor()
    make_proposal(sponsor=sponsor)
    expire_proposals(now=days_later(11))
    assert reread(sponsor).state == SponsorState.PAUSED
    Sponsorship.objects.update(ended_at=timezone.now())
    resume(sponsor=sponsor, role=Role.PERSON, actor=Actor(sponsor.user))
    PairingSetting.objects.update(value=2)
    make_proposal(sponsor=reread(sponsor))
    expire_proposals(now=days_later(11))
    assert reread(sponsor).state == SponsorState.ACCEPTED


def test_a_person_who_left_it_unanswered_costs_the_sponsor_nothing():
    PairingSetting.objects.create(name=Delay.UNANSWERED, value=1)
    pair = make_proposal()
    say_yes(pair, Side.SPONSOR)
    expire_proposals(now=days_later(11))
    assert reread(pair.sponsor).state == SponsorState.ACCEPTED


def test_both_are_asked_once_then_the_coordinator_has_it_back():
    pair = make_accepted()
    Email.objects.all().delete()
    asked = []
    assert contact.ask_pairs(asked.append, now=days_later(3)) == 0
    assert contact.ask_pairs(asked.append, now=days_later(4)) == 1
    assert contact.ask_pairs(asked.append, now=days_later(4)) == 0
    assert asked == [pair]
    assert contact.return_silent(now=days_later(7)) == 0
    assert contact.return_silent(now=days_later(8)) == 1
    assert contact.return_silent(now=days_later(8)) == 0
    assert list(Sponsorship.objects.to_settle()) == [pair]


def test_the_job_of_the_morning_says_how_many_come_back():
    make_coordinator()
    make_accepted()
    Sponsorship.objects.update(contact_by=timezone.localdate() - timedelta(days=1))
    Email.objects.all().delete()
    keep_deadlines(0)
    assert subjects().count("Vous êtes-vous parlé\u00a0?") == 2
    assert "Binômes sans premier contact" in subjects()


def test_one_tap_says_that_they_talked_or_not_yet(client):
    pair = make_accepted()
    spoken, not_yet = contact_paths(pair, Side.SPONSOR)
    assert client.get(not_yet).status_code == 200
    assert fresh(pair).not_yet_at is None
    client.post(not_yet)
    assert fresh(pair).not_yet_at is not None
    assert client.post(spoken).status_code == 200
    found = fresh(pair)
    assert (found.state, found.contact_said_by) == (State.ACTIVE, Side.SPONSOR)
    assert found.started_on == timezone.localdate()
    # The other says the same, or that it was not yet: it is noted already.
    for other in contact_paths(pair, Side.PERSON):
        answer = client.post(other)
        assert answer.status_code == 200
        assert "déjà noté" in answer.content.decode()
    contact.say_spoken(pair=pair, side=Side.PERSON, actor=Actor(pair.participant.user))
    assert fresh(pair).contact_said_by == Side.SPONSOR


def test_a_second_question_has_links_that_act_again(client):
    pair, actor = make_accepted(), Actor(make_coordinator())
    links = []
    contact.ask_pairs(
        lambda pair: links.append(contact_paths(pair, Side.SPONSOR)), now=days_later(4)
    )
    assert client.post(links[0][1]).status_code == 200
    # A meeting is fixed: both are asked again later.
    coordinating.plan_first_meeting(pair=pair, at=days_later(5), place="Salle 2", actor=actor)
    Sponsorship.objects.update(not_yet_at=None)
    contact.ask_pairs(
        lambda pair: links.append(contact_paths(pair, Side.SPONSOR)), now=days_later(10)
    )
    assert client.post(links[1][1]).status_code == 200
    assert fresh(pair).not_yet_at is not None


def test_a_pair_that_has_talked_still_has_its_first_meeting_to_be_settled():
    pair, other, actor = make_accepted(), make_accepted(), Actor(make_coordinator())
    contact.say_spoken(pair=pair, side=Side.SPONSOR, actor=Actor(pair.sponsor.user))
    contact.note_contact(pair=other, actor=actor)
    found = fresh(other)
    assert (found.state, found.contact_said_by) == (State.ACTIVE, ContactSource.COORDINATOR)
    assert found.contacted_at is not None
    assert set(Sponsorship.objects.to_settle()) == {pair, other}
    coordinating.plan_first_meeting(pair=pair, at=days_later(5), place="Salle 2", actor=actor)
    coordinating.waive_first_meeting(pair=other, reason="Se connaissent", actor=actor)
    assert not Sponsorship.objects.to_settle().exists()
    assert fresh(pair).state == State.ACTIVE


def test_waiving_after_a_return_tells_both_and_counts_the_days_again():
    pair, actor = make_accepted(), Actor(make_coordinator())
    contact.ask_pairs(lambda _: None, now=days_later(4))
    now = timezone.now()
    Sponsorship.objects.update(
        accepted_at=now - timedelta(days=20), contact_by=timezone.localdate(now) - timedelta(days=9)
    )
    assert contact.return_silent() == 1
    Email.objects.all().delete()
    found = coordinating.waive_first_meeting(pair=pair, reason="Se connaissent", actor=actor)
    assert (found.asked_at, found.returned_at) == (None, None)
    assert found.contact_by == timezone.localdate(days_later(7))
    assert subjects() == ["Joignez-vous directement"] * 2


def test_one_bad_row_holds_no_other_back(monkeypatch):
    bad, good = make_proposal(), make_proposal()
    tell_over = deadlines.tell_over

    def fail(pair, side):
        if pair == bad:
            raise ValueError
        tell_over(pair, side)

    monkeypatch.setattr(deadlines, "tell_over", fail)
    assert expire_proposals(now=days_later(11)) == 1
    assert (fresh(bad).state, fresh(good).state) == (State.PROPOSED, State.EXPIRED)
    asked = [make_accepted(), make_accepted()]

    def ask(pair):
        if pair == asked[0]:
            raise ValueError

    assert contact.ask_pairs(ask, now=days_later(4)) == 1
    assert fresh(asked[0]).asked_at is None


def test_a_meeting_is_fixed_in_the_year_that_comes():
    pair, actor = make_accepted(), Actor(make_coordinator())
    with pytest.raises(SponsorshipError) as refused:
        coordinating.plan_first_meeting(pair=pair, at=days_later(400), place="Salle 2", actor=actor)
    assert refused.value.field == "at"


def test_the_first_meeting_moves_the_last_day_of_the_first_talk():
    pair, actor = make_accepted(), Actor(make_coordinator())
    with pytest.raises(SponsorshipError) as refused:
        coordinating.plan_first_meeting(pair=pair, at=days_later(-1), place="Salle 2", actor=actor)
    assert refused.value.field == "at"
    found = coordinating.plan_first_meeting(
        pair=pair, at=days_later(5), place="Salle 2", actor=actor
    )
    assert found.contact_by == timezone.localdate(days_later(12))
    assert not Sponsorship.objects.to_settle().exists()
    with pytest.raises(SponsorshipError, match="pourquoi"):
        coordinating.waive_first_meeting(pair=pair, reason=" ", actor=actor)
    found = coordinating.waive_first_meeting(pair=pair, reason="Se connaissent", actor=actor)
    assert (found.first_meeting_at, found.contact_by) == (
        None,
        timezone.localdate(days_later(7)),
    )


def test_a_sponsor_who_leaves_gives_everybody_back_their_rank():
    sponsor = make_paired_sponsor(capacity=2)
    proposed, running = make_proposal(sponsor=sponsor), make_accepted(sponsor_row=sponsor)
    leave(sponsor=sponsor, role=Role.PERSON, reason="", actor=Actor(sponsor.user))
    assert fresh(proposed).state == State.CANCELLED
    assert fresh(running).state == State.BROKEN
    for pair in (proposed, running):
        assert reread(pair.request).state == RequestState.WAITING


def test_a_request_taken_back_ends_its_pair():
    pair = make_accepted()
    withdraw(request=pair.request, actor=Actor(pair.participant.user))
    assert fresh(pair).state == State.BROKEN
    assert reread(pair.request).state == RequestState.WITHDRAWN
