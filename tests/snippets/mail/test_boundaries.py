"""Mail knows nobody above it, and goes round in no circle."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import grimp
from django.apps import apps
from django.urls import get_resolver

from snippets.mail import kinds as mail_kinds

ROOT = Path(__file__).resolve().parents[3]
PACKAGES = ("snippets", "pages", "search", "portal")
URL_TAG = re.compile(r"{% url '([\w:-]+)'")
OF_MAIL = re.compile(r"snippets\.mail(\..*)?|portal\.mail(\..*)?|.*\.mails")


def sources(*folders: str) -> Iterator[tuple[Path, ast.Module]]:
    for folder in folders:
        for file in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in file.parts:
                yield file, ast.parse(file.read_text(encoding="utf-8"))


def constants(tree: ast.AST) -> set[str]:
    found = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {value for value in found if isinstance(value, str)}


def app_of(file: Path) -> str:
    name = ".".join(file.relative_to(ROOT).with_suffix("").parts)
    return apps.get_containing_app_config(name).name


def declared() -> dict[str, str]:
    """The app that declares each message."""
    found = {}
    for file, _ in sources(*PACKAGES):
        if file.name == "mails.py":
            module = importlib.import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))
            found |= {kind.key: app_of(file) for kind in module.KINDS}
    return found


def test_every_message_is_declared_beside_what_sends_it_and_registered():
    known = [*mail_kinds.every(), *mail_kinds.every_given()]
    assert set(declared()) == {kind.key for kind in known}


def test_an_app_queues_its_own_messages_alone():
    owners, strangers, queued = declared(), {}, set()
    for file, tree in sources(*PACKAGES):
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            is_queued = isinstance(call.func, ast.Name) and call.func.id == "queue_mail"
            if is_queued and isinstance(call.args[0], ast.Constant):
                key = call.args[0].value
                queued.add(key)
                if owners[key] != app_of(file):
                    strangers[key] = file
    assert len(queued) > 5
    assert strangers == {}


def test_the_lowest_layer_names_no_message():
    keys = set(declared())
    named = {file.name: keys & constants(tree) for file, tree in sources("snippets")}
    assert {file: found for file, found in named.items() if found} == {}


def test_the_lowest_layer_names_no_address_of_a_higher_one():
    theirs = set(get_resolver().namespace_dict) - {"snippets"}
    names = {
        (file.name, name)
        for file, tree in sources("snippets")
        for name in constants(tree)
        if name.partition(":")[0] in theirs and re.fullmatch(r"[\w]+:[\w:]+", name)
    }
    templates = [*(ROOT / "templates" / "snippets").rglob("*.html")]
    templates += [*(ROOT / "templates" / "mail").glob("*.html")]
    names |= {
        (file.name, name)
        for file in templates
        for name in URL_TAG.findall(file.read_text(encoding="utf-8"))
        if name.partition(":")[0] != "snippets"
    }
    assert names == set()


def test_no_circle_of_imports_passes_through_mail():
    graph = grimp.build_graph(*PACKAGES, cache_dir=None)
    mail = [name for name in graph.modules if OF_MAIL.fullmatch(name)]
    assert len(mail) > 40
    circles = [
        (name, *chain)
        for name in mail
        for imported in graph.find_modules_directly_imported_by(name)
        if (chain := graph.find_shortest_chain(importer=imported, imported=name))
    ]
    assert circles == []
