"""Scenes outdoors: the hill of the Lion, a garden, a bus, a market, a pond, a river."""

from demo.drawing import canvas as c
from demo.drawing import shapes
from demo.drawing.canvas import Canvas


def lion_hill() -> Canvas:
    """The red cliff of Belfort, the citadel above it and a lying lion at its foot."""
    canvas = Canvas(c.DAWN)
    shapes.sun(canvas, 1240, 210, 90)
    shapes.cloud(canvas, 330, 170, 110)
    shapes.cloud(canvas, 900, 120, 70)
    canvas.hills(520, [(60, 260, 0), (25, 90, 300)], c.MIST)
    canvas.hills(610, [(45, 330, 500), (18, 120, 0)], c.SLATE)
    cliff = [
        (230, 760), (290, 560), (380, 520), (420, 400), (640, 370), (700, 330), (980, 330),
        (1040, 380), (1210, 410), (1280, 540), (1370, 580), (1430, 760),
    ]  # fmt: skip
    canvas.polygon(cliff, c.SANDSTONE)
    canvas.polygon([(420, 400), (640, 370), (600, 470), (450, 500)], c.STONE)
    canvas.polygon([(980, 330), (1040, 380), (1210, 410), (1180, 470), (1000, 430)], c.STONE)
    _citadel(canvas)
    _lion(canvas, 650, 640)
    canvas.hills(770, [(14, 210, 0)], c.MOSS)
    for x, width, height, walls in (
        (60, 150, 130, c.CREAM), (215, 120, 170, c.ROSE), (345, 150, 110, c.STONE),
        (1130, 140, 120, c.CREAM), (1275, 125, 175, c.STONE), (1410, 150, 130, c.ROSE),
    ):  # fmt: skip
        shapes.house(canvas, x, 850, width, height, walls, c.BRICK)
    for x in (540, 640, 980, 1070):
        shapes.tree(canvas, x, 860, 130)
    canvas.rectangle(0, 845, 1600, 55, c.LEAF)
    return canvas


def _citadel(canvas: Canvas) -> None:
    """Long walls with a barrack and its windows."""
    canvas.rectangle(690, 215, 300, 120, c.STONE)
    canvas.rectangle(690, 205, 300, 22, c.EARTH)
    for x in range(715, 970, 45):
        canvas.rectangle(x, 255, 18, 34, c.TEAL)
    canvas.rectangle(600, 300, 480, 45, c.SANDSTONE)
    canvas.rectangle(600, 292, 480, 12, c.EARTH)
    canvas.line([(840, 205), (840, 130)], c.INK, 6)
    canvas.polygon([(843, 132), (905, 150), (843, 170)], c.BRICK)


def _lion(canvas: Canvas, x: float, y: float) -> None:
    """A lying lion of stone, its head turned to the left; a block under it."""
    canvas.rectangle(x - 40, y + 8, 420, 46, c.OCHRE)
    canvas.rectangle(x - 55, y + 50, 450, 18, c.EARTH)
    body = "#e9c3a2"
    canvas.ellipse(x + 220, y - 50, 130, 62, body)
    canvas.rectangle(x + 60, y - 62, 200, 74, body, 34)
    canvas.rectangle(x - 15, y - 12, 180, 26, body, 12)
    canvas.rectangle(x + 210, y - 14, 150, 26, body, 12)
    canvas.disc(x + 70, y - 92, 66, "#cf9668")
    canvas.disc(x + 54, y - 98, 44, body)
    canvas.disc(x + 92, y - 146, 14, "#cf9668")
    canvas.ellipse(x + 24, y - 86, 22, 18, body)
    canvas.disc(x + 8, y - 92, 6, c.INK)
    canvas.disc(x + 42, y - 108, 5, c.INK)
    canvas.line([(x + 340, y - 30), (x + 385, y - 62), (x + 392, y - 100)], body, 12)
    canvas.disc(x + 392, y - 104, 15, "#cf9668")


