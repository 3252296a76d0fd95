"""The whole CV placed on its pages."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from portal.cv.pdf.blocks import Block, Part
from portal.cv.pdf.content import Content
from portal.cv.pdf.layout import Flow, Frame, Placed, Scale, Setter, scales
from portal.cv.pdf.media import Code, Photo
from portal.cv.pdf.staggering import stagger
from portal.cv.pdf.theme import Theme

PAGE_WIDTH, PAGE_HEIGHT = A4
Medium = Photo | Code
_MEDIA_GAP = 6 * mm
_SIDEBAR_PADDING = 7 * mm
_TALLEST_HEADER = 0.42  # of a page: a taller one flows with the rest
_ALL_SCALES_UP_TO = 3  # pages


@dataclass(frozen=True)
class PlacedMedium:
    """A picture and its bottom left corner."""

    medium: Medium
    x: float
    y: float


@dataclass
class Plan:
    """What to draw: blocks in reading order, and where the colours of the page are."""

    pages: int
    scale: Scale
    header: list[Block]
    main: list[Part]
    side: list[Part]
    placed: list[Placed]
    media: list[PlacedMedium]
    band_bottom: float | None = None
    sidebar_x: float | None = None
    # Whether programs that guess the order of a page find the columns one after the other.
    is_read_in_order: bool = True

    def precedes_media(self, placed: Placed) -> bool:
        """Whether it is read before the pictures, which head the sidebar or follow the header."""
        if self.sidebar_x is not None:
            return placed.x < self.sidebar_x
        return placed.laid.block in self.header


def planned(content: Content, theme: Theme, media: list[Medium]) -> Plan:
    """One page if it can be; otherwise the fewest pages, as loosely as they allow.

    Two columns that would be read line by line are laid at another scale, else as one column.
    """
    tries = _Tries(content, theme, media)
    every = scales(theme.sizes)
    plan = _loosest(tries, every)
    if plan.is_read_in_order:
        return plan
    others = (tries.at(scale) for scale in every)
    fit = (other for other in others if other.pages == plan.pages and other.is_read_in_order)
    found = next(fit, None)
    if found is None:
        tries.give_up_sidebar()
        found = _loosest(tries, every)
    return found


def _loosest(tries: "_Tries", every: Sequence[Scale]) -> Plan:
    normal = next(index for index, scale in enumerate(every) if scale.spacing == 1)
    plan = tries.at(every[normal])
    if plan.pages == 1:
        loose = (tries.at(scale) for scale in every[:normal])
        return next((looser for looser in loose if looser.pages == 1), plan)
    tightest = tries.at(every[-1])
    if tightest.pages >= min(plan.pages, _ALL_SCALES_UP_TO + 1):
        return plan
    between = (tries.at(scale) for scale in every[normal + 1 : -1])
    return next((looser for looser in between if looser.pages == tightest.pages), tightest)


class _Tries:
    """The same blocks laid at several scales."""

    def __init__(self, content: Content, theme: Theme, media: list[Medium]) -> None:
        self.theme, self.media = theme, media
        self.plain_header = content.header()
        self.band_header = content.header(on_band=True) if theme.band else self.plain_header
        self.main: list[Part] = []
        self.side: list[Part] = []
        for section, part in content.parts():
            aside = theme.sidebar and (section is None or section in theme.sidebar)
            (self.side if aside else self.main).append(part)
        self.has_sidebar = bool(theme.sidebar and (self.side or media))
        self.memory: dict[tuple[int, float], list[list]] = {}

    def at(self, scale: Scale) -> Plan:
        """Place everything at one scale."""
        setter = Setter(scale, self.theme.most_before, self.memory)
        return self._with_sidebar(setter) if self.has_sidebar else self._in_column(setter)

    def give_up_sidebar(self) -> None:
        """Lay what would stand beside the main column below it."""
        self.main += self.side
        self.side, self.has_sidebar = [], False

    def _in_column(self, setter: Setter) -> Plan:
        theme = self.theme
        body = Frame(theme.side, PAGE_WIDTH - 2 * theme.side, PAGE_HEIGHT - theme.top, theme.bottom)
        media, media_bottom, taken = self._beside_header(body)
        narrow = replace(body, width=body.width - taken)
        header = Flow(narrow, narrow)
        header.add([Part(None, [self.band_header])], setter)
        bottom = min(header.y, media_bottom)
        if header.pages > 1 or body.top - bottom > _TALLEST_HEADER * body.height:
            flow = Flow(replace(body, top=media_bottom), body)
            flow.add([Part(None, [self.plain_header]), *self.main], setter)
            return self._plan(setter, self.plain_header, [flow], media)
        scale = setter.scale
        band_bottom = bottom - 1.1 * scale.size if theme.band else None
        gap = theme.header_gap * scale.size * max(0.9, scale.spacing)
        flow = Flow(replace(body, top=(band_bottom or bottom) - gap), body)
        flow.add(self.main, setter)
        plan = self._plan(setter, self.band_header, [header, flow], media)
        plan.band_bottom = band_bottom
        return plan

    def _with_sidebar(self, setter: Setter) -> Plan:
        theme = self.theme
        sidebar_x = PAGE_WIDTH - theme.sidebar_width
        top = PAGE_HEIGHT - theme.top
        main = Frame(theme.side, sidebar_x - theme.gutter - theme.side, top, theme.bottom)
        x = sidebar_x + _SIDEBAR_PADDING
        side = Frame(x, PAGE_WIDTH - x - _SIDEBAR_PADDING, top, theme.bottom)
        media, y = [], top
        for medium in self.media:
            media.append(PlacedMedium(medium, x, y - medium.height))
            y -= medium.height + _MEDIA_GAP
        left, right = Flow(main, main), Flow(replace(side, top=y), side)
        left.add([Part(None, [self.plain_header]), *self.main], setter)
        right.add(self.side, setter)
        is_read = stagger(left.placed, right.placed, side.bottom)
        plan = self._plan(setter, self.plain_header, [left, right], media)
        plan.sidebar_x, plan.is_read_in_order = sidebar_x, is_read
        return plan

    def _beside_header(self, body: Frame) -> tuple[list[PlacedMedium], float, float]:
        """Pictures at the right; the lowest point they reach, and the width that they take."""
        placed: list[PlacedMedium] = []
        x, bottom = body.x + body.width, body.top
        for medium in self.media:
            x -= medium.width
            placed.append(PlacedMedium(medium, x, body.top - medium.height))
            bottom = min(bottom, body.top - medium.height)
            x -= _MEDIA_GAP
        return placed, bottom, body.x + body.width - x

    def _plan(
        self, setter: Setter, header: list[Block], flows: list[Flow], media: list[PlacedMedium]
    ) -> Plan:
        return Plan(
            pages=max(flow.pages for flow in flows),
            scale=setter.scale,
            header=header,
            main=self.main,
            side=self.side,
            placed=[placed for flow in flows for placed in flow.placed],
            media=media,
        )
