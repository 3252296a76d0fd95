"""Skills, languages, licences: lists of short texts, whatever parts them."""

import re
from typing import Any

from portal.cv.exchange.headings import heading_of
from portal.cv.exchange.lines import Line, split, unbulleted
from portal.cv.pdf.labels import LABELS

_LONGEST = 200  # of what patterns are tried on: an endless line would take minutes
_DOTS = r"\t|\s•\s|\s•$"
_COMMAS = re.compile(r"\s*[,;/]\s*(?![^()]*\))")
_LANGUAGE = re.compile(r"(?P<name>[^\W\d_]+)\s*(?:[:–—\-(]\s*)?(?P<level>.+?)\)?")
_LEVEL = re.compile(r"(?:niveau\s+)?(?P<level>[ABC][12])", re.IGNORECASE)
# What our own CVs print beside a level, in each language.
_SAID = {said: level for labels in LABELS.values() for level, said in labels.levels.items()}
_MOTHER_TONGUE = re.compile(
    r"(?:langue\s+)?maternelle|native|mother tongue|muttersprache", re.IGNORECASE
)
_LICENCE = r"(?:AM|[ABCD][12]?E?)"
_LICENCES = re.compile(
    rf"permis\s*:?\s*(?P<kinds>{_LICENCE}(?:(?:,| et|/| )\s*{_LICENCE})*)", re.IGNORECASE
)
_BEFORE_VEHICLE = re.compile(
    r"\s*(?:[,+/–—-]|\bet\b|\bavec\b)\s*(?=v[ée]hicul|voiture)", re.IGNORECASE
)
_VEHICLE = re.compile(
    r"v[ée]hicul[ée]e?|(?:v[ée]hicule|voiture)(?: personnel(?:le)?)?", re.IGNORECASE
)


def texts_of(lines: list[Line]) -> list[str]:
    """One text for each thing of a list."""
    return unbulleted([line.text for line in split(lines, _DOTS)])


def languages_of(lines: list[Line]) -> list[dict[str, Any]]:
    """Languages; a level that has a name of the European scale is kept as such."""
    return [_language(part) for text in texts_of(lines) for part in _parts(text)]


def _parts(text: str) -> list[str]:
    """« Arabe, français (A2) » is two languages; « Anglais : B1, conversation » is one."""
    if len(text) > _LONGEST:
        return [text]
    parts = [part for part in _COMMAS.split(text) if part]
    alike = len({":" in part for part in parts}) == 1
    return parts if alike and all(part[0].isupper() for part in parts) else [text]


def _language(text: str) -> dict[str, Any]:
    title, colon, rest = text.partition(":")
    if colon and heading_of(title) == "languages":
        told = {"x-declic": {"motherTongue": True}} if "maternelle" in title.lower() else {}
        return {"language": rest.strip(), **told}
    match = _LANGUAGE.fullmatch(text) if len(text) <= _LONGEST else None
    if match and _MOTHER_TONGUE.fullmatch(match["level"]):
        return {"language": match["name"], "x-declic": {"motherTongue": True}}
    if match and match["level"] in _SAID:
        return {"language": match["name"], "x-declic": {"level": _SAID[match["level"]].value}}
    if match and (level := _LEVEL.fullmatch(match["level"])):
        return {"language": match["name"], "x-declic": {"level": level["level"].upper()}}
    return {"language": text}


def is_mobility(text: str) -> bool:
    """Whether a line tells of licences or of a vehicle, and of nothing else, wherever it stands."""
    return len(text) <= _LONGEST and "area" not in mobility_of([Line(text)])


def mobility_of(lines: list[Line]) -> dict[str, Any]:
    """Licences and vehicle where they are all that is said; the rest is where the person goes."""
    mobility: dict[str, Any] = {}
    left = []
    for text in texts_of(lines):
        licences, _, vehicle = _BEFORE_VEHICLE.sub("|", text).partition("|")
        found = _LICENCES.fullmatch(licences) if len(text) <= _LONGEST else None
        if _VEHICLE.fullmatch(text[:_LONGEST]):
            mobility["vehicle"] = True
        elif found and (not vehicle or _VEHICLE.fullmatch(vehicle)):
            kinds = re.findall(_LICENCE, found["kinds"].upper())
            mobility["licences"] = [*mobility.get("licences", []), *kinds]
            if vehicle:
                mobility["vehicle"] = True
        else:
            left.append(text)
    if left:
        # Its question has one line: a browser would glue the words of two together.
        mobility["area"] = ", ".join(left)
    return mobility
