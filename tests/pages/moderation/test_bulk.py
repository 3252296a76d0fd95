"""Withdrawing and prolonging many pages at once, and undoing it: services and screens."""

from datetime import timedelta
from html import unescape

import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email
from procrastinate.contrib.django.models import ProcrastinateJob
from wagtail.models import PageLogEntry, TaskState, WorkflowState

from pages import jobs
from pages.models import JobOfferPage
from pages.moderation import bulk, services
from pages.moderation.errors import ModerationError
from pages.moderation.locking import content_digest
from pages.moderation.models import BulkOperation, ModerationTaskState
from search.models import Opportunity
from tests.factories import (
    JobOfferPageFactory,
    RecruitmentSessionPageFactory,
    UserFactory,
    VolunteeringPageFactory,
)
from tests.pages.moderation.conftest import approve, edit, with_level

REASON = "Le poste n’existe plus"


def bulk_url(action, *pages, next_url="/cms/offres-emploi/"):
    ids = "&".join(f"id={page.pk}" for page in pages)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", f"declic_{action}"])
    return f"{address}?{ids}&next={next_url}"


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def told(response):
    return unescape(" ".join(str(message) for message in get_messages(response.wsgi_request)))


def undo_url(response):
    button = BeautifulSoup(told(response), "lxml").select_one("button")
    assert button["data-action"] == "w-action#post"
    return button["data-w-action-url-value"]


@pytest.fixture
def cms(client, moderator):
    client.force_login(moderator)
    return client


@pytest.fixture
def pages(author):
    return [JobOfferPageFactory(owner=author, title=f"Maçon {number}") for number in range(3)]


def test_confirmation_counts_and_names_what_will_change(cms, pages, draft):
    html = cms.get(bulk_url("withdraw", *pages, draft)).content.decode()
    soup = BeautifulSoup(html, "lxml")
    assert "Retirer 3\u00a0offres" in soup.select_one("h1").get_text(" ", strip=True)
    assert soup.select_one("form button[type=submit]").get_text() == "Retirer 3\u00a0offres"
    for page in pages:
        assert page.title in html
    unchanged = soup.find("h2", string="Sans changement").find_next("ul").get_text()
    assert draft.title in unchanged
    assert JobOfferPage.objects.filter(live=True).count() == 3


def test_confirmation_costs_the_same_for_1_and_20_pages(cms, author):
    many = [JobOfferPageFactory(owner=author) for _ in range(20)]

    def cost(chosen):
        with CaptureQueriesContext(connection) as queries:
            assert cms.get(bulk_url("withdraw", *chosen)).status_code == 200
        return len(queries)

    cost(many[:1])
    assert cost(many[:1]) == cost(many)


def test_withdrawal_needs_a_reason(cms, pages):
    response = cms.post(bulk_url("withdraw", *pages), {"reason": " "})
    assert "Dites pourquoi" in response.content.decode()
    assert JobOfferPage.objects.filter(live=True).count() == 3


def test_withdrawal_then_undo_puts_the_same_texts_back(cms, pages, moderator):
    before = {
        page.pk: (content_digest(page.live_revision), page.expire_at, page.last_published_at)
        for page in map(fresh, pages)
    }
    rows = set(Opportunity.objects.values_list("pk", flat=True))
    response = cms.post(bulk_url("withdraw", *pages), {"reason": REASON})
    assert response.url == "/cms/offres-emploi/"
    assert "3\u00a0offres retirées" in told(response)
    assert not JobOfferPage.objects.filter(live=True).exists()
    assert not Opportunity.objects.exists()
    assert not Email.objects.filter(subject__contains="retirée").exists()
    back = cms.post(undo_url(response), {"next": "/cms/offres-emploi/"})
    assert back.url == "/cms/offres-emploi/"
    assert "3\u00a0offres sont comme avant" in told(back)
    after = {
        page.pk: (content_digest(page.live_revision), page.expire_at, page.last_published_at)
        for page in JobOfferPage.objects.filter(live=True)
    }
    assert after == before
    assert set(Opportunity.objects.values_list("pk", flat=True)) == rows
    for page in map(fresh, pages):
        assert (page.withdrawn_at, page.withdrawal_reason) == (None, "")
        assert not page.has_unpublished_changes
        log = PageLogEntry.objects.filter(page=page, action="declic.withdraw_undone")
        assert [entry.user for entry in log] == [moderator]


