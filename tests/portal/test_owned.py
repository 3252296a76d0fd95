"""What belongs to one person is reached through that person."""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser

import portal
from portal.accounts.models.owned import Owned
from tests.factories import UserFactory

OWNED = {
    model.__name__: model
    for model in apps.get_models()
    if isinstance(getattr(model, "objects", None) and model.objects.all(), Owned)
}
MANAGERS = ("objects", "_default_manager", "_base_manager")
# Its screens are of those who look after every organisation.
EVERYBODYS = "portal.organisations.views.officers"


def scopes(model) -> set[str]:
    """The methods of a query that take a person and nothing else."""
    found = set()
    for name, method in inspect.getmembers(model.objects.all().__class__, inspect.isfunction):
        if list(inspect.signature(method).parameters) == ["self", "user"]:
            found.add(name)
    return found


def unscoped(module: str) -> Iterator[str]:
    """Where a module reads such rows without saying whose."""
    text = Path(str(importlib.import_module(module).__file__)).read_text("utf-8")
    yield from (f"{module}:{line}" for line in unscoped_lines(text))


def unscoped_lines(text: str) -> Iterator[int]:
    """The same for the text of a module: by a manager, or by the model alone in a shortcut."""
    tree = ast.parse(text)
    above = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("_or_404"):
            if owned(node.args[0]):
                yield node.lineno
            continue
        if not (isinstance(node, ast.Attribute) and node.attr in MANAGERS):
            continue
        model = owned(node.value)
        if model is None:
            continue
        called, inside, place = set(), node, above[node]
        while isinstance(place, ast.Attribute) or (
            isinstance(place, ast.Call) and place.func is inside
        ):
            if isinstance(place, ast.Attribute):
                called.add(place.attr)
            inside, place = place, above[place]
        is_own = isinstance(place, ast.Call) and ast.unparse(place.func) == "self.own"
        if not is_own and not called & scopes(model):
            yield node.lineno


def owned(node: ast.expr):
    """The model that an expression names, by its own name or by that of its module too."""
    name = ast.unparse(node).rpartition(".")[2]
    return OWNED.get(name) if isinstance(node, ast.Name | ast.Attribute) else None


@pytest.mark.parametrize(
    "read",
    [
        "Cv.objects.get(pk=pk)",
        "models.Cv.objects.get(pk=pk)",
        "Cv._default_manager.get(pk=pk)",
        "get_object_or_404(Cv, pk=pk)",
        "shortcuts.get_object_or_404(models.Cv, pk=pk)",
        "get_object_or_404(Cv.objects.kept(), pk=pk)",
    ],
)
def test_a_row_that_anybody_would_get_is_found_however_it_is_written(read):
    assert list(unscoped_lines(read)) == [1]


@pytest.mark.parametrize(
    "read",
    [
        "self.own(Cv.objects, pk=pk)",
        "get_object_or_404(models.Cv.objects.owned_by(user), pk=pk)",
        "get_object_or_404(self.cv.helpers, pk=pk)",
    ],
)
def test_a_row_of_the_person_is_let_through(read):
    assert list(unscoped_lines(read)) == []


def test_screens_say_whose_rows_they_read():
    assert {"Cv", "CvPhoto", "Consent", "Favourite", "JoinRequest", "SavedSearch"} <= OWNED.keys()
    views = [
        found.name
        for found in pkgutil.walk_packages(portal.__path__, "portal.")
        if "views" in found.name.split(".") and found.name != EVERYBODYS
    ]
    assert [place for name in views for place in unscoped(name)] == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", OWNED)
def test_who_is_signed_out_or_new_owns_nothing(name):
    rows = OWNED[name].objects
    assert [*rows.owned_by(AnonymousUser()), *rows.owned_by(UserFactory())] == []
