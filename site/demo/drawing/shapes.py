"""What several scenes share: people, trees, houses, clouds."""

from demo.drawing import canvas as c
from demo.drawing.canvas import Canvas


def sun(canvas: Canvas, x: float, y: float, radius: float) -> None:
    """A sun and its halo."""
    canvas.disc(x, y, radius * 1.5, "#fbeecb")
    canvas.disc(x, y, radius, c.SUN)


def cloud(canvas: Canvas, x: float, y: float, size: float) -> None:
    """Three discs on a line."""
    canvas.rectangle(x - size, y - size * 0.15, size * 2.1, size * 0.45, c.PAPER, size * 0.22)
    canvas.disc(x - size * 0.3, y - size * 0.15, size * 0.42, c.PAPER)
    canvas.disc(x + size * 0.35, y - size * 0.05, size * 0.34, c.PAPER)


def fir(canvas: Canvas, x: float, y: float, size: float, colour: str = c.MOSS) -> None:
    """A fir that stands on (x, y)."""
    canvas.rectangle(x - size * 0.05, y - size * 0.2, size * 0.1, size * 0.2, c.EARTH)
    for step in range(3):
        top = y - size * (1 - step * 0.24)
        half = size * (0.17 + step * 0.07)
        canvas.polygon(
            [(x, top), (x + half, top + size * 0.38), (x - half, top + size * 0.38)], colour
        )


def tree(canvas: Canvas, x: float, y: float, size: float, colour: str = c.LEAF) -> None:
    """A round tree that stands on (x, y)."""
    canvas.rectangle(x - size * 0.05, y - size * 0.45, size * 0.1, size * 0.45, c.EARTH)
    canvas.disc(x, y - size * 0.66, size * 0.34, colour)
    canvas.disc(x - size * 0.2, y - size * 0.5, size * 0.23, colour)
    canvas.disc(x + size * 0.2, y - size * 0.5, size * 0.23, colour)


def house(
    canvas: Canvas, x: float, y: float, width: float, height: float, walls: str, roof: str
) -> None:
    """A house seen from the front, its foot at (x, y), with a door and two windows."""
    canvas.rectangle(x, y - height, width, height, walls)
    eaves = width * 0.08
    canvas.polygon(
        [
            (x - eaves, y - height),
            (x + width / 2, y - height - width * 0.45),
            (x + width + eaves, y - height),
        ],
        roof,
    )
    canvas.rectangle(x + width * 0.42, y - height * 0.4, width * 0.18, height * 0.4, c.TEAL)
    for left in (0.12, 0.7):
        canvas.rectangle(
            x + width * left, y - height * 0.75, width * 0.18, height * 0.25, c.TEAL_TINT
        )


def person(
    canvas: Canvas,
    x: float,
    y: float,
    size: float,
    *,
    skin: str,
    clothes: str,
    hair: str,
    long_hair: bool = False,
) -> None:
    """The head and the bust of nobody in particular; (x, y) is the middle of the shoulders' foot.

    `size` is the height of the whole.
    """
    head = size * 0.2
    centre = y - size * 0.76
    if long_hair:
        canvas.rectangle(
            x - head * 1.15, centre - head * 0.6, head * 2.3, size * 0.42, hair, head * 0.8
        )
    canvas.rectangle(x - head * 0.4, centre + head * 0.5, head * 0.8, size * 0.2, skin)
    canvas.rectangle(x - size * 0.3, y - size * 0.46, size * 0.6, size * 0.46, clothes, size * 0.16)
    canvas.rectangle(x - size * 0.3, y - size * 0.2, size * 0.6, size * 0.2, clothes)
    canvas.disc(x, centre, head, skin)
    canvas.slice(x, centre - head * 0.08, head * 1.1, 180, 360, hair)
