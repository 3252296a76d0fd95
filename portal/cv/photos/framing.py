"""The part of a picture that is printed: always 4 by 5, chosen by three numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Self

from PIL import Image

# Pixels; twice what a printer needs for 27 by 34 mm.
SIZE = (600, 750)
_MAX_ZOOM = 300


@dataclass(frozen=True, slots=True)
class Frame:
    """`x` and `y` in per cent: 0 is the left or the top edge of the picture, 100 the other.

    `zoom` in per cent: 100 is the largest frame that the picture holds. A face is more often above
    the middle than below.
    """

    x: int = 50
    y: int = 35
    zoom: int = 100

    @classmethod
    def read(cls, data: Mapping[str, str]) -> Self:
        """From what a form sends; what is no number is as if unsaid."""
        usual = cls()
        return cls(
            _number(data.get("x", ""), usual.x, 0, 100),
            _number(data.get("y", ""), usual.y, 0, 100),
            _number(data.get("zoom", ""), usual.zoom, 100, _MAX_ZOOM),
        )

    def box(self, width: int, height: int) -> tuple[float, float, float, float]:
        """Left, top, right and bottom, in pixels of the picture; never a hair outside of it."""
        widest = min(width, height * SIZE[0] / SIZE[1])
        wide = widest * 100 / self.zoom
        high = min(wide * SIZE[1] / SIZE[0], height)
        left, top = (width - wide) * self.x / 100, (height - high) * self.y / 100
        return left, top, min(left + wide, width), min(top + high, height)


def framed(source: bytes, frame: Frame) -> bytes:
    """The photo to print, from a picture that `read_photo` made."""
    with Image.open(BytesIO(source), formats=("JPEG",)) as image:
        box = frame.box(*image.size)
        photo = image.resize(SIZE, Image.Resampling.LANCZOS, box=box)
    stream = BytesIO()
    photo.save(stream, "JPEG", quality=90)
    return stream.getvalue()


def _number(text: str, usual: int, least: int, most: int) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 5):
        return usual
    return min(max(int(text), least), most)
