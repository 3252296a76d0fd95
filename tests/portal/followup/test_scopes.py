"""One scope of the site, one use: what `docs/followup.md` says is what the code does."""

import ast
import re
from collections import defaultdict
from pathlib import Path

from django.conf import settings

from portal.followup.rows.scope import READING, Scope

BASE = Path(settings.BASE_DIR)
AREA = BASE / "portal" / "followup"
ROW = re.compile(r"^\| `(\w+)` \| (.+) \| (.+) \|$", re.MULTILINE)
# Those that no service opens yet, that of migrations and that of tests.
WAITING = {
    Scope.MIGRATION,
    Scope.TEST,
}


def told() -> dict[str, tuple[set[str], str]]:
    """Scope, the modules that open it, and for what."""
    text = (BASE / "docs" / "followup.md").read_text("utf-8")
    start = text.index("| scope |")
    table = text[start : text.index("\n\n", start)]
    return {
        scope: ({*re.findall(r"`([^`]+)`", modules)}, use)
        for scope, modules, use in ROW.findall(table)
    }


def opened() -> dict[str, set[str]]:
    """Scope, and the modules of the area that open it."""
    found = defaultdict(set)
    for path in AREA.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("system_scope"):
                for name in re.findall(r"Scope\.([A-Z_]+)", ast.unparse(node)):
                    found[Scope[name].value].add(str(path.relative_to(AREA)))
    return found


def test_each_scope_is_opened_where_it_is_said():
    said, done = told(), opened()
    assert len(done) > 20
    for scope, modules in done.items():
        places, _ = said[scope]
        strangers = {
            module
            for module in modules
            if not any(module == place or module.startswith(place) for place in places)
        }
        assert strangers == set(), scope


def test_each_scope_is_said_once_and_opened_by_somebody():
    said, done = told(), opened()
    assert said.keys() == {*Scope} - WAITING
    assert said.keys() - done.keys() == {Scope.DEMO}


def test_two_scopes_do_not_share_a_module_but_for_one_theme():
    """A service that opens two scopes has two uses: it says why here."""
    modules = defaultdict(set)
    for scope, places in opened().items():
        for place in places:
            modules[place].add(scope)
    shared = {place: scopes for place, scopes in modules.items() if len(scopes) > 1}
    assert shared == {
        # What an account reads of itself, and its erasure.
        "holdings.py": {Scope.OWN_FILE, Scope.ERASURE},
        # Requests that lapse, lines that are purged.
        "access/services/retention.py": {Scope.ACCESS, Scope.ACCESS_LOG_PURGE},
    }


def test_those_that_read_are_said_to():
    said = told()
    assert {scope for scope, (_, use) in said.items() if use.startswith("*reads*")} == {
        *READING - WAITING
    }
