"""Scenes indoors: a workshop, an interview, hands, a nursery, a forum."""

from demo.drawing import canvas as c
from demo.drawing import shapes
from demo.drawing.canvas import Canvas


def workshop() -> Canvas:
    """A workbench, tools on the wall, a lathe, somebody who wears goggles."""
    canvas = Canvas(c.CREAM)
    canvas.rectangle(0, 700, 1600, 200, "#cdbfa8")
    for x in (90, 330):
        canvas.rectangle(x, 110, 200, 260, c.TEAL_TINT)
        canvas.rectangle(x + 95, 110, 10, 260, c.SLATE)
        canvas.rectangle(x, 235, 200, 10, c.SLATE)
    _tools(canvas)
    for x in (420, 800, 1180):
        canvas.line([(x, 0), (x, 60)], c.INK, 6)
        canvas.slice(x, 100, 60, 180, 360, c.BRICK)
        canvas.disc(x, 104, 18, c.SUN)
    shapes.person(canvas, 560, 640, 380, skin=c.SKINS[2], clothes=c.TEAL, hair=c.INK)
    canvas.rectangle(494, 332, 132, 34, c.INK, 14)
    canvas.rectangle(502, 338, 52, 22, c.MIST, 10)
    canvas.rectangle(566, 338, 52, 22, c.MIST, 10)
    canvas.line([(660, 520), (760, 590)], c.TEAL, 52)
    canvas.disc(775, 600, 30, c.SKINS[2])
    canvas.rectangle(200, 620, 760, 44, c.WOOD, 8)
    for x in (240, 880):
        canvas.rectangle(x, 660, 40, 180, c.EARTH)
    canvas.rectangle(760, 560, 90, 62, c.SLATE, 8)
    canvas.rectangle(860, 580, 60, 42, c.INK, 6)
    canvas.rectangle(300, 592, 120, 30, c.BRICK, 6)
    _lathe(canvas)
    return canvas


def _tools(canvas: Canvas) -> None:
    """A board with a saw, a hammer, spanners and a square."""
    canvas.rectangle(640, 150, 700, 240, c.STONE, 12)
    canvas.line([(700, 350), (700, 210)], c.EARTH, 18)
    canvas.rectangle(660, 190, 84, 40, c.INK, 8)
    canvas.polygon([(780, 220), (960, 250), (960, 290), (780, 262)], c.MIST)
    canvas.rectangle(950, 240, 60, 64, c.BRICK, 16)
    for step, x in enumerate((1060, 1120, 1180)):
        canvas.line([(x, 230), (x, 350 - step * 20)], c.SLATE, 14)
        canvas.disc(x, 222, 22, c.SLATE)
        canvas.disc(x, 214, 11, c.STONE)
    canvas.line([(1240, 210), (1240, 340), (1310, 340)], c.OCHRE, 14)


def _lathe(canvas: Canvas) -> None:
    """A machine with a round part that turns, and curls of metal."""
    canvas.rectangle(1060, 640, 460, 200, c.TEAL, 16)
    canvas.rectangle(1040, 590, 500, 60, c.SLATE, 10)
    canvas.rectangle(1060, 440, 150, 160, c.TEAL, 16)
    canvas.disc(1135, 500, 36, c.TEAL_TINT)
    canvas.rectangle(1210, 490, 40, 70, c.INK)
    canvas.rectangle(1250, 504, 170, 42, c.MIST)
    canvas.rectangle(1420, 470, 90, 120, c.BRICK, 12)
    for x, y in ((1280, 560), (1310, 572), (1345, 562)):
        canvas.disc(x, y, 14, c.SUN)
        canvas.disc(x, y, 8, c.SLATE)
    for y in (690, 740, 790):
        canvas.rectangle(1100, y, 150, 12, c.TEAL_TINT, 6)


