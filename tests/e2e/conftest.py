"""The browser of the journeys, and the people who take part in them."""

import inspect
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.e2e import browser as tools

# Playwright's loop runs in the test's thread, where Django would refuse its own ORM.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# A loaded machine is slow, not wrong.
expect.set_options(timeout=20_000)

SCREENSHOTS = Path(__file__).resolve().parents[2] / "var" / "screenshots"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The walk first, then the longest journeys: no process ends with one while the others wait."""
    here = Path(__file__).parent
    items.sort(key=lambda item: -_length(item) if item.path.is_relative_to(here) else 0)


def _length(item: pytest.Item) -> int:
    """Lines, which tell a journey's time well enough; the walk goes through every screen."""
    if item.path.name == "test_screens.py":
        return 10_000
    return len(inspect.getsourcelines(item.function)[0])  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for all; each journey has contexts of its own."""
    with sync_playwright() as playwright, tools.launch(playwright) as opened:
        yield opened


@pytest.fixture
def screenshot(request: pytest.FixtureRequest):
    """Keep what was on screen, as an artefact: `var/screenshots/<test>-<name>.png`."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)

    def take(page, name: str) -> None:
        test = request.node.name.replace("[", "-").replace("]", "")
        page.screenshot(path=SCREENSHOTS / f"{test}-{name}.png", full_page=True)

    return take
