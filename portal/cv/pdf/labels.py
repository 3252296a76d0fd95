"""The words that the printed CV adds, in each language."""

from dataclasses import dataclass

from portal.cv.resume import DocumentLanguage, Level, Section
from snippets.dates import FRENCH_MONTHS, PartialDate

_NBSP = "\u00a0"


@dataclass(frozen=True)
class Labels:
    """Headings and phrases of one language; `plain` has the simpler headings of Premier CV."""

    headings: dict[Section, str]
    plain: dict[Section, str]
    months: tuple[str, ...]
    levels: dict[Level, str]
    untitled: str
    contact: str
    age: str
    since: str
    until: str
    mother_tongue: str
    licence: str
    vehicle: str
    valid_until: str
    rqth: str
    photo: str
    qr: str
    online: str
    page: str
    result: str
    colon: str

    def date(self, moment: PartialDate) -> str:
        """A month and its year; a day is more than a CV needs."""
        if moment.month is None:
            return str(moment.year)
        return f"{self.months[moment.month - 1]}{_NBSP}{moment.year}"

    def period(self, start: PartialDate | None, end: PartialDate | None) -> str:
        """« mars 2019 – juin 2021 », « depuis mars 2019 », or "" when nothing is known."""
        if start and end:
            first, last = self.date(start), self.date(end)
            return first if first == last else f"{first} – {last}"
        if start:
            return f"{self.since}{_NBSP}{self.date(start)}"
        return f"{self.until}{_NBSP}{self.date(end)}" if end else ""