def kitchen_garden() -> Canvas:
    """Rows of vegetables, a greenhouse, crates, and two people who garden."""
    canvas = Canvas(c.SKY)
    shapes.sun(canvas, 260, 190, 80)
    shapes.cloud(canvas, 760, 160, 100)
    shapes.cloud(canvas, 1320, 220, 80)
    canvas.hills(430, [(50, 300, 120), (16, 80, 0)], c.MIST)
    canvas.hills(480, [(30, 240, 700)], c.MEADOW)
    for x in (60, 150, 1490, 1560):
        shapes.fir(canvas, x, 500, 170)
    canvas.slice(1190, 520, 210, 180, 360, c.TEAL_TINT)
    for x in range(990, 1400, 50):
        canvas.line([(x, 520), (x, 520 - max(0, 210**2 - (x - 1190) ** 2) ** 0.5)], c.SLATE, 4)
    canvas.rectangle(1150, 420, 80, 100, c.SLATE)
    canvas.rectangle(0, 510, 1600, 390, c.EARTH)
    for row, y in enumerate((560, 640, 735, 845)):
        if row == 2:
            _gardeners(canvas)
        canvas.rectangle(0, y, 1600, 26 + row * 8, "#8c6140")
        for x in range(40 - row * 15, 1600, 92 + row * 14):
            size = 24 + row * 8
            _plant(canvas, x, y + 8, size, row)
    canvas.rectangle(880, 690, 210, 100, c.WOOD, 8)
    canvas.rectangle(880, 726, 210, 8, c.EARTH)
    for x, colour in ((910, c.BRICK), (960, c.SUN), (1010, c.BRICK), (1060, c.LEAF)):
        canvas.disc(x, 686, 30, colour)
    canvas.rectangle(880, 690, 210, 34, c.WOOD)
    return canvas


def _gardeners(canvas: Canvas) -> None:
    """Two people in hats, behind the rows that come next."""
    for x, clothes, skin, hat in (
        (560, c.BRICK, c.SKINS[1], c.SUN),
        (760, c.TEAL, c.SKINS[3], c.CREAM),
    ):
        shapes.person(canvas, x, 745, 320, skin=skin, clothes=clothes, hair=c.INK)
        canvas.ellipse(x, 466, 96, 20, hat)
        canvas.slice(x, 466, 60, 180, 360, hat)


def _plant(canvas: Canvas, x: float, y: float, size: float, row: int) -> None:
    """A salad, a leek or a cabbage, by row."""
    if row % 2:
        for shift in (-0.5, 0, 0.5):
            canvas.ellipse(x + shift * size * 0.7, y - size * 0.5, size * 0.2, size * 0.8, c.LEAF)
        return
    colour = c.MEADOW if row else c.LEAF
    canvas.disc(x, y - size * 0.25, size * 0.75, colour)
    canvas.disc(x, y - size * 0.2, size * 0.42, c.MOSS if row else c.MEADOW)


