"""No import goes round in a circle, one inside a function included.

The layers between apps are contracts of import-linter, in `pyproject.toml`.
"""

from graphlib import CycleError, TopologicalSorter

import grimp
import pytest

PACKAGES = (
    "portal.accounts",
    "portal.accounts.sign_in",
    "portal.candidates",
    "portal.cv",
    "portal.organisations",
    "portal.personal_data",
    "portal.space",
    "portal.submissions",
)


@pytest.fixture(scope="module")
def graph():
    """Who imports whom, without running anything."""
    return grimp.build_graph("portal", cache_dir=None)


def circle(graph, modules):
    """A circle as it goes, or nothing."""
    imports = {
        module: graph.find_modules_directly_imported_by(module) & modules - {module}
        for module in modules
    }
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        return error.args[1]
    return None


@pytest.mark.parametrize("package", PACKAGES)
def test_no_module_imports_itself_through_others(graph, package):
    assert circle(graph, graph.find_descendants(package) | {package}) is None


@pytest.mark.parametrize("package", PACKAGES)
def test_no_folder_imports_itself_through_others(package):
    graph = grimp.build_graph("portal", cache_dir=None)
    children = graph.find_children(package)
    for child in children:
        graph.squash_module(child)
    assert circle(graph, children) is None
