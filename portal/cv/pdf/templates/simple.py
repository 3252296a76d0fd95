"""Simple: one column, for every trade, and for software that reads CVs."""

from portal.cv.pdf.blocks import Look
from portal.cv.pdf.theme import INK, LINE, MUTED, TEAL, Theme

SIMPLE = Theme(
    sizes=(10.5, 10, 9.5, 9),
    name=Look(size=2.35, bold=True, colour=TEAL, leading=1.12, shrink_to=1.2),
    label=Look(size=1.28, colour=INK, bold=True, before=0.15, leading=1.25),
    contact=Look(colour=MUTED, before=0.45, leading=1.4),
    heading=Look(size=1.16, bold=True, colour=TEAL, before=1.25, rule=LINE),
    title=Look(size=1.04, bold=True),
    subtitle=Look(colour=TEAL),
    text=Look(before=0.18),
    item=Look(before=0.12, indent=1.05),
)
