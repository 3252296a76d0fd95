"""People and offers of the moderation tests."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.contrib.auth.models import Group

from pages.moderation import services
from pages.moderation.locking import content_digest
from pages.moderation.models import ChecklistItem
from tests.factories import JobOfferPageFactory, UserFactory
from tests.states import Chain, build, fresh, with_real_transactions


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


def _people(_: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "author": with_level("communication", email="autrice@exemple.test", first_name="Zoé"),
        "moderator": with_level("communication", email="relectrice@exemple.test"),
        "officer": with_level("employment_officer", email="emploi@exemple.test"),
    }


def _draft(made: Mapping[str, Any]) -> Any:
    author = fresh(made["people"]["author"])
    return JobOfferPageFactory(live=False, owner=author, title="Maçon à Belfort")


def _submitted(made: Mapping[str, Any]) -> Any:
    return services.submit(page=fresh(made["draft"]), user=fresh(made["people"]["author"]))


def _live(made: Mapping[str, Any]) -> Any:
    approve(fresh(made["submitted"]), fresh(made["people"]["moderator"]))
    return made["submitted"]


STEPS = {"people": _people, "draft": _draft, "submitted": _submitted, "live": _live}
PEOPLE = {"author", "moderator", "officer"}


@pytest.fixture(scope="module")
def chain(lasting: None) -> Iterator[Chain]:
    chain = Chain(STEPS)
    yield chain
    chain.reach(None)


@pytest.fixture(autouse=True)
def stage(request: pytest.FixtureRequest) -> Mapping[str, Any]:
    """What the test's fixtures show: built once for the module, before the test's transaction.

    A module that marks its tests with `usefixtures("db")`, and not with `django_db`, whose
    transaction comes first, is one of those.
    """
    asked = {"people"} if PEOPLE & set(request.fixturenames) else set()
    asked |= STEPS.keys() & set(request.fixturenames)
    last = next((name for name in reversed(STEPS) if name in asked), None)
    marker = request.node.get_closest_marker("django_db")
    if marker or with_real_transactions(request.node.getparent(pytest.Module)):
        if last is None:
            return {}
        is_real = marker and marker.kwargs.get("transaction")
        request.getfixturevalue("transactional_db" if is_real else "db")
        return build(STEPS, last)
    if "db" not in request.fixturenames:
        return {}
    chain = request.getfixturevalue("chain")
    chain.reach(last)
    return chain.made


@pytest.fixture
def author(stage: Mapping[str, Any], db: None) -> Any:
    return fresh(stage["people"]["author"])


@pytest.fixture
def moderator(stage: Mapping[str, Any], db: None) -> Any:
    return fresh(stage["people"]["moderator"])


@pytest.fixture
def officer(stage: Mapping[str, Any], db: None) -> Any:
    return fresh(stage["people"]["officer"])


@pytest.fixture
def draft(stage: Mapping[str, Any], db: None) -> Any:
    return fresh(stage["draft"])


@pytest.fixture
def submitted(stage: Mapping[str, Any], db: None) -> Any:
    return fresh(stage["submitted"])


@pytest.fixture
def live(stage: Mapping[str, Any], db: None) -> Any:
    return fresh(stage["live"])
