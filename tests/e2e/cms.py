"""What browser tests do in the CMS: sign in, write offers with their pin and pages in blocks."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from playwright.sync_api import Locator, Page, expect

PIN = re.compile(r"^SRID=4326;POINT\((-?\d+\.\d{6}) (-?\d+\.\d{6})\)$")


@dataclass(frozen=True)
class Offer:
    """What is typed; the organisation, occupation and commune are searched as people write them."""

    title: str
    organisation: str
    occupation: str
    commune: str
    summary: str = "Vous construisez des maisons avec une équipe de quatre personnes."
    description: str = "Vous montez des murs et coulez des dalles."
    contract: str = "CDI"
    weekly_hours: str = "35"
    salary_min: str = "1900"
    salary_period: str = "par mois"
    licences: tuple[str, ...] = field(default=())


def enter(page: Page, base_url: str, email: str) -> None:
    """Give a browser the session of somebody: `test_sign_in` goes through the forms."""
    # Here: the guide imports this module before Django is ready.
    from portal.accounts.models import User
    from tests.sign_in import session_cookie

    cookie = in_database(lambda: session_cookie(User.objects.get(email=email), base_url))
    page.context.add_cookies([cookie])


def sign_in(page: Page, base_url: str, email: str) -> None:
    """Open the CMS as somebody who has signed in."""
    enter(page, base_url, email)
    page.goto(f"{base_url}/cms/")
    page.wait_for_url("**/cms/")


def in_database(function: Callable[[], Any]) -> Any:
    """Run a query outside the thread of Playwright's event loop."""

    def run() -> Any:
        try:
            return function()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(run).result()


def open_new_offer(page: Page, base_url: str) -> None:
    """Go through the list and its button to an empty offer, map included."""
    page.goto(f"{base_url}/cms/offres-emploi/")
    page.get_by_role("link", name="Ajouter une offre").first.click()
    expect(page.locator("#id_location_map.leaflet-container")).to_be_visible()


def choose(page: Page, button: str, text: str) -> None:
    """Open a chooser, type, and take the first row found. The focus comes back to the chooser."""
    page.get_by_role("button", name=button, exact=True).click()
    dialog = page.locator(".modal-content")
    box = dialog.get_by_label("Rechercher", exact=True)
    expect(box).to_be_focused()
    with page.expect_response(lambda response: "/results/" in response.url and response.ok):
        box.fill(text)
    dialog.locator("a[data-chooser-modal-choice]").first.click()
    expect(dialog).to_have_count(0)
    expect(page.locator(".chooser .chosen :focus")).to_be_visible()


def write_offer(page: Page, offer: Offer) -> None:
    """Fill in the editor, the pin excepted."""
    page.locator("#id_title").fill(offer.title)
    choose(page, "Choisir une organisation", offer.organisation)
    choose(page, "Choisir un métier", offer.occupation)
    page.locator("#id_summary").fill(offer.summary)
    text = page.locator("[data-contentpath=description] [contenteditable=true]").first
    text.click()
    page.keyboard.type(offer.description)
    page.locator("#id_contract").select_option(label=offer.contract)
    page.locator("#id_weekly_hours").fill(offer.weekly_hours)
    page.locator("#id_salary_min").fill(offer.salary_min)
    page.locator("#id_salary_period").select_option(label=offer.salary_period)
    choose(page, "Choisir une commune", offer.commune)
    for licence in offer.licences:
        page.get_by_label(licence).check()


def click_map(page: Page, *, right: int = 0, down: int = 0) -> tuple[float, float]:
    """Pin the map, so many pixels from its middle; return (latitude, longitude) in degrees."""
    map_ = page.locator("#id_location_map")
    map_.scroll_into_view_if_needed()
    box = map_.bounding_box()
    assert box is not None
    map_.click(position={"x": box["width"] / 2 + right, "y": box["height"] / 2 + down})
    expect(page.locator("#id_location_map img.leaflet-marker-icon")).to_be_visible()
    return pin(page)


def pin(page: Page) -> tuple[float, float]:
    """(latitude, longitude) in degrees of the pin in the editor."""
    value = page.locator("#id_location").input_value()
    match = PIN.match(value)
    assert match, f"no pin: {value!r}"
    return float(match[2]), float(match[1])


def action(page: Page, name: str | re.Pattern[str]) -> Locator:
    """An action of the menu at the foot of the editor, opened.

    A date picker or a save that ends meanwhile closes the menu: then it is opened again, as a
    person would.
    """
    footer = page.locator("footer")
    found = footer.get_by_role("button", name=name).first
    toggle = footer.get_by_role("button", name=re.compile("actions"))
    for _ in range(4):
        if found.is_visible():
            return found
        expect(toggle).to_have_attribute("aria-expanded", re.compile("true|false"))
        toggle.click()
        with suppress(AssertionError):
            expect(found).to_be_visible(timeout=5_000)
    expect(found).to_be_visible()
    return found


def submit(page: Page) -> None:
    """Send the page to review, and wait for the CMS to say so."""
    action(page, re.compile("^Envoyer en relecture")).click()
    expect(page.locator(".messages")).to_contain_text("est envoyée en relecture")


def create_offer(page: Page, base_url: str, offer: Offer) -> tuple[float, float]:
    """Write a complete offer with a pin and submit it; return the pin's position."""
    open_new_offer(page, base_url)
    write_offer(page, offer)
    position = click_map(page)
    submit(page)
    return position


def approve(page: Page, list_address: str, title: str, noun: str) -> None:
    """Find a page in a list of the CMS, tick its checklist and approve it.

    With nothing ticked, the dialog leads to what is missing.
    """
    page.goto(list_address)
    page.get_by_role("link", name=title).first.click()
    action(page, re.compile("^Approuver")).click()
    dialog = page.locator(".modal-content")
    boxes = dialog.get_by_role("checkbox")
    expect(boxes.first).to_be_visible()
    dialog.get_by_role("button", name=re.compile("^Approuver")).click()
    expect(boxes.first).to_be_focused()
    for index in range(boxes.count()):
        boxes.nth(index).check()
    dialog.get_by_role("button", name=re.compile("^Approuver")).click()
    sentence = f"«\u00a0{title}\u00a0» est approuvée\u00a0: {noun} est en ligne."
    expect(page.locator(".messages")).to_contain_text(sentence)


def add_block(page: Page, label: str) -> Locator:
    """Add a block at the end of the body, and return it."""
    child = "[data-streamfield-child]"
    # Lists inside a block have children of their own.
    blocks = page.locator(f"[data-contentpath=body] {child}:not({child} {child})")
    before = blocks.count()
    page.locator("[data-contentpath=body] .c-sf-add-button").last.click()
    page.get_by_role("option", name=label, exact=True).click()
    expect(blocks).to_have_count(before + 1)
    return blocks.last


def write(block: Locator, path: str, text: str) -> None:
    """Fill in one field of a block."""
    block.locator(f"[data-contentpath={path}] :is(input[type=text], textarea)").first.fill(text)


def write_rich_text(page: Page, block: Locator, text: str) -> None:
    """Type in the first rich text of a block."""
    block.locator("[contenteditable=true]").first.click()
    page.keyboard.type(text)
