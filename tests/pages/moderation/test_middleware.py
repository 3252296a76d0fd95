"""What Wagtail's views would answer 500 to is explained, and nothing else is hidden."""

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse
from wagtail.models import PagePermissionTester, WorkflowState
from wagtail.test.utils.form_data import querydict_from_html

from pages.moderation import services
from pages.moderation.endings import NO_LONGER
from pages.moderation.errors import ModerationError
from pages.moderation.middleware import ModerationErrorMiddleware
from pages.moderation.models import ModerationTask
from pages.review import hooks
from tests.factories import UserFactory
from tests.pages.moderation.conftest import approval
from tests.pages.review.test_cms import decision, edit_url


@pytest.fixture
def middleware():
    return ModerationErrorMiddleware(lambda _request: None)


def request_to(rf, path):
    request = rf.post(path)
    request.resolver_match = None
    return request


def test_second_start_in_the_editor_is_explained(client, submitted, moderator, monkeypatch):
    """As when both requests have passed the check of the button before either writes."""
    client.force_login(moderator)
    edit = reverse("wagtailadmin_pages:edit", args=[submitted.pk])
    data = querydict_from_html(client.get(edit).content.decode(), form_id="page-edit-form")
    data["action-submit"] = "true"
    monkeypatch.setattr(PagePermissionTester, "can_submit_for_moderation", lambda _: True)
    response = client.post(edit, data)
    assert response.status_code == 302
    assert response.url == edit
    told = [str(message).strip() for message in get_messages(response.wsgi_request)]
    assert "Cette annonce est déjà en relecture." in told
    assert WorkflowState.objects.count() == 1


def test_deactivating_the_task_publishes_nothing_and_is_explained(client, submitted):
    client.force_login(UserFactory(superuser=True))
    url = reverse("wagtailadmin_workflows:disable_task", args=[ModerationTask.objects.get().pk])
    response = client.post(url)
    assert response.status_code == 302
    submitted.refresh_from_db()
    assert not submitted.live
    assert ModerationTask.objects.get().active


def test_unique_constraint_of_two_starts_is_explained(rf, middleware, monkeypatch):
    told = []
    monkeypatch.setattr(
        "pages.moderation.middleware.messages.error", lambda _, text: told.append(text)
    )
    error = IntegrityError('violates unique constraint "unique_in_progress_workflow"')
    response = middleware.process_exception(request_to(rf, "/cms/pages/1/edit/"), error)
    assert response.status_code == 302
    assert told == ["Cette annonce est déjà en relecture."]


@pytest.mark.parametrize(
    ("path", "exception"),
    [
        ("/cms/pages/1/edit/", IntegrityError("another_constraint")),
        ("/cms/pages/1/edit/", ValidationError("not ours")),
        ("/cms/pages/1/edit/", RuntimeError("a bug")),
        ("/cms/pages/1/edit/", AttributeError(name="get_actions", obj="not None")),
        ("/cms/pages/1/edit/", AttributeError(name="title", obj=None)),
        ("/offres/", ModerationError("outside the CMS")),
    ],
)
def test_other_errors_are_left_alone(rf, middleware, path, exception):
    assert middleware.process_exception(request_to(rf, path), exception) is None


@pytest.mark.parametrize("moment", ["before the action is known", "before the action is done"])
@pytest.mark.parametrize("title", ["Maçon à Belfort", "Corrigé par la relectrice"])
def test_decision_between_two_questions_of_the_editor_is_explained(
    client, submitted, moderator, officer, monkeypatch, moment, title
):
    """Wagtail's view asks for the task twice more after our check: each time it may be gone."""
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
    told = [str(message).strip() for message in get_messages(response.wsgi_request)]
    assert told == [NO_LONGER]
    submitted.refresh_from_db()
    assert not submitted.live
