"""No module imports itself through others, an import inside a function included.

Layers, and folders without circles, are contracts of import-linter in `pyproject.toml`.
"""

from graphlib import CycleError, TopologicalSorter

import grimp
import pytest


def circle(graph, modules):
    """A circle as it goes, or nothing."""
    imports = {
        module: graph.find_modules_directly_imported_by(module) & modules for module in modules
    }
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        return error.args[1]
    return None


@pytest.mark.parametrize("package", ["snippets", "search", "portal", "config", "demo"])
def test_no_module_imports_itself_through_others(package):
    graph = grimp.build_graph(package, cache_dir=None)
    assert len(graph.modules) > 20
    assert circle(graph, graph.modules) is None
