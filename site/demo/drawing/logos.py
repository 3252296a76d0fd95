"""Logos of invented organisations: initials in a shape."""

from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from demo.drawing import canvas as c

SIZE = 320
_SCALE = 2
_COLOURS = 24


@dataclass(frozen=True)
class Logo:
    """`shape` is disc, square, shield, hexagon or leaf."""

    initials: str
    shape: str
    background: str
    foreground: str = c.PAPER


LOGOS = {
    "vauclair-electricite": Logo("VE", "hexagon", c.SUN, c.INK),
    "mecasoud-bourbeuse": Logo("MB", "square", c.INK),
    "rotalys-energie": Logo("RE", "disc", c.TEAL),
    "hotel-remparts-neufs": Logo("RN", "shield", c.OCHRE),
    "boulangerie-perrichet": Logo("BP", "disc", c.BRICK),
    "logivaldis": Logo("LV", "square", c.PLUM),
    "clinique-ombeline": Logo("SO", "leaf", c.SLATE),
    "seconde-manche": Logo("SM", "hexagon", c.MOSS),
    "table-coteaux": Logo("TC", "leaf", c.BRICK),
    "mots-passants": Logo("MP", "shield", c.TEAL),
    "rives-bourbeuse": Logo("RB", "leaf", c.MOSS),
    "refuge-saules": Logo("QS", "disc", c.EARTH),
    "plan-passerelles": Logo("PP", "hexagon", c.PLUM),
}


def draw_logo(logo: Logo) -> Image.Image:
    """A square picture with few colours."""
    side = SIZE * _SCALE
    image = Image.new("RGB", (side, side), "white")
    draw = ImageDraw.Draw(image)
    _shape(draw, logo.shape, side, logo.background)
    # The font inside Pillow: no file to install, the same letters everywhere, but no accents.
    font = ImageFont.load_default(size=round(side * 0.36))
    draw.text(
        (side / 2, side / 2),
        logo.initials,
        font=font,
        fill=logo.foreground,
        anchor="mm",
        stroke_width=round(side * 0.008),
        stroke_fill=logo.foreground,
    )
    return image.resize((SIZE, SIZE), Image.Resampling.LANCZOS).quantize(_COLOURS)


def save_logo(logo: Logo, path: Path) -> None:
    """Write a PNG file."""
    draw_logo(logo).save(path, "PNG", optimize=True)


def _shape(draw: ImageDraw.ImageDraw, shape: str, side: int, colour: str) -> None:
    edge, far = side * 0.04, side * 0.96
    if shape == "disc":
        draw.ellipse([edge, edge, far, far], fill=colour)
    elif shape == "square":
        draw.rounded_rectangle([edge, edge, far, far], side * 0.18, fill=colour)
    elif shape == "hexagon":
        points = [(0.5, 0.02), (0.94, 0.26), (0.94, 0.74), (0.5, 0.98), (0.06, 0.74), (0.06, 0.26)]
        draw.polygon([(x * side, y * side) for x, y in points], fill=colour)
    elif shape == "shield":
        left, right = side * 0.08, side * 0.92
        draw.rounded_rectangle([left, edge, right, side * 0.5], side * 0.08, fill=colour)
        draw.polygon(
            [
                (left, side * 0.4),
                (right, side * 0.4),
                (right, side * 0.66),
                (side * 0.5, far),
                (left, side * 0.66),
            ],
            fill=colour,
        )
    else:
        draw.ellipse([edge, edge, far, far], fill=colour)
        draw.rectangle([edge, side * 0.5, side * 0.5, far], fill=colour)
        draw.rectangle([side * 0.5, edge, far, side * 0.5], fill=colour)
