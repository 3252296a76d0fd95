"""What the apps above are told of an opportunity: each act once, with what they need."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from wagtail.actions.copy_page import CopyPageAction

from pages.moderation import bulk, schedule, services
from pages.signals import Departure
from tests.factories import JobOfferPageFactory, RecruitmentSessionPageFactory
from tests.pages.moderation.conftest import approve, edit
from tests.pages.moderation.lifecycle import (
    ACTS,
    filled,
    heard,
    hour_comes,
    listening,
    online,
    reviewed,
    scheduled,
    session_online,
    withdrawn,
)

pytestmark = pytest.mark.usefixtures("db")


@pytest.mark.parametrize("act", ACTS)
def test_each_act_is_told_once(act: str, moderator: Any) -> None:
    prepare, do, expected = ACTS[act]
    page = prepare(moderator)
    pk = page.pk
    with heard() as told:
        do(page, moderator)
    assert [(name, told_pk) for name, told_pk, _ in told] == [(name, pk) for name in expected]


def test_the_sender_is_the_kind_and_the_page_is_as_it_is_afterwards(moderator: Any) -> None:
    page = RecruitmentSessionPageFactory(live=False, owner=moderator)
    seen = []
    with listening(lambda told: seen.append((told.sender, told.page.live, told.said))):
        reviewed(page, moderator)
        services.mark_filled(page=page, user=moderator)
    assert seen == [(type(page), True, {"former": None}), (type(page), False, {"user": moderator})]


@pytest.mark.parametrize(
    "fields",
    [
        {"place_name": "Salle des fêtes"},
        {"status": "postponed"},
        {"status": "cancelled"},
        {"capacity": 3},
        {"slot_minutes": 30, "interviewers": 2, "capacity": 12},
    ],
)
def test_a_session_changed_online_comes_with_what_it_was(
    fields: dict[str, Any], moderator: Any
) -> None:
    page = session_online(moderator)
    former = {name: getattr(page, name) for name in fields}
    seen: list[Any] = []
    with listening(lambda told: seen.append((told.page, told.said["former"]))):
        reviewed(page, moderator, **fields)
    [(now, before)] = seen
    assert {name: getattr(now, name) for name in fields} == fields
    assert {name: getattr(before, name) for name in fields} == former


def test_a_session_moved_to_another_day_at_an_hour_to_come_is_told_then(moderator: Any) -> None:
    page = session_online(moderator)
    later = page.starts_at + timedelta(days=7)
    hour = timezone.now() + timedelta(hours=1)
    with heard() as told:
        reviewed(
            page, moderator, go_live_at=hour, starts_at=later, ends_at=later + timedelta(hours=3)
        )
    assert told == [], "the public still reads the former day"
    hour_comes(page)
    with heard() as told:
        schedule.publish_scheduled()
    [(name, pk, said)] = told
    assert (name, pk, said["former"].starts_at) == ("published", page.pk, page.starts_at)


def test_what_nobody_could_read_is_not_told(draft: Any, author: Any, moderator: Any) -> None:
    with heard() as told:
        edit(draft, author, title="Une autre")
        services.submit(page=draft, user=author)
        services.withdraw(page=draft, user=moderator, reason="Une erreur")
        scheduled(moderator)
        RecruitmentSessionPageFactory(live=False)
    assert told == []


def test_prolonging_is_not_publishing(live: Any, moderator: Any) -> None:
    with heard() as told:
        services.prolong(page=live, user=moderator)
    assert told == []


def test_a_mailed_link_fills_for_nobody(live: Any) -> None:
    with heard() as told:
        services.mark_filled(page=live)
    assert told == [("filled", live.pk, {"user": None})]


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        ("withdrawn", Departure.WITHDRAWN),
        ("withdrawn with others", Departure.WITHDRAWN),
        ("expired", Departure.EXPIRED),
        ("Wagtail's own unpublication", Departure.UNPUBLISHED),
        ("deleted", Departure.DELETED),
        ("deleted with its index", Departure.DELETED),
    ],
)
def test_a_departure_says_why(act: str, reason: str, moderator: Any) -> None:
    prepare, do, _ = ACTS[act]
    page = prepare(moderator)
    with heard() as told:
        do(page, moderator)
    assert [said for _, _, said in told] == [{"reason": reason}]


def test_a_draft_that_is_deleted_is_told_while_its_row_is_there(draft: Any) -> None:
    rows = []
    with listening(lambda told: rows.append(told.sender.objects.filter(pk=told.page.pk).exists())):
        draft.delete()
    assert rows == [True]


@pytest.mark.parametrize(
    ("make", "was"),
    [(filled, "filled"), (withdrawn, Departure.WITHDRAWN)],
    ids=["filled", "withdrawn"],
)
def test_what_is_approved_again_says_how_it_had_left(make: Any, was: str, moderator: Any) -> None:
    page = make(moderator)
    services.submit(page=page, user=page.owner)
    with heard() as told:
        approve(page, moderator)
    assert [(name, said) for name, _, said in told] == [
        ("published", {"former": None}),
        ("reopened", {"was": was, "undone": False}),
    ]


def test_an_undone_withdrawal_says_so(moderator: Any) -> None:
    page = withdrawn(moderator)
    with heard() as told:
        bulk.undo_many(token=page.undo, user=moderator)
    assert told[1] == ("reopened", page.pk, {"was": Departure.WITHDRAWN, "undone": True})


def test_many_pages_are_told_one_by_one(moderator: Any) -> None:
    pages = sorted((online(moderator) for _ in range(3)), key=lambda page: page.pk)
    ids = [page.pk for page in pages]
    with heard() as told:
        outcome = bulk.withdraw_many(pages=pages, user=moderator, reason="Une erreur")
    assert [pk for _, pk, _ in told] == ids
    with heard() as told:
        bulk.undo_many(token=bulk.undo_token(outcome.operation), user=moderator)
    assert [pk for name, pk, _ in told if name == "reopened"] == ids


def test_a_live_copy_is_published_as_another_page(moderator: Any) -> None:
    page = online(moderator)
    with heard() as told:
        copy = CopyPageAction(
            page, to=page.get_parent(), update_attrs={"slug": "copie"}, user=moderator
        ).execute(skip_permission_checks=True)
    assert told == [("published", copy.pk, {"former": None})]


def test_a_page_of_another_sort_is_not_told(moderator: Any) -> None:
    index = JobOfferPageFactory(live=False).get_parent().specific
    with heard() as told:
        index.save_revision().publish()
        index.unpublish()
    assert told == []
