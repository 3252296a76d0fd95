"""Where each line goes. One page by spacing first, then by size; else breaks that read well."""

from dataclasses import dataclass, field
from math import inf

from portal.cv.pdf.blocks import Block, Entry, Part, Tag
from portal.cv.pdf.breaking import Line, broken, space

SMALLEST = 9.0  # points
_LONG_ENTRY = 0.5  # of a page: a longer one may be cut
_KEPT_LINES = 2
_ASCENT = 0.95  # of the size: from a line's top to its baseline, leading aside


@dataclass(frozen=True)
class Scale:
    """Text size in points, and factors of the space between blocks and between lines."""

    size: float
    spacing: float
    leading: float


def scales(sizes: tuple[float, ...]) -> tuple[Scale, ...]:
    """From the loosest to the tightest: spacing gives way first, then size."""
    wanted = sizes[0]
    loose = [Scale(wanted, spacing, 1.04) for spacing in (1.5, 1.3, 1.12)]
    tight = [Scale(wanted, 1, 1), Scale(wanted, 0.8, 0.97), Scale(wanted, 0.62, 0.94)]
    smaller = [Scale(size, 0.62, 0.94) for size in sizes[1:]]
    return (*loose, *tight, *smaller, Scale(sizes[-1], 0.5, 0.92))


@dataclass(frozen=True, slots=True)
class Frame:
    """A column of a page, in points from the bottom left."""

    x: float
    width: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        """Points."""
        return self.top - self.bottom


@dataclass(slots=True)
class Laid:
    """A block in lines, at one size and width."""

    block: Block
    size: float
    line_height: float
    before: float
    lines: list[Line]
    after: float = 0

    @property
    def height(self) -> float:
        """Points, without the space before."""
        return len(self.lines) * self.line_height + self.after


@dataclass(slots=True)
class Placed:
    """Lines `first` to `last` (excluded) of a laid block; `y` is the top of the first."""

    laid: Laid
    page: int
    x: float
    y: float
    width: float
    first: int
    last: int

    @property
    def ends(self) -> bool:
        """Whether the block's last line is here."""
        return self.last == len(self.laid.lines)

    @property
    def first_baseline(self) -> float:
        """Of the first line that is here."""
        size = self.laid.size
        return self.y - size * _ASCENT - (self.laid.line_height - size * 1.25) / 2


@dataclass
class Setter:
    """Lays blocks at one scale; lines are remembered by width, for the next scale may want them."""

    scale: Scale
    most_before: float = inf  # ems between blocks, at the loosest
    memory: dict[tuple[int, float], list[Line]] = field(default_factory=dict)

    def lay(self, block: Block, width: float) -> Laid:
        """Break one block into lines."""
        look, scale = block.look, self.scale
        size = max(SMALLEST, look.size * scale.size)
        available = width - look.indent * scale.size
        if look.shrink_to:
            longest = max((word.width for word in block.words), default=0)
            floor = max(SMALLEST, look.shrink_to * scale.size)
            size = max(floor, min(size, available / longest)) if longest else size
        lines = self._lines(block, available / size)
        return Laid(
            block,
            size,
            line_height=size * look.leading * scale.leading,
            before=min(look.before * scale.spacing, self.most_before) * scale.size,
            lines=lines,
            after=look.rule_gap * scale.size if look.rule else 0,
        )

    def _lines(self, block: Block, ems: float) -> list[Line]:
        key = (id(block), round(ems, 3))
        if key not in self.memory:
            self.memory[key] = broken(block.words, max(ems, 2 * space()))
        return self.memory[key]

    def lay_all(self, blocks: Entry, width: float) -> list[Laid]:
        """Blocks that have something to show."""
        return [laid for block in blocks if (laid := self.lay(block, width)).lines]


def height_of(unit: list[Laid]) -> float:
    """Points, with the space before the first."""
    return sum(laid.before + laid.height for laid in unit)


class Flow:
    """Fills a column, page after page."""

    def __init__(self, first: Frame, others: Frame) -> None:
        self.frame, self.others = first, others
        self.page, self.y = 0, first.top
        self.placed: list[Placed] = []

    def add(self, parts: list[Part], setter: Setter) -> None:
        """Place parts in order; a heading stays with its first entry."""
        for part in parts:
            heading = [part.heading] if part.heading else []
            for index, entry in enumerate(part.entries):
                blocks = [*heading, *entry] if index == 0 else entry
                self._add_unit(setter.lay_all(blocks, self.frame.width))

    def _add_unit(self, unit: list[Laid]) -> None:
        needed = height_of(unit) - (unit[0].before if unit and self._at_top() else 0)
        if needed <= self.y - self.frame.bottom:
            for laid in unit:
                self._put(laid, 0, len(laid.lines))
            return
        if needed <= _LONG_ENTRY * self.others.height and not self._at_top():
            self._turn()
            self._add_unit(unit)
            return
        self._add_cut(unit)

    def _add_cut(self, unit: list[Laid]) -> None:
        """An entry that is too long: its head keeps two lines of what follows."""
        head = next(
            (index for index, laid in enumerate(unit) if laid.block.tag in (Tag.TEXT, Tag.ITEM)),
            len(unit) - 1,
        )
        if head + 1 < len(unit) and unit[head].block.look.before == 0:
            head += 1  # the employer's line belongs to the title
        kept = height_of(unit[:head]) + sum(
            laid.before + min(len(laid.lines), _KEPT_LINES) * laid.line_height
            for laid in unit[head : head + 1]
        )
        if kept > self.y - self.frame.bottom and not self._at_top():
            self._turn()
        for laid in unit:
            self._put_cut(laid)

    def _put_cut(self, laid: Laid) -> None:
        first, total = 0, len(laid.lines)
        while first < total:
            before = 0 if first or self._at_top() else laid.before
            room = self.y - self.frame.bottom - before
            extra = laid.height - total * laid.line_height
            fitting = int((room - extra) / laid.line_height + 1e-6)
            if fitting >= total - first:
                self._put(laid, first, total)
                return
            last = self._last_line(first, fitting, total)
            if last > first:
                self._put(laid, first, last)
                first = last
            self._turn()

    def _last_line(self, first: int, fitting: int, total: int) -> int:
        """Where to cut: no line alone at the foot or at the head, unless a page holds but one."""
        last = min(first + fitting, total - _KEPT_LINES)
        if last - first >= _KEPT_LINES:
            return last
        return first + max(1, min(fitting, total - first)) if self._at_top() else first

    def _put(self, laid: Laid, first: int, last: int) -> None:
        if first == 0 and not self._at_top():
            self.y -= laid.before
        frame = self.frame
        self.placed.append(Placed(laid, self.page, frame.x, self.y, frame.width, first, last))
        self.y -= (last - first) * laid.line_height
        if last == len(laid.lines):
            self.y -= laid.height - last * laid.line_height

    def _at_top(self) -> bool:
        return self.y >= self.frame.top

    def _turn(self) -> None:
        self.page += 1
        self.frame = self.others
        self.y = self.frame.top

    @property
    def pages(self) -> int:
        """How many pages have something."""
        return self.page + 1
