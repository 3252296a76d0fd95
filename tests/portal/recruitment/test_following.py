"""A list follows its page: hours made again, people told of what concerns them, nobody lost."""

from datetime import timedelta

import pytest
from django.utils import timezone
from post_office.models import Email
from procrastinate.contrib.django.models import ProcrastinateJob

from pages.models import RecruitmentSessionPage
from pages.models.session import SessionPartner
from pages.moderation import services as moderation
from portal.accounts.actors import AUTOMATIC, SITE
from portal.recruitment import person_messages
from portal.recruitment.models import CompanyLink, PlaceOffer, Roster, SessionNews
from portal.recruitment.services import announcing, cancelling, following, moving, offers
from portal.recruitment.states import Status
from tests.factories import OrganisationFactory, RecruitmentSessionPageFactory, UserFactory
from tests.portal.participation.people import make_phone_guest
from tests.portal.recruitment.lists import (
    PERSON,
    begin_at_night,
    enrol,
    fill,
    fresh,
    make_roster,
)

pytestmark = pytest.mark.django_db
S = Status
DAY = timedelta(days=1)


def noon(days: int):
    """So many days from now, in the daytime."""
    return timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0) + days * DAY


@pytest.fixture(autouse=True)
def early(monkeypatch):
    begin_at_night(monkeypatch)


@pytest.fixture
def page():
    """Online for two people, in ten days at 14:00, with a partner."""
    return RecruitmentSessionPageFactory(
        starts_at=noon(10),
        capacity=2,
        waiting_list_size=5,
        partners=[SessionPartner(organisation=OrganisationFactory(name="Scierie du Ballon"))],
    )


