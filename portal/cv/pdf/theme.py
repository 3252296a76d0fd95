"""What distinguishes a template: looks, lengths, and which sections stand where."""

from dataclasses import dataclass, field
from enum import Enum
from math import inf

from reportlab.lib.units import mm

from portal.cv.pdf.blocks import Look
from portal.cv.resume import Section

INK, MUTED, TEAL, BRICK = "#1b2a33", "#55626b", "#0f4c5c", "#b4380a"
TINT, LINE, WHITE = "#e6f0f2", "#c9d6da", "#ffffff"


class Skills(Enum):
    """How skills are told."""

    LINES = "one line for each family, the others in one paragraph"
    FAMILIES = "a title for each family, its keywords as a list"
    LIST = "a list of all"


@dataclass(frozen=True)
class Theme:
    """Lengths are points; `sizes` the text sizes that may be tried, from the one wanted."""

    sizes: tuple[float, ...]
    name: Look
    label: Look
    contact: Look
    heading: Look
    title: Look
    subtitle: Look
    text: Look
    item: Look
    entry_gap: float = 0.75
    most_before: float = inf
    dates: str = MUTED
    order: tuple[Section, ...] = tuple(Section)
    sidebar: frozenset[Section] = frozenset()
    skills: Skills = Skills.LINES
    plain: bool = False
    stacked_contact: bool = False
    side: float = 19 * mm
    top: float = 16 * mm
    bottom: float = 15 * mm
    sidebar_width: float = 0
    gutter: float = 0
    band: str = ""
    edge: str = ""
    stripe: str = ""
    header_gap: float = 0.9
    band_colours: dict[str, str] = field(default_factory=dict)