def test_undo_works_once_by_its_author_by_post_and_in_time(
    cms, pages, client, officer, monkeypatch
):
    address = undo_url(cms.post(bulk_url("withdraw", *pages), {"reason": REASON}))
    assert cms.get(address).status_code == 405
    client.force_login(officer)
    assert "Seule la personne" in told(client.post(address))
    assert not JobOfferPage.objects.filter(live=True).exists()
    client.force_login(BulkOperation.objects.get().user)
    with monkeypatch.context() as patch:
        patch.setattr(bulk, "UNDO_DELAY", timedelta(seconds=-1))
        assert "on ne peut plus annuler" in told(client.post(address))
    assert "incomplète" in told(client.post(address.rstrip("/") + "x/"))
    assert not JobOfferPage.objects.filter(live=True).exists()
    assert "comme avant" in told(client.post(address))
    assert "déjà annulée" in told(client.post(address))


def test_undo_leaves_alone_what_changed_since(cms, pages, moderator, author):
    address = undo_url(cms.post(bulk_url("withdraw", *pages), {"reason": REASON}))
    services.submit(page=fresh(pages[0]), user=author)
    JobOfferPage.objects.filter(pk=pages[1].pk).update(withdrawn_at=timezone.now())
    said = told(cms.post(address))
    assert "1\u00a0offre est comme avant" in said
    assert f"«\u00a0{pages[0].title}\u00a0»\u00a0: Cette annonce a changé depuis." in said
    assert f"«\u00a0{pages[1].title}\u00a0»\u00a0: Cette annonce a changé depuis." in said
    assert [fresh(page).live for page in pages] == [False, False, True]


def test_review_and_schedule_come_back_as_they_were(submitted, author, moderator):
    scheduled = JobOfferPageFactory(live=False, owner=author)
    edit(scheduled, author, go_live_at=timezone.now() + timedelta(days=2))
    services.submit(page=scheduled, user=author)
    approve(scheduled, moderator)
    started = timezone.now() - timedelta(days=4)
    ModerationTaskState.objects.filter(status="in_progress").update(started_at=started)
    mails = Email.objects.count()
    outcome = bulk.withdraw_many(pages=[submitted, scheduled], user=moderator, reason=REASON)
    assert len(outcome.done) == 2
    assert not fresh(submitted).workflow_in_progress
    bulk.undo_many(token=bulk.undo_token(outcome.operation), user=moderator)
    assert fresh(submitted).workflow_in_progress
    assert TaskState.objects.get(status="in_progress").started_at == started
    assert WorkflowState.objects.filter(status="in_progress").count() == 1
    assert fresh(submitted).withdrawn_at is None
    assert fresh(scheduled).scheduled_revision is not None
    assert Email.objects.count() == mails
    approve(submitted, moderator)
    assert fresh(submitted).live


def test_page_in_review_and_online_keeps_both(live, author, moderator):
    edit(live, author, title="Nouveau titre")
    services.submit(page=live, user=author)
    revision = fresh(live).live_revision_id
    outcome = bulk.withdraw_many(pages=[live], user=moderator, reason=REASON)
    bulk.undo_many(token=bulk.undo_token(outcome.operation), user=moderator)
    page = fresh(live)
    assert (page.live, page.live_revision_id, page.title) == (True, revision, "Maçon à Belfort")
    assert page.workflow_in_progress
    assert page.get_latest_revision_as_object().title == "Nouveau titre"


def test_authors_are_told_once_the_undo_has_passed(pages, moderator, author):
    outcome = bulk.withdraw_many(pages=pages, user=moderator, reason=REASON)
    job = ProcrastinateJob.objects.get(task_name="pages.announce_bulk_withdrawal")
    assert job.scheduled_at > outcome.operation.done_at + bulk.UNDO_DELAY
    assert not Email.objects.filter(message__contains=REASON).exists()
    for _ in range(2):
        jobs.announce_bulk_withdrawal(**job.args)
    told_of = Email.objects.filter(message__contains=REASON)
    assert [mail.to for mail in told_of] == [[author.email]] * 3
    with pytest.raises(ModerationError, match="plus annuler"):
        bulk.undo_many(token=bulk.undo_token(outcome.operation), user=moderator)


