"""What waits for its hour can be corrected and rescheduled; what is over gets another end."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from pages.models import JobOfferPage, RecruitmentSessionPage, State, VolunteeringPage
from pages.moderation import schedule, services
from tests.editorial_factories import ContentPageFactory
from tests.factories import (
    JobOfferPageFactory,
    RecruitmentSessionPageFactory,
    VolunteeringPageFactory,
)
from tests.pages.moderation.conftest import approve, edit
from tests.pages.review.test_cms import edit_url, editor_data

FACTORIES = [JobOfferPageFactory, VolunteeringPageFactory, RecruitmentSessionPageFactory]
KINDS = pytest.mark.parametrize("factory", FACTORIES, ids=["job", "volunteering", "session"])
FORMAT = "%d/%m/%Y %H:%M"


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def typed(moment):
    return timezone.localtime(moment).strftime(FORMAT)


def stated(page):
    return type(page).objects.with_state().get(pk=page.pk).state


@pytest.fixture
def tab(client, author):
    client.force_login(author)
    return client


@pytest.fixture
def make_scheduled(author, moderator):
    """An approved page of a kind that goes live in an hour."""

    def make(factory):
        page = factory(live=False, owner=author)
        edit(page, author, go_live_at=timezone.now() + timedelta(hours=1))
        services.submit(page=fresh(page), user=author)
        approve(fresh(page), moderator)
        page = fresh(page)
        assert (page.live, stated(page)) == (False, State.SCHEDULED)
        return page

    return make


def let_the_hour_come(page):
    """The schedule's hour is now past."""
    past = timezone.now() - timedelta(seconds=1)
    revision = fresh(page).scheduled_revision
    revision.content["go_live_at"] = past.isoformat()
    revision.approved_go_live_at = past
    revision.save(update_fields=["content", "approved_go_live_at"])
    schedule.publish_scheduled()


@KINDS
def test_scheduled_page_is_corrected_and_rescheduled(tab, moderator, make_scheduled, factory):
    page = make_scheduled(factory)
    former = page.scheduled_revision
    shown = tab.get(edit_url(page)).content.decode()
    assert "Cette annonce est approuvée" in shown
    assert "content-locked" not in shown
    later = (timezone.now() + timedelta(days=2)).replace(second=0, microsecond=0)
    data = editor_data(tab, page, summary="Corrigé.", go_live_at=typed(later))
    saved = tab.post(edit_url(page), data, HTTP_ACCEPT="application/json")
    assert saved.json()["success"]
    assert stated(page) == State.SCHEDULED
    data = editor_data(tab, page)
    data["action-submit"] = "1"
    assert tab.post(edit_url(page), data).status_code == 302
    page = fresh(page)
    assert page.workflow_in_progress
    # What was approved keeps its hour until the new text is approved.
    assert page.scheduled_revision == former
    approve(page, moderator)
    page = fresh(page)
    assert page.scheduled_revision == page.latest_revision != former
    assert page.scheduled_revision.approved_go_live_at == later
    assert page.get_latest_revision_as_object().summary == "Corrigé."


def test_the_hour_comes_while_the_correction_is_reviewed(author, moderator, make_scheduled):
    page = make_scheduled(JobOfferPageFactory)
    edit(page, author, summary="Corrigé.", go_live_at=None)
    services.submit(page=fresh(page), user=author)
    let_the_hour_come(page)
    page = fresh(page)
    assert page.live
    assert page.summary != "Corrigé."
    assert page.workflow_in_progress, "the review goes on"
    approve(page, moderator)
    assert fresh(page).summary == "Corrigé."


def test_a_lock_of_the_staff_still_holds(author, moderator, make_scheduled):
    page = make_scheduled(JobOfferPageFactory)
    JobOfferPage.objects.filter(pk=page.pk).update(locked=True, locked_by=moderator)
    assert fresh(page).permissions_for_user(author).page_locked()


@pytest.fixture
def make_over(author):
    """An expired page of a kind, as the job of every minute leaves it."""

    def make(factory):
        past = timezone.now() - timedelta(days=1)
        session = {"starts_at": past - timedelta(hours=3), "ends_at": past}
        dates = session if factory is RecruitmentSessionPageFactory else {"expire_at": past}
        page = factory(live=True, owner=author, **dates)
        page.save_revision(user=author, clean=False)
        type(page).objects.filter(pk=page.pk).update(first_published_at=past - timedelta(days=9))
        schedule.expire_pages()
        assert stated(page) == State.EXPIRED
        return fresh(page)

    return make


