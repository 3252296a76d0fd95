"""What somebody did in the CMS, a colleague undoes once they have left: no superuser is there."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection, Comment, Page, PageLogEntry, PageViewRestriction

from pages.moderation import services
from portal.accounts.services.grants import sync_groups
from tests.editorial_factories import ContentPageFactory, NewsPageFactory, home_page
from tests.pages.editorial.test_permissions import form
from tests.pages.moderation.conftest import act, approval, approve, edit, refusal, with_level

pytestmark = pytest.mark.usefixtures("db")
PAGES = "wagtailadmin_pages"


def address(name, *args):
    return reverse(f"{PAGES}:{name}", args=args)


@pytest.fixture
def leaver():
    return with_level("communication", first_name="Claire", last_name="Morel")


@pytest.fixture
def before(client, leaver):
    """The browser of who will leave."""
    client.force_login(leaver)
    return client


def leave(user):
    """A level that has ended, an account that is closed."""
    sync_groups(user)
    user.is_active = False
    user.save(update_fields=["is_active"])


@pytest.fixture(params=["communication", "employment_officer"])
def reviewer(request):
    return with_level(request.param)


def test_a_page_that_a_moderator_locked_is_unlocked_and_decided_by_another(
    before, leaver, reviewer, submitted
):
    before.post(address("lock", submitted.pk))
    submitted.refresh_from_db()
    assert submitted.locked_by == leaver
    leave(leaver)
    before.force_login(reviewer)
    editor = before.get(address("edit", submitted.pk)).content.decode()
    assert address("unlock", submitted.pk) in editor
    report = before.get("/cms/rapports/en-attente/").content.decode()
    assert "verrouillée par Claire Morel" in report
    before.post(address("unlock", submitted.pk))
    submitted.refresh_from_db()
    assert not submitted.locked
    review = submitted.current_workflow_task_state
    decision = address("workflow_action", submitted.pk, "approve", review.pk)
    before.post(decision, approval(submitted))
    assert Page.objects.get(pk=submitted.pk).live


@pytest.mark.parametrize("ending", ["refused", "approved", "withdrawn", "taken back"])
def test_a_lock_ends_with_the_review_that_it_served(before, leaver, author, submitted, ending):
    before.post(address("lock", submitted.pk))
    if ending == "refused":
        act(submitted, leaver, "reject", refusal(submitted))
    elif ending == "approved":
        approve(submitted, leaver)
    elif ending == "withdrawn":
        services.withdraw(page=submitted, user=leaver, reason="Doublon")
    else:
        services.take_back(page=submitted, user=author)
    submitted.refresh_from_db()
    assert (submitted.locked, submitted.locked_by, submitted.locked_at) == (False, None, None)
    assert PageLogEntry.objects.filter(page=submitted.pk, action="wagtail.unlock").exists()


def test_a_lock_from_before_is_taken_away_without_any_review(client, draft, leaver, reviewer):
    Page.objects.filter(pk=draft.pk).update(locked=True, locked_by=leaver)
    client.force_login(with_level("adviser"))
    client.post(address("unlock", draft.pk))
    draft.refresh_from_db()
    assert draft.locked
    client.force_login(reviewer)
    client.post(address("unlock", draft.pk))
    draft.refresh_from_db()
    assert not draft.locked


def test_an_editorial_page_is_unlocked_by_who_publishes(client, leaver):
    page = ContentPageFactory()
    Page.objects.filter(pk=page.pk).update(locked=True, locked_by=leaver)
    client.force_login(with_level("communication"))
    client.post(address("unlock", page.pk))
    page.refresh_from_db()
    assert not page.locked


def test_a_schedule_of_an_offer_is_taken_back_by_withdrawing_it(
    client, draft, leaver, author, reviewer
):
    edit(draft, author, go_live_at=timezone.now() + timedelta(days=3))
    services.submit(page=draft, user=author)
    approve(draft, leaver)
    leave(leaver)
    assert draft.scheduled_revision
    client.force_login(reviewer)
    client.post(reverse("opportunity_withdraw", args=[draft.pk]), {"reason": "Reportée"})
    assert not Page.objects.get(pk=draft.pk).scheduled_revision
    assert not Page.objects.get(pk=draft.pk).get_lock()


def test_a_refusal_is_answered_by_another_editor_than_its_author(
    client, submitted, author, leaver, reviewer
):
    act(submitted, leaver, "reject", refusal(submitted))
    leave(author)
    leave(leaver)
    services.submit(page=Page.objects.get(pk=submitted.pk), user=reviewer)
    assert Page.objects.get(pk=submitted.pk).workflow_in_progress


class Undo:
    """One control of editorial pages: what somebody did, what undoes it, and how it shows."""

    def restrict(self, page, browser):
        browser.post(address("set_privacy", page.pk), {"restriction_type": "login"})

    def open(self, page, browser):
        browser.post(address("set_privacy", page.pk), {"restriction_type": "none"})

    def is_restricted(self, page):
        return PageViewRestriction.objects.filter(page=page).exists()

    def unpublish(self, page, browser):
        browser.post(address("unpublish", page.pk))

    def publish(self, page, browser):
        browser.post(
            reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
            + f"?id={page.pk}",
        )

    def is_unpublished(self, page):
        return not Page.objects.get(pk=page.pk).live

    def move(self, page, browser):
        browser.post(address("move_confirm", page.pk, ContentPageFactory(slug="autre").pk))

    def move_back(self, page, browser):
        browser.post(address("move_confirm", page.pk, home_page().pk))

    def is_moved(self, page):
        return Page.objects.get(pk=page.pk).get_parent().pk != home_page().pk


@pytest.mark.parametrize(
    ("done", "undone", "shows"),
    [
        ("restrict", "open", "is_restricted"),
        ("unpublish", "publish", "is_unpublished"),
        ("move", "move_back", "is_moved"),
    ],
)
def test_what_was_done_to_an_editorial_page_is_undone(before, leaver, done, undone, shows):
    page, control = ContentPageFactory(), Undo()
    getattr(control, done)(page, before)
    assert getattr(control, shows)(page)
    leave(leaver)
    before.force_login(with_level("communication"))
    getattr(control, undone)(page, before)
    assert not getattr(control, shows)(page)


def test_a_scheduled_news_page_is_unscheduled(before, leaver):
    page = NewsPageFactory(live=False)
    revision = page.save_revision(approved_go_live_at=timezone.now() + timedelta(days=2))
    Page.objects.filter(pk=page.pk).update(go_live_at=revision.approved_go_live_at)
    leave(leaver)
    before.force_login(with_level("communication"))
    before.post(address("revisions_unschedule", page.pk, revision.pk))
    revision.refresh_from_db()
    assert revision.approved_go_live_at is None


def test_a_comment_of_somebody_who_left_is_resolved(before, leaver):
    page = NewsPageFactory()
    comment = Comment.objects.create(
        page=page, user=leaver, text="À revoir", contentpath="title", position=""
    )
    leave(leaver)
    colleague = with_level("communication")
    before.force_login(colleague)
    prefix = "comments-0-"
    data = form(title=page.title, slug=page.slug) | {
        "comments-TOTAL_FORMS": 1,
        "comments-INITIAL_FORMS": 1,
        f"{prefix}id": comment.pk,
        f"{prefix}text": comment.text,
        f"{prefix}contentpath": "title",
        f"{prefix}position": "",
        f"{prefix}resolved": "on",
        f"{prefix}replies-TOTAL_FORMS": 0,
        f"{prefix}replies-INITIAL_FORMS": 0,
    }
    before.post(address("edit", page.pk), data)
    comment.refresh_from_db()
    assert comment.resolved_by == colleague


def test_a_collection_is_closed_opened_and_taken_away(before, leaver):
    before.post(reverse("wagtailadmin_collections:add"), {"name": "Essai", "parent": root().pk})
    collection = Collection.objects.get(name="Essai")
    privacy = reverse("wagtailadmin_collections:set_privacy", args=[collection.pk])
    before.post(privacy, {"restriction_type": "login"})
    assert collection.view_restrictions.exists()
    leave(leaver)
    before.force_login(with_level("communication"))
    before.post(privacy, {"restriction_type": "none"})
    assert not collection.view_restrictions.exists()
    before.post(reverse("wagtailadmin_collections:delete", args=[collection.pk]))
    assert not Collection.objects.filter(name="Essai").exists()


def root():
    return Collection.get_first_root_node()


@pytest.mark.parametrize("level", ["communication", "employment_officer"])
@pytest.mark.parametrize(
    "path", ["workflows/list/", "workflows/tasks/index/", "sites/", "users/", "groups/"]
)
def test_what_nobody_could_undo_nobody_can_do(client, level, path):
    """Workflows and tasks are switched off, sites changed, by a right that nobody holds."""
    client.force_login(with_level(level))
    assert client.get(f"/cms/{path}").status_code in (302, 404)
