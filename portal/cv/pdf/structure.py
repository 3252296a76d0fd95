"""The structure tree: what a screen reader goes through, beside what is drawn."""

from dataclasses import dataclass, field

from portal.cv.pdf.blocks import Block, Part, Tag
from portal.cv.pdf.plan import Plan


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of marked content on a page."""

    page: int
    number: int


@dataclass(frozen=True, slots=True)
class LinkBox:
    """A clickable rectangle on a page, in points."""

    page: int
    rectangle: tuple[float, float, float, float]
    url: str
    text: str


@dataclass(slots=True, eq=False)
class Element:
    """A node of the tree: other nodes, marked content and clickable rectangles."""

    tag: str
    kids: list["Element | Mark | LinkBox"] = field(default_factory=list)
    alt: str = ""
    box: tuple[float, float, float, float] | None = None

    def add(self, tag: str, alt: str = "") -> "Element":
        """Append a child and return it."""
        child = Element(tag, alt=alt)
        self.kids.append(child)
        return child


@dataclass(slots=True, eq=False)
class Places:
    """The elements that a block's parts are drawn into."""

    text: Element
    bullet: Element | None = None


class Structure:
    """The tree of a plan, and where each block of it belongs."""

    def __init__(self, plan: Plan) -> None:
        self.root = Element("Document")
        self.places: dict[Block, Places] = {}
        self._blocks(self.root, plan.header)
        aside = plan.sidebar_x is not None
        for part in plan.main if aside else ():
            self._part(part)
        self.figures = {
            medium: self.root.add("Figure", alt=medium.medium.alt) for medium in plan.media
        }
        for part in plan.side if aside else plan.main:
            self._part(part)

    def link_of(self, figure: Element) -> Element:
        """The element of a picture's link, next to the picture."""
        paragraph = Element("P")
        self.root.kids.insert(self.root.kids.index(figure) + 1, paragraph)
        return paragraph.add("Link")

    def _part(self, part: Part) -> None:
        section = self.root.add("Sect")
        if part.heading:
            self._blocks(section, [part.heading])
        self._blocks(section, [block for entry in part.entries for block in entry])

    def _blocks(self, parent: Element, blocks: list[Block]) -> None:
        items: Element | None = None
        for block in blocks:
            if not block.words:
                continue
            if block.tag is Tag.ITEM:
                items = items or parent.add("L")
                item = items.add("LI")
                bullet = item.add("Lbl")
                self.places[block] = Places(item.add("LBody"), bullet)
                continue
            items = None
            self.places[block] = Places(parent.add(block.tag.value))
