"""A pair that runs: what is noted, what is refused, who is told, and how it ends."""

from datetime import time, timedelta
from itertools import product

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from post_office.models import Email

from portal.accounts.actors import Actor
from portal.accounts.services.audit import rewriting_history
from portal.participation.models import About, Outcome, OutcomeQuestion
from portal.participation.models import Side as OutcomeSide
from portal.participation.services.questions import plan as plan_questions
from portal.sponsorship.errors import SponsorshipError
from portal.sponsorship.models import Alert, Meeting
from portal.sponsorship.pairs.services import alerts, coordinating, leaving, meetings, reviews
from portal.sponsorship.pairs.services.meetings import Said
from portal.sponsorship.pairs.services.reminding import (
    nudge_silent,
    remind_of_meetings,
    tell_review_due,
)
from portal.sponsorship.pairs.states import (
    MeetingState,
    Phase,
    Role,
    Side,
    State,
    meeting_may_go,
)
from portal.sponsorship.requests.states import State as RequestState
from tests.factories import OrganisationFactory
from tests.portal.accounts.people import signed_in
from tests.portal.participation.people import make_application
from tests.portal.sponsorship.pairing.made import fresh, make_coordinator
from tests.portal.sponsorship.pairs.made import as_side, make_active, make_meeting
from tests.portal.sponsorship.people import recruits
from tests.states import fresh as reread

pytestmark = pytest.mark.django_db
P, G, W = Role.PERSON, Role.SPONSOR, Role.SITE
M = MeetingState


def test_a_meeting_goes_where_the_table_says_and_nowhere_else():
    found = {
        (one, two): {role for role in Role if meeting_may_go(one, two, role)}
        for one, two in product(M, M)
    }
    assert {pair: roles for pair, roles in found.items() if roles} == {
        (M.PLANNED, M.HELD): {P, G},
        (M.PLANNED, M.MISSED): {P, G},
        (M.PLANNED, M.CANCELLED): {P, G, W},
    }


def note(pair, side=Side.PERSON, **said):
    values = {"day": timezone.localdate(), "mode": "phone", **said}
    return meetings.note_meeting(
        pair=pair, side=side, said=Said(**values), actor=as_side(pair, side)
    )


def plan(pair, days=2, side=Side.PERSON):
    return meetings.plan_meeting(
        pair=pair,
        side=side,
        day=timezone.localdate() + timedelta(days=days),
        hour=time(14),
        mode="phone",
        actor=as_side(pair, side),
    )


