"""People and offers of the moderation tests."""

from typing import Any

import pytest
from django.contrib.auth.models import Group

from pages.moderation import services
from pages.moderation.locking import content_digest
from pages.moderation.models import ChecklistItem
from tests.factories import JobOfferPageFactory, UserFactory


def with_level(level: str, **fields: Any) -> Any:
    """A user who holds one level."""
    user = UserFactory(**fields)
    user.groups.add(Group.objects.get(name=level))
    return user


def all_checks(kind: str = "job") -> list[str]:
    """Every point of the checklist of a kind."""
    return list(ChecklistItem.objects.proposed_for(kind).values_list("key", flat=True))


def approval(page: Any, **changes: Any) -> dict[str, Any]:
    """What the approval dialog sends for the page as it is now."""
    page.refresh_from_db()
    digest = content_digest(page.latest_revision)
    return {"content_digest": digest, "checks": all_checks(page.specific.kind), **changes}


def refusal(page: Any, **changes: Any) -> dict[str, Any]:
    """What the refusal dialog sends for the page as it is now."""
    page.refresh_from_db()
    return {
        "content_digest": content_digest(page.latest_revision),
        "reason": "pay",
        "comment": "Indiquez le salaire.",
        **changes,
    }


def act(page: Any, user: Any, action: str, answers: dict[str, Any]) -> None:
    """Act on the current review as the CMS does."""
    state = page.current_workflow_task_state
    state.task.specific.on_action(state, user, action, **answers)


def approve(page: Any, user: Any) -> None:
    """Approve the page as it is now."""
    act(page, user, "approve", approval(page))


def edit(page: Any, user: Any, **fields: Any) -> Any:
    """Save a new revision of the latest draft, as the editor does."""
    draft = page.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    return draft.save_revision(user=user, log_action=True)


@pytest.fixture
def author(db: None) -> Any:
    return with_level("communication", email="autrice@exemple.test", first_name="Zoé")


@pytest.fixture
def moderator(db: None) -> Any:
    return with_level("communication", email="relectrice@exemple.test")


@pytest.fixture
def officer(db: None) -> Any:
    return with_level("employment_officer", email="emploi@exemple.test")


@pytest.fixture
def draft(author: Any) -> Any:
    return JobOfferPageFactory(live=False, owner=author, title="Maçon à Belfort")


@pytest.fixture
def submitted(draft: Any, author: Any) -> Any:
    return services.submit(page=draft, user=author)


@pytest.fixture
def live(submitted: Any, moderator: Any) -> Any:
    approve(submitted, moderator)
    submitted.refresh_from_db()
    return submitted
