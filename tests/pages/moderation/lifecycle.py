"""Acts that take an opportunity on and off line, and who listens to what is told of them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, NamedTuple

from django.utils import timezone
from wagtail.models import Page, Revision

from pages import signals
from pages.moderation import bulk, schedule, services
from tests.factories import JobOfferPageFactory, RecruitmentSessionPageFactory, UserFactory
from tests.pages.moderation.conftest import approve, edit

SIGNALS = {
    "published": signals.opportunity_published,
    "filled": signals.opportunity_filled,
    "reopened": signals.opportunity_reopened,
    "taken_down": signals.opportunity_taken_down,
}


class Told(NamedTuple):
    """One signal of `pages.signals`, as a receiver gets it."""

    name: str
    sender: type
    page: Any
    said: dict[str, Any]


@contextmanager
def listening(listener: Callable[[Told], Any]) -> Iterator[None]:
    """Call `listener` for each signal."""
    receivers = []
    for name, signal in SIGNALS.items():

        def receive(sender: Any, page: Any, *, _name: str = name, **said: Any) -> None:
            del said["signal"]
            listener(Told(_name, sender, page, said))

        signal.connect(receive)
        receivers.append((signal, receive))
    try:
        yield
    finally:
        for signal, receive in receivers:
            signal.disconnect(receive)


@contextmanager
def heard() -> Iterator[list[tuple[str, int, dict[str, Any]]]]:
    """What is told in the block: the signal, the page's id, and the rest."""
    told: list[tuple[str, int, dict[str, Any]]] = []
    with listening(lambda one: told.append((one.name, one.page.pk, one.said))):
        yield told


def reviewed(page: Any, moderator: Any, **fields: Any) -> Any:
    """Send a text with these fields to review and approve it, as its author and a colleague do."""
    edit(page, page.owner, **fields)
    services.submit(page=page, user=page.owner)
    approve(page, moderator)
    return type(page).objects.get(pk=page.pk)


def hour_comes(page: Any) -> None:
    """The approved text of a page on schedule is due."""
    revision = Revision.objects.get(object_id=str(page.pk), approved_go_live_at__isnull=False)
    past = timezone.now() - timedelta(seconds=1)
    revision.content = {**revision.content, "go_live_at": past.isoformat()}
    revision.approved_go_live_at = past
    revision.save()


def online(moderator: Any, factory: Any = JobOfferPageFactory) -> Any:
    """A page that was approved."""
    return reviewed(factory(live=False, owner=UserFactory()), moderator)


def scheduled(moderator: Any) -> Any:
    """A page of which the approved text is due now."""
    page = JobOfferPageFactory(live=False, owner=UserFactory())
    page = reviewed(page, moderator, go_live_at=timezone.now() + timedelta(days=1))
    hour_comes(page)
    return page


def session_online(moderator: Any) -> Any:
    """The same, of a session."""
    return online(moderator, RecruitmentSessionPageFactory)


def expiring(moderator: Any) -> Any:
    """A page online of which the end has passed."""
    page = online(moderator)
    type(page).objects.filter(pk=page.pk).update(expire_at=timezone.now())
    return page


def withdrawn(moderator: Any) -> Any:
    """A page that `moderator` has just withdrawn; `undo` is the token of its undoing."""
    page = online(moderator)
    outcome = bulk.withdraw_many(pages=[page], user=moderator, reason="Une erreur")
    page.undo = bulk.undo_token(outcome.operation)
    return page


def filled(moderator: Any) -> Any:
    """A page for which somebody was found."""
    return services.mark_filled(page=online(moderator), user=None)


def sent_again(make: Any) -> Any:
    """What `make` makes, waiting for its approval."""

    def prepare(moderator: Any) -> Any:
        page = make(moderator)
        services.submit(page=page, user=page.owner)
        return page

    return prepare


def as_page(page: Any) -> Page:
    """The same, as Wagtail's screens delete it."""
    return Page.objects.get(pk=page.pk)


# What it is called: how the page is made, what is done with it, and what is told of it.
ACTS: dict[str, tuple[Any, Any, list[str]]] = {
    "approval": (
        sent_again(lambda _: JobOfferPageFactory(live=False, owner=UserFactory())),
        approve,
        ["published"],
    ),
    "approval of a session changed online": (
        lambda moderator: sent_again(
            lambda _: _edited(session_online(moderator), place_name="Salle des fêtes")
        )(moderator),
        approve,
        ["published"],
    ),
    "its hour has come": (
        scheduled,
        lambda _page, _user: schedule.publish_scheduled(),
        ["published"],
    ),
    "Wagtail's own publication": (
        lambda _: JobOfferPageFactory(live=False),
        lambda page, _: page.latest_revision.publish(),
        ["published"],
    ),
    "filled": (
        online,
        lambda page, user: services.mark_filled(page=page, user=user),
        ["filled"],
    ),
    "withdrawn": (
        online,
        lambda page, user: services.withdraw(page=page, user=user, reason="Une erreur"),
        ["taken_down"],
    ),
    "withdrawn with others": (
        online,
        lambda page, user: bulk.withdraw_many(pages=[page], user=user, reason="Une erreur"),
        ["taken_down"],
    ),
    "its withdrawal is undone": (
        withdrawn,
        lambda page, user: bulk.undo_many(token=page.undo, user=user),
        ["published", "reopened"],
    ),
    "approved again once filled": (sent_again(filled), approve, ["published", "reopened"]),
    "expired": (
        expiring,
        lambda _page, _user: schedule.expire_pages(),
        ["taken_down"],
    ),
    "Wagtail's own unpublication": (
        online,
        lambda page, _: page.unpublish(),
        ["taken_down"],
    ),
    "deleted": (online, lambda page, _: page.delete(), ["taken_down"]),
    "deleted as a Page": (online, lambda page, _: as_page(page).delete(), ["taken_down"]),
    "deleted with its index": (
        online,
        lambda page, _: page.get_parent().delete(),
        ["taken_down"],
    ),
    "deleted by a query": (
        online,
        lambda page, _: Page.objects.filter(pk=page.pk).delete(),
        ["taken_down"],
    ),
}


def _edited(page: Any, **fields: Any) -> Any:
    edit(page, page.owner, **fields)
    return page
