"""Silence, arrivals, what is filled, and what leaves the view, at the edges of each delay."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from pages.moderation.services import mark_filled
from portal.accounts.actors import SITE
from portal.applications import delays
from portal.applications.jobs import close_filled, hide_old, keep_deadlines, tell_arrivals
from portal.applications.models import Application
from portal.applications.services.arrivals import tell_all_arrivals
from portal.applications.services.closing import close_filled_page
from portal.applications.services.deadlines import close_unanswered, remind_organisations
from portal.applications.services.retention import hide_old as hide
from portal.applications.signals import application_sent
from portal.participation.models import ReplyTemplate
from portal.participation.services.agreements import withdraw_agreement
from snippets.models import SiteSettings
from tests.factories import JobOfferPageFactory, OrganisationFactory, UserFactory
from tests.portal.accounts.people import join, officer
from tests.portal.applications.received import mails_to, offer_of, recruiting
from tests.portal.participation.people import (
    make_application,
    make_frozen_cv,
    make_guest,
    make_phone_guest,
)

pytestmark = pytest.mark.django_db

PARIS = ZoneInfo("Europe/Paris")
SENT = datetime(2027, 1, 4, 23, 30, tzinfo=PARIS)


@pytest.fixture(autouse=True)
def _settings(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    SiteSettings.objects.update_or_create(
        pk=1,
        defaults={"reply_reminder_days": 10, "reply_deadline_days": 14, "no_answer_days": 21},
    )


@pytest.fixture
def company():
    return recruiting()[0]


@pytest.fixture
def manager(company):
    return company.memberships.get().user


@pytest.fixture
def offer(company):
    return offer_of(company)


def day(number: int, hour: int = 9) -> datetime:
    """A moment so many days after the application was sent."""
    return datetime(2027, 1, 4, hour, tzinfo=PARIS) + timedelta(days=number)


def fresh(application):
    return Application.objects.get(pk=application.pk)


def test_days_are_counted_as_people_count_them():
    assert delays.reply_by(SENT).isoformat() == "2027-01-18"
    assert not delays.is_late(SENT, datetime(2027, 1, 18, 23, 59, tzinfo=PARIS))
    assert delays.is_late(SENT, datetime(2027, 1, 19, 0, 1, tzinfo=PARIS))


def test_days_are_whole_through_a_change_of_hour():
    sent = datetime(2027, 3, 20, 0, 30, tzinfo=PARIS)
    now = datetime(2027, 3, 30, 0, 5, tzinfo=PARIS)
    assert sent < delays.sent_long_ago(10, now)
    assert not sent < delays.sent_long_ago(11, now)


@pytest.mark.parametrize(("days", "reminded"), [(9, 0), (10, 1), (20, 1)])
def test_the_organisation_is_reminded_from_the_tenth_day(offer, manager, days, reminded):
    make_application(page=offer, sent_at=SENT)
    assert remind_organisations(day(days)) == reminded
    assert len(mails_to(manager.email)) == reminded


def test_a_reminder_is_one_mail_for_all_that_waits_and_comes_once(company, offer, manager):
    other = offer_of(company, title="Peintre")
    for page in (offer, offer, other):
        make_application(page=page, sent_at=SENT)
    make_application(page=offer, sent_at=SENT, status="interview")
    make_application(page=offer, sent_at=SENT, status="withdrawn")
    gone = make_application(page=offer, sent_at=SENT)
    withdraw_agreement(agreement=gone.agreement)
    assert remind_organisations(day(11)) == 1
    assert remind_organisations(day(12)) == 0
    [mail] = mails_to(manager.email)
    assert mail.subject == "3 candidatures attendent votre réponse"
    assert f"{offer.title}\u00a0: 2\u00a0candidatures" in mail.message
    assert "Peintre\u00a0: 1\u00a0candidature" in mail.message
    assert "/candidatures/" in mail.message


def test_each_organisation_has_its_own_mail(offer, manager):
    other, other_manager = recruiting()
    make_application(page=offer, sent_at=SENT)
    make_application(page=offer_of(other), sent_at=SENT)
    assert remind_organisations(day(10)) == 2
    assert len(mails_to(manager.email)) == len(mails_to(other_manager.email)) == 1


def test_one_organisation_that_fails_does_not_stop_the_others(offer, manager, monkeypatch):
    broken, _ = recruiting()
    make_application(page=offer, sent_at=SENT)
    make_application(page=offer_of(broken), sent_at=SENT)
    from portal.applications.services import deadlines

    told = deadlines.told_for

    def fails(organisation, applications):
        if organisation.pk == broken.pk:
            raise RuntimeError
        return told(organisation, applications)

    monkeypatch.setattr(deadlines, "told_for", fails)
    assert remind_organisations(day(10)) == 1
    monkeypatch.undo()
    # What failed was undone whole: it is done at the next run.
    assert remind_organisations(day(10)) == 1
    assert len(mails_to(manager.email)) == 1


def test_officers_are_told_for_an_organisation_that_nobody_may_read_for():
    agent = officer()
    for organisation in (
        OrganisationFactory(verified_at=timezone.now()),
        recruiting(verified_at=None)[0],
    ):
        make_application(page=offer_of(organisation), sent_at=SENT)
    assert remind_organisations(day(10)) == 2
    assert len(mails_to(agent.email)) == 2


def test_who_wrote_the_opportunity_is_told_with_the_managers(company, manager):
    author, other = join(company).user, join(company).user
    make_application(page=offer_of(company, owner=author), sent_at=SENT)
    remind_organisations(day(10))
    assert mails_to(author.email)
    assert mails_to(manager.email)
    assert not mails_to(other.email)


@pytest.mark.parametrize(
    ("days", "status", "closed"),
    [
        (20, "sent", 0),
        (21, "sent", 1),
        (21, "seen", 1),
        (40, "shortlisted", 0),
        (40, "refused", 0),
    ],
)
def test_silence_is_written_from_the_twenty_first_day(offer, days, status, closed):
    application = make_application(page=offer, sent_at=SENT, status=status)
    assert close_unanswered(day(days)) == closed
    assert close_unanswered(day(days)) == 0
    assert fresh(application).status == ("no_answer" if closed else status)
    mails = mails_to(application.participant.email)
    assert len(mails) == closed
    if closed:
        assert "Une réponse peut encore venir" in mails[0].message
        last = application.changes.last()
        assert (last.to_status, last.actor, last.actor_name) == ("no_answer", None, SITE.name)


def test_silence_about_somebody_without_an_address_goes_to_who_helped(offer):
    helper = officer()
    make_application(page=offer, sent_at=SENT, by=helper, participant=make_phone_guest())
    alone = make_application(page=offer, sent_at=SENT, participant=make_phone_guest())
    assert close_unanswered(day(21)) == 2
    [mail] = mails_to(helper.email)
    assert "n’a pas répondu" in mail.message
    assert fresh(alone).status == "no_answer"


def send(page, **fields):
    application = make_application(page=page, **fields)
    application_sent.send(Application, application=application)
    return application


def test_the_first_application_is_told_at_once_and_the_next_ones_together(offer, manager):
    send(offer)
    assert len(mails_to(manager.email)) == 1
    for _ in range(3):
        send(offer)
    assert len(mails_to(manager.email)) == 1
    assert tell_all_arrivals(timezone.now() + timedelta(minutes=59)) == 0
    later = timezone.now() + timedelta(minutes=61)
    assert tell_all_arrivals(later) == 3
    assert tell_all_arrivals(later) == 0
    first, second = mails_to(manager.email)
    assert first.subject == "Une nouvelle candidature"
    assert second.subject == "3 nouvelles candidatures"
    assert f"/candidatures/{offer.pk}/" in second.message


def test_what_was_answered_meanwhile_is_not_announced(offer, manager):
    send(offer)
    answered, gone = send(offer), send(offer)
    Application.objects.filter(pk=answered.pk).update(status="interview")
    withdraw_agreement(agreement=gone.agreement)
    assert tell_all_arrivals(timezone.now() + timedelta(hours=2)) == 0
    assert len(mails_to(manager.email)) == 1


def test_no_mail_about_arrivals_names_the_person(offer, manager):
    application = send(offer, participant=make_guest(last_name="Introuvable"))
    assert application.participant.last_name not in mails_to(manager.email)[0].message


@pytest.fixture
def filled(company):
    """An offer with one application in each state, just filled."""
    page = JobOfferPageFactory(organisation=company)
    states = ("sent", "seen", "shortlisted", "interview", "offered", "no_answer", "hired")
    applications = {state: make_application(page=page, status=state) for state in states}
    mark_filled(page=page, user=UserFactory())
    return page, applications


def test_a_filled_offer_closes_those_who_wait_a_day_later(filled, manager):
    page, applications = filled
    [job] = ProcrastinateJob.objects.filter(task_name="applications.close_filled")
    assert job.args == {"page_id": page.pk}
    assert job.scheduled_at > timezone.now() + timedelta(hours=23)
    [warning] = mails_to(manager.email)
    assert "5 candidatures attendent" in warning.message
    assert close_filled_page(page_id=page.pk, now=timezone.now() + timedelta(hours=23)) == 0
    later = timezone.now() + timedelta(hours=25)
    assert close_filled_page(page_id=page.pk, now=later) == 5
    assert close_filled_page(page_id=page.pk, now=later) == 0
    for state, application in applications.items():
        mails = mails_to(application.participant.email)
        if state in {"offered", "hired"}:
            assert (fresh(application).status, mails) == (state, [])
        else:
            assert (fresh(application).status, fresh(application).refusal) == ("refused", "filled")
            assert "pourvu" in mails[0].message
            assert application.changes.last().actor is None


def test_an_offer_that_comes_back_closes_nobody(filled):
    page, applications = filled
    page.refresh_from_db()
    page.get_latest_revision().publish()
    type(page).objects.filter(pk=page.pk).update(live=True, filled_at=None)
    assert close_filled_page(page_id=page.pk, now=timezone.now() + timedelta(days=2)) == 0
    assert fresh(applications["sent"]).status == "sent"


def test_a_filled_offer_without_its_template_stays_polite(filled):
    page, applications = filled
    ReplyTemplate.objects.update(is_active=False)
    close_filled_page(page_id=page.pk, now=timezone.now() + timedelta(days=2))
    [mail] = mails_to(applications["sent"].participant.email)
    assert "Merci d’avoir postulé" in mail.message


def test_a_filled_offer_that_nobody_applied_to_writes_to_nobody(company, manager):
    mark_filled(page=JobOfferPageFactory(organisation=company), user=UserFactory())
    assert mails_to(manager.email) == []
    assert not ProcrastinateJob.objects.filter(task_name="applications.close_filled").exists()


@pytest.mark.parametrize(
    ("status", "in_mind", "days", "hidden"),
    [
        ("refused", False, 90, False),
        ("refused", False, 92, True),
        ("refused", True, 92, False),
        ("refused", True, 729, False),
        ("refused", True, 731, True),
        ("no_answer", False, 92, True),
        ("withdrawn", True, 92, True),
        ("hired", False, 900, False),
        ("interview", False, 900, False),
    ],
)
def test_the_organisation_forgets_in_time(offer, manager, status, in_mind, days, hidden):
    applicant = make_guest()
    application = make_application(
        page=offer,
        participant=applicant,
        status=status,
        keep_in_mind=in_mind,
        days_ago=days,
        cv=make_frozen_cv(applicant),
    )
    assert hide(dry_run=True) == hidden
    assert fresh(application).hidden_at is None
    assert hide(dry_run=False) == hidden
    assert hide(dry_run=False) == 0
    application = fresh(application)
    assert (application.hidden_at is not None) is hidden
    assert (application.cv.erased_at is not None) is hidden
    assert Application.objects.visible_to(manager).filter(pk=application.pk).exists() is not hidden


def test_a_cv_that_another_application_shows_is_kept(offer):
    applicant = make_guest()
    cv = make_frozen_cv(applicant)
    make_application(page=offer, participant=applicant, status="refused", days_ago=92, cv=cv)
    make_application(participant=applicant, cv=cv)
    assert hide(dry_run=False) == 1
    cv.refresh_from_db()
    assert cv.erased_at is None


def test_the_command_counts_without_hiding(offer, capsys):
    application = make_application(page=offer, status="refused", days_ago=92)
    call_command("hide_applications", "--dry-run")
    assert "1  Candidatures" in capsys.readouterr().out
    assert fresh(application).hidden_at is None


def test_the_jobs_do_all_of_it(offer, manager):
    old = make_application(page=offer, days_ago=22, announced_at=timezone.now())
    gone = make_application(page=offer, status="refused", days_ago=92)
    tell_arrivals(0)
    keep_deadlines(0)
    hide_old(0)
    close_filled(offer.pk)
    assert fresh(old).status == "no_answer"
    assert fresh(old).reminded_at is not None
    assert fresh(gone).hidden_at is not None
