"""What the chapters share: people signed in, the menu, the fields by their labels, the camera."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Locator, Page, expect
from playwright.sync_api import Error as BrowserError

from tests.e2e import browser, cms
from tests.guide import text
from tests.guide.camera import Camera, settle

CLAIRE = "claire.morel@declic.example"  # communication
SOPHIE = "sophie.kessler@declic.example"  # employment officer
NADIA = "nadia.roussel@declic.example"  # administration of rights
TILES = re.compile(r"^https://data\.geopf\.fr/")
# What a person can read on a page: its text, and the names of what has none.
_READ = """() => {
  const found = [document.body?.innerText ?? '']
  for (const element of document.querySelectorAll('[aria-label], [placeholder], [title], option')) {
    if (element.tagName === 'OPTION') found.push(element.textContent)
    for (const name of ['aria-label', 'placeholder', 'title']) {
      if (element.checkVisibility()) found.push(element.getAttribute(name) || '')
    }
  }
  return found.join(' \\n ')
}"""


class Guide:
    """One walk through the guide."""

    def __init__(self, chromium: Browser, url: str) -> None:
        self.chromium = chromium
        self.url = url
        self.camera = Camera()
        self._read: list[str] = []

    def begin(self) -> None:
        """Forget the screens of the chapter before."""
        self._read = []

    @contextmanager
    def person(self, email: str = "") -> Iterator[Page]:
        """A window of somebody signed in, or of a visitor."""
        with browser.context(self.chromium, browser.DESKTOP) as context:
            # The background of the map comes from outside, and changes: pictures show ours.
            context.route(TILES, lambda route: route.abort())
            page = context.new_page()
            if email:
                cms.sign_in(page, self.url, email)
            yield page

    def open(self, page: Page, *names: str) -> None:
        """Go through the menu on the left; the last entry opens a screen."""
        menu = page.locator("nav.sidebar-main-menu, .sidebar")
        for name in names[:-1]:
            menu.get_by_role("button", name=name, exact=True).first.click()
        if len(names) > 1:
            self.read(page)
        menu.get_by_role("link", name=names[-1], exact=True).last.click()
        settle(page)
        self.read(page)

    def read(self, page: Page) -> None:
        """Remember what the screen says."""
        browser.settle(page)
        for frame in page.frames:
            try:
                self._read.append(frame.evaluate(_READ))
            except BrowserError:
                # The preview loads beside the one it shows, then takes its place.
                if not frame.is_detached():
                    raise

    def shot(
        self,
        page: Page,
        name: str,
        *targets: Locator,
        point: tuple[Locator, ...] = (),
        height: float | None = None,
    ) -> None:
        """Read the screen, and take its picture."""
        settle(page)
        self.read(page)
        self.camera.shot(page, name, *targets, point=point, height=height)

    def send(self, page: Page) -> None:
        """Send the opportunity to review, by the menu at the foot of its editor."""
        cms.action(page, re.compile("^Envoyer en relecture"))
        self.read(page)
        cms.submit(page)

    def unseen(self, page: str) -> list[str]:
        """Labels that a page of the guide quotes, and that no screen has shown."""
        quoted = text.labels((text.FOLDER / page).read_text(encoding="utf-8"))
        seen = text.plain(" \n ".join(self._read))
        return [label for label in dict.fromkeys(quoted) if text.plain(label) not in seen]


def group(page: Page, heading: str) -> Locator:
    """The fields of an editor that stand under one heading."""
    named = page.locator("[data-panel-heading-text]", has_text=re.compile(f"^{heading}$"))
    return page.locator("section.w-panel", has=named)


def said(page: Page, sentence: str) -> Locator:
    """The message on top of the screen, once it says so."""
    messages = page.locator(".messages")
    expect(messages).to_contain_text(sentence)
    return messages
