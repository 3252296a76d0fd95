"""Hours decide nothing: what opens, conducts or decides a procedure does not know them."""

import ast
from pathlib import Path

import grimp
import pytest
from django.conf import settings

AREA = Path(settings.BASE_DIR) / "portal" / "followup"
HOURS = "portal.followup.hours"
# What leads to a sanction, or says that somebody is late.
BLIND = ("procedures", "board", "clocks")


@pytest.mark.parametrize("theme", BLIND)
def test_what_may_lead_to_a_sanction_imports_no_hours(theme):
    graph = grimp.build_graph("portal", cache_dir=None)
    modules = {f"portal.followup.{theme}", *graph.find_descendants(f"portal.followup.{theme}")}
    assert len(modules) > 3
    imported = {
        other for module in modules for other in graph.find_modules_directly_imported_by(module)
    }
    assert not {one for one in imported if one == HOURS or one.startswith(f"{HOURS}.")}


@pytest.mark.parametrize("theme", BLIND)
def test_nor_does_it_find_them_under_their_names(theme):
    """Models are also imported from `portal.followup.models`, or found by a string."""
    said = {
        word
        for path in (AREA / theme).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        for word in (
            *([node.name] if isinstance(node, ast.alias) else ()),
            *([node.id] if isinstance(node, ast.Name) else ()),
            *([node.value] if isinstance(node, ast.Constant) else ()),
        )
        if isinstance(word, str)
    }
    assert "SanctionProcedure" in said or theme != "procedures"
    assert not {"ActivityLog", "activitylog", "followup.ActivityLog", "activitylog_set"} & said