def interview() -> Canvas:
    """Two people on both sides of a table, sheets of paper, a plant, the hill in the window."""
    canvas = Canvas(c.TEAL_TINT)
    canvas.rectangle(540, 90, 520, 330, c.DAWN, 10)
    canvas.polygon(
        [(540, 420), (540, 350), (680, 270), (800, 320), (930, 240), (1060, 330), (1060, 420)],
        c.SLATE,
    )
    canvas.disc(960, 180, 40, c.SUN)
    canvas.rectangle(790, 90, 16, 330, c.PAPER)
    canvas.rectangle(0, 720, 1600, 180, "#cddfe2")
    shapes.person(
        canvas, 420, 720, 480, skin=c.SKINS[1], clothes=c.BRICK, hair=c.INK, long_hair=True
    )
    shapes.person(canvas, 1180, 720, 480, skin=c.SKINS[3], clothes=c.TEAL, hair=c.INK)
    canvas.line([(520, 560), (660, 650)], c.BRICK, 58)
    canvas.disc(676, 656, 32, c.SKINS[1])
    canvas.line([(1080, 560), (950, 645)], c.TEAL, 58)
    canvas.disc(936, 652, 32, c.SKINS[3])
    canvas.rectangle(220, 670, 1160, 46, c.WOOD, 10)
    canvas.rectangle(300, 716, 50, 184, c.EARTH)
    canvas.rectangle(1250, 716, 50, 184, c.EARTH)
    canvas.polygon([(720, 668), (900, 668), (880, 620), (745, 620)], c.PAPER)
    for y in (632, 644, 656):
        canvas.line([(765, y), (865, y)], c.MIST, 4)
    for x in (600, 1020):
        canvas.rectangle(x, 630, 44, 40, c.SUN, 8)
    canvas.rectangle(70, 640, 120, 110, c.BRICK, 10)
    for x, y in ((80, 520), (130, 470), (180, 530), (110, 580), (160, 590)):
        canvas.ellipse(x, y, 30, 70, c.LEAF)
    return canvas


def hands() -> Canvas:
    """Four raised hands of different skins, and a sun between them."""
    canvas = Canvas(c.DAWN)
    canvas.disc(800, 330, 300, "#fbeecb")
    canvas.disc(800, 330, 200, c.SUN)
    for x, y, sleeve, skin in (
        (250, 470, c.TEAL, c.SKINS[3]), (600, 420, c.BRICK, c.SKINS[0]),
        (980, 430, c.PLUM, c.SKINS[2]), (1340, 480, c.LEAF, c.SKINS[1]),
    ):  # fmt: skip
        _hand(canvas, x, y, sleeve, skin)
    return canvas


def _hand(canvas: Canvas, x: float, y: float, sleeve: str, skin: str) -> None:
    """An open hand and its sleeve, down to the bottom; (x, y) is the middle of the palm."""
    canvas.rectangle(x - 52, y + 40, 104, 260, skin, 30)
    canvas.rectangle(x - 92, y + 190, 184, 500, sleeve, 36)
    canvas.rectangle(x - 92, y + 236, 184, 14, c.PAPER)
    canvas.rectangle(x - 88, y - 60, 176, 160, skin, 60)
    for shift, top in ((-66, -190), (-23, -230), (21, -222), (64, -178)):
        canvas.rectangle(x + shift - 20, y + top, 40, 200, skin, 20)
    canvas.line([(x + 74, y + 50), (x + 128, y - 40)], skin, 42)


