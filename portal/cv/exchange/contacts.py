"""Who the person is and where to reach them, found at the top of a CV or wherever they stand."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import Any

from portal.cv.exchange.headings import is_heading
from portal.cv.exchange.lines import Line
from snippets.typed_text import normalised

# What an address stands in, up to what never belongs to one; tried where a word begins only: an
# endless one would be read once for each of its letters.
_AROUND = r"[^\s@<>()\[\],;:|/\\\"“”«»•·–—]"
_EMAIL_TOKEN = re.compile(rf"(?:(?<!{_AROUND}){_AROUND}+|(?<=[\"”»]))@{_AROUND}*")
_EMAIL = re.compile(r"\w+(?:[.!#$%&'*+=?^`{}~\-]+\w+)*[\-+]*@[\w\-]+(?:\.[\w\-]+)*\.[^\W\d_]{2,}")
# Signs of a list or of a sentence around it.
_BEFORE_EMAIL, _AFTER_EMAIL = "'‘’*-+.=➢➤✉", ".'’!?…"
# It goes on from the line above, or over a space that the page drew.
_CUT_EMAIL = re.compile(r"\w[_+'’\-]\s?$")
PHONE = re.compile(
    r"(?<![\d/+])(?:(?:\+\d{2}|00\d{2}|0)[\s.\-/]?(?:\(0\)\s?)?[1-9](?:[\s.\-/]?\d{2}){4}"
    r"|\(?\+\d{1,3}\)?(?:[\s.\-]?\(?\d{1,4}\)?){2,6})(?!\d)"
)
_NAME = re.compile(r"[^\W\d_]+(?:[’'\-. ]+[^\W\d_]+){1,5}\.?")
_CIVILITY = re.compile(
    r"(?:m(?:me|lle)\.?|m\.|mr\.?|madame|mademoiselle|monsieur)\s+", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]+(?:[’'\-][^\W\d_]+)*")
_TITLE = re.compile(
    r"(?:mon\s+)?(?:curriculum\s+vit(?:ae|æ)|c\.?v\.?)(?!\w)[ :–—-]*", re.IGNORECASE
)
_CALLED = re.compile(
    r"(?:(?P<both>noms?\s*(?:/|et|,)\s*pr[ée]noms?|pr[ée]noms?\s*(?:/|et|,)\s*noms?)|"
    r"(?P<last>nom)|(?P<first>pr[ée]nom))\s*(?::\s*|\s+)(?P<name>[^\W\d_].*)",
    re.IGNORECASE,
)
_LABELS = re.compile(
    r"(?:adresse\s+(?:e-?mail|mail|[ée]lectronique)|courrier\s+[ée]lectronique|e-?mail|mails?|"
    r"courriel|t[ée]l(?:[ée]phone)?s?|(?:num[ée]ro\s+de\s+)?t[ée]l[ée]phone|port(?:able)?|mobile|"
    r"gsm|fixe|phone|(?:et|ou)|domicile)(?!\w)[\s.:]*",
    re.IGNORECASE,
)
_TOWN = re.compile(
    r"(?:(?P<address>\d.*?|\D.*?\d.*?|[^\W\d_].*?)\s*[,–—\-]?\s+)??(?P<code>\d{5})\s*,?\s+"
    r"(?P<city>[^\W\d_][^\d,:|]*)"
)
_STREET = re.compile(
    r"\d{1,4}\s?(?:bis|ter|[a-d])?\s?,?\s+(?:rue|av\.?|avenue|b(?:oulevar)?d\.?|place|impasse|"
    r"chemin|all[ée]es?|quai|route|cours|square|r[ée]sidence|lotissement|faubourg|cit[ée]|passage)\b",
    re.IGNORECASE,
)
_LINK = re.compile(r"(?:https?://|www\.)\S+|[\w\-]+(?:\.[\w\-]+)*\.(?:fr|com|org|net|eu)(?:/\S*)?")
# Says something of the person, but not what they look for.
_NO_LABEL = re.compile(
    r"\b(?:n[ée]e?|ans?|mari[ée]e?|c[ée]libataire|divorc[ée]e?|pacs[ée]e?|veu(?:f|ve)|enfants?|"
    r"nationalit[ée]|permis|v[ée]hicul[ée]e?|rue|avenue|all[ée]e|chemin|place|impasse|t[ée]l|"
    r"france|adresse|nom|pr[ée]nom|rqth)\b",
    re.IGNORECASE,
)
_LONGEST_LABEL = 60
_LONGEST_NAME = 80
# No address or link is longer; patterns would read an endless line for minutes.
_LONGEST = 200
# How much larger than the text a name is, at the top of a CV.
_LARGE = 1.25
_CUT = 4  # how far back the end of what an address goes on from is looked for
_ENDS = " •·|,;:-–—/\t"


@dataclass(frozen=True)
class Named:
    """The name, the lines without it, and where it stood among them."""

    name: str
    lines: list[Line]
    place: int


def find_name(lines: list[Line]) -> Named:
    """What is called a name, then the largest line that looks like one, then the first line.

    « Curriculum vitæ » is nobody's name: it says what the file is, and is left out.
    """
    lines = _untitled(lines)
    if called := _called(lines):
        return called
    large = _LARGE * _usual_size(lines)
    found = [(index, *_name_at(lines, index, large)) for index in range(len(lines))]
    named = [(index, name, count) for index, name, count in found if name]
    first = next((one for one in named if one[0] == 0), None)
    if named:
        largest = max(named, key=lambda one: (lines[one[0]].size, -one[0]))
        if lines[largest[0]].size >= large > 0:
            enough = first and lines[0].size >= 0.9 * lines[largest[0]].size
            first = first if enough else largest
    if first is None:
        return Named("", lines, 0)
    index, name, count = first
    bare = _CIVILITY.sub("", name, count=1) if _CIVILITY.match(name) else name
    return Named(bare, [*lines[:index], *lines[index + count :]], index)


def _untitled(lines: list[Line]) -> list[Line]:
    if lines and (title := _TITLE.match(lines[0].text)):
        bare = lines[0].text[title.end() :].strip()
        return [Line(bare, zone=lines[0].zone), *lines[1:]] if bare else lines[1:]
    return lines


def _called(lines: list[Line]) -> Named | None:
    """« Nom : Lefort » and « Prénom : Nadia »."""
    found: dict[str, tuple[int, str]] = {}
    for index, line in enumerate(lines[:20]):
        match = _CALLED.fullmatch(line.text) if len(line.text) <= _LONGEST_NAME else None
        if match and _NAME.fullmatch(f"a {match['name']}") and match.lastgroup:
            kind = next(key for key in ("both", "last", "first") if match[key])
            found.setdefault(kind, (index, match["name"].strip()))
    kinds = ["both"] if "both" in found else ["first", "last"]
    if not all(kind in found for kind in kinds):
        return None
    places = [found[kind][0] for kind in kinds]
    rest = [line for index, line in enumerate(lines) if index not in places]
    return Named(" ".join(found[kind][1] for kind in kinds), rest, min(places))


def _name_at(lines: list[Line], index: int, large: float) -> tuple[str, int]:
    """The name that a line begins, and over how many lines it goes."""
    line = lines[index]
    if len(line.text) > _LONGEST_NAME or line.is_item or is_heading(line):
        return "", 1
    if _NAME.fullmatch(line.text):
        return line.text, 1
    below = lines[index + 1] if index + 1 < len(lines) else None
    if below is None or below.is_item or is_heading(below) or below.zone != line.zone:
        return "", 1
    if len(below.text) > _LONGEST_NAME or not all(
        _WORD.fullmatch(text) for text in (line.text, below.text)
    ):
        return "", 1
    both_large = line.size == below.size and line.size >= large > 0
    written = line.text.isupper() != below.text.isupper() and below.text[0].isupper()
    if both_large or (index == 0 and written and abs(line.size - below.size) < 1):
        return f"{line.text} {below.text}", 2
    return "", 1


def _usual_size(lines: list[Line]) -> float:
    """The size of most letters; 0 when nobody knows it."""
    letters: Counter[float] = Counter()
    for line in lines:
        letters[line.size] += len(line.text)
    return letters.most_common(1)[0][0] if letters else 0


def find_contacts(lines: list[Line]) -> dict[str, Any]:
    """E-mail address and phone number: the first of each, wherever they are."""
    text = normalised("\n".join(line.text for line in lines))
    contacts = {}
    if email := _email(text):
        contacts["email"] = email
    if phone := PHONE.search(_EMAIL_TOKEN.sub("", text)):
        contacts["phone"] = phone[0]
    return contacts


def _email(text: str) -> str:
    """The first address, "" when it cannot be told where it begins or ends.

    A part of it would be somebody else's, and so may be the one that follows (a referee's).
    """
    token = _EMAIL_TOKEN.search(text)
    if token is None or _CUT_EMAIL.search(text[max(0, token.start() - _CUT) : token.start()]):
        return ""
    bare = token[0].lstrip(_BEFORE_EMAIL).rstrip(_AFTER_EMAIL)
    follows = text[token.end() :].startswith(("@", "\n.", "/@"))
    return bare if len(bare) <= _LONGEST and not follows and _EMAIL.fullmatch(bare) else ""


def without_contacts(text: str, basics: dict[str, Any]) -> str:
    """What is left of a line once the address and the number that were found are out."""
    for key in ("email", "phone"):
        if key in basics and basics[key] in normalised(text):
            written = re.escape(basics[key]).replace(r"\-", "[-–—―]")
            label = rf"(?:{_LABELS.pattern})?\s*{written}"
            text = re.sub(label, "", text, count=1, flags=re.IGNORECASE)
    return " ".join(text.split()).strip(_ENDS)


def place_head(
    lines: list[Line], basics: dict[str, Any], *, below_name: Line | None = None
) -> list[str]:
    """Place what is certain: the trade below the name, the town, a link. The rest waits."""
    waiting: list[str] = []
    for line in lines:
        for text in re.split(r"\t| \| |\s•\s?", line.text):
            left = _signless(without_contacts(text, basics)).strip(_ENDS)
            if not left.strip("()") or _LABELS.fullmatch(left):
                continue
            if line is below_name and "label" not in basics and _is_label(left):
                basics["label"] = left
            elif _place_town(left, basics):
                if waiting and _STREET.match(waiting[-1]):
                    basics["location"].setdefault("address", waiting.pop())
            elif text.endswith("/") or not _place_link(left, basics):
                waiting.append(left)
    return waiting


def _is_label(text: str) -> bool:
    bare = text.replace("/", " ")
    if len(text) > _LONGEST_LABEL or any(char.isdigit() for char in text) or "@" in text:
        return False
    return not _NO_LABEL.search(bare) and not text.endswith((".", ":", "!"))


def _place_town(text: str, basics: dict[str, Any]) -> bool:
    if len(text) > _LONGEST:
        return False
    match = _TOWN.fullmatch(re.sub(r"^adresse\s*:\s*", "", text, flags=re.IGNORECASE))
    if match is None or "location" in basics:
        return False
    basics["location"] = {"city": match["city"].strip(_ENDS), "postalCode": match["code"]}
    if match["address"]:
        basics["location"]["address"] = match["address"].strip(_ENDS)
    return True


def _place_link(text: str, basics: dict[str, Any]) -> bool:
    if "url" in basics or len(text) > _LONGEST or not _LINK.fullmatch(text):
        return False
    basics["url"] = text if text.startswith("http") else f"https://{text}"
    return True


def _signless(text: str) -> str:
    """Without the pictures that stand for « téléphone » or « adresse »."""
    signs = ("So", "Sk", "Co", "Mn")
    return "".join(char for char in text if unicodedata.category(char) not in signs).strip()
