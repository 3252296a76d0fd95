"""Premier CV: large, with plain words, for whoever starts or reads with effort."""

from reportlab.lib.units import mm

from portal.cv.pdf.blocks import Look
from portal.cv.pdf.theme import BRICK, INK, TEAL, Skills, Theme
from portal.cv.resume import Section

FIRST = Theme(
    sizes=(12, 11.5, 11, 10.5),
    name=Look(size=2.4, bold=True, colour=INK, leading=1.12, shrink_to=1.2),
    label=Look(size=1.35, bold=True, colour=BRICK, before=0.2, leading=1.25),
    contact=Look(before=0.2, leading=1.35),
    heading=Look(size=1.2, bold=True, colour=BRICK, before=1.3),
    title=Look(bold=True),
    subtitle=Look(colour=TEAL),
    text=Look(before=0.2, leading=1.38),
    item=Look(before=0.2, indent=1.1, leading=1.38),
    order=(
        Section.SUMMARY,
        Section.SKILLS,
        Section.WORK,
        Section.PROJECTS,
        Section.VOLUNTEER,
        Section.EDUCATION,
        Section.AWARDS,
        Section.PUBLICATIONS,
        Section.CERTIFICATES,
        Section.LANGUAGES,
        Section.MOBILITY,
        Section.INTERESTS,
        Section.REFERENCES,
    ),
    skills=Skills.LIST,
    plain=True,
    stacked_contact=True,
    stripe=BRICK,
    top=18 * mm,
)