def nursery() -> Canvas:
    """A playroom: cubes, a rug, a cradle of books, a grown-up and two children."""
    canvas = Canvas("#fdf3e3")
    canvas.rectangle(0, 640, 1600, 260, c.STONE)
    canvas.ellipse(800, 770, 620, 110, c.ROSE)
    canvas.ellipse(800, 770, 520, 84, c.CREAM)
    canvas.rectangle(120, 120, 300, 260, c.SKY, 12)
    shapes.cloud(canvas, 250, 230, 60)
    canvas.rectangle(262, 120, 14, 260, c.PAPER)
    canvas.rectangle(1130, 230, 360, 410, c.WOOD, 10)
    for y in (250, 380, 510):
        canvas.rectangle(1150, y, 320, 110, c.EARTH)
    for step, colour in enumerate((c.BRICK, c.SUN, c.TEAL, c.PLUM, c.LEAF, c.BRICK, c.SUN)):
        canvas.rectangle(1166 + step * 42, 270 + step % 3 * 8, 32, 90 - step % 3 * 8, colour)
    canvas.disc(1210, 450, 38, c.BRICK)
    canvas.rectangle(1280, 420, 70, 70, c.TEAL, 6)
    canvas.polygon([(1380, 490), (1420, 410), (1460, 490)], c.SUN)
    canvas.disc(1230, 580, 38, c.LEAF)
    canvas.disc(1330, 590, 28, c.SUN)
    for step, colour in enumerate((c.BRICK, c.SUN, c.TEAL, c.LEAF, c.PLUM)):
        left = 480 + step * 120
        canvas.line([(left, 90), (left + 120, 90)], c.INK, 3)
        canvas.polygon([(left + 20, 92), (left + 100, 92), (left + 60, 160)], colour)
    shapes.person(
        canvas, 560, 790, 400, skin=c.SKINS[0], clothes=c.TEAL, hair=c.EARTH, long_hair=True
    )
    shapes.person(canvas, 830, 800, 260, skin=c.SKINS[2], clothes=c.SUN, hair=c.INK)
    shapes.person(
        canvas, 1030, 800, 240, skin=c.SKINS[1], clothes=c.BRICK, hair=c.INK, long_hair=True
    )
    for x, y, colour in (
        (690, 770, c.BRICK), (755, 770, c.TEAL), (722, 705, c.SUN), (900, 800, c.PLUM),
    ):  # fmt: skip
        canvas.rectangle(x, y, 62, 62, colour, 8)
        canvas.rectangle(x + 14, y + 14, 34, 34, c.PAPER, 6)
    return canvas


def forum() -> Canvas:
    """A hall with stands, flags and people who talk."""
    canvas = Canvas(c.CREAM)
    for x in range(0, 1600, 200):
        canvas.polygon([(x, 0), (x + 200, 0), (x + 100, 120)], "#efe0c6")
    canvas.rectangle(0, 640, 1600, 260, "#cdbfa8")
    stands = ((60, c.TEAL), (450, c.BRICK), (840, c.PLUM), (1230, c.OCHRE))
    for step, (x, colour) in enumerate(stands):
        canvas.rectangle(x, 200, 310, 420, colour, 10)
        canvas.rectangle(x + 20, 220, 270, 90, c.PAPER, 8)
        _sign(canvas, x + 155, 265, step, colour)
        shapes.person(
            canvas, x + 155, 580, 250, skin=c.SKINS[step], clothes=c.PAPER, hair=c.INK,
            long_hair=step % 2 == 0,
        )  # fmt: skip
        canvas.rectangle(x - 10, 560, 330, 120, c.WOOD, 8)
        canvas.rectangle(x + 40, 545, 70, 16, c.PAPER)
        canvas.rectangle(x + 210, 545, 70, 16, c.SUN)
    visitors = (
        (240, c.LEAF, 2, False), (560, c.SUN, 0, True), (690, c.TEAL, 3, False),
        (1010, c.BRICK, 1, False), (1340, c.SLATE, 2, True),
    )  # fmt: skip
    for x, clothes, skin, long_hair in visitors:
        shapes.person(
            canvas, x, 900, 330, skin=c.SKINS[skin], clothes=clothes, hair=c.EARTH,
            long_hair=long_hair,
        )  # fmt: skip
    return canvas


def _sign(canvas: Canvas, x: float, y: float, step: int, colour: str) -> None:
    """What a stand is about, without a word: a gear, a heart, a house, a wheel."""
    if step == 0:
        canvas.disc(x, y, 32, colour)
        canvas.disc(x, y, 14, c.PAPER)
    elif step == 1:
        canvas.disc(x - 15, y - 10, 18, colour)
        canvas.disc(x + 15, y - 10, 18, colour)
        canvas.polygon([(x - 32, y - 2), (x + 32, y - 2), (x, y + 34)], colour)
    elif step == 2:
        canvas.polygon([(x - 38, y), (x, y - 36), (x + 38, y)], colour)
        canvas.rectangle(x - 26, y, 52, 34, colour)
    else:
        canvas.rectangle(x - 45, y - 16, 90, 34, colour, 8)
        canvas.disc(x - 24, y + 20, 13, c.INK)
        canvas.disc(x + 24, y + 20, 13, c.INK)


INDOORS = {
    "workshop": workshop,
    "interview": interview,
    "hands": hands,
    "nursery": nursery,
    "forum": forum,
}
