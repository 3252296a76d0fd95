"""What is asked of nobody: an imported CV may have it, and the editor then shows it.

All that is printed can be changed, or taken out, by who did not write it in this editor.
"""

from dataclasses import replace

from portal.cv.editor.fields import END, PARTS, START, TASKS, Field, Kind, Part
from portal.cv.identifiers import PROFILES as PROFILE_LIST
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
PROFILES = Part(
    "pages",
    "Mes pages en ligne",
    (
        Field("network", "Réseau ou site", max_length=60),
        Field("username", "Nom sur ce réseau"),
        Field("url", "Adresse de la page", max_length=300),
    ),
    list_key=PROFILE_LIST,
    entry="Page",
    add="Ajouter une page",
)
IMPORTED = (PROFILES, PROJECTS, AWARDS, PUBLICATIONS, REFERENCES)


def _page(label: str) -> Field:
    return Field("url", label, max_length=300)


# By the part's slug: questions that few files answer.
_RARE: dict[str, tuple[Field, ...]] = {
    "identite": (
        Field(
            "basics.x-declic.birthDate",
            "Date de naissance",
            Kind.DATE,
            "Elle fait écrire votre âge. Rien ne vous oblige à la donner.",
            30,
        ),
    ),
    "experiences": (
        _SUMMARY,
        Field("description", "Ce que fait l’employeur", Kind.LONG, max_length=2000),
        _page("Site de l’employeur"),
    ),
    "formations": (
        Field("score", "Résultat", help="Exemple\u00a0: mention bien."),
        Field("courses", "Cours", Kind.LINES, "Un cours par ligne.", 3000),
        _page("Site de l’école"),
    ),
    "competences": (Field("level", "Niveau"),),
    "langues": (Field("fluency", "Niveau, en quelques mots"),),
    "certificats": (_page("Page du certificat"),),
    "benevolat": (_SUMMARY, _page("Site de l’association")),
    "projets": (
        Field("roles", "Votre rôle", Kind.WORDS, "Séparés par des virgules.", 600),
        Field("keywords", "Mots-clés", Kind.WORDS, "Séparés par des virgules.", 600),
        _page("Page du projet"),
    ),
    "publications": (_page("Page de la publication"),),
}


def _with_rare(part: Part) -> Part:
    rare = (replace(field, is_rare=True) for field in _RARE.get(part.slug, ()))
    return replace(part, fields=(*part.fields, *rare))


# All that the free editor asks.
EVERY: tuple[Part, ...] = tuple(_with_rare(part) for part in (*PARTS, *IMPORTED))
IMPORTED_SLUGS = frozenset(part.slug for part in IMPORTED)
