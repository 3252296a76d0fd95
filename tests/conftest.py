"""Strict fixtures: what would be a silent fault elsewhere fails here."""

import gc
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
import pytest_django
from _pytest import runner
from django.core.cache import cache
from django.db import connection
from django.template import engines
from django.template.base import Node
from django.test import TransactionTestCase
from django.test.client import ClientMixin
from django_tasks import task_backends
from django_tasks.backends.dummy import DummyBackend
from hypothesis import settings as hypothesis_settings

from tests.database import migrated_template, url_of
from tests.emptying import Pristine
from tests.room import with_room
from tests.scheduling import GroupScheduling
from tests.sign_in import prove
from tests.sizes import at_size
from tests.states import undone, with_real_transactions

# A landing is not decided by chance: the examples are always the same, on every machine.
hypothesis_settings.register_profile(
    "fixed", derandomize=True, database=None, deadline=None, max_examples=at_size(50, 300)
)
hypothesis_settings.load_profile("fixed")

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> GroupScheduling | None:
    """For `--dist loadgroup`: see `tests.scheduling`."""
    return GroupScheduling(config, log) if config.getvalue("dist") == "loadgroup" else None


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    """As pytest runs a test, with room on the stack: see `tests.room`."""
    return with_room(runner.pytest_runtest_protocol, item, nextitem)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Look for garbage less often: seven thousand tests and their modules are none."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(autouse=True, scope="session")
def no_outgoing_network() -> Iterator[None]:
    """Refuse any connection that leaves the machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address[0] not in LOOPBACK:
            message = f"A test tried to reach {address[0]}"
            raise AssertionError(message)
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(autouse=True)
def nothing_is_left() -> Iterator[None]:
    """No test sees what another one cached; what the CMS would do later is forgotten with it."""
    cache.clear()
    yield
    cache.clear()
    backend = task_backends["default"]
    if isinstance(backend, DummyBackend):
        backend.clear()


@pytest.fixture
def cms_index(settings: Any) -> None:
    """Write the CMS's index and its references when a page is saved, as the site does.

    They take a tenth of what a page costs; only the search and the choosers of the CMS read them.
    """
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture(autouse=True, scope="session")
def test_client_shows_second_factor() -> Iterator[None]:
    """`client.force_login` and `client.login` sign in completely, as agents must.

    Tests of signing in itself post the forms.
    """
    sign_in = ClientMixin._login

    def complete(self: ClientMixin, user: Any, backend: str | None = None) -> None:
        sign_in(self, user, backend)
        prove(self.session, user)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ClientMixin, "_login", complete)
        yield


class _Undefined(str):
    """Django's `string_if_invalid`: empty, but fails when a template of ours asks for it."""

    __slots__ = ()

    def __bool__(self) -> bool:
        frame: FrameType | None = sys._getframe(1)
        variable = getattr(frame.f_locals.get("self"), "token", "") if frame else ""
        while frame is not None:
            node = frame.f_locals.get("self")
            if isinstance(node, Node) and node.origin is not None:
                if str(node.origin.name).startswith(str(TEMPLATES)):
                    message = f"{node.origin.name}: undefined variable {variable}"
                    raise AssertionError(message)
                return False
            frame = frame.f_back
        return False


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Copy the tables instead of migrating again."""
    connection.settings_dict["TEST"]["TEMPLATE"] = migrated_template()


@pytest.fixture(scope="session")
def pristine(django_db_modify_db_settings: None) -> Pristine:
    """What the migrations leave, to put it back."""
    return Pristine.read(url_of(connection.settings_dict["TEST"]["TEMPLATE"]))


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker, pristine: Pristine
) -> Iterator[None]:
    """After a test with real transactions, and after a run that was killed: what it changed."""
    with django_db_blocker.unblock():
        pristine.restore()
        pristine.count_on()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: pristine.restore())
        yield


@pytest.fixture(scope="module")
def lasting(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: pytest_django.DjangoDbBlocker,
) -> Iterator[None]:
    """A transaction around a module, for states that are built once: see `tests.states`."""
    assert not with_real_transactions(request.node), "they need a module of their own"
    with django_db_blocker.unblock(), undone():
        yield


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest
) -> Iterator[Any]:
    """Check the foreign keys of a state that tests share once, and not again after each of them."""
    made = yield
    if fixturedef.scope != "function" and connection.in_atomic_block:
        connection.check_constraints()
    return made


@pytest.fixture(autouse=True)
def undefined_variables_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    """An undefined variable in a template of ours fails the test; Wagtail's stay lax."""
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", _Undefined())
