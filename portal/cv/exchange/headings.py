"""The headings that people give to the parts of a CV, however they are drawn."""

import re
import unicodedata

from portal.cv.exchange.lines import Line

_LONGEST = 50
HEAD = "head"
# What we have no question for, or would have to guess: it waits for the person.
OTHER = "other"
# As letters alone, small, without accents and spaces: « E X P É R I E N C E S » is one of them.
_HEADINGS = {
    "summary": "profile?(professionnel|personnel)?|enquelquesmots|apropos(demoi)?|(qui)?(je)?suis|"
    "quijesuis|presentation|"
    "(professional|personal)?(profile|summary)|aboutme|objectifs?(professionnels?)?|"
    "projets?(professionnels?|deformation)|accroche",
    "work": "experiences?((pros?|professionnelles?|detravail)?(etstages?|etemplois?)?|"
    "dencadrement(oudanimation)?)|parcours(professionnel)?|vieprofessionnelle|"
    "(work|professional|employment)experience|(work|employment)history|employment|"
    "emplois?(occupes?)?|stages?(effectues|enentreprise)?|(stages|emplois)etexperiences?|"
    "(mon|mes)(travail|metiers?)|berufserfahrung",
    "education": "formations?(initiale|scolaire|professionnelle|continue|suivies?)?"
    "(etdiplomes?|scolaireetprofessionnelle|etqualifications?)?|etudes(etformations?)?|"
    "diplomes?(obtenus)?(et?(formations?|etudes))?|education(et(formation|diplomes?)|andtraining)?|"
    "scolarite|(parcours|cursus)(scolaire|deformation)|parcoursscolaire|training|"
    "qualifications?|ausbildung",
    "skills": "(domainesde)?competences?(et(qualites|atouts|savoirfaire|aptitudes))?|"
    "competences?(professionnelles?|techniques?|cles?|numeriques?|informatiques?|personnelles?|"
    "specifiques?|transversales?|metiers?)|savoir(faire|etre)|cequejesaisfaire|aptitudes|"
    "(points)?(forts|atouts?)|qualites?(personnelles?|professionnelles?|etatouts)?|bureautique|"
    "(outils)?informatiques?|logiciels?|langues?etinformatique|"
    "((key|technical|soft|hard|digital|computer|personal)(and)?)*skills|strengths|kenntnisse",
    "languages": "langues?(etrangeres?|parlees?|maternelles?|quejeparle)?|autreslangues|"
    "competenceslinguistiques|languages?(skills)?|sprachen",
    "mobility": "permis(etmobilite|deconduire)?|mobilite(etpermis)?|commentjemedeplace|"
    "drivinglicences?(andmobility)?|moyensdelocomotion|deplacements?",
    "certificates": "certificats?(ethabilitations?)?|habilitations?(etcertifications?)?|"
    "certifications?(ethabilitations?)?|certificates|caces",
    "volunteer": "benevolats?|volontariat|cequejefaispourlesautres|volunteer(ing)?(experience)?|"
    "engagements?(associatifs?|citoyens?|benevoles?|citoyens?(et)?associatifs?)?|vieassociative|"
    "(experiences?|activites?)benevoles?",
    "interests": "centres?dinterets?|loisirs(etpassions?)?|(sports?et)?loisirs|sports?|passions?|"
    "hobbies|interests|divers|cequejaime|activites(etcentresdinterets?|extraprofessionnelles?)|"
    "(pratiques|activites)(sportives|culturelles)(et(culturelles|sportives))?|interessen",
    "projects": "projets?(personnels?|realises?)?|projects",
    "contact": "contacts?|(me)?contacter|contactme|coordonnees|etatcivil|kontakt|"
    "(informations?|infos?|renseignements?|donnees)personnel(le)?s|personal(information|details)",
    OTHER: "distinctions|prix|awards|publications|references?|quimerecommande|recommandations",
}
_PATTERNS = {
    key: re.compile(f"(?:mes|mon|ma|les|my)?(?:{words})") for key, words in _HEADINGS.items()
}
# « Langues : anglais, arabe » is a part in one line, unless it tells of a job.
_IN_ONE_LINE = ("languages", "interests", "mobility", "skills", "education")
_TOLD = ("work", "education", "volunteer", "projects")


def heading_of(text: str) -> str | None:
    """The part of a CV that a heading opens, or None: it is no heading."""
    if len(text) > _LONGEST or any(char.isdigit() for char in text):
        return None
    folded = unicodedata.normalize("NFD", text.lower().replace("&", "et"))
    letters = re.sub(r"[^a-z]", "", folded)
    for key, pattern in _PATTERNS.items():
        if pattern.fullmatch(letters):
            return key
    return None


def is_heading(line: Line) -> bool:
    """Whether a line stands above a part."""
    return not line.item and heading_of(line.text) is not None


def by_section(lines: list[Line], *, name_at: int | None = None) -> dict[str, list[Line]]:
    """Lines by the heading above them, in their zone; those without are the head.

    What stands below the name is the head too: line `name_at`, and those that follow.
    """
    sections: dict[str, list[Line]] = {HEAD: []}
    current: dict[int, str] = {}
    skipped = False
    for index, (line, below) in enumerate(zip(lines, [*lines[1:], None], strict=False)):
        if index == name_at:
            current.pop(line.zone, None)
        if skipped:
            skipped = False
            continue
        key = None if line.item else heading_of(line.text)
        both = _over_two_lines(line, below)
        if both:
            key, skipped = both, True
        here = current.get(line.zone, HEAD)
        if key:
            current[line.zone] = key
            sections.setdefault(key, [])
        elif (alone := _one_line(line, here)) is not None:
            key, found = alone
            sections.setdefault(key, []).append(found)
        else:
            sections.setdefault(here, []).append(line)
    return sections


def _over_two_lines(line: Line, below: Line | None) -> str | None:
    """« CENTRES » above « D’INTÉRÊT »."""
    if below is None or line.item or below.item or line.zone != below.zone:
        return None
    if line.text.isupper() != below.text.isupper() or heading_of(below.text):
        return None
    return heading_of(f"{line.text} {below.text}")


def _one_line(line: Line, here: str) -> tuple[str, Line] | None:
    title, colon, rest = line.text.partition(":")
    key = heading_of(title) if colon and rest.strip() and here not in _TOLD else None
    if key not in _IN_ONE_LINE or key == here:
        return None
    return key, Line(rest.strip(), item=True, zone=line.zone)
