"""The editor guide: its pictures, its links, the labels that it quotes, its typography.

`make screenshots` walks the guide in a browser and checks each label on its screen. Here, without
a browser, each label is still one that the project, Wagtail or Django says.
"""

import ast
import gettext
import re
from functools import cache
from pathlib import Path

import django
import pytest
import wagtail

from tests.guide import text

ROOT = Path(__file__).resolve().parents[1]
IMAGES = text.FOLDER / "images"
MAX_BYTES = 3_000_000
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
TAG = re.compile(r"<[^>]+>")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
# A sentence that is nearly all placeholder would accept anything.
ENOUGH_WORDS = 10
CODE = re.compile(r"`[^`]*`|\]\([^)]*\)")
PAGES = text.pages()
each_page = pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])


def anchors(page: Path) -> set[str]:
    """Addresses of the headings, as forges write them."""
    words = (
        re.sub(r"[^\w\s-]", "", heading.lower())
        for heading in HEADING.findall(page.read_text(encoding="utf-8"))
    )
    return {re.sub(r"\s", "-", heading.strip()) for heading in words}


@cache
def said_by_the_screens() -> frozenset[str]:
    """Every string of the project's code and French, and of Wagtail's and Django's French."""
    strings = set()
    for app in ("snippets", "pages", "search", "portal", "site/config"):
        for file in (ROOT / app).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    strings.add(node.value)
    places = (ROOT / "site", Path(wagtail.__file__).parent, Path(django.__file__).parent)
    for folder in (folder for place in places for folder in place.rglob("locale/fr")):
        for domain in ("django", "djangojs"):
            if (file := folder / "LC_MESSAGES" / f"{domain}.mo").exists():
                with file.open("rb") as catalogue:
                    strings.update(gettext.GNUTranslations(catalogue)._catalog.values())
    return frozenset(text.plain(TAG.sub("", string)).strip(" .:") for string in strings if string)


@cache
def said_with_names() -> re.Pattern[str]:
    """Those that have a name in them, as « Ajouter : %(name)s »."""
    parts = [PLACEHOLDER.split(string) for string in said_by_the_screens()]
    named = [
        ".+".join(map(re.escape, split))
        for split in parts
        if len(split) > 1 and len("".join(split)) >= ENOUGH_WORDS
    ]
    return re.compile("|".join(sorted(named)))


@cache
def said_by_the_templates() -> str:
    """The text of the project's templates, without their tags."""
    files = sorted((ROOT / "templates").rglob("*.html"))
    html = "\n".join(file.read_text(encoding="utf-8") for file in files)
    # What a tag is given between quotes may be words of the screen too.
    words = re.sub(r"\{\{.*?\}\}|\{#.*?#\}|<[^>]*>|[\"{}%]+", " | ", html, flags=re.DOTALL)
    return text.plain(words.replace("&nbsp;", " "))


def test_pictures_exist_and_are_all_used():
    used = {
        target
        for page in PAGES
        for _, _, target in LINK.findall(page.read_text(encoding="utf-8"))
        if target.startswith("images/")
    }
    assert used == {f"images/{path.name}" for path in IMAGES.iterdir()}
    assert sum(path.stat().st_size for path in IMAGES.iterdir()) < MAX_BYTES


@each_page
def test_links_lead_somewhere_and_pictures_are_described(page):
    for is_picture, words, target in LINK.findall(page.read_text(encoding="utf-8")):
        name, _, anchor = target.partition("#")
        assert words.strip(), target
        assert (page.parent / name).exists() if name else True, target
        assert bool(is_picture) == name.startswith("images/"), target
        if anchor:
            assert anchor in anchors(page.parent / name if name else page), target


@each_page
def test_labels_are_said_by_the_screens(page):
    unknown = [
        label
        for label in text.labels(page.read_text(encoding="utf-8"))
        if (plain := text.plain(label).strip(" .:")) not in said_by_the_screens()
        and plain not in said_by_the_templates()
        and not said_with_names().fullmatch(plain)
    ]
    assert unknown == []


def test_an_invented_label_is_found_out():
    for label in ("Envoyer au pigeon voyageur", "Publier tout de suite maintenant"):
        plain = text.plain(label)
        assert plain not in said_by_the_screens()
        assert plain not in said_by_the_templates()
        assert not said_with_names().fullmatch(plain)


@each_page
def test_french_is_typeset(page):
    words = CODE.sub("", page.read_text(encoding="utf-8"))
    assert "'" not in words
    assert re.findall(r"\S* [;?!»]|\S* :(?![-|])|« \S*", words) == []


def test_every_page_is_in_the_table_of_contents_and_walked():
    from tests.guide.chapters import CHAPTERS

    contents = (text.FOLDER / "README.md").read_text(encoding="utf-8")
    names = {page.name for page in PAGES} - {"README.md"}
    assert names == set(CHAPTERS)
    assert [name for name in names if f"]({name})" not in contents] == []
