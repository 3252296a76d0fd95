"""The four templates."""

from portal.cv.pdf.templates.columns import COLUMNS
from portal.cv.pdf.templates.first import FIRST
from portal.cv.pdf.templates.simple import SIMPLE
from portal.cv.pdf.templates.skills import SKILLS
from portal.cv.pdf.theme import Theme
from portal.cv.resume import Template

THEMES: dict[Template, Theme] = {
    Template.SIMPLE: SIMPLE,
    Template.SKILLS: SKILLS,
    Template.COLUMNS: COLUMNS,
    Template.FIRST: FIRST,
}
