"""A CV without what identifies its person."""

import re
from collections.abc import Callable
from dataclasses import replace

from portal.cv.resume.codec import rewritten
from portal.cv.resume.model import Identity, Resume

# Tried where a word begins only: an endless one without an @ would be read once for each letter.
_EMAIL = re.compile(r"(?<![^\s@<>(),;])[^\s@<>(),;]+@[^\s@<>(),;]+\.\w+")
_PHONE = re.compile(
    r"(?<!\w)(?:(?:\+|00)\d{1,3}[\s.\-]?)?\(?0?\)?\d(?:[\s.\-\u00a0]?\d{2}){4}(?!\w)"
)
_WORDS = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")
_SHORTEST_NAME = 3


def anonymised(resume: Resume) -> Resume:
    """Initials instead of the name; no contact, address, age or photo; nothing of the source.

    The name, e-mail addresses and phone numbers are also taken out of the other texts; links,
    publications and references, by which a person is found, are left out.
    """
    identity = resume.identity
    bare = Identity(name=initials(identity.name), label=identity.label, summary=identity.summary)
    scrub = _scrubber(identity)
    bare_resume = replace(resume, identity=bare, show_photo=False, publications=(), references=())
    return rewritten(bare_resume, lambda field, text: "" if field == "url" else scrub(text))


def initials(name: str) -> str:
    """« É. M.-L. » for Éloïse Martin-Leroy."""
    parts = [
        "-".join(
            f"{word[0].upper()}." for part in word_group.split("-") if (word := part.strip("’'."))
        )
        for word_group in name.split()
    ]
    return " ".join(part for part in parts if part)


def _scrubber(identity: Identity) -> Callable[[str], str]:
    words = [word for word in _WORDS.findall(identity.name) if len(word) > 1]
    family = "|".join(re.escape(form) for word in _family(words) for form in _cases(word))
    full = re.escape(identity.name.strip())
    given = _given(identity.name)
    tried = (
        rf"(?<!\w)(?i:{full})(?!\w)" if full else "",
        rf"(?<![\w-])(?P<given>{given})(?![\w-])" if given else "",
        rf"(?<!\w)(?:{family})(?!\w)" if family else "",
    )
    name = re.compile("|".join(filter(None, tried)))
    short = initials(identity.name)
    letter = short.partition(" ")[0]

    def scrub(text: str) -> str:
        text = _EMAIL.sub("…", text)
        text = _PHONE.sub("…", text)
        if not full:
            return text
        return name.sub(lambda found: letter if found.groupdict().get("given") else short, text)

    return scrub


def _given(name: str) -> str:
    """The first name with its capital: « Rose » is somebody; « rose » and Rose-Croix are not."""
    first = next(iter(name.split()), "")
    cased = "-".join(part.capitalize() for part in first.split("-"))
    forms = (cased, first.upper()) if len(first) >= _SHORTEST_NAME else ()
    return "|".join(map(re.escape, forms))


def _family(words: list[str]) -> list[str]:
    """« MARTIN Éloïse » puts it first; « éloïse martin » has none, only « de » is short."""
    shouted = [word for word in words if word.isupper()]
    if shouted and len(shouted) < len(words):
        return [*shouted, *(word for word in words[1:] if word[0].isupper())]
    if all(word.islower() for word in words):
        return [word for word in words[1:] if len(word) > 3]
    return [word for word in words[1:] if word[0].isupper()]


def _cases(word: str) -> set[str]:
    """A sentence says Martin, a heading MARTIN, whatever the name itself does."""
    return {word, word.upper(), word.capitalize()}
