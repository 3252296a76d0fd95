"""Enumerations of a CV, and what is said about it."""

from dataclasses import dataclass
from typing import Any

from django.db import models

from snippets.dotted_paths import Path
from snippets.errors import DomainError


class Section(models.TextChoices):
    """Sections that can be hidden or put in another order; values are JSON Resume's keys.

    Identity and target job always come first. `MOBILITY` is licences and mobility.
    """

    SUMMARY = "summary", "En quelques mots"
    WORK = "work", "Expériences"
    EDUCATION = "education", "Formations"
    SKILLS = "skills", "Compétences"
    LANGUAGES = "languages", "Langues"
    MOBILITY = "mobility", "Permis et mobilité"
    CERTIFICATES = "certificates", "Certificats et habilitations"
    PROJECTS = "projects", "Projets"
    AWARDS = "awards", "Distinctions"
    PUBLICATIONS = "publications", "Publications"
    VOLUNTEER = "volunteer", "Bénévolat"
    INTERESTS = "interests", "Centres d’intérêt"
    REFERENCES = "references", "Références"


class Level(models.TextChoices):
    """Level in a language, of the European framework (CECRL)."""

    A1 = "A1", "A1\u00a0: quelques mots"
    A2 = "A2", "A2\u00a0: phrases simples"
    B1 = "B1", "B1\u00a0: conversations de tous les jours"
    B2 = "B2", "B2\u00a0: à l’aise"
    C1 = "C1", "C1\u00a0: très à l’aise"
    C2 = "C2", "C2\u00a0: comme sa langue maternelle"


class Template(models.TextChoices):
    """How a CV is laid out."""

    SIMPLE = "simple", "Simple"
    SKILLS = "competences", "Compétences"
    COLUMNS = "colonnes", "Deux colonnes"
    FIRST = "premier", "Premier CV"


class DocumentLanguage(models.TextChoices):
    """Language of the headings and dates of the printed CV."""

    FRENCH = "fr", "Français"
    ENGLISH = "en", "Anglais"
    GERMAN = "de", "Allemand"


class Severity(models.TextChoices):
    """An error should be corrected before sending, an advice is the person's choice."""

    ERROR = "error", "À corriger"
    ADVICE = "advice", "Conseil"


@dataclass(frozen=True)
class Problem:
    """One thing to look at: where in the document (`("work", 1, "endDate")`), and a sentence."""

    path: Path
    message: str
    severity: Severity


class ResumeError(DomainError):
    """A document is no CV; `problems` has one line per mistake."""

    def __init__(self, message: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems


_FIELDS = {
    "basics": "Identité",
    "meta": "Informations sur le fichier",
    "x-declic": "Options de ce site",
    "name": "nom",
    "label": "métier recherché",
    "email": "adresse e-mail",
    "phone": "téléphone",
    "url": "adresse web",
    "image": "photo",
    "location": "lieu",
    "address": "adresse",
    "postalCode": "code postal",
    "city": "commune",
    "profiles": "profils en ligne",
    "position": "poste",
    "organization": "association",
    "institution": "établissement",
    "studyType": "diplôme",
    "area": "domaine",
    "startDate": "date de début",
    "endDate": "date de fin",
    "date": "date",
    "birthDate": "date de naissance",
    "expires": "date de fin de validité",
    "highlights": "missions",
    "keywords": "mots clés",
    "courses": "cours",
    "level": "niveau",
    "language": "langue",
    "fluency": "niveau",
    "issuer": "organisme",
    "awarder": "organisme",
    "title": "titre",
    "publisher": "éditeur",
    "releaseDate": "date",
    "roles": "rôles",
    "reference": "texte",
    "licences": "permis",
    "motherTongue": "langue maternelle",
    "vehicle": "véhicule",
    "rqth": "RQTH",
    "domain": "domaine",
    "template": "modèle",
    "hidden": "parties cachées",
    "order": "ordre des parties",
    "sections": "parties",
    "photo": "photo",
    "countryCode": "pays",
    "region": "région",
    "network": "réseau",
    "username": "nom sur le réseau",
    "description": "description",
    "score": "résultat",
    "entity": "structure",
    "type": "sorte",
}
# Identifiers, and what other programs write beside.
_FOR_PROGRAMS = frozenset({"id", "meta", "$schema"})


def where(path: Path) -> str:
    """The place that a path means, in French: « Expériences 2, date de début »."""
    words: list[str] = []
    for step in path:
        if isinstance(step, int):
            if words:
                words[-1] += f" {step + 1}"
        elif step != "x-declic" or len(path) == 1:
            named = dict(Section.choices).get(step) if not words else None
            words.append(str(named or _FIELDS.get(step, f"«\u00a0{step[:40]}\u00a0»")))
    return ", ".join(words) or "Le document"


def in_words(content: Any) -> Any:
    """The content of a document under French names, without what is of use to programs only."""
    if isinstance(content, list):
        return [in_words(item) for item in content]
    if not isinstance(content, dict):
        return content
    said: dict[str, Any] = {}
    for key, value in content.items():
        if key == "x-declic":
            options = in_words(value)
            said |= options if isinstance(options, dict) else {}
        elif key not in _FOR_PROGRAMS:
            said[_named(key)] = in_words(value)
    return said


def _named(key: str) -> str:
    name = str(dict(Section.choices).get(key) or _FIELDS.get(key, key))
    return name[:1].upper() + name[1:]
