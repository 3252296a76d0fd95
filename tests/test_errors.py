"""One root for what may be shown: which errors have it, and what shows them."""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import CommandError
from rest_framework.exceptions import APIException

from snippets.errors import DomainError

PACKAGES = ("snippets", "pages", "search", "portal", "config", "demo")
# Programs of their own, settings, and what cannot be imported twice.
LEFT_OUT = (".migrations", "config.settings", "config.wsgi", ".worker", ".__main__")
# Their message is for whoever repairs the site, or there is none: no screen shows it.
TECHNICAL = {
    "AnswerLostError",
    "BrokenAssignmentError",
    "BusyError",
    "ClaimLostError",
    "ClosedLinkError",
    "EmbeddedServerError",
    "ExpiredLinkError",
    "GeocoderUnavailable",
    "MailLinkError",
    "ReportError",
    "SandboxError",
    "StreamedAnswerError",
    "UnknownLinkError",
    "UnsentError",
    "UnscopedQueryError",
    "UnusableSearchError",
    "_TooManyError",
    "_TwiceError",
}
# Answers the mail server, in English.
FOR_PROGRAMS = "snippets.mail.returns.views"
# Shown as they are by Django, Django REST framework and management commands.
SHOWN_BY_OTHERS = (APIException, CommandError)


def modules() -> Iterator[str]:
    for package in PACKAGES:
        path = importlib.import_module(package).__path__
        for found in pkgutil.walk_packages(path, f"{package}."):
            if not any(part in found.name for part in LEFT_OUT):
                yield found.name


def errors_of_the_project() -> set[type[Exception]]:
    return {
        kind
        for name in modules()
        for kind in vars(importlib.import_module(name)).values()
        if inspect.isclass(kind) and issubclass(kind, Exception) and kind.__module__ == name
    }


def test_every_error_may_be_shown_or_is_known_to_be_technical():
    errors = errors_of_the_project()
    assert len(errors) > 30
    others = {kind for kind in errors if not issubclass(kind, (DomainError, *SHOWN_BY_OTHERS))}
    assert {kind.__name__ for kind in others} == TECHNICAL


def caught(module: str) -> Iterator[tuple[ast.ExceptHandler, tuple[type, ...]]]:
    """Each `except` of a module, with the classes that it names."""
    imported = importlib.import_module(module)
    for node in ast.walk(ast.parse(Path(str(imported.__file__)).read_text("utf-8"))):
        if isinstance(node, ast.ExceptHandler):
            named = eval(ast.unparse(node.type), vars(imported)) if node.type else BaseException
            yield node, named if isinstance(named, tuple) else (named,)


def says_it(handler: ast.ExceptHandler) -> bool:
    """Whether what was caught is put into words: `str(error)`, or in an f-string."""
    for node in ast.walk(handler):
        inside = node.args if isinstance(node, ast.Call) and ast.unparse(node.func) == "str" else []
        inside = [node.value] if isinstance(node, ast.FormattedValue) else inside
        if any(isinstance(part, ast.Name) and part.id == handler.name for part in inside):
            return True
    return False


def test_a_view_catches_what_it_knows_and_shows_what_may_be_shown():
    views = [name for name in modules() if "views" in name.split(".") and name != FOR_PROGRAMS]
    assert len(views) > 10
    handlers = [(name, handler, kinds) for name in views for handler, kinds in caught(name)]
    assert [
        f"{name}:{handler.lineno}"
        for name, handler, kinds in handlers
        if Exception in kinds
        or BaseException in kinds
        or (says_it(handler) and not all(issubclass(kind, DomainError) for kind in kinds))
    ] == []
