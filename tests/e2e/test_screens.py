"""Every screen of the site: nothing is wider than a phone or a desktop, and axe finds nothing.

axe looks at one of the two widths, and at both in the full run: it costs more than all the rest.

The screens are the addresses of the authorisation matrix, seen by the first who may: a new address
is looked at without a line here. What a screen shows after a refusal, and dialogs, are looked at
by the journeys that lead there.
"""

import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, Response
from pytest_django.live_server_helper import LiveServer

from portal.accounts.level_names import LevelName as L
from snippets.models import SiteSettings
from tests.authorisation.rows import ANONYMOUS, ROWS
from tests.authorisation.rows.row import Row
from tests.authorisation.walked import is_walked
from tests.e2e import browser as tools
from tests.emptying import Pristine
from tests.sizes import IS_FULL
from tests.test_authorisation_matrix import World

# A marked test makes the database; what the site shows is committed before it begins.
pytestmark = [pytest.mark.e2e, pytest.mark.django_db]

# Who opens a screen that several may open.
VIEWERS = (
    ANONYMOUS,
    L.CANDIDATE,
    L.ORGANISATION_MANAGER,
    L.COMMUNICATION,
    L.EMPLOYMENT_OFFICER,
    L.RIGHTS_ADMINISTRATOR,
    L.ADVISER,
    L.ORIENTATION_OFFICER,
    L.UNIT_MANAGER,
    L.BOARD_MEMBER,
    L.APPEAL_OFFICER,
    L.SPONSORSHIP_COORDINATOR,
    L.SPONSOR,
)
# A button of Wagtail's editor that is under 24 pixels.
STOCK = "target-size: #w-minimap-toggle"
# Of the forms that ask for something: fields that do not say whether they are asked, and a missing
# sentence above (RGAA 11.10).
UNSAID = r"""() => {
  const asking = [...document.querySelectorAll("main form[method=post]")]
    .filter((form) => form.querySelector("[required]"));
  const mayStayEmpty = (field) => field.checkVisibility() && !field.required && field.tabIndex >= 0
    && !/hidden|submit|checkbox|radio|range/.test(field.type)
    && !(field.matches("select") && field.options[0]?.value);
  const saysIt = (label) => /\(|si vous/.test(label?.textContent ?? "");
  const isUnsaid = (field) => !saysIt(field.closest("fieldset")?.querySelector("legend"))
    && ![...(field.labels ?? [])].some(saysIt);
  const unsaid = asking.flatMap((form) => [...form.querySelectorAll("input, select, textarea")])
    .filter((field) => mayStayEmpty(field) && isUnsaid(field));
  const found = unsaid.map(({ name }) => `${name} does not say when it is asked`);
  if (asking.length && !document.querySelector(".form-rule")) found.push("no rule above the form");
  return found;
}"""
HAS_DASHES = "[...document.querySelectorAll('option')].some((one) => /^-+$/.test(one.label))"
WIDTHS = {"phone": tools.PHONE, "desktop": tools.DESKTOP}


def screens_of(viewer: str) -> dict[str, Row]:
    """The addresses that a person opens, by name."""
    return {
        name: row
        for name, row in ROWS.items()
        if is_walked(name, row) and next(one for one in VIEWERS if one in row.who) == viewer
    }


@pytest.fixture(scope="module")
def site(
    django_db_setup: None, django_db_blocker: Any, pristine: Pristine
) -> Iterator[tuple[LiveServer, World]]:
    """A site that is served, and what the rows name in it; no test of this file changes it."""
    with django_db_blocker.unblock():
        SiteSettings.objects.update_or_create(pk=1, defaults={"tile_url": ""})
        world, server = World(), LiveServer("localhost")
        try:
            yield server, world
        finally:
            server.stop()
            pristine.restore()


def opened(page: Page, address: str) -> Response | None:
    """The answer, or None for a file that the browser keeps instead of showing it."""
    try:
        return page.goto(address)
    except Error as error:
        if "Download is starting" in error.message:
            return None
        raise


def faults(page: Page, *, of_the_cms: bool) -> list[str]:
    """What axe says of the page that is shown, and an empty choice that is no word."""
    said = tools.axe_findings(page, tags=tools.WCAG if of_the_cms else None)
    said += ["an empty choice is dashes"] if page.evaluate(HAS_DASHES) else []
    return [fault for fault in said if not (of_the_cms and fault.startswith(STOCK))]


def unsaid(page: Page, row: Row) -> list[str]:
    """What the forms of a screen do not say of the answers that they need."""
    return [] if row.path.startswith("/cms/") else page.evaluate(UNSAID)


def widths_of_axe(name: str) -> set[str]:
    """At which of the `WIDTHS` axe looks at a screen: always the same one, half of them at each."""
    widths = sorted(WIDTHS)
    return set(WIDTHS) if IS_FULL else {widths[zlib.crc32(name.encode()) % len(widths)]}


@pytest.mark.parametrize("viewer", VIEWERS)
def test_every_screen_is_accessible_and_fits(
    site: tuple[LiveServer, World], chromium: Browser, viewer: str
) -> None:
    server, world = site
    found: dict[str, list[str]] = {}
    looked_at = 0
    with tools.context(chromium, tools.PHONE) as visitor:
        for name, cookie in world.browsers[viewer].cookies.items():
            visitor.add_cookies([{"name": name, "value": cookie.value, "url": server.url}])
        page = visitor.new_page()
        for name, row in screens_of(viewer).items():
            address = f"{server.url}{row.path.format_map(vars(world))}"
            answer = opened(page, address)
            if answer is None or "text/html" not in answer.headers["content-type"]:
                continue
            looked_at += 1
            if answer.status != row.status:
                found[name] = [f"answers {answer.status}"]
            # From the width that the last screen was left at: laying a page out again is dear.
            for width, size in sorted(WIDTHS.items(), key=lambda one: one[1] != page.viewport_size):
                tools.resize(page, size)
                wrong = []
                if width in widths_of_axe(name):
                    wrong += faults(page, of_the_cms=row.path.startswith("/cms/"))
                tools.settle(page)
                wrong += [] if name.startswith("followup:") else unsaid(page, row)
                if tools.is_wider_than_the_screen(page):
                    wrong.append("wider than the screen")
                if wrong:
                    found[f"{name}, {width}"] = wrong
                if wrong or tools.TAKES_SCREENSHOTS:
                    tools.take(page, f"{name}-{width}".replace(":", "-"))
    assert looked_at > 0
    assert found == {}
