"""The files of a person of whom every table holds a row say all of it, in words."""

import json
import re
import subprocess

import pytest

from portal.personal_data.document import as_pdf
from portal.personal_data.export import as_json, sections_of
from portal.personal_data.register import holdings
from portal.personal_data.views import SHOWN
from tests.portal.personal_data.everything import person_with_everything

# What Python, Django and Wagtail write of an object that nobody has given words to.
NO_WORDS = re.compile(
    r"\bNone\b|\bTrue\b|\bFalse\b|\w+ object \(|<\w+[: ]|\bat 0x|\bdatetime\.|QuerySet"
    r"|\b(snippets|pages|accounts|candidates|cv|participation|applications|recruitment)\.[A-Z]\w+\."
    r"|LogEntry \d|\['|\{'|Page object"
)
# Names of columns, keys of JSON Resume and codes: files for programs have them, people do not.
FOR_PROGRAMS = re.compile(
    r"\b(highlights|studyType|startDate|endDate|postalCode|x-declic|motherTongue)\b"
    r"|\b(Email To|Subject|Created|Last used|Last seen|User agent|Verified|Primary|Uid|Campaign)\b"
)
CODE = re.compile(r"<dd>\s*([a-z]+(?:_[a-z]+)+|sent|terms|candidate|service|waiting)\s*</dd>")


@pytest.fixture
def person(db, private_files):
    return person_with_everything()


@pytest.fixture
def private_files(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


def texts(value):
    """Every string of a document, however deep."""
    if isinstance(value, dict):
        for item in value.values():
            yield from texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, str):
        yield value


def rows(document, title):
    return next(held["rows"] for held in document["data"] if held["title"] == title)


def test_both_files_tell_every_table_in_words(person, tmp_path):
    told = {section.holding.title for section in sections_of(person)}
    assert {holding.title for holding in holdings()} - told == set(), "no row for these"

    document = json.loads(as_json(person))
    assert {held["title"] for held in document["data"]} == told
    assert [text for text in texts(document) if NO_WORDS.search(text)] == []
    (profile,) = rows(document, "Votre profil")
    assert profile["occupations"] == ["Fleuriste", "Soudeur / Soudeuse"]
    assert profile["transports"] == ["bus", "bike"]
    assert profile["commune"] == "Belfort"
    (photo,) = rows(document, "Vos photos de CV")
    assert photo["file"].endswith(".jpg")
    assert photo["source"] == ""
    assert rows(document, "Les versions que vous avez écrites")[0]["what"] == "Tourneur sur bois"

    file = tmp_path / "donnees.pdf"
    file.write_bytes(as_pdf(person))
    printed = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True)
    text = printed.stdout.decode()
    assert NO_WORDS.findall(text) == []
    for title in told:
        assert title.split("\u00a0")[0][:40] in text, title
    for words in (
        "Fleuriste, Soudeur / Soudeuse",
        "En bus ou en train, À vélo",
        "20 km",
        "Belfort",
    ):
        assert words in text.replace("\u00a0", " "), words


def test_the_page_tells_them_too(person, client):
    client.force_login(person)
    text = client.get("/compte/mes-donnees/").text
    assert "Fleuriste, Soudeur / Soudeuse" in text
    assert NO_WORDS.findall(re.sub(r"<[^>]+>", " ", text)) == []
    assert FOR_PROGRAMS.findall(re.sub(r"<[^>]+>", " ", text)) == []
    assert CODE.findall(text) == []
    assert all(section.total <= SHOWN for section in sections_of(person))
