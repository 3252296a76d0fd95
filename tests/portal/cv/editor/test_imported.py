"""What only an import brings: shown once it says something, changed as the rest."""

import json
import re
from collections.abc import Iterator
from datetime import date
from itertools import count
from pathlib import Path
from subprocess import run
from typing import Any

import pytest
from django.urls import reverse

from portal.accounts.level_names import LevelName
from portal.cv import resume
from portal.cv.editor import changes
from portal.cv.editor.imported import EVERY
from portal.cv.editor.merging import Typed, merge
from portal.cv.editor.notes import notes_of
from portal.cv.editor.values import values
from portal.cv.pdf import render
from portal.cv.resume import Template
from portal.cv.services import create_cv
from tests.portal.accounts.people import person_with, signed_in


def test_empty_imported_section_is_no_step_in_the_order() -> None:
    document: dict = {"x-declic": {"sections": {"order": ["work", "projects", "education"]}}}
    assert changes.move_section(document, "education", -1)
    assert changes.section_order(document)[:2] == ["education", "work"]


def test_filled_imported_section_is_placed_and_hidden() -> None:
    document: dict = {"awards": [{"title": "Prix"}]}
    before = changes.section_order(document).index("awards")
    assert changes.move_section(document, "awards", -1)
    assert changes.section_order(document).index("awards") < before
    assert changes.show_section(document, "awards", hide=True)
    assert changes.hidden_sections(document) == {"awards"}


SCHEMA = json.loads(
    (Path(resume.__file__).parent / "schema" / "jsonresume.json").read_text("utf-8")
)
WORD = re.compile(r"mot\d{3}x")


def full(node: dict, words: Iterator[str], key: str = "") -> Any:
    """A document that answers every key of the schema, each text with a word of its own."""
    if "$ref" in node:
        node = SCHEMA["definitions"][node["$ref"].rpartition("/")[2]]
    if node.get("type") == "object" or "properties" in node:
        known = node["properties"].items()
        return {name: full(below, words, name) for name, below in known if name[0] != "$"}
    if node.get("type") == "array":
        return [full(node["items"], words, key) for _ in range(2)]
    if "pattern" in node:
        return "2014-03"
    word = next(words)
    if node.get("format") == "uri":
        return f"https://{word}.example/"
    return f"{word}@lettres.example" if node.get("format") == "email" else word


@pytest.fixture
def imported():
    document = full(SCHEMA, (f"mot{number:03}x" for number in count()))
    document["basics"]["x-declic"] = {"birthDate": "1990-05-12"}
    owner = person_with(LevelName.CANDIDATE)
    return create_cv(owner=owner, title="Ancien", document=document)


@pytest.mark.django_db
@pytest.mark.parametrize("template", Template)
def test_all_that_is_printed_can_be_changed(imported, template, tmp_path):
    file = tmp_path / "cv.pdf"
    file.write_bytes(render(imported.resume, template=template))
    text = run(["pdftotext", file, "-"], check=True, capture_output=True, text=True).stdout
    printed = set(WORD.findall(text))
    page = signed_in(imported.owner).get(reverse("cv:edit", args=[imported.pk])).text
    assert len(printed) > 50
    assert printed - set(WORD.findall(page)) == set()
    assert "12 mai 1990" in page


@pytest.mark.django_db
def test_a_profile_and_a_rare_answer_are_changed_and_taken_out(imported):
    browser = signed_in(imported.owner)
    address = reverse("cv:edit", args=[imported.pk])
    shown = values(imported.document, EVERY)
    courses = next(name for name in shown if name.endswith(".courses"))
    network = next(name for name in shown if name.endswith(".network"))
    first = network.rpartition(".")[0]
    answers = {**shown, courses: "", network: "Un autre réseau"}
    sent = {**answers, "base": json.dumps(shown), "save": "1"}
    assert browser.post(address, sent).status_code == 302
    imported.refresh_from_db()
    assert "courses" not in imported.document["education"][0]
    assert imported.document["basics"]["profiles"][0]["network"] == "Un autre réseau"
    page = browser.get(address).text
    assert f'name="{courses}"' not in page
    browser.post(address, {"base": "{}", "remove": first})
    imported.refresh_from_db()
    assert len(imported.document["basics"]["profiles"]) == 1


def test_what_is_said_of_a_page_on_line_stands_beside_its_field():
    """Its list is two levels down."""
    profile = {"network": "a" * 50, "x-declic": {"id": "p1"}}
    document = {"basics": {"name": "Ada", "profiles": [profile]}}
    notes = notes_of(document, resume.parse(document), date(2026, 11, 24))
    assert "très long" in notes["basics.profiles:p1.network"][0].text


@pytest.mark.django_db
def test_rare_questions_are_asked_of_nobody_else():
    owner = person_with(LevelName.CANDIDATE)
    document = {"work": [{"position": "Serveuse"}], "education": [{"studyType": "CAP"}]}
    cv = create_cv(owner=owner, title="Salle", document=document)
    page = signed_in(owner).get(reverse("cv:edit", args=[cv.pk])).text
    assert "Serveuse" in page
    for words in ("Site de l’employeur", "Un cours par ligne", "Date de naissance", "en ligne</"):
        assert words not in page


def test_lines_of_an_answer_of_one_line_are_not_glued_together() -> None:
    """A browser takes the ends of lines out of a field that has one line."""
    document = {"basics": {"location": {"address": "12 rue du Lion\r\nBâtiment B"}}}
    name = "basics.location.address"
    seen = values(document, EVERY)
    assert seen[name] == "12 rue du Lion, Bâtiment B"
    assert merge(document, EVERY, Typed(seen, seen)).document == document
    typed = Typed({**seen, name: "12 rue du Lion, bâtiment C"}, seen)
    address = merge(document, EVERY, typed).document["basics"]["location"]["address"]
    assert address == "12 rue du Lion, bâtiment C"