def test_a_meeting_to_come_is_not_held_for_the_service_nor_the_database():
    pair = make_active(days=30)
    with pytest.raises(SponsorshipError, match="pas encore eu lieu"):
        note(pair, day=timezone.localdate() + timedelta(days=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        make_meeting(pair, M.HELD, days=1)
    with pytest.raises(SponsorshipError, match="pas encore en binôme"):
        note(pair, day=timezone.localdate() - timedelta(days=31))
    plan(pair)
    with pytest.raises(SponsorshipError, match="pas encore passé"):
        meetings.miss_meeting(pair=pair, side=Side.PERSON, actor=as_side(pair, Side.PERSON))


def test_the_planned_meeting_is_the_one_that_was_held_and_a_second_moves_the_first():
    pair = make_active(days=30)
    assert plan(pair, 3).pk == plan(pair, 5, Side.SPONSOR).pk
    Meeting.objects.update(day=timezone.localdate() - timedelta(days=1))
    meeting = note(pair, Side.SPONSOR, day=timezone.localdate() - timedelta(days=1))
    assert Meeting.objects.get() == meeting
    assert (meeting.state, meeting.sequence) == (M.HELD, 2)


def test_the_alert_suspends_at_once_and_tells_both_the_same_without_the_reason():
    chief, pair = make_coordinator(), make_active()
    plan(pair)
    Email.objects.all().delete()
    alerts.raise_alert(
        pair=pair, side=Side.PERSON, reason="MARQUE", actor=as_side(pair, Side.PERSON)
    )
    assert fresh(pair).state == State.SUSPENDED
    assert reread(pair.meetings.get()).state == M.CANCELLED
    mails = list(Email.objects.all())
    two = {pair.participant.user.email, pair.sponsor.user.email}
    told = [mail.subject for mail in mails if two & {*mail.to}]
    assert told == ["Votre binôme est en pause"] * 2
    assert not any("MARQUE" in mail.message + mail.html_message for mail in mails)
    html = signed_in(pair.sponsor.user).get(f"/parrainage/binomes/{pair.pk}/").content.decode()
    assert "en pause" in html
    assert "MARQUE" not in html
    assert pair.participant.user.email not in html
    page = signed_in(chief).get(f"/parrainage/coordination/binomes/{pair.pk}/").content.decode()
    assert "MARQUE" in page
    with pytest.raises(SponsorshipError, match="en pause"):
        note(pair)


@pytest.mark.parametrize(("another", "state"), [(True, "waiting"), (False, "withdrawn")])
def test_whoever_leaves_writes_a_word_and_waits_again_at_their_rank_or_not_at_all(another, state):
    pair = make_active()
    asked_at = pair.request.asked_at
    Email.objects.all().delete()
    leaving.leave_pair(
        pair=pair,
        side=Side.PERSON,
        word="MERCI-BEAUCOUP",
        reason="MARQUE",
        wants_another=another,
        actor=as_side(pair, Side.PERSON),
    )
    request = reread(pair.request)
    assert (request.state, request.asked_at) == (state, asked_at)
    mail = Email.objects.get()
    assert mail.to == [pair.sponsor.user.email]
    assert "MERCI-BEAUCOUP" in mail.message
    assert "MARQUE" not in mail.message


def test_finding_work_opens_the_second_phase_and_is_one_fact_that_nobody_asks_again():
    chief, pair = Actor(make_coordinator()), make_active(days=30)
    today = timezone.localdate()
    with pytest.raises(SponsorshipError):
        coordinating.enter_work(pair=pair, day=today + timedelta(days=1), actor=chief)
    coordinating.enter_work(pair=pair, day=today, actor=as_side(pair, Side.PERSON))
    pair = fresh(pair)
    assert (pair.phase, pair.reviews.count()) == (Phase.IN_WORK, 2)
    pair = coordinating.complete_pair(pair=pair, outcome="job", actor=chief)
    assert (pair.state, pair.outcome) == (State.COMPLETED, "job")
    assert reread(pair.request).state == RequestState.ENDED
    fact = Outcome.objects.get()
    assert (fact.about, fact.about_id, fact.kind) == ("sponsorship", pair.pk, "hired")


@pytest.mark.parametrize(
    ("outcome", "kind"),
    [
        ("job", "hired"),
        ("training", "training"),
        ("business", "business"),
        ("other", "other"),
        ("nothing", "nothing"),
    ],
)
def test_what_a_pair_gave_is_one_fact_and_another_source_asks_no_more(outcome, kind):
    chief, pair = make_coordinator(), make_active(days=60)
    today = timezone.localdate()
    plan_questions(
        participant=pair.participant,
        organisation=None,
        about=About.SESSION,
        about_id=1,
        met_on=today - timedelta(days=25),
        sides=(OutcomeSide.PERSON,),
    )
    answer = signed_in(chief).post(
        f"/parrainage/coordination/binomes/{pair.pk}/clore/", {"outcome": outcome}
    )
    assert answer.status_code == 302
    fact = Outcome.objects.get()
    assert (fact.about, fact.about_id, fact.kind) == ("sponsorship", pair.pk, kind)
    assert (fact.organisation, fact.said_by) == (None, chief)
    asked = OutcomeQuestion.objects.order_by("day").values_list("day", "outcome")
    # At 30 days it is known; at 90 days it is asked, past the window.
    assert list(asked) == [(30, fact.pk), (90, None)]


def test_a_job_that_was_kept_is_said_again_when_the_pair_ends_later():
    """Who works since three months is not asked the next day whether they do."""
    chief, pair = Actor(make_coordinator()), make_active(days=120)
    began = timezone.localdate() - timedelta(days=90)
    coordinating.enter_work(pair=pair, day=began, actor=chief)
    with transaction.atomic(), rewriting_history():
        Outcome.objects.update(said_at=timezone.now() - timedelta(days=90))
    coordinating.complete_pair(pair=fresh(pair), outcome="job", actor=chief)
    facts = Outcome.objects.order_by("said_at")
    assert [(fact.kind, fact.start_date) for fact in facts] == [("hired", began)] * 2


def test_a_review_is_answered_once_and_from_its_day_only():
    pair, chief = make_active(), Actor(make_coordinator())
    side, said = Side.SPONSOR, reviews.Answers(pace="right", use="much")
    final = pair.reviews.get(kind="final")

    def answer():
        return reviews.answer_review(
            pair=pair, side=side, review=final.pk, answers=said, actor=as_side(pair, side)
        )

    with pytest.raises(SponsorshipError, match="pas à faire"):
        answer()
    reviews.ask_final_review(pair=pair, tell=tell_review_due, actor=chief)
    answer()
    with pytest.raises(SponsorshipError, match="déjà répondu"):
        answer()


def test_mornings_remind_once():
    pair = make_active(days=30)
    plan(pair, 1)
    assert (remind_of_meetings(), remind_of_meetings(), nudge_silent()) == (1, 0, 0)
    Meeting.objects.update(state=M.CANCELLED)
    assert (nudge_silent(), nudge_silent()) == (1, 0)
    assert fresh(pair).nudged_at
    note(pair)
    assert fresh(pair).nudged_at is None
    assert nudge_silent() == 0


def test_two_who_may_not_meet_any_more_are_shown_nothing_and_then_suspended():
    pair, chief = make_active(), make_coordinator()
    employer = OrganisationFactory()
    make_application(participant=pair.participant, organisation=employer)
    recruits(pair.sponsor, employer)
    html = signed_in(pair.sponsor.user).get(f"/parrainage/binomes/{pair.pk}/").content.decode()
    assert pair.participant.user.email not in html
    assert "en pause" in html
    assert (alerts.suspend_kept_apart(), alerts.suspend_kept_apart()) == (1, 0)
    assert Email.objects.filter(to=chief.email).count() >= 1
    with pytest.raises(SponsorshipError, match="ne peut pas reprendre"):
        coordinating.resume_pair(pair=pair, actor=Actor(chief))


def test_a_complaint_after_the_end_reaches_the_coordinator_alone():
    pair = make_active()
    leaving.leave_pair(pair=pair, side=Side.SPONSOR, actor=as_side(pair, Side.SPONSOR))
    Email.objects.all().delete()
    alerts.raise_alert(pair=pair, side=Side.PERSON, reason="x", actor=as_side(pair, Side.PERSON))
    assert Alert.objects.count() == 1
    assert not Email.objects.filter(to=pair.sponsor.user.email).exists()


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_costs_the_same_for_one_pair_and_for_several(count, django_assert_max_num_queries):
    chief = signed_in(make_coordinator())
    for _ in range(count):
        make_meeting(make_active())
    with django_assert_max_num_queries(12):
        html = chief.get("/parrainage/coordination/binomes/suivis/").content.decode()
    assert html.count("1\xa0rencontre") == count


def test_the_page_shows_and_takes_a_meeting_and_gives_it_to_a_calendar():
    pair = make_active(days=3)
    client, root = signed_in(pair.participant.user), f"/parrainage/mon-binome/{pair.pk}/"
    day = timezone.localdate() + timedelta(days=2)
    answer = client.post(
        f"{root}noter/",
        {
            "day": timezone.localdate().isoformat(),
            "mode": "video",
            "topics": ["cv"],
            "word": "MARQUE",
            "next_day": day.isoformat(),
            "next_hour": "14:00",
        },
    )
    assert answer.status_code == 302
    html = client.get(root).content.decode()
    assert "MARQUE" in html
    file = client.get(f"{root}rendez-vous.ics")
    assert b"BEGIN:VEVENT" in file.content
    assert b"mailto" not in file.content.lower()
    assert b"@" in file.content
    chief = signed_in(make_coordinator())
    page = chief.get(f"/parrainage/coordination/binomes/{pair.pk}/").content.decode()
    assert "Le CV, les lettres" in page
    assert "MARQUE" not in page