@pytest.mark.parametrize("factory", FACTORIES[:2], ids=["job", "volunteering"])
def test_editor_of_an_expired_page_proposes_another_end(tab, moderator, make_over, factory):
    page = make_over(factory)
    response = tab.get(edit_url(page))
    html = BeautifulSoup(response.content, "lxml")
    assert "La fin de publication est passée" in html.get_text()
    proposed = timezone.now() + timedelta(days=60)
    assert html.select_one("input[name=expire_at]")["value"][:10] == typed(proposed)[:10]
    data = editor_data(tab, page, summary="De nouveau.")
    data["action-submit"] = "1"
    assert tab.post(edit_url(page), data).status_code == 302
    approve(fresh(page), moderator)
    page = fresh(page)
    assert (page.live, page.summary) == (True, "De nouveau.")
    assert page.expire_at > timezone.now() + timedelta(days=59)


@pytest.mark.parametrize("factory", FACTORIES[:2], ids=["job", "volunteering"])
def test_draft_that_expires_while_it_is_written_is_saved(tab, make_over, factory):
    """The tab was opened before: it shows an end that has passed since."""
    page = make_over(factory)
    data = editor_data(tab, page, summary="Presque fini.", expire_at=typed(page.expire_at))
    saved = tab.post(edit_url(page), data, HTTP_ACCEPT="application/json")
    assert saved.json()["success"]
    # Sending asks for another end.
    data = editor_data(tab, page, expire_at=typed(page.expire_at))
    data["action-submit"] = "1"
    assert "expire_at" in tab.post(edit_url(page), data).context["form"].errors
    # An end that is typed is not past, in a draft either.
    data = editor_data(tab, page, expire_at="01/02/2020 10:00")
    assert "expire_at" in tab.post(edit_url(page), data).context["form"].errors


def test_session_that_is_over_asks_for_new_times(tab, make_over, moderator):
    page = make_over(RecruitmentSessionPageFactory)
    shown = tab.get(edit_url(page)).content.decode()
    assert "Cette session est passée" in shown
    data = editor_data(tab, page, summary="Encore une.")
    assert tab.post(edit_url(page), data, HTTP_ACCEPT="application/json").json()["success"]
    data = editor_data(tab, page)
    data["action-submit"] = "1"
    refused = tab.post(edit_url(page), data)
    assert "choisissez ses nouvelles dates" in str(refused.context["form"].errors["ends_at"])
    start = (timezone.now() + timedelta(days=9)).replace(second=0, microsecond=0)
    data["starts_at"], data["ends_at"] = typed(start), typed(start + timedelta(hours=3))
    assert tab.post(edit_url(page), data).status_code == 302
    approve(fresh(page), moderator)
    assert RecruitmentSessionPage.objects.get().live


def test_help_that_is_over_is_not_sent(tab, make_over):
    page = make_over(VolunteeringPageFactory)
    yesterday = timezone.localdate() - timedelta(days=1)
    edit(page, page.owner, starts_on=yesterday, ends_on=yesterday)
    data = editor_data(tab, page)
    data["action-submit"] = "1"
    refused = tab.post(edit_url(page), data).context["form"].errors
    assert list(refused) == ["ends_on"]
    assert VolunteeringPage.objects.get().get_latest_revision_as_object().ends_on == yesterday


def test_editorial_page_that_is_over_can_be_saved(tab):
    past = (timezone.now() - timedelta(days=1)).replace(second=0, microsecond=0)
    page = ContentPageFactory(slug="forum", expire_at=past)
    page.save_revision(clean=False)
    data = editor_data(tab, page, introduction="Un autre chapô.")
    data["body-count"] = "0"  # blocks are written by a script
    assert tab.post(edit_url(page), data, HTTP_ACCEPT="application/json").json()["success"]
    draft = fresh(page).get_latest_revision_as_object()
    assert (draft.introduction, draft.expire_at) == ("Un autre chapô.", past)
