"""Parts that are asked of nobody: an imported CV may have them, and the editor then shows them."""

from dataclasses import replace

from portal.cv.editor.fields import END, START, TASKS, Field, Kind, Part
from portal.cv.resume import Section

_SUMMARY = Field("summary", "Quelques mots", Kind.LONG, max_length=2000)

PROJECTS = Part(
    "projets",
    "Mes projets",
    (
        Field("name", "Projet"),
        Field("entity", "Organisme"),
        START,
        END,
        Field("description", "Description", Kind.LONG, max_length=2000),
        replace(TASKS, has_phrases=False, help="Une chose par ligne."),
    ),
    list_key="projects",
    section=Section.PROJECTS,
    entry="Projet",
    add="Ajouter un projet",
)
AWARDS = Part(
    "distinctions",
    "Mes distinctions",
    (
        Field("title", "Distinction"),
        Field("awarder", "Donnée par"),
        Field("date", "Date", Kind.DATE, max_length=30),
        _SUMMARY,
    ),
    list_key="awards",
    section=Section.AWARDS,
    entry="Distinction",
    add="Ajouter une distinction",
)
PUBLICATIONS = Part(
    "publications",
    "Mes publications",
    (
        Field("name", "Titre"),
        Field("publisher", "Parue dans"),
        Field("releaseDate", "Date", Kind.DATE, max_length=30),
        _SUMMARY,
    ),
    list_key="publications",
    section=Section.PUBLICATIONS,
    entry="Publication",
    add="Ajouter une publication",
)
REFERENCES = Part(
    "references",
    "Qui me recommande",
    (
        Field("name", "Nom"),
        Field("reference", "Ce que cette personne dit", Kind.LONG, max_length=2000),
    ),
    list_key="references",
    section=Section.REFERENCES,
    entry="Référence",
    add="Ajouter une référence",
)
IMPORTED = (PROJECTS, AWARDS, PUBLICATIONS, REFERENCES)