def country_bus() -> Canvas:
    """A bus on a country road, a shelter with two people, a bicycle beside it."""
    canvas = Canvas(c.SKY)
    shapes.sun(canvas, 1380, 180, 80)
    shapes.cloud(canvas, 420, 150, 110)
    canvas.hills(470, [(80, 280, 0), (20, 100, 0)], c.MIST)
    canvas.hills(560, [(50, 330, 800), (15, 110, 60)], c.SLATE)
    canvas.hills(650, [(26, 260, 300)], c.MEADOW)
    for x, size in ((70, 190), (160, 150), (1120, 140), (1500, 200), (1580, 160)):
        shapes.fir(canvas, x, 660, size)
    shapes.house(canvas, 1220, 660, 130, 90, c.CREAM, c.BRICK)
    canvas.rectangle(0, 700, 1600, 200, "#6a747a")
    canvas.rectangle(0, 690, 1600, 20, c.CREAM)
    for x in range(20, 1600, 170):
        canvas.rectangle(x, 810, 100, 10, c.PAPER)
    canvas.rectangle(180, 420, 760, 330, c.BRICK, 44)
    canvas.rectangle(180, 640, 760, 40, c.CREAM)
    for x in range(220, 720, 130):
        canvas.rectangle(x, 465, 112, 120, c.TEAL_TINT, 12)
    canvas.rectangle(752, 465, 80, 230, c.TEAL_TINT, 10)
    canvas.rectangle(850, 465, 76, 140, c.TEAL_TINT, 12)
    for x, skin in ((276, c.SKINS[0]), (406, c.SKINS[2]), (666, c.SKINS[1])):
        canvas.disc(x, 540, 26, skin)
        canvas.slice(x, 538, 28, 180, 360, c.INK)
        canvas.slice(x, 590, 40, 180, 360, c.TEAL)
    for x in (330, 800):
        canvas.disc(x, 752, 62, c.INK)
        canvas.disc(x, 752, 28, c.MIST)
    canvas.disc(922, 690, 14, c.SUN)
    canvas.rectangle(1010, 430, 330, 22, c.TEAL, 8)
    canvas.rectangle(1024, 450, 12, 260, c.TEAL)
    canvas.rectangle(1314, 450, 12, 260, c.TEAL)
    canvas.rectangle(1036, 460, 278, 150, "#eef6f7")
    shapes.person(canvas, 1110, 710, 250, skin=c.SKINS[2], clothes=c.PLUM, hair=c.INK)
    shapes.person(
        canvas, 1235, 710, 235, skin=c.SKINS[0], clothes=c.SUN, hair=c.EARTH, long_hair=True
    )
    _bicycle(canvas, 1430, 650)
    return canvas


def _bicycle(canvas: Canvas, x: float, y: float) -> None:
    """A bicycle seen from the side; (x, y) is the middle, between the wheels' centres."""
    for wheel in (x - 75, x + 75):
        canvas.disc(wheel, y, 52, c.INK)
        canvas.disc(wheel, y, 43, c.MEADOW)
    for points in (
        [(x - 75, y), (x - 40, y - 75), (x + 50, y - 75), (x - 5, y), (x - 75, y)],
        [(x - 5, y), (x - 45, y - 95)],
        [(x + 75, y), (x + 45, y - 100), (x + 20, y - 104)],
    ):
        canvas.line(points, c.BRICK, 8)
    canvas.line([(x - 65, y - 97), (x - 25, y - 97)], c.INK, 12)


def market() -> Canvas:
    """Three stalls with striped awnings, fruit in crates, people who sell and buy."""
    canvas = Canvas(c.DAWN)
    for x, width, height, walls in (
        (-20, 260, 330, c.ROSE), (250, 230, 390, c.CREAM), (490, 250, 300, c.STONE),
        (750, 240, 400, c.ROSE), (1000, 260, 340, c.CREAM), (1270, 240, 390, c.STONE),
        (1520, 240, 320, c.ROSE),
    ):  # fmt: skip
        shapes.house(canvas, x, 620, width, height, walls, c.SANDSTONE)
    canvas.rectangle(0, 610, 1600, 290, "#d9cbb4")
    for x in range(-40, 1640, 120):
        canvas.line([(x, 900), (x + 60, 612)], "#cbbb9f", 3)
    goods = ((c.BRICK, c.SUN, c.LEAF), (c.SUN, c.PLUM, c.BRICK), (c.LEAF, c.BRICK, c.SUN))
    for stall, (x, colour) in enumerate(((90, c.TEAL), (590, c.BRICK), (1090, c.PLUM))):
        _stall(canvas, x, colour, goods[stall])
    shapes.person(
        canvas, 500, 900, 330, skin=c.SKINS[1], clothes=c.LEAF, hair=c.EARTH, long_hair=True
    )
    shapes.person(canvas, 1020, 900, 350, skin=c.SKINS[3], clothes=c.SUN, hair=c.INK)
    canvas.rectangle(1080, 770, 110, 110, c.WOOD, 14)
    canvas.line([(1095, 775), (1135, 715), (1175, 775)], c.EARTH, 10)
    return canvas


