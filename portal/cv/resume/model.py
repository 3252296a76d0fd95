"""The sections of a CV. Field names are the project's, keys are JSON Resume's."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.cv.resume.codec import Node, child, children, flag, partial_date, text, texts
from portal.cv.resume.vocabulary import DocumentLanguage, Level, Section, Template
from snippets.dates import PartialDate


@dataclass(frozen=True, kw_only=True)
class Location(Node):
    """Where the person lives. `address` may have several lines."""

    address: str = text("address")
    postal_code: str = text("postalCode")
    city: str = text("city")
    region: str = text("region")
    country: str = text("countryCode")


@dataclass(frozen=True, kw_only=True)
class Profile(Node):
    """A page of the person on a network."""

    network: str = text("network")
    username: str = text("username")
    url: str = text("url")


@dataclass(frozen=True, kw_only=True)
class Identity(Node):
    """Who the person is and which job they look for (`label`, métier recherché)."""

    name: str = text("name")
    label: str = text("label")
    email: str = text("email")
    phone: str = text("phone")
    url: str = text("url")
    image: str = text("image")
    summary: str = text("summary")
    birth_date: PartialDate | None = partial_date("x-declic.birthDate")
    location: Location = child("location", Location)
    profiles: tuple[Profile, ...] = children("profiles", Profile)

    def age(self, today: date) -> int | None:
        """Whole years, when the day of birth is known to the day."""
        birth = self.birth_date
        if birth is None or birth.day is None:
            return None
        born = birth.first_day
        return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


@dataclass(frozen=True, kw_only=True)
class Experience(Node):
    """A job (expérience). Without an end date, it goes on."""

    position: str = text("position")
    name: str = text("name")
    location: str = text("location")
    description: str = text("description")
    url: str = text("url")
    start: PartialDate | None = partial_date("startDate")
    end: PartialDate | None = partial_date("endDate")
    summary: str = text("summary")
    highlights: tuple[str, ...] = texts("highlights")


@dataclass(frozen=True, kw_only=True)
class Volunteering(Node):
    """Bénévolat."""

    position: str = text("position")
    organization: str = text("organization")
    url: str = text("url")
    start: PartialDate | None = partial_date("startDate")
    end: PartialDate | None = partial_date("endDate")
    summary: str = text("summary")
    highlights: tuple[str, ...] = texts("highlights")


@dataclass(frozen=True, kw_only=True)
class Education(Node):
    """Formation: `study_type` is the diploma (CAP, BTS…), `area` its field."""

    institution: str = text("institution")
    study_type: str = text("studyType")
    area: str = text("area")
    location: str = text("x-declic.location")
    url: str = text("url")
    start: PartialDate | None = partial_date("startDate")
    end: PartialDate | None = partial_date("endDate")
    score: str = text("score")
    courses: tuple[str, ...] = texts("courses")


@dataclass(frozen=True, kw_only=True)
class Skill(Node):
    """A skill (compétence), or a family of skills with its keywords."""

    name: str = text("name")
    level: str = text("level")
    keywords: tuple[str, ...] = texts("keywords")


@dataclass(frozen=True, kw_only=True)
class Language(Node):
    """A language; `level_code` is a CEFR level or whatever else the document says."""

    language: str = text("language")
    fluency: str = text("fluency")
    level_code: str = text("x-declic.level")
    mother_tongue: bool = flag("x-declic.motherTongue")

    @property
    def level(self) -> Level | None:
        """The CEFR level, None when unsaid or unknown."""
        return Level(self.level_code) if self.level_code in Level.values else None


@dataclass(frozen=True, kw_only=True)
class Certificate(Node):
    """Certificat or habilitation (CACES, SST…), with the end of its validity."""

    name: str = text("name")
    date: PartialDate | None = partial_date("date")
    expires: PartialDate | None = partial_date("x-declic.expires")
    issuer: str = text("issuer")
    url: str = text("url")


@dataclass(frozen=True, kw_only=True)
class Project(Node):
    """Projet: of the person's own, or in an organisation (`entity`)."""

    name: str = text("name")
    description: str = text("description")
    entity: str = text("entity")
    roles: tuple[str, ...] = texts("roles")
    url: str = text("url")
    start: PartialDate | None = partial_date("startDate")
    end: PartialDate | None = partial_date("endDate")
    highlights: tuple[str, ...] = texts("highlights")
    keywords: tuple[str, ...] = texts("keywords")


