"""What Wagtail's views would answer 500 to is explained, and nothing else is hidden."""

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse
from wagtail.models import PagePermissionTester, Workflow, WorkflowState

from pages.models import HomePage, JobOfferPage
from pages.moderation import services
from pages.moderation.endings import NO_LONGER, what_became_of
from pages.moderation.models import ModerationTask
from pages.review import hooks
from tests.factories import UserFactory, job_offer_index
from tests.pages.moderation.conftest import approval
from tests.pages.review.test_cms import decision, edit_url, editor_data

pytestmark = pytest.mark.django_db


def told(response):
    return [str(message).strip() for message in get_messages(response.wsgi_request)]


@pytest.fixture
def sent_again(client, submitted, moderator, monkeypatch):
    """Send a page that is in review, as when both have passed the check of the button."""

    def send():
        client.force_login(moderator)
        data = editor_data(client, submitted, **{"action-submit": "true"})
        monkeypatch.setattr(PagePermissionTester, "can_submit_for_moderation", lambda _: True)
        return client.post(edit_url(submitted), data)

    return send


@pytest.mark.parametrize("met", ["full_clean", "the database"])
def test_second_start_in_the_editor_is_explained(submitted, sent_again, monkeypatch, met):
    """Two that start at once both pass `full_clean`, and the second meets the constraint."""
    if met == "the database":
        monkeypatch.setattr(WorkflowState, "full_clean", lambda _: None)
    response = sent_again()
    assert response.status_code == 302
    assert response.url == edit_url(submitted)
    assert "Cette annonce est déjà en relecture." in told(response)
    assert WorkflowState.objects.count() == 1


@pytest.mark.parametrize("error", [IntegrityError("another"), ValidationError("another")])
def test_another_error_of_a_submission_is_left_alone(submitted, sent_again, monkeypatch, error):
    def fails(*_):
        services.take_back(page=submitted, user=submitted.owner)
        raise error

    monkeypatch.setattr(Workflow, "start", fails)
    with pytest.raises(type(error), match="another"):
        sent_again()


def test_another_error_of_a_decision_is_left_alone(client, submitted, moderator, monkeypatch):
    client.force_login(moderator)
    data = decision(client, submitted, "approve", approval(submitted))

    def fails(*_args, **_kwargs):
        message = "a bug"
        raise AttributeError(message, name="on_action", obj=None)

    monkeypatch.setattr(ModerationTask, "on_action", fails)
    with pytest.raises(AttributeError, match="a bug"):
        client.post(edit_url(submitted), data)


def test_decision_on_a_page_without_review_is_explained(client):
    client.force_login(UserFactory(superuser=True))
    home = HomePage.objects.get()
    response = client.post(edit_url(home), decision(client, home, "approve", {}))
    assert told(response) == [NO_LONGER]


def test_page_that_no_active_task_may_review_is_made_and_not_published(client, submitted, author):
    client.force_login(author)
    data = editor_data(client, submitted, title="Soudeur", **{"action-submit": "true"})
    for name in ("loaded_revision_id", "loaded_revision_created_at", "slug"):
        data.pop(name, None)
    ModerationTask.objects.update(active=False)
    add = reverse("wagtailadmin_pages:add", args=["pages", "jobofferpage", job_offer_index().pk])
    response = client.post(add, data)
    page = JobOfferPage.objects.get(title="Soudeur")
    assert response.url == edit_url(page)
    assert told(response) == ["Personne n’a approuvé cette annonce\u00a0: elle n’est pas publiée."]
    assert not page.live


def test_deactivating_the_task_publishes_nothing_and_is_explained(client, submitted):
    client.force_login(UserFactory(superuser=True))
    url = reverse("wagtailadmin_workflows:disable_task", args=[ModerationTask.objects.get().pk])
    response = client.post(url)
    assert response.status_code == 302
    submitted.refresh_from_db()
    assert not submitted.live
    assert ModerationTask.objects.get().active


@pytest.mark.parametrize("moment", ["before the action is known", "before the action is done"])
@pytest.mark.parametrize("title", ["Maçon à Belfort", "Corrigé par la relectrice"])
def test_decision_between_two_questions_of_the_editor_is_explained(
    client, submitted, moderator, officer, monkeypatch, moment, title
):
    """Wagtail's view asks for the task twice more after our check: it may be gone each time."""
    client.force_login(moderator)
    data = decision(client, submitted, "approve", approval(submitted))
    data["title"] = title

    def then_another_decides(function):
        def wrapped(*args, **kwargs):
            answer = function(*args, **kwargs)
            monkeypatch.undo()
            services.withdraw(page=submitted, user=officer, reason="Doublon")
            return answer

        return wrapped

    if moment == "before the action is known":
        target, name = hooks, "_refusal"
    else:
        target, name = ModerationTask, "get_actions"
    monkeypatch.setattr(target, name, then_another_decides(getattr(target, name)))
    response = client.post(edit_url(submitted), data)
    assert response.status_code == 302
    assert response.url == edit_url(submitted)
    assert told(response) == [what_became_of(submitted)]
    submitted.refresh_from_db()
    assert not submitted.live