def test_authors_hear_nothing_of_what_was_undone(pages, moderator):
    outcome = bulk.withdraw_many(pages=pages, user=moderator, reason=REASON)
    bulk.undo_many(token=bulk.undo_token(outcome.operation), user=moderator)
    assert bulk.announce_withdrawals(operation_id=outcome.operation.pk) == 0
    assert not Email.objects.filter(message__contains=REASON).exists()


def test_one_that_refuses_does_not_stop_the_others(pages, moderator, draft):
    stranger = UserFactory()
    outcome = bulk.withdraw_many(pages=[*pages, draft], user=moderator, reason=REASON)
    assert len(outcome.done) == 3
    ((title, why),) = outcome.refused
    assert title == draft.title
    assert "ni en ligne" in why
    outcome = bulk.prolong_many(pages=pages, user=stranger)
    assert (outcome.done, outcome.operation) == ([], None)
    assert {why for _, why in outcome.refused} == {bulk.NO_RIGHT}


def test_partial_failure_is_told_page_by_page(cms, pages):
    longest = timezone.now() + timedelta(days=180)
    JobOfferPage.objects.filter(pk=pages[0].pk).update(expire_at=longest)
    said = told(cms.post(bulk_url("prolong", *pages)))
    assert "2\u00a0offres prolongées" in said
    assert f"«\u00a0{pages[0].title}\u00a0»\u00a0: Cette annonce est déjà prolongée" in said


def test_prolongation_then_undo_gives_the_dates_back(cms, pages):
    before = {page.pk: page.expire_at for page in JobOfferPage.objects.all()}
    response = cms.post(bulk_url("prolong", *pages))
    for page in map(fresh, pages):
        assert page.live_revision.as_object().expire_at == page.expire_at
        assert page.expire_at == before[page.pk].replace(microsecond=0) + timedelta(days=60)
    assert "3\u00a0offres sont comme avant" in told(cms.post(undo_url(response)))
    for page in map(fresh, pages):
        assert page.expire_at == before[page.pk]
        # JSON keeps milliseconds.
        written = page.live_revision.as_object().expire_at
        assert written.replace(microsecond=0) == page.expire_at.replace(microsecond=0)


def test_session_is_withdrawn_but_never_prolonged(cms, author):
    session = RecruitmentSessionPageFactory(owner=author)
    mission = VolunteeringPageFactory(owner=author)
    html = cms.get(bulk_url("prolong", session, mission)).content.decode()
    assert "Prolonger 1\u00a0mission" in html
    assert "Une session se termine à sa date" in html
    cms.post(bulk_url("prolong", session, mission))
    assert fresh(session).expire_at == session.ends_at
    said = told(cms.post(bulk_url("withdraw", session, mission), {"reason": REASON}))
    assert "2\u00a0annonces retirées" in said


def test_what_is_not_an_opportunity_or_not_allowed_is_left_alone(client, pages):
    index = pages[0].get_parent()
    client.force_login(UserFactory(superuser=True))
    html = client.get(bulk_url("withdraw", index)).content.decode()
    assert "Pas possible" in html
    assert '<button type="submit"' not in html.split("Pas possible")[1]
    client.force_login(with_level("candidate"))
    assert client.post(bulk_url("withdraw", *pages), {"reason": "x"}).status_code == 302
    assert JobOfferPage.objects.filter(live=True).count() == 3


def test_everything_at_once_and_too_many_do_not_exist(cms, pages, monkeypatch):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "declic_withdraw"])
    assert cms.get(f"{address}?id=all").status_code == 404
    monkeypatch.setattr(bulk, "MAX_PAGES", 2)
    assert cms.get(bulk_url("withdraw", *pages)).status_code == 404


def test_neither_the_action_nor_its_undo_goes_without_the_csrf_token(cms, pages, moderator):
    address = undo_url(cms.post(bulk_url("withdraw", *pages[:2]), {"reason": REASON}))
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(moderator)
    assert strict.post(address).status_code == 403
    assert strict.post(bulk_url("withdraw", pages[2]), {"reason": REASON}).status_code == 403
    assert [fresh(page).live for page in pages] == [False, False, True]
