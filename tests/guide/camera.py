"""Pictures of the guide: cropped to what matters, framed where one clicks, small."""

import io
from contextlib import suppress
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import Locator, Page
from playwright.sync_api import TimeoutError as BrowserTimeout

from tests.e2e import browser

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "guide-redaction" / "images"
COLOURS = 96
MARGIN = 16
WINDOW = browser.DESKTOP
# High enough for the longest editor: the CMS scrolls a part of its window, not the page.
TALL = 9000
# Height of what stays on top of the editor; at its foot, twice that.
BAR = 60
# The accent of the project's palette (brick).
FRAME = "#b4380a"
FRAME_WIDTH = 3
FRAME_GAP = 5
Box = tuple[float, float, float, float]


class Camera:
    """Takes the pictures, and knows which it took."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self.folder = folder
        self.taken: set[str] = set()

    def shot(
        self,
        page: Page,
        name: str,
        *targets: Locator,
        point: tuple[Locator, ...] = (),
        height: float | None = None,
    ) -> None:
        """Write `name`.png: the box around `targets`, or what the window shows.

        `point` are framed. `height` (pixels) cuts a picture that would go on. Raises
        AssertionError when a target is not on the screen.
        """
        settle(page)
        if targets and not _fits(page, targets):
            page.set_viewport_size({**WINDOW, "height": TALL})
            settle(page)
        if targets:
            left, above, right, below = _around([_box(target) for target in targets])
            edge = _menu_edge(page)
            left, above = max(edge if left >= edge else 0, left - MARGIN), max(0, above - MARGIN)
            right = min(WINDOW["width"], right + MARGIN)
            below = below + MARGIN if height is None else min(below + MARGIN, above + height)
            clip = {"x": left, "y": above, "width": right - left, "height": below - above}
            taken = page.screenshot(clip=clip)  # type: ignore[arg-type]
        else:
            left, above = 0, 0
            taken = page.screenshot()
        frames = [_box(framed) for framed in point]
        page.set_viewport_size(WINDOW)  # type: ignore[arg-type]
        picture = Image.open(io.BytesIO(taken)).convert("RGB")
        for x1, y1, x2, y2 in frames:
            _frame(picture, (x1 - left, y1 - above, x2 - left, y2 - above))
        self.folder.mkdir(parents=True, exist_ok=True)
        # Twice more, or a rare colour is another one: the yellow point of the logo was red.
        small = picture.quantize(COLOURS, kmeans=2, dither=Image.Dither.NONE)
        small.save(self.folder / f"{name}.png", optimize=True)
        self.taken.add(f"{name}.png")

    def left_over(self) -> list[str]:
        """Pictures of the folder that no chapter takes any more."""
        found = {path.name for path in self.folder.glob("*.png")}
        return [f"images/{name}: no chapter takes it" for name in sorted(found - self.taken)]

    def summary(self) -> str:
        """How many, and how much they weigh."""
        weight = sum((self.folder / name).stat().st_size for name in self.taken)
        return f"{len(self.taken)} pictures, {weight // 1024} kB"


def settle(page: Page) -> None:
    """Wait for images, fonts and what moves; put the mouse where it lights nothing up."""
    page.mouse.move(1, 1)
    # The preview and the content checker may go on asking.
    with suppress(BrowserTimeout):
        page.wait_for_load_state("networkidle", timeout=3_000)
    page.evaluate(
        "Promise.all([document.fonts.ready, ...document.getAnimations()"
        ".filter((motion) => Number.isFinite(motion.effect.getComputedTiming().endTime))"
        ".map((motion) => motion.finished.catch(() => null))])"
    )


def _fits(page: Page, targets: tuple[Locator, ...]) -> bool:
    """Whether the window shows them whole, scrolled to the first."""
    targets[0].scroll_into_view_if_needed()
    _, above, _, below = _around([_box(target) for target in targets])
    return above >= BAR and below <= WINDOW["height"] - 2 * BAR


def _menu_edge(page: Page) -> float:
    """Where the menu on the left ends, in pixels."""
    menu = page.locator(".sidebar").first
    return _box(menu)[2] if menu.is_visible() else 0


def _box(locator: Locator) -> Box:
    """Left, top, right and bottom in the window, in pixels."""
    box = locator.bounding_box()
    assert box is not None, f"not on the screen: {locator}"
    return box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"]


def _around(boxes: list[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _frame(picture: Image.Image, box: Box) -> None:
    """A rounded frame around what the text speaks of."""
    left, above, right, below = box
    ImageDraw.Draw(picture).rounded_rectangle(
        (left - FRAME_GAP, above - FRAME_GAP, right + FRAME_GAP, below + FRAME_GAP),
        radius=8,
        outline=FRAME,
        width=FRAME_WIDTH,
    )