@dataclass(frozen=True, kw_only=True)
class Award(Node):
    """Distinction (prix, médaille…)."""

    title: str = text("title")
    date: PartialDate | None = partial_date("date")
    awarder: str = text("awarder")
    summary: str = text("summary")


@dataclass(frozen=True, kw_only=True)
class Publication(Node):
    """What the person wrote, and where it came out."""

    name: str = text("name")
    publisher: str = text("publisher")
    date: PartialDate | None = partial_date("releaseDate")
    url: str = text("url")
    summary: str = text("summary")


@dataclass(frozen=True, kw_only=True)
class Reference(Node):
    """Référence: who recommends the person, and what they say or how to reach them."""

    name: str = text("name")
    reference: str = text("reference")


@dataclass(frozen=True, kw_only=True)
class Interest(Node):
    """Centre d'intérêt."""

    name: str = text("name")
    keywords: tuple[str, ...] = texts("keywords")


@dataclass(frozen=True, kw_only=True)
class Mobility(Node):
    """Driving licences (AM, A, B, C…), a vehicle of one's own, and how far the person goes."""

    licences: tuple[str, ...] = texts("licences")
    vehicle: bool = flag("vehicle")
    area: str = text("area")

    @property
    def is_empty(self) -> bool:
        """Nothing to print."""
        return not (any(self.licences) or self.vehicle or self.area)


@dataclass(frozen=True, kw_only=True)
class Resume(Node):
    """A whole CV. `show_photo` and `show_rqth` are the person's choice, no by default."""

    identity: Identity = child("basics", Identity)
    experiences: tuple[Experience, ...] = children("work", Experience)
    volunteering: tuple[Volunteering, ...] = children("volunteer", Volunteering)
    education: tuple[Education, ...] = children("education", Education)
    certificates: tuple[Certificate, ...] = children("certificates", Certificate)
    skills: tuple[Skill, ...] = children("skills", Skill)
    languages: tuple[Language, ...] = children("languages", Language)
    interests: tuple[Interest, ...] = children("interests", Interest)
    projects: tuple[Project, ...] = children("projects", Project)
    awards: tuple[Award, ...] = children("awards", Award)
    publications: tuple[Publication, ...] = children("publications", Publication)
    references: tuple[Reference, ...] = children("references", Reference)
    mobility: Mobility = child("x-declic.mobility", Mobility)
    show_photo: bool = flag("x-declic.photo")
    show_rqth: bool = flag("x-declic.rqth")
    section_order: tuple[str, ...] = texts("x-declic.sections.order")
    hidden_sections: tuple[str, ...] = texts("x-declic.sections.hidden")
    template_code: str = text("x-declic.template")
    language_code: str = text("x-declic.language")

    @property
    def template(self) -> Template:
        """The chosen template, Simple when unsaid or unknown."""
        known = self.template_code in Template.values
        return Template(self.template_code) if known else Template.SIMPLE

    @property
    def document_language(self) -> DocumentLanguage:
        """The language of the printed CV, French when unsaid or unknown."""
        known = self.language_code in DocumentLanguage.values
        return DocumentLanguage(self.language_code) if known else DocumentLanguage.FRENCH

    def sections(self, default: tuple[Section, ...] = tuple(Section)) -> tuple[Section, ...]:
        """What is shown, in the person's order; sections that they did not place come last."""
        chosen = [Section(key) for key in self.section_order if key in Section.values]
        order = dict.fromkeys([*chosen, *default])
        return tuple(section for section in order if section.value not in self.hidden_sections)

    def as_document(self) -> dict[str, Any]:
        """The JSON Resume document, ready for `json.dumps`."""
        return self.written()
