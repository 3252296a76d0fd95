"""What is written for people is typeset French, in every template and every text of ours."""

import html
import re
from pathlib import Path

import pytest

from tests.test_source import modules

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = ROOT / "templates"
UNSAID = re.compile(
    r"{% comment.*?{% endcomment %}|{#.*?#}|<(script|style)\b.*?</\1>|<!--.*?-->", re.DOTALL
)
TAGS = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
SAID_IN_ATTRIBUTES = re.compile(r"(?:aria-label|title|placeholder|alt)=\"([^\"]*)\"")
FAULTS = {
    "straight apostrophe": r"\b(?:[ldnjmstcLDNJMSTC]|[Qq]u|aujourd)'[a-zà-ÿA-ZÀ-Ý]",
    "masculine first": r"\w\((?:e|s|es|ne|te|trice|euse|x)\)|\b[Uu]n/une\b|\b[Ii]l/elle\b",
    "ordinary space": r"[\w)»] [:;?!»](?=\s|$)|«\s?(?=\w)(?<!\u00a0)",
    "three dots": r"\w\.\.\.(?!\.)",
}
# A sentence of a command, typed in a terminal; words that people mistake, to be found.
LEFT_OUT = {
    "portal/accounts/administration/document.py",  # written for who reads the code, in English
    "portal/cv/editor/mistakes.py",
    "pages/management/commands/check_redirects.py",
    "snippets/mail/templates/html.py",  # typeset as a whole
    "snippets/management/commands/mail_report.py",
}
FRENCH = re.compile(r"[éèàùêç’«»]|\b(?:le|la|les|un|une|des|du|est|vous|pour|dans)\b")
# Whose name begins by a vowel one time in four.
NAMED = re.compile(
    r"(?:^|[\s>}])de {{ [\w.]*\b(?:\w*name|professional|beneficiary|participant|user|email|owner|"
    r"case|organisation|structure)(?: \||\s*}})"
)
CLOCK = re.compile(r"\|\s*(?:date|time):[\"'](?:H:i|G:i)")


def texts_of(template: str) -> list[str]:
    """The lines and attributes that somebody reads, whatever variables print left aside."""
    said = TAGS.sub("0", UNSAID.sub("", template))
    lines = [*SAID_IN_ATTRIBUTES.findall(said), *re.sub(r"<[^>]*>", "\n", said).splitlines()]
    return [html.unescape(line).strip(" ") for line in lines]


@pytest.mark.parametrize("fault", FAULTS)
def test_no_text_is_typed_as_on_a_typewriter(fault):
    wrong = re.compile(FAULTS[fault])
    found = {
        f"{file.relative_to(TEMPLATES)}: {text}"
        for file in TEMPLATES.rglob("*")
        if file.suffix in {".html", ".txt"}
        for text in texts_of(file.read_text())
        if wrong.search(text)
    } | {
        f"{path}: {text}"
        for path, module in modules().items()
        if path not in LEFT_OUT
        for text in module.texts
        if " " in text and FRENCH.search(text) and wrong.search(text)
    }
    assert found == set()


def test_a_name_is_elided_and_an_hour_written_in_words():
    """“de Élise” is `name|of` (`name|de` in a mail); “09:00” is `starts_at|hour`."""
    found = {
        str(file.relative_to(TEMPLATES))
        for file in TEMPLATES.rglob("*")
        if file.suffix in {".html", ".txt"}
        if NAMED.search(text := file.read_text()) or CLOCK.search(text)
    }
    assert found == set()


# A moment is stored in UTC: its day and its hour are those of another place until it is local. The
# exceptions hold times of the day, or moments that are local already.
BARE_MOMENT = re.compile(r"_at(?::%|\.date\(\)|\.strftime)")
LOCAL_ALREADY = {"portal/followup/hours/values.py", "portal/followup/exchange/collecting.py"}


def test_a_day_is_taken_from_a_local_moment():
    found = {
        path
        for app in ("pages", "portal", "search", "snippets")
        for file in (ROOT / app).rglob("*.py")
        if "migrations" not in file.parts
        and BARE_MOMENT.search(file.read_text())
        and (path := str(file.relative_to(ROOT))) not in LOCAL_ALREADY
    }
    assert found == set()
