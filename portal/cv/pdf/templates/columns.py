"""Deux colonnes: the path at the left, what can be seen at a glance at the right."""

from reportlab.lib.units import mm

from portal.cv.pdf.blocks import Look
from portal.cv.pdf.theme import INK, LINE, TEAL, TINT, Skills, Theme
from portal.cv.resume import Section

COLUMNS = Theme(
    sizes=(10, 9.5, 9),
    name=Look(size=2.4, bold=True, colour=TEAL, leading=1.1, shrink_to=1.2),
    label=Look(size=1.3, bold=True, colour=INK, before=0.25, leading=1.25),
    contact=Look(colour=INK, before=0.06, leading=1.3),
    heading=Look(size=1.14, bold=True, colour=TEAL, before=1.35, rule=LINE),
    title=Look(size=1.04, bold=True),
    subtitle=Look(colour=TEAL),
    text=Look(before=0.06),
    item=Look(before=0.06, indent=1.0),
    sidebar=frozenset(
        {
            Section.SKILLS,
            Section.LANGUAGES,
            Section.MOBILITY,
            Section.CERTIFICATES,
            Section.INTERESTS,
        }
    ),
    most_before=0.95,
    skills=Skills.LIST,
    stacked_contact=True,
    side=16 * mm,
    sidebar_width=66 * mm,
    gutter=9 * mm,
    edge=TINT,
)
