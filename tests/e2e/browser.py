"""What browser tests share: Chromium, the two widths, axe, the weight of a page."""

import dataclasses
import functools
import itertools
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Frame,
    Locator,
    Page,
    Playwright,
    expect,
)

from tests.sizes import IS_FULL

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A page lives for a second: its scripts are run once or twice, and axe after them.
    "--js-flags=--no-turbofan --no-maglev --always-sparkplug",
]
# Debian's, the lighter first: without windows, somebody's context opens five times faster, and a
# journey costs a third less. Playwright's own is the same.
SYSTEM_CHROMIUM = next(
    (
        str(path)
        for path in (Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium"))
        if path.exists()
    ),
    None,
)
# What axe says of the CMS's own frame is Wagtail's: there, only the criteria of WCAG count.
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# See `site.js`; Swagger UI is busy until it is drawn.
_BEING_DRAWN = "[data-starting], [aria-busy=true]"
# Asked for, or in the full run; of a test that fails, always.
TAKES_SCREENSHOTS = IS_FULL or os.environ.get("SCREENSHOTS") == "1"
SCREENSHOTS = Path(__file__).resolve().parents[2] / "var" / "screenshots"
_failed = itertools.count(1)
# Contrast is half of what axe costs, and the header and the footer half of most screens: their
# colours are read once for a visitor and a width, and again where the menu is open or shows where
# one is. Every other rule reads all of the page, always.
_RUN_AXE = """
async ([options, knowsTheFrame]) => {
  const header = document.querySelector(".site-header");
  const isAtRest = header && !header.querySelector("[aria-expanded=true]");
  const selector = knowsTheFrame && isAtRest
    ? "*:not(.site-header *):not(.site-footer *), [aria-current], [aria-current] *"
    : "*";
  ourAxe.configure({ rules: [{ id: "color-contrast", selector }] });
  const { violations } = await ourAxe.run(document, options);
  return { violations, framed: Boolean(header) };
}
"""
_frames: WeakKeyDictionary[BrowserContext, set[int]] = WeakKeyDictionary()
_AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"

# Screens that one signs in for: their unit tests post what a browser without scripts posts, and
# `make test-full` walks them so.
with_and_without_scripts = pytest.mark.parametrize(
    "javascript", [True, pytest.param(False, marks=pytest.mark.full)], ids=["scripts", "no-scripts"]
)

# A journey whose screens are looked at by `look` at both widths: it is walked again on a desktop
# in `make test-full`.
on_a_phone = pytest.mark.parametrize(
    "size", ["phone", pytest.param("desk", marks=pytest.mark.full)]
)


def launch(playwright: Playwright) -> Browser:
    """Start the system's Chromium, or Playwright's own where there is none."""
    return playwright.chromium.launch(executable_path=SYSTEM_CHROMIUM, args=ARGUMENTS)


@contextmanager
def context(
    browser: Browser, viewport: dict[str, int], *, javascript: bool = True, **options: Any
) -> Iterator[BrowserContext]:
    """A fresh visitor, who reads French, at one width."""
    opened = browser.new_context(
        viewport=viewport,  # type: ignore[arg-type]
        java_script_enabled=javascript,
        locale="fr-FR",
        timezone_id="Europe/Paris",
        reduced_motion="reduce",
        **options,
    )
    try:
        yield opened
    except BaseException:
        keep_what_failed(opened.pages)
        raise
    finally:
        opened.close()


def take(page: Page, name: str) -> None:
    """Write `var/screenshots/<test>-<name>.png`, the whole page."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    running = os.environ.get("PYTEST_CURRENT_TEST", "").partition("::")[2]
    test = re.sub(r"[^\w-]+", "-", running.rpartition(" (")[0]).strip("-")
    page.screenshot(path=SCREENSHOTS / f"{test}-{name}.png", full_page=True, timeout=10_000)


def keep_what_failed(pages: Iterable[Page]) -> None:
    """Write `<test>-failed-1.png`… of the pages of a test that fails, before they are closed.

    A page that cannot be drawn hides no failure.
    """
    for page in pages:
        with suppress(Error):
            take(page, f"failed-{next(_failed)}")


def follow(way: Locator) -> None:
    """Click what leads to another page, and wait for that page.

    A click alone comes back when the browser has been told: what looks next may see the page that
    leaves, or the beginning of the one that comes.
    """
    with way.page.expect_navigation():
        way.click()


def settle(page: Page | Frame) -> None:
    """Wait until a page is there, with what its scripts draw."""
    page.wait_for_load_state()
    expect(page.locator(_BEING_DRAWN)).to_have_count(0)


def axe_findings(page: Page | Frame, *, tags: list[str] | None = None) -> list[str]:
    """What axe finds on a page, one line each: rule, element, what is wrong.

    axe is run through the debugger, which the page's content policy does not hinder.
    """
    settle(page)
    # The CMS has an axe of its own, of another version.
    if not page.evaluate("'ourAxe' in window"):
        _bring_axe(page)
    # No rule that is on reads style sheets again: those about sound and film alone wait for a file.
    # A frame has no axe to answer: axe would wait for it.
    options: dict[str, Any] = {
        "resultTypes": ["violations"],
        "preload": {"assets": ["media"]},
        "iframes": False,
    }
    if tags:
        options["runOnly"] = {"type": "tag", "values": tags}
    found = page.evaluate(_RUN_AXE, [options, _knows_the_frame(page)])
    if found["framed"] and not isinstance(page, Frame):
        _frames_seen(page).add(_width(page))
    return [
        f"{violation['id']}: {' '.join(node['target'])}: {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def _knows_the_frame(page: Page | Frame) -> bool:
    """Whether axe has read the colours of header and footer at this width, for this visitor."""
    return not IS_FULL and not isinstance(page, Frame) and _width(page) in _frames_seen(page)


def _frames_seen(page: Page) -> set[int]:
    return _frames.setdefault(page.context, set())


def _width(page: Page) -> int:
    size = page.viewport_size
    return size["width"] if size else 0


def _bring_axe(page: Page | Frame) -> None:
    if isinstance(page, Frame):
        page.evaluate(_axe())
        return
    # The debugger itself reads half a megabyte once; `evaluate` sends it through two more.
    # It goes with the page: one that is detached takes the security key of a test along.
    debugger = page.context.new_cdp_session(page)
    debugger.send("Runtime.evaluate", {"expression": _axe()})


@functools.cache
def _axe() -> str:
    # Its value is what comes back: axe itself, the last one, took longer than what it looks for.
    return f"{_AXE.read_text(encoding='utf-8')}; window.ourAxe = window.axe; undefined"


def is_wider_than_the_screen(page: Page) -> bool:
    """Whether one would have to scroll sideways."""
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def resize(page: Page, size: Any) -> None:
    """Show a page at another width, unless it is shown so already."""
    if size != page.viewport_size:
        page.set_viewport_size(size)


def look(page: Page, screenshot: Any, name: str, *, tags: list[str] | None = None) -> None:
    """Keep what is on screen; axe finds nothing, and nothing is wider than a phone or a desktop.

    In the full run axe looks at both widths.
    """
    screenshot(page, name)
    shown = page.viewport_size
    for size in sorted((PHONE, DESKTOP), key=lambda one: one != shown):
        resize(page, size)
        if IS_FULL or size == shown:
            assert axe_findings(page, tags=tags) == [], f"{name}, {size['width']}"
        assert not is_wider_than_the_screen(page), f"{name}, {size['width']}"
    resize(page, shown)


@dataclasses.dataclass
class Traffic:
    """What a page made the browser fetch: (address, bytes as transferred)."""

    requests: list[tuple[str, int]] = dataclasses.field(default_factory=list)

    @property
    def bytes(self) -> int:
        """Everything transferred, headers included."""
        return sum(size for _, size in self.requests)

    @property
    def hosts(self) -> set[str]:
        """Where it came from."""
        return {urlsplit(url).netloc for url, _ in self.requests}


@contextmanager
def traffic(page: Page) -> Iterator[Traffic]:
    """Count what a page transfers (compressed), until the block ends."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    counted = Traffic()
    addresses: dict[str, str] = {}

    def sent(event: dict[str, Any]) -> None:
        addresses[event["requestId"]] = event["request"]["url"]

    def finished(event: dict[str, Any]) -> None:
        url = addresses.get(event["requestId"], "")
        if url.startswith("http"):
            counted.requests.append((url, int(event["encodedDataLength"])))

    session.on("Network.requestWillBeSent", sent)
    session.on("Network.loadingFinished", finished)
    try:
        yield counted
    finally:
        session.detach()


@contextmanager
def no_errors(page: Page) -> Iterator[list[str]]:
    """Collect the errors of a page's console, exceptions and policy breaches included.

    A form that is shown again is none: Chromium tells the console of its status.
    """
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and "status of 422" not in message.text:
            complaints.append(message.text)

    page.on("console", note)
    yield complaints
