"""The browser of the journeys, and the people who take part in them."""

import inspect
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.e2e import browser as tools

# Playwright's loop runs in the test's thread, where Django would refuse its own ORM.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# A loaded machine is slow, not wrong.
expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The walk first, then the longest journeys: no process ends with one while the others wait."""
    here = Path(__file__).parent
    items.sort(key=lambda item: -_length(item) if item.path.is_relative_to(here) else 0)


def _length(item: pytest.Item) -> int:
    """Lines, which tell a journey's time well enough; the walk goes through every screen."""
    if item.path.name == "test_screens.py":
        return 10_000
    return len(inspect.getsourcelines(item.function)[0])  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def whole_cms(cms_index: None) -> None:
    """What the CMS shows in a browser includes its search and its choosers."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for all; each journey has contexts of its own."""
    with sync_playwright() as playwright, tools.launch(playwright) as opened:
        yield opened


@pytest.fixture
def screenshot() -> Callable[[Page, str], None]:
    """Keep what is on screen, as an artefact, when this run takes screenshots."""

    def take(page: Page, name: str) -> None:
        if tools.TAKES_SCREENSHOTS:
            tools.take(page, name)

    return take


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Iterator[pytest.TestReport]:
    """What a test that failed leaves open: the pages of its fixtures."""
    report = yield
    if call.when == "call" and report.failed and "chromium" in item.funcargs:  # type: ignore[attr-defined]
        for context in item.funcargs["chromium"].contexts:  # type: ignore[attr-defined]
            tools.keep_what_failed(context.pages)
    return report
