"""Lines of an old CV, sorted into a JSON Resume document to check.

Only what is written is taken over, word for word; dates alone are put in ISO form. What is not
understood stays in `unplaced`, for the person to place: nothing is guessed, nothing is lost.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from portal.cv.exchange.periods import Period, begins_with_period, find_period

_EMAIL = re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")
_PHONE = re.compile(
    r"(?<![\d/])(?:\+\d{2}|00\d{2}|0)[\s.\-\u00a0]?[1-9](?:[\s.\-\u00a0]?\d{2}){4}(?!\d)"
)
_BULLET = re.compile(r"^[•●▪■◦‣∙·*\-–—➢✓►\uf0b7\uf0a7]\s*")
_NAME = re.compile(r"[^\W\d_]+(?:[’'\-. ]+[^\W\d_]+){1,5}")
_TITLE = re.compile(
    r"(?:mon\s+)?(?:curriculum\s+vit(?:ae|æ)|c\.?v\.?)(?!\w)[ :–—-]*", re.IGNORECASE
)
_CUT_PERIOD = re.compile(r"(?:19|20)\d\d\s*(?:[-–—]|à|au)$")
_LONGEST_HEADING = 45
_HEADINGS = {
    "summary": "profil|en quelques mots|a propos|qui je suis|presentation|profile|summary|objectif",
    "work": "experiences?( professionnelles?)?|parcours professionnel|mes experiences|"
    "work experience|emplois?|berufserfahrung|stages?",
    "education": "formations?|etudes|mes etudes|diplomes?( et formations?)?|"
    "formations? et diplomes?|education|scolarite|parcours scolaire|ausbildung",
    "skills": "competences?( professionnelles?| techniques?| cles)?|savoir[- ]faire|"
    "ce que je sais faire|skills|atouts|qualites|kenntnisse|informatique|savoir[- ]etre",
    "languages": "langues?( etrangeres?)?|les langues que je parle|languages|sprachen",
    "mobility": "permis( et mobilite)?|mobilite|comment je me deplace|permis de conduire|"
    "driving licence and mobility",
    "certificates": "certificats?( et habilitations?)?|habilitations?|mes certificats|"
    "certifications?|certificates|caces",
    "volunteer": "benevolat|volontariat|ce que je fais pour les autres|volunteering|"
    "engagements?( associatifs?)?|vie associative",
    "interests": "centres? d.interets?|loisirs|ce que j.aime|interests|divers|hobbies|interessen",
    "contact": "contact|coordonnees|kontakt|me contacter",
}
_PATTERNS = {key: re.compile(f"(?:{words})") for key, words in _HEADINGS.items()}


@dataclass(frozen=True)
class Line:
    """One line of the old CV, and whether it was an item of a list."""

    text: str
    item: bool = False


@dataclass(frozen=True)
class Draft:
    """A document to check with its owner, what could not be read or placed, in French."""

    document: dict[str, Any]
    warnings: tuple[str, ...]
    unplaced: tuple[str, ...]


def drafted(
    lines: list[Line], *, two_columns: bool = False, cut: bool = False, text_boxes: bool = False
) -> Draft:
    """Sort lines by the headings that stand above them."""
    clean = [Line(_plain(line.text), item=line.item) for line in lines]
    head, sections = _by_section([line for line in clean if line.text])
    sections = {key: _rejoined(found) for key, found in sections.items()}
    basics, unplaced = _basics(head, [line for lines in sections.values() for line in lines])
    unplaced += _without_contacts(sections.pop("contact", []), basics)
    document: dict[str, Any] = {"basics": basics} if basics else {}
    if summary := sections.pop("summary", []):
        document.setdefault("basics", {})["summary"] = " ".join(line.text for line in summary)
    for key, title in (("work", "position"), ("education", "studyType"), ("volunteer", "position")):
        entries, loose = _entries(sections.pop(key, []), title, of_work=key != "education")
        unplaced += loose
        if entries:
            document[key] = entries
    for key, name in (
        ("skills", "name"),
        ("languages", "language"),
        ("certificates", "name"),
        ("interests", "name"),
    ):
        if found := [line.text for line in sections.pop(key, [])]:
            document[key] = [{name: text} for text in _unbulleted(found)]
    if mobility := [line.text for line in sections.pop("mobility", [])]:
        document["x-declic"] = {"mobility": {"area": "\n".join(_unbulleted(mobility))}}
    return Draft(
        document,
        tuple(_warnings(two_columns, cut, text_boxes, document)),
        tuple(_unbulleted(unplaced)),
    )


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFC", text.replace("\u00a0", " "))
    return " ".join(
        "".join(char if unicodedata.category(char) not in ("Cc", "Cf") else " " for char in text)
        .replace("\ufffd", "")
        .split()
    )


def _heading(line: Line) -> str | None:
    if line.item or len(line.text) > _LONGEST_HEADING:
        return None
    folded = unicodedata.normalize("NFD", line.text.lower())
    folded = "".join(char for char in folded if unicodedata.category(char) != "Mn")
    folded = folded.strip(" :.-–—_|•").replace("’", "'")
    for key, pattern in _PATTERNS.items():
        if pattern.fullmatch(folded):
            return key
    return None


def _by_section(lines: list[Line]) -> tuple[list[Line], dict[str, list[Line]]]:
    head: list[Line] = []
    sections: dict[str, list[Line]] = {}
    current = head
    for line in lines:
        if key := _heading(line):
            current = sections.setdefault(key, [])
        else:
            current.append(line)
    return head, sections


def _rejoined(lines: list[Line]) -> list[Line]:
    """A line in lower case below a bullet goes on with it, a period with its end."""
    joined: list[Line] = []
    for line in lines:
        above = joined[-1].text if joined else ""
        cut = above.endswith(" •") or bool(_CUT_PERIOD.search(above) and find_period(line.text))
        goes_on = line.text[0].islower() or line.text[0] in "(0123456789"
        goes_on = goes_on and not begins_with_period(line.text)
        if cut or (goes_on and _BULLET.match(above) and not _is_item(line)):
            joined[-1] = Line(f"{above} {line.text}", item=joined[-1].item)
        else:
            joined.append(line)
    return joined


def _basics(head: list[Line], others: list[Line]) -> tuple[dict[str, Any], list[str]]:
    """Name: the first line, when it looks like one. Contacts: wherever they are.

    « Curriculum vitæ » is nobody's name: it says what the file is, and is left out.
    """
    basics: dict[str, Any] = {}
    rest = list(head)
    if rest and (title := _TITLE.match(rest[0].text)):
        bare = rest[0].text[title.end() :].strip()
        rest[:1] = [Line(bare)] if bare else []
    if rest and _NAME.fullmatch(rest[0].text):
        basics["name"] = rest.pop(0).text
    everything = "\n".join(line.text for line in (*head, *others))
    if email := _EMAIL.search(everything):
        basics["email"] = email[0]
    if phone := _PHONE.search(everything):
        basics["phone"] = phone[0]
    return basics, _without_contacts(rest, basics)


def _without_contacts(lines: list[Line], basics: dict[str, Any]) -> list[str]:
    """What is left of lines once the address and the number that were found are out."""
    known = [basics[key] for key in ("email", "phone") if key in basics]
    texts = []
    for line in lines:
        text = line.text
        for contact in known:
            text = text.replace(contact, "")
        texts.append(text.strip(" •|,;:-–/"))
    return [text for text in texts if text]


def _unbulleted(texts: list[str]) -> list[str]:
    return [bare for text in texts if (bare := _BULLET.sub("", text).strip())]


def _entries(
    lines: list[Line], title: str, *, of_work: bool
) -> tuple[list[dict[str, Any]], list[str]]:
    """An entry begins at a line with a period, or at the line just above it."""
    entries: list[dict[str, Any]] = []
    waiting: list[Line] = []  # may be the title of the entry that follows
    loose: list[str] = []
    for line in lines:
        bullet = line.item or bool(_BULLET.match(line.text))
        period = None if bullet else find_period(line.text)
        if period is None:
            waiting.append(line)
            continue
        above = waiting.pop() if waiting and not _is_item(waiting[-1]) else None
        _settle(entries, waiting, loose, of_work=of_work)
        waiting = []
        entries.append(_entry(above, period, title, of_work=of_work))
    _settle(entries, waiting, loose, of_work=of_work)
    return entries, loose


def _is_item(line: Line) -> bool:
    return line.item or bool(_BULLET.match(line.text))


def _entry(above: Line | None, period: Period, title: str, *, of_work: bool) -> dict[str, Any]:
    entry: dict[str, Any] = {}
    place = "name" if of_work and title == "position" else "institution"
    beside = period.rest
    if above and beside:
        entry[title], entry[place] = above.text, beside
    elif above or beside:
        entry[title] = above.text if above else beside
    if period.start:
        entry["startDate"] = period.start
    if period.end:
        entry["endDate"] = period.end
    return entry


def _settle(
    entries: list[dict[str, Any]], lines: list[Line], loose: list[str], *, of_work: bool
) -> None:
    """Lines below an entry are what was done there."""
    texts = _unbulleted([line.text for line in lines])
    if not entries:
        loose += texts
    elif texts:
        entries[-1].setdefault("highlights" if of_work else "courses", []).extend(texts)


def _warnings(
    two_columns: bool,  # noqa: FBT001
    cut: bool,  # noqa: FBT001
    text_boxes: bool,  # noqa: FBT001
    document: dict[str, Any],
) -> list[str]:
    found = ["Ce brouillon vient de votre ancien CV. Relisez chaque ligne avant de l’utiliser."]
    if two_columns:
        found.append("Votre CV a deux colonnes\u00a0: des lignes ont pu se mélanger.")
    if cut:
        found.append("Votre CV est très long\u00a0: la fin n’a pas été lue.")
    if text_boxes:
        found.append("Votre CV a des zones de texte\u00a0: elles n’ont pas été lues.")
    if "name" not in document.get("basics", {}):
        found.append("Votre nom n’a pas été reconnu\u00a0: écrivez-le.")
    if "work" not in document and "education" not in document:
        found.append("Vos expériences et vos formations n’ont pas été reconnues.")
    return found
