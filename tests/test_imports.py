"""No module imports itself through others, an import inside a function included.

Layers, and folders without circles, are contracts of import-linter in `pyproject.toml`.
"""

from graphlib import CycleError, TopologicalSorter

import grimp
import pytest

# Wagtail calls the page and the task themselves (`get_context`, `serve`, `on_action`), which hand
# over to what knows them: the only ways back, named in `docs/architecture.md` as well.
FORCED_BY_WAGTAIL = {
    ("pages.models.editorial", "pages.editorial.context"),
    ("pages.models.opportunity", "pages.presentation.shared"),
    ("pages.moderation.models.review", "pages.moderation.decisions"),
}


def circle(graph, modules, spared=frozenset()):
    """A circle as it goes, or nothing."""
    imports = {
        module: {
            imported
            for imported in graph.find_modules_directly_imported_by(module) & modules
            if (module, imported) not in spared
        }
        for module in modules
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


@pytest.fixture(scope="module")
def pages():
    """Modules of the pages; what is imported for annotations only does not count.

    The rules of a page have its type in their signature, and the page calls its rules.
    """
    return grimp.build_graph("pages", cache_dir=None, exclude_type_checking_imports=True)


def test_no_module_of_pages_imports_itself_but_where_wagtail_forces_it(pages):
    assert len(pages.modules) > 100
    assert circle(pages, pages.modules, FORCED_BY_WAGTAIL) is None


@pytest.mark.parametrize("way_back", sorted(FORCED_BY_WAGTAIL))
def test_each_exception_is_still_one(pages, way_back):
    assert circle(pages, pages.modules, FORCED_BY_WAGTAIL - {way_back}) is not None