def _stall(canvas: Canvas, x: float, colour: str, goods: tuple[str, ...]) -> None:
    """A stall 420 wide, with somebody behind it."""
    skin = c.SKINS[int(x / 500) % len(c.SKINS)]
    canvas.rectangle(x + 15, 360, 14, 420, c.EARTH)
    canvas.rectangle(x + 391, 360, 14, 420, c.EARTH)
    shapes.person(canvas, x + 210, 680, 270, skin=skin, clothes=colour, hair=c.INK)
    for stripe in range(7):
        left = x + stripe * 60
        tone = colour if stripe % 2 == 0 else c.PAPER
        canvas.polygon([(left + 20, 290), (left + 68, 290), (left + 60, 400), (left, 400)], tone)
        canvas.slice(left + 30, 400, 30, 0, 180, tone)
    canvas.rectangle(x, 660, 420, 190, c.WOOD, 8)
    canvas.rectangle(x, 740, 420, 8, c.EARTH)
    for crate, fruit in enumerate(goods):
        left = x + 14 + crate * 134
        for row in range(2):
            for step in range(4 - row):
                canvas.disc(left + 22 + step * 26 + row * 13, 642 - row * 20, 16, fruit)
        canvas.rectangle(left, 645, 124, 40, c.EARTH, 6)


def pond() -> Canvas:
    """A pond below the mountains, a sail, walkers and a wheelchair on the bank."""
    canvas = Canvas(c.SKY)
    shapes.sun(canvas, 1150, 190, 90)
    shapes.cloud(canvas, 300, 160, 120)
    canvas.hills(380, [(90, 330, 100), (20, 120, 40)], c.MIST)
    canvas.hills(450, [(60, 260, 600), (14, 90, 0)], c.SLATE)
    canvas.hills(510, [(18, 200, 0)], c.MOSS)
    canvas.rectangle(0, 520, 1600, 380, "#8fbac2")
    for x, y, width in ((240, 580, 260), (700, 640, 320), (1180, 570, 240), (420, 690, 200)):
        canvas.rectangle(x, y, width, 8, c.TEAL_TINT, 4)
    canvas.polygon([(870, 330), (870, 590), (1010, 590)], c.PAPER)
    canvas.polygon([(855, 370), (855, 590), (760, 590)], c.BRICK)
    canvas.polygon([(740, 605), (1030, 605), (985, 650), (790, 650)], c.WOOD)
    canvas.line([(862, 320), (862, 606)], c.EARTH, 9)
    canvas.hills(760, [(20, 260, 60)], c.MEADOW)
    canvas.hills(840, [(10, 300, 0)], c.CREAM)
    for x in (60, 1480, 1560):
        shapes.tree(canvas, x, 800, 230)
    for x in range(150, 330, 26):
        canvas.line([(x, 770), (x - 6, 690)], c.LEAF, 6)
        canvas.ellipse(x - 6, 680, 7, 20, c.EARTH)
    shapes.person(canvas, 330, 905, 390, skin=c.SKINS[2], clothes=c.TEAL, hair=c.INK)
    shapes.person(
        canvas, 520, 905, 280, skin=c.SKINS[0], clothes=c.PLUM, hair="#d9d5cf", long_hair=True
    )
    canvas.line([(432, 790), (432, 900)], c.INK, 12)
    canvas.line([(400, 778), (452, 790)], c.SKINS[2], 26)
    canvas.disc(505, 850, 72, c.INK)
    canvas.disc(505, 850, 60, c.MIST)
    canvas.disc(505, 850, 9, c.INK)
    return canvas


LANDSCAPES = {
    "lion-hill": lion_hill,
    "kitchen-garden": kitchen_garden,
    "country-bus": country_bus,
    "market": market,
    "pond": pond,
}
