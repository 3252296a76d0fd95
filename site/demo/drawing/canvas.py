"""A canvas of 1600 × 900 on which scenes are drawn twice as large, then reduced: smooth edges."""

import math
from collections.abc import Iterable, Sequence
from pathlib import Path

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1600, 900
_SCALE = 2

PAPER = "#fbfaf7"
INK = "#1b2a33"
TEAL = "#0f4c5c"
TEAL_TINT = "#e6f0f2"
BRICK = "#b4380a"
SUN = "#f2b705"
PLUM = "#6d3a8c"
OCHRE = "#8a5a00"
# Between those of the palette: skies, hills, stone, wood, skins.
SKY = "#d7e8ea"
DAWN = "#f8e3c5"
MIST = "#a9c9cd"
SLATE = "#5b8a94"
LEAF = "#5d8a4a"
MOSS = "#3f6b3f"
MEADOW = "#a9c08a"
SANDSTONE = "#c9774f"
STONE = "#e3b28e"
WOOD = "#b98552"
EARTH = "#7a5233"
CREAM = "#f4ead8"
ROSE = "#e8a58c"
SKINS = ("#f0c8a0", "#d49a6a", "#a56b43", "#6f4428")

Point = tuple[float, float]


class Canvas:
    """Shapes by their coordinates in pixels of the final image."""

    def __init__(self, background: str, width: int = WIDTH, height: int = HEIGHT) -> None:
        self.size = (width, height)
        self._image = Image.new("RGB", (width * _SCALE, height * _SCALE), background)
        self._draw = ImageDraw.Draw(self._image)

    def polygon(self, points: Iterable[Point], colour: str) -> None:
        """A filled shape."""
        self._draw.polygon([(x * _SCALE, y * _SCALE) for x, y in points], fill=colour)

    def rectangle(
        self, x: float, y: float, width: float, height: float, colour: str, radius: float = 0
    ) -> None:
        """A filled rectangle, from its top left corner, perhaps with round corners."""
        box = [x * _SCALE, y * _SCALE, (x + width) * _SCALE, (y + height) * _SCALE]
        self._draw.rounded_rectangle(box, radius * _SCALE, fill=colour)

    def disc(self, x: float, y: float, radius: float, colour: str) -> None:
        """A filled disc, from its centre."""
        self.ellipse(x, y, radius, radius, colour)

    def ellipse(self, x: float, y: float, across: float, down: float, colour: str) -> None:
        """A filled ellipse, from its centre and its two radii."""
        box = [value * _SCALE for value in (x - across, y - down, x + across, y + down)]
        self._draw.ellipse(box, fill=colour)

    def slice(
        self, x: float, y: float, radius: float, start: float, end: float, colour: str
    ) -> None:
        """A filled part of a disc, between two angles in degrees, clockwise from the east."""
        box = [value * _SCALE for value in (x - radius, y - radius, x + radius, y + radius)]
        self._draw.pieslice(box, start, end, fill=colour)

    def line(self, points: Sequence[Point], colour: str, width: float) -> None:
        """A thick line with round ends and corners."""
        scaled = [(x * _SCALE, y * _SCALE) for x, y in points]
        self._draw.line(scaled, fill=colour, width=round(width * _SCALE), joint="curve")
        for x, y in (points[0], points[-1]):
            self.disc(x, y, width / 2, colour)

    def hills(self, base: float, waves: Sequence[tuple[float, float, float]], colour: str) -> None:
        """A skyline down to the bottom; each wave is a height, a length and a shift (pixels)."""
        width, height = self.size
        ridge = [
            (x, base - sum(high * math.sin((x + shift) / long) for high, long, shift in waves))
            for x in range(0, width + 8, 8)
        ]
        self.polygon([(0, height), *ridge, (width, height)], colour)

    @property
    def image(self) -> Image.Image:
        """The picture, reduced."""
        return self._image.resize(self.size, Image.Resampling.LANCZOS)

    def save(self, path: Path) -> None:
        """Write a WebP file."""
        self.image.save(path, "WEBP", quality=82, method=6)
