"""A CV as typed, frozen objects, read from a JSON Resume document and written back without loss.

    resume = parse(document)                      # ResumeError says in French where and what
    resume = replace(resume, summary="…")         # dataclasses.replace, at any level
    document = resume.as_document()               # unknown keys and the order of keys are kept
    problems(resume)                              # what the person should look at
    anonymised(resume)                            # for the anonymous templates

The keys of the extension (`x-declic`) are in `schema/x-declic.json`.
"""

from portal.cv.resume.anonymous import anonymised
from portal.cv.resume.checks import problems
from portal.cv.resume.codec import rewritten
from portal.cv.resume.model import (
    Award,
    Certificate,
    Education,
    Experience,
    Identity,
    Interest,
    Language,
    Location,
    Mobility,
    Profile,
    Project,
    Publication,
    Reference,
    Resume,
    Skill,
    Volunteering,
)
from portal.cv.resume.reading import parse
from portal.cv.resume.vocabulary import (
    DocumentLanguage,
    Level,
    Problem,
    ResumeError,
    Section,
    Severity,
    Template,
)

__all__ = [
    "Award",
    "Certificate",
    "DocumentLanguage",
    "Education",
    "Experience",
    "Identity",
    "Interest",
    "Language",
    "Level",
    "Location",
    "Mobility",
    "Problem",
    "Profile",
    "Project",
    "Publication",
    "Reference",
    "Resume",
    "ResumeError",
    "Section",
    "Severity",
    "Skill",
    "Template",
    "Volunteering",
    "anonymised",
    "parse",
    "problems",
    "rewritten",
]