_FRENCH = Labels(
    headings={
        Section.SUMMARY: "Profil",
        Section.WORK: "Expériences professionnelles",
        Section.EDUCATION: "Formation",
        Section.SKILLS: "Compétences",
        Section.LANGUAGES: "Langues",
        Section.MOBILITY: "Permis et mobilité",
        Section.CERTIFICATES: "Certificats et habilitations",
        Section.VOLUNTEER: "Bénévolat",
        Section.INTERESTS: "Centres d’intérêt",
        Section.PROJECTS: "Projets",
        Section.AWARDS: "Distinctions",
        Section.PUBLICATIONS: "Publications",
        Section.REFERENCES: "Références",
    },
    plain={
        Section.SUMMARY: "Qui je suis",
        Section.WORK: "Mes expériences",
        Section.EDUCATION: "Mes études",
        Section.SKILLS: "Ce que je sais faire",
        Section.LANGUAGES: "Les langues que je parle",
        Section.MOBILITY: "Comment je me déplace",
        Section.CERTIFICATES: "Mes certificats",
        Section.VOLUNTEER: "Ce que je fais pour les autres",
        Section.INTERESTS: "Ce que j’aime",
        Section.PROJECTS: "Mes projets",
        Section.AWARDS: "Mes prix",
        Section.PUBLICATIONS: "Mes publications",
        Section.REFERENCES: "Qui me recommande",
    },
    months=FRENCH_MONTHS,
    levels={
        Level.A1: "A1, notions",
        Level.A2: "A2, phrases simples",
        Level.B1: "B1, conversations courantes",
        Level.B2: "B2, à l’aise",
        Level.C1: "C1, très à l’aise",
        Level.C2: "C2, bilingue",
    },
    untitled="Curriculum vitæ",
    contact="Contact",
    age="{age}\u00a0ans",
    since="depuis",
    until="jusqu’en",
    mother_tongue="langue maternelle",
    licence="Permis {licences}",
    vehicle="véhicule personnel",
    valid_until="valable jusqu’en",
    rqth="Reconnaissance de la qualité de travailleur handicapé (RQTH)",
    photo="Photo de {name}",
    qr="Code QR vers ce CV en ligne",
    online="CV en ligne",
    page="page",
    result="Résultat",
    colon="\u00a0: ",
)
_ENGLISH = Labels(
    headings={
        Section.SUMMARY: "Profile",
        Section.WORK: "Work experience",
        Section.EDUCATION: "Education",
        Section.SKILLS: "Skills",
        Section.LANGUAGES: "Languages",
        Section.MOBILITY: "Driving licence and mobility",
        Section.CERTIFICATES: "Certificates",
        Section.VOLUNTEER: "Volunteering",
        Section.INTERESTS: "Interests",
        Section.PROJECTS: "Projects",
        Section.AWARDS: "Awards",
        Section.PUBLICATIONS: "Publications",
        Section.REFERENCES: "References",
    },
    plain={
        Section.SUMMARY: "Who I am",
        Section.WORK: "My experience",
        Section.EDUCATION: "My studies",
        Section.SKILLS: "What I can do",
        Section.LANGUAGES: "The languages I speak",
        Section.MOBILITY: "How I get around",
        Section.CERTIFICATES: "My certificates",
        Section.VOLUNTEER: "What I do for others",
        Section.INTERESTS: "What I like",
        Section.PROJECTS: "My projects",
        Section.AWARDS: "My awards",
        Section.PUBLICATIONS: "My publications",
        Section.REFERENCES: "Who recommends me",
    },
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    levels={
        Level.A1: "A1, beginner",
        Level.A2: "A2, elementary",
        Level.B1: "B1, intermediate",
        Level.B2: "B2, upper intermediate",
        Level.C1: "C1, advanced",
        Level.C2: "C2, proficient",
    },
    untitled="Curriculum vitae",
    contact="Contact",
    age="{age} years old",
    since="since",
    until="until",
    mother_tongue="mother tongue",
    licence="Driving licence {licences}",
    vehicle="own vehicle",
    valid_until="valid until",
    rqth="Officially recognised as a worker with a disability (RQTH)",
    photo="Photo of {name}",
    qr="QR code to this CV online",
    online="CV online",
    page="page",
    result="Result",
    colon=": ",
)
_GERMAN = Labels(
    headings={
        Section.SUMMARY: "Profil",
        Section.WORK: "Berufserfahrung",
        Section.EDUCATION: "Ausbildung",
        Section.SKILLS: "Kenntnisse",
        Section.LANGUAGES: "Sprachen",
        Section.MOBILITY: "Führerschein und Mobilität",
        Section.CERTIFICATES: "Zertifikate",
        Section.VOLUNTEER: "Ehrenamt",
        Section.INTERESTS: "Interessen",
        Section.PROJECTS: "Projekte",
        Section.AWARDS: "Auszeichnungen",
        Section.PUBLICATIONS: "Veröffentlichungen",
        Section.REFERENCES: "Referenzen",
    },
    plain={
        Section.SUMMARY: "Wer ich bin",
        Section.WORK: "Meine Erfahrungen",
        Section.EDUCATION: "Meine Ausbildung",
        Section.SKILLS: "Was ich kann",
        Section.LANGUAGES: "Meine Sprachen",
        Section.MOBILITY: "Wie ich unterwegs bin",
        Section.CERTIFICATES: "Meine Zertifikate",
        Section.VOLUNTEER: "Was ich für andere tue",
        Section.INTERESTS: "Was ich gern mache",
        Section.PROJECTS: "Meine Projekte",
        Section.AWARDS: "Meine Auszeichnungen",
        Section.PUBLICATIONS: "Meine Veröffentlichungen",
        Section.REFERENCES: "Wer mich empfiehlt",
    },
    months=(
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ),
    levels={
        Level.A1: "A1, Grundkenntnisse",
        Level.A2: "A2, einfache Sätze",
        Level.B1: "B1, gute Kenntnisse",
        Level.B2: "B2, sicher",
        Level.C1: "C1, fließend",
        Level.C2: "C2, verhandlungssicher",
    },
    untitled="Lebenslauf",
    contact="Kontakt",
    age="{age} Jahre",
    since="seit",
    until="bis",
    mother_tongue="Muttersprache",
    licence="Führerschein {licences}",
    vehicle="eigenes Fahrzeug",
    valid_until="gültig bis",
    rqth="In Frankreich anerkannte Behinderung (RQTH)",
    photo="Foto von {name}",
    qr="QR-Code zu diesem Lebenslauf im Internet",
    online="Lebenslauf online",
    page="Seite",
    result="Ergebnis",
    colon=": ",
)
LABELS = {
    DocumentLanguage.FRENCH: _FRENCH,
    DocumentLanguage.ENGLISH: _ENGLISH,
    DocumentLanguage.GERMAN: _GERMAN,
}
