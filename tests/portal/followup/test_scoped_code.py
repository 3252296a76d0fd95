"""Screens of the area read through somebody's rights, and stand behind its door."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from portal.followup import urls
from portal.followup.rows.base import ReferenceRow

AREA = Path(settings.BASE_DIR) / "portal" / "followup"
# What reads every row that the second lock lets through.
FORBIDDEN = frozenset({"unscoped", "_base_manager", "_default_manager", "in_system_scope"})
SCREENS = frozenset({"views", "forms", "templatetags"})
# The area's own, and the person's side of it.
OURS = ("suivi/", "mon-espace/accompagnement/")
# What all who work in the area read: no case is in it.
EVERYBODYS = frozenset(
    model.__name__
    for model in apps.get_app_config("followup").get_models()
    if issubclass(model, ReferenceRow)
)


def screens() -> Iterator[Path]:
    """The modules of views, forms and tags of templates, whatever package they are in."""
    for path in sorted(AREA.rglob("*.py")):
        if SCREENS & {path.stem, *path.relative_to(AREA).parts[:-1]}:
            yield path


def unscoped_lines(text: str) -> list[int]:
    tree = ast.parse(text)
    nothing = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "none"
    }
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in FORBIDDEN
        and id(node) not in nothing
        and ast.unparse(node.value).rpartition(".")[2] not in EVERYBODYS
    ]


@pytest.mark.parametrize(
    "read",
    [
        "Beneficiary.unscoped.get(pk=1)",
        "models.Beneficiary._base_manager.all()",
        "rows = Beneficiary._default_manager",
        "Beneficiary.objects.in_system_scope()",
    ],
)
def test_what_is_not_scoped_is_found_however_it_is_written(read):
    assert unscoped_lines(read) == [1]


@pytest.mark.parametrize(
    "read",
    ["Goal.unscoped.none()", "Unit.unscoped.all()", "Goal.objects.visible_to(user)"],
)
def test_what_reads_no_case_is_let_through(read):
    assert unscoped_lines(read) == []


def test_no_screen_reads_what_is_not_scoped():
    found = {
        f"{path.relative_to(AREA)}:{line}"
        for path in screens()
        for line in unscoped_lines(path.read_text("utf-8"))
    }
    assert found == set()


def test_there_are_screens():
    assert len([*screens()]) > 8


def test_every_address_is_behind_the_door():
    assert len(urls.urlpatterns) > 15
    outside = [
        pattern.name
        for pattern in urls.urlpatterns
        if not getattr(pattern.callback, "is_in_the_area", False)
    ]
    assert outside == []


def test_every_address_is_in_the_area():
    elsewhere = [
        str(pattern.pattern)
        for pattern in urls.urlpatterns
        if not str(pattern.pattern)
        .removeprefix("^")
        .startswith(("suivi/", "mon-espace/accompagnement/"))
    ]
    assert elsewhere == []