def publish(page: RecruitmentSessionPage, **fields) -> Roster:
    """Another text goes on line."""
    page = RecruitmentSessionPage.objects.get(pk=page.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish(skip_permission_checks=True)
    return Roster.objects.get(page=page)


def told() -> list[tuple[str, str]]:
    """What the waiting news say, once their jobs have run twice: to whom, with which subject."""
    Email.objects.all().delete()
    for news in SessionNews.objects.filter(told_at__isnull=True).order_by("pk"):
        announcing.tell_news(news_id=news.pk)
        announcing.tell_news(news_id=news.pk)
    mails = Email.objects.order_by("pk")
    return [(mail.to[0], mail.subject) for mail in mails]


def roster_of(page) -> Roster:
    return Roster.objects.get(page=page)


def test_publishing_opens_the_list_with_what_the_page_says(page):
    roster = roster_of(page)
    assert (roster.title, roster.capacity, roster.has_slots) == (page.title, 2, False)
    assert roster.closes_at == roster.starts_at == page.starts_at
    names = set(roster.organisations.values_list("name", flat=True))
    assert names == {page.organisation.name, "Scierie du Ballon"}
    assert following.roster_of(page) == roster


def test_a_draft_changes_nothing(page):
    draft = RecruitmentSessionPage.objects.get(pk=page.pk)
    draft.capacity, draft.starts_at, draft.ends_at = 50, noon(11), noon(11) + DAY / 8
    draft.save_revision()
    roster = roster_of(page)
    assert (roster.capacity, roster.starts_at) == (2, page.starts_at)


def test_a_page_from_before_the_lists_gets_its_own_when_asked_or_by_the_job(page):
    before = RecruitmentSessionPageFactory.rows(2, starts_at=noon(8))
    assert Roster.objects.count() == 1
    assert following.roster_of(before[0]).title == before[0].title
    assert following.follow_missing() == 1
    assert following.follow_missing() == 0
    draft = RecruitmentSessionPageFactory(live=False)
    assert following.roster_of(draft) is None


def test_a_page_whose_list_cannot_be_made_holds_no_other_back(monkeypatch):
    bad, good = RecruitmentSessionPageFactory.rows(2, starts_at=noon(8))
    follow = following.follow_page

    def fail_for_one(*, page):
        if page.pk == bad.pk:
            raise ValueError
        return follow(page=page)

    monkeypatch.setattr(following, "follow_page", fail_for_one)
    assert following.follow_missing() == 1
    assert Roster.objects.get().page.pk == good.pk


def test_closing_after_the_end_is_the_end(page):
    roster = publish(page, registration_closes_at=page.ends_at - DAY / 24)
    assert roster.closes_at == page.ends_at - DAY / 24
    late = RecruitmentSessionPage(
        title="x",
        starts_at=noon(3),
        ends_at=noon(3) + DAY / 12,
        registration_closes_at=noon(5),
        capacity=1,
    )
    assert following._wanted(late)["closes_at"] == late.ends_at


def test_a_typo_is_told_to_nobody(page):
    fill(roster_of(page), 3, now=timezone.now())
    publish(
        page, title="Job dating de l’aide à domicile !", place_name="MAISON du peuple", address=""
    )
    assert told() == []
    assert not SessionNews.objects.exists()


def test_a_new_date_is_told_to_who_may_come_and_asked_again(page):
    roster = roster_of(page)
    first, second, waits, left, unproved = (
        *fill(roster, 4, now=timezone.now()),
        enrol(roster, now=timezone.now(), must_confirm=True),
    )
    cancelling.cancel(registration=left, role=PERSON, actor=SITE)
    for row in (first, second):
        row.coming_at, row.reminders_sent = timezone.now(), 1
        row.save()
    publish(page, starts_at=noon(12), ends_at=noon(12) + DAY / 8)
    row = fresh(first)
    assert (row.coming_at, row.reminders_sent, row.status) == (None, 0, S.CONFIRMED)
    assert row.asked_at is not None
    line = row.changes.last()
    assert (line.note, line.to_status, line.actor_name) == ("Nouvelle date", S.CONFIRMED, AUTOMATIC)
    assert fresh(left).changes.last().to_status == S.CANCELLED
    later = enrol(roster, now=timezone.now())
    mails = told()
    assert [to for to, _ in mails] == [row.participant.email for row in (first, second, waits)]
    assert len({subject for _, subject in mails}) == 1
    assert later.participant.email not in dict(mails)
    assert unproved.participant.email not in dict(mails)
    assert told() == []


def test_the_news_leave_by_a_job_of_the_same_transaction(page):
    fill(roster_of(page), 1, now=timezone.now())
    Email.objects.all().delete()
    publish(page, starts_at=noon(12), ends_at=noon(12) + DAY / 8)
    job = ProcrastinateJob.objects.get(task_name="recruitment.tell_news")
    assert job.args == {"news_id": SessionNews.objects.get().pk}
    assert not Email.objects.exists()


def test_two_changes_in_a_row_are_told_once_as_they_are_now(page):
    (person,) = fill(roster_of(page), 1, now=timezone.now())
    publish(page, starts_at=noon(12), ends_at=noon(12) + DAY / 8)
    publish(page, starts_at=noon(13), ends_at=noon(13) + DAY / 8)
    assert [to for to, _ in told()] == [person.participant.email]


@pytest.mark.parametrize(
    ("status", "key"), [("postponed", "postponed"), ("cancelled", "cancelled")]
)
def test_what_is_not_held_closes_offers_and_is_told(page, status, key):
    roster = roster_of(page)
    one, two, offered, waits = fill(roster, 4, now=timezone.now())
    morning = noon(1)
    cancelling.cancel(registration=one, role=PERSON, actor=SITE, now=morning)
    assert fresh(offered).status == S.OFFERED_PLACE
    publish(page, status=status)
    assert fresh(offered).status == S.WAITLISTED
    assert PlaceOffer.objects.get().answer == "withdrawn"
    assert SessionNews.objects.get().kind == status
    assert [to for to, _ in told()] == [row.participant.email for row in (two, offered, waits)]
    offers.tick(morning)
    assert not PlaceOffer.objects.filter(answer="").exists()
    # Held after all, on its date: told, asked again, and places are offered again.
    publish(page, status="scheduled")
    assert len(told()) == 3
    offers.tick(noon(1))
    assert fresh(offered).status == S.OFFERED_PLACE


def test_another_place_is_told(page):
    people = fill(roster_of(page), 3, now=timezone.now())
    publish(page, place_name="Salle des fêtes")
    assert SessionNews.objects.get().kind == "place"
    assert [to for to, _ in told()] == [row.participant.email for row in people]
    assert "Salle des fêtes" in Email.objects.first().message


def test_a_session_that_is_over_tells_nobody(page):
    roster = roster_of(page)
    fill(roster, 2, now=timezone.now())
    RecruitmentSessionPage.objects.filter(pk=page.pk).update(starts_at=noon(-2), ends_at=noon(-1))
    Roster.objects.filter(pk=roster.pk).update(
        starts_at=noon(-2), ends_at=noon(-1), closes_at=noon(-2)
    )
    following.follow_page(page=RecruitmentSessionPage.objects.get(pk=page.pk))
    publish(page, place_name="Ailleurs")
    assert told() == []


def test_rsa_has_neutral_words_in_all_that_is_told(page):
    roster = publish(page, audience="rsa", title="Job dating pour les bénéficiaires du RSA")
    fill(roster, 3, now=timezone.now())
    enrol(roster, participant=make_phone_guest(), now=timezone.now())
    Email.objects.all().delete()
    SessionNews.objects.all().delete()
    publish(page, starts_at=noon(12), ends_at=noon(12) + DAY / 8, place_name="Salle des fêtes")
    assert told()
    publish(page, status="cancelled")
    texts = [f"{mail.subject} {mail.message}" for mail in Email.objects.all()]
    for text in texts:
        assert "RSA" not in text
        assert "Job dating" not in text
        assert "/sessions/" not in text
        assert "Rendez-vous emploi" in text


def test_a_session_that_becomes_one_for_rsa_is_closed_to_others(page):
    roster = roster_of(page)
    row = enrol(roster, now=timezone.now(), shares_identity=True)
    CompanyLink.objects.create(
        roster=roster,
        organisation=roster.organisation,
        token_hash="0" * 64,
        made_by=UserFactory(),
        expires_at=noon(30),
    )
    publish(page, audience="rsa")
    assert not fresh(row).shares_identity
    assert CompanyLink.objects.get().revoked_at


# Hours


@pytest.fixture
def hourly():
    """Twelve appointments of fifteen minutes, one person in each, from 12:00 to 15:00."""
    return RecruitmentSessionPageFactory(
        starts_at=noon(10), slot_minutes=15, interviewers=1, capacity=12, waiting_list_size=5
    )


def test_hours_are_those_of_the_page(hourly):
    roster = roster_of(hourly)
    slots = list(roster.slots.all())
    assert (len(slots), roster.capacity, roster.has_slots) == (12, 12, True)
    assert slots[0].starts_at == hourly.starts_at
    assert slots[-1].ends_at == hourly.ends_at
    publish(hourly, title="Autre titre")
    assert list(roster.slots.all()) == slots


def test_a_session_that_moves_by_an_hour_keeps_each_at_their_rank(hourly):
    roster = roster_of(hourly)
    people = fill(roster, 3, now=timezone.now())
    shift = timedelta(minutes=15)
    publish(hourly, starts_at=hourly.starts_at + shift, ends_at=hourly.ends_at + shift)
    for rank, row in enumerate(people):
        assert fresh(row).slot == row.slot
        assert fresh(row.slot).starts_at == hourly.starts_at + shift * (rank + 1)
    assert roster.slots.count() == 12
    assert "12\u00a0h\u00a015" in (told() and Email.objects.order_by("pk")[0].message)
    publish(hourly, starts_at=hourly.starts_at - shift, ends_at=hourly.ends_at - shift)
    assert fresh(people[0].slot).starts_at == hourly.starts_at - shift


def test_an_hour_that_is_no_more_keeps_its_person_who_chooses_another(hourly):
    roster = roster_of(hourly)
    people = fill(roster, 12, now=timezone.now())
    publish(hourly, ends_at=hourly.ends_at - timedelta(hours=1), capacity=8)
    closed = roster.slots.filter(places=0)
    assert (closed.count(), roster.slots.filter(places=1).count()) == (4, 8)
    assert [to for to, _ in told()] == [row.participant.email for row in people[8:]]
    # Told once: another typo says nothing more.
    publish(hourly, title="Un titre")
    assert told() == []
    cancelling.cancel(registration=people[0], role=PERSON, actor=SITE)
    moved = moving.move(registration=people[11], slot=people[0].slot, role=PERSON, actor=SITE)
    assert moved.slot == people[0].slot
    # Nobody else may take an hour that is closed.
    with pytest.raises(Exception, match="n’est pas proposée"):
        moving.move(registration=people[1], slot=closed[0], role=PERSON, actor=SITE)


def test_hours_that_come_back_find_their_people(hourly):
    roster = roster_of(hourly)
    people = fill(roster, 12, now=timezone.now())
    end = hourly.ends_at
    publish(hourly, ends_at=end - timedelta(hours=1), capacity=8)
    publish(hourly, ends_at=end, capacity=12)
    assert roster.slots.filter(places=1).count() == 12
    assert fresh(people[11]).slot.places == 1


def test_more_people_at_once_are_offered_to_who_waits(hourly):
    roster = roster_of(hourly)
    *_, waits = fill(roster, 13, now=timezone.now())
    publish(hourly, interviewers=2, capacity=24)
    offers.tick(noon(1))
    assert fresh(waits).status == S.OFFERED_PLACE
    assert fresh(roster).capacity == 24


def test_hours_that_go_or_come_are_told_and_lose_nobody(hourly):
    roster = roster_of(hourly)
    (person,) = fill(roster, 1, now=timezone.now())
    publish(hourly, slot_minutes=None, interviewers=None)
    assert [to for to, _ in told()] == [person.participant.email]
    assert not fresh(roster).has_slots
    later = enrol(roster, now=timezone.now())
    publish(hourly, slot_minutes=30, interviewers=2)
    assert later.participant.email in dict(told())
    assert fresh(later).status == S.CONFIRMED


def test_an_offer_whose_hour_is_gone_is_accepted_at_another(hourly):
    roster = roster_of(hourly)
    *people, waits = fill(roster, 13, now=timezone.now())
    cancelling.cancel(registration=people[11], role=PERSON, actor=SITE, now=noon(1))
    offer = PlaceOffer.objects.get()
    publish(hourly, slot_minutes=20, capacity=9)
    free = roster.slots.filter(places=1, registrations__isnull=True)
    with pytest.raises(Exception, match="Choisissez une heure"):
        offers.accept(offer=offer, actor=SITE, role=PERSON, now=noon(1))
    done = offers.accept(offer=offer, slot=free[0], actor=SITE, role=PERSON, now=noon(1))
    assert (done, done.status) == (waits, S.CONFIRMED)


def test_somebody_who_cannot_be_written_to_leaves_nobody_else_untold(page, monkeypatch):
    people = fill(roster_of(page), 3, now=timezone.now())
    moved = person_messages.moved

    def fail_for_one(registration):
        if registration.pk == people[1].pk:
            raise ValueError
        return moved(registration)

    monkeypatch.setattr(person_messages, "moved", fail_for_one)
    publish(page, starts_at=noon(11), ends_at=noon(11) + DAY / 8)
    assert [to for to, _ in told()] == [people[row].participant.email for row in (0, 2)]


# Leaving the site


def later(minutes: int = 16):
    return timezone.now() + timedelta(minutes=minutes)


def withdrawn(page):
    officer = UserFactory(superuser=True)
    return moderation.withdraw(page=page, user=officer, reason="Erreur")


def test_a_page_that_leaves_cancels_its_session_once_it_cannot_come_back(page):
    roster = roster_of(page)
    people = fill(roster, 3, now=timezone.now())
    withdrawn(page)
    assert fresh(roster).taken_down_at
    job = ProcrastinateJob.objects.get(task_name="recruitment.cancel_departed")
    assert job.scheduled_at > timezone.now() + timedelta(minutes=10)
    assert told() == []
    assert following.cancel_departed(roster_id=roster.pk, now=later())
    assert not following.cancel_departed(roster_id=roster.pk, now=later())
    assert [to for to, _ in told()] == [row.participant.email for row in people]


def test_a_withdrawal_that_is_undone_worries_nobody(page):
    roster = roster_of(page)
    fill(roster, 3, now=timezone.now())
    withdrawn(page)
    publish(page)
    assert not following.cancel_departed(roster_id=roster.pk, now=later())
    assert told() == []
    assert fresh(roster).takes_place


def test_a_page_that_leaves_again_may_come_back_for_as_long_as_the_first_time(page):
    roster = roster_of(page)
    fill(roster, 1, now=timezone.now())
    withdrawn(page)
    publish(page)
    withdrawn(RecruitmentSessionPage.objects.get(pk=page.pk))
    # The job of the first time.
    assert not following.cancel_departed(roster_id=roster.pk, now=later(minutes=10))
    assert told() == []
    assert following.cancel_departed(roster_id=roster.pk, now=later())


def test_what_a_failed_job_left_is_done_by_the_one_of_each_hour(page):
    roster = roster_of(page)
    people = fill(roster, 2, now=timezone.now())
    withdrawn(page)
    assert following.cancel_all_departed(now=later(minutes=10)) == 0
    assert following.cancel_all_departed(now=later()) == 1
    assert following.cancel_all_departed(now=later()) == 0
    assert announcing.tell_late(now=later()) == 0
    Email.objects.all().delete()
    assert announcing.tell_late(now=later(minutes=50)) == 2
    assert announcing.tell_late(now=later(minutes=50)) == 0
    assert Email.objects.count() == len(people)


def test_a_session_that_is_filled_takes_and_offers_no_more_until_it_is_back(page):
    roster = roster_of(page)
    one, two, waits = fill(roster, 3, now=timezone.now())
    moderation.mark_filled(page=page, user=UserFactory(superuser=True))
    with pytest.raises(Exception, match="fermées"):
        enrol(roster, now=noon(1))
    cancelling.cancel(registration=one, role=PERSON, actor=SITE, now=noon(1))
    assert (fresh(two).status, fresh(waits).status) == (S.CONFIRMED, S.WAITLISTED)
    publish(page)
    offers.tick(noon(1))
    assert fresh(waits).status == S.OFFERED_PLACE
    assert fresh(roster).closes_at == page.starts_at


def test_a_page_that_is_deleted_leaves_its_list(page):
    roster = roster_of(page)
    fill(roster, 1, now=timezone.now())
    page.delete()
    found = fresh(roster)
    assert (found.page, found.title) == (None, roster.title)
    assert following.cancel_departed(roster_id=roster.pk, now=later())


def test_a_session_without_a_list_is_taken_down_without_a_word():
    (page,) = RecruitmentSessionPageFactory.rows(1)
    following.take_down(page=page)
    assert not Roster.objects.exists()


def test_the_job_asks_one_query_when_nothing_is_due(django_assert_num_queries):
    fill(make_roster(), 2)
    with django_assert_num_queries(1):
        offers.tick(noon(0))
