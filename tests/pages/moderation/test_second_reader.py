"""« Une autre personne relit »: nobody approves their own where the site says so; it is told."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from pages.moderation import decisions, services
from pages.moderation.errors import ModerationError
from pages.moderation.models import ModerationTaskState
from snippets.models import SiteSettings
from tests.factories import JobOfferPageFactory
from tests.pages.moderation.conftest import act, approval, approve, edit, refusal, with_level
from tests.pages.review.test_cms import action_url, decision, dialog, told

pytestmark = pytest.mark.usefixtures("db")
REPORT = "/cms/rapports/approuvees-par-leur-auteur/"
REFUSED = "une autre personne l’approuve"


@pytest.fixture
def strict():
    settings = SiteSettings.load()
    settings.second_reader = True
    settings.save()


def is_live(page):
    return Page.objects.get(pk=page.pk).live


def follow(page, user):
    """What the editor does after each save."""
    page.refresh_from_db()
    decisions.review_latest(page=page, user=user)
    page.refresh_from_db()


def offer(owner, sender=None):
    page = JobOfferPageFactory(live=False, owner=owner, title="Maçon")
    services.submit(page=page, user=sender or owner)
    page.refresh_from_db()
    return page


def test_nobody_needs_another_reader_by_default(submitted, author):
    assert not SiteSettings.load().second_reader
    approve(submitted, author)
    assert is_live(submitted)


@pytest.mark.parametrize("part", ["owner", "sender", "writer"])
def test_who_made_sent_or_wrote_it_does_not_approve_it(strict, author, moderator, part):
    page = offer(
        moderator if part == "owner" else author, moderator if part == "sender" else author
    )
    if part == "writer":
        edit(page, moderator, summary="Une mission corrigée par la relectrice.")
        with pytest.raises(ModerationError, match="entre-temps"):
            approve(page, moderator)
    with pytest.raises(ModerationError, match=REFUSED):
        approve(page, moderator)
    assert not is_live(page)
    assert not PageLogEntry.objects.filter(action="declic.approve_own").exists()
    act(page, moderator, "reject", refusal(page))
    assert not page.workflow_in_progress, "refusing one's own stays possible"


def test_saving_again_what_somebody_else_wrote_makes_nobody_its_author(strict, submitted, officer):
    edit(submitted, officer)
    approve(submitted, officer)
    assert is_live(submitted)
    assert not ModerationTaskState.objects.filter(is_own=True).exists()


def test_who_prolongs_is_not_the_author_and_who_wrote_it_still_is(
    strict, author, officer, moderator
):
    page = JobOfferPageFactory(owner=author, expire_at=timezone.now() + timedelta(days=10))
    edit(page, moderator, summary="Une mission corrigée par la relectrice.")
    services.submit(page=page, user=author)
    services.prolong(page=page, user=officer)
    with pytest.raises(ModerationError, match=REFUSED):
        approve(page, moderator)
    approve(page, officer)
    assert not ModerationTaskState.objects.filter(is_own=True).exists()


def test_who_wrote_a_text_is_its_author_after_others_saved_it_or_wrote_on(
    strict, submitted, officer, moderator
):
    edit(submitted, moderator, summary="Une mission corrigée par la relectrice.")
    follow(submitted, moderator)
    edit(submitted, officer)
    follow(submitted, officer)
    with pytest.raises(ModerationError, match=REFUSED):
        approve(submitted, moderator)
    third = with_level("communication")
    edit(submitted, third, summary="Une mission corrigée encore.")
    follow(submitted, third)
    with pytest.raises(ModerationError, match=REFUSED):
        approve(submitted, moderator)
    approve(submitted, officer)
    assert is_live(submitted)


def test_a_text_that_was_approved_since_has_no_author_any_more(
    strict, submitted, officer, moderator
):
    edit(submitted, moderator, summary="Une mission corrigée par la relectrice.")
    follow(submitted, moderator)
    approve(submitted, officer)
    submitted.refresh_from_db()
    edit(submitted, submitted.owner, summary="Une autre mission.")
    services.submit(page=submitted, user=submitted.owner)
    approve(submitted, moderator)
    assert not ModerationTaskState.objects.filter(is_own=True).exists()


def test_every_road_of_the_cms_refuses_with_the_same_sentence(strict, client, submitted, author):
    client.force_login(author)
    for name in ("workflow_action", "collect_workflow_action_data"):
        url = action_url(submitted, name=name)
        for data in (None, approval(submitted)):
            assert REFUSED in dialog(client, url, data)["html"]
    assert REFUSED in told(client.post(action_url(submitted), approval(submitted)))
    edited = client.post(
        reverse("wagtailadmin_pages:edit", args=[submitted.pk]),
        decision(client, submitted, "approve", approval(submitted)),
    )
    assert REFUSED in told(edited)
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    client.post(f"{bulk}?id={submitted.pk}")
    assert not is_live(submitted)
    assert "Refuser" in dialog(client, action_url(submitted, "reject"))["html"]


@pytest.mark.parametrize("is_strict", [False, True])
def test_the_log_and_the_report_show_who_approved_their_own(client, author, officer, is_strict):
    own, other = offer(author), offer(author)
    approve(own, author)
    settings = SiteSettings.load()
    settings.second_reader = is_strict
    settings.save()
    approve(other, officer)
    entry = PageLogEntry.objects.get(action="declic.approve_own")
    assert (entry.page_id, entry.user) == (own.pk, author)
    client.force_login(officer)
    response = client.get(REPORT)
    assert [row.page_id for row in response.context["object_list"]] == [own.pk]
    text = response.content.decode()
    assert str(author) in text
    assert ("l’interdit" if is_strict else "le permet") in text
    history = client.get(reverse("wagtailadmin_pages:history", args=[own.pk])).content.decode()
    assert "Approuvée par une personne qui l’a écrite" in history
    sheet = client.get(f"{REPORT}?export=csv").getvalue().decode()
    assert str(author) in sheet


def test_the_report_is_for_moderators(client):
    client.force_login(with_level("adviser"))
    assert client.get(REPORT).status_code == 302
