"""Compétences: what the person can do comes first, for gaps and changes of trade."""

from portal.cv.pdf.blocks import Look
from portal.cv.pdf.theme import BRICK, INK, MUTED, TEAL, TINT, WHITE, Skills, Theme
from portal.cv.resume import Section

SKILLS = Theme(
    sizes=(10.5, 10, 9.5, 9),
    name=Look(size=2.3, bold=True, colour=TEAL, leading=1.12, shrink_to=1.2),
    label=Look(size=1.28, bold=True, colour=BRICK, before=0.2, leading=1.25),
    contact=Look(colour=MUTED, before=0.5, leading=1.4),
    heading=Look(size=1.18, bold=True, colour=BRICK, before=1.25),
    title=Look(size=1.04, bold=True, colour=INK),
    subtitle=Look(colour=MUTED),
    text=Look(before=0.18),
    item=Look(before=0.12, indent=1.05),
    entry_gap=0.6,
    order=(
        Section.SUMMARY,
        Section.SKILLS,
        Section.CERTIFICATES,
        Section.WORK,
        Section.PROJECTS,
        Section.VOLUNTEER,
        Section.EDUCATION,
        Section.AWARDS,
        Section.PUBLICATIONS,
        Section.LANGUAGES,
        Section.MOBILITY,
        Section.INTERESTS,
        Section.REFERENCES,
    ),
    skills=Skills.FAMILIES,
    header_gap=1.3,
    band=TEAL,
    band_colours={TEAL: WHITE, BRICK: WHITE, MUTED: TINT},
)
