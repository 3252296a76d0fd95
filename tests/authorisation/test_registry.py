"""The registry of capabilities says what the code lets through, and all of it.

The rows of the matrix say who is answered, and the matrix asks. Here each row is compared with the
registry, which what administrators read is made from: a tick too many or too few is found.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import URLResolver, get_resolver

from portal.accounts import capabilities
from portal.accounts.capabilities import CAPABILITIES, READ
from portal.accounts.capability import Capability, Reach
from portal.accounts.level_names import OF_AN_ORGANISATION, LevelName
from snippets.models import Organisation
from tests.authorisation.rows import ANONYMOUS, ROWS, WAGTAIL
from tests.authorisation.rows.row import Row

ALL_ROWS = {**ROWS, **WAGTAIL}
LEVELS = frozenset(LevelName)
BUILT = [item for item in CAPABILITIES if item.is_built]
# What belongs to somebody else in the world of the rows.
OTHERS = re.compile(r"\{(other_|consent)")
# Open to whoever is signed out, and to those that the CMS lets in.
DOORS = frozenset({"wagtailadmin_login"})
CODE = ("snippets", "pages", "search", "portal", "site")
ACCOUNTS, DEMO = "portal/accounts/", "site/demo/"
# Modules that speak of every capability.
REGISTRY = (f"{ACCOUNTS}capabilities.py", f"{ACCOUNTS}administration/")


def named(capability: Capability) -> str:
    """The constant of a capability."""
    return next(name for name, value in vars(capabilities).items() if value is capability)


CONSTANTS = {named(item): item for item in CAPABILITIES}


def ticked(row: Row, capability: Capability) -> frozenset[str]:
    """The columns of the matrix that a row may let in through one of its capabilities."""
    if row.in_cms:
        return capability.everywhere()
    return frozenset(capability.holders) | ({ANONYMOUS} if capability.anonymous else frozenset())


def certain(row: Row, capability: Capability) -> frozenset[str]:
    """Those of them that it lets in: members of the rows' company lose what companies have not."""
    found = ticked(row, capability)
    if not capability.verified_kinds:
        return found
    assert Organisation.Kind.COMPANY not in capability.verified_kinds
    return found - OF_AN_ORGANISATION


def test_each_address_lets_in_those_to_whom_the_registry_gives_it():
    wrong = {}
    for name, row in ALL_ROWS.items():
        if not row.asks:
            continue
        may_be = frozenset().union(*(ticked(row, item) for item in row.asks))
        # Who is led elsewhere by the same right is let in too.
        let_in = row.who | row.elsewhere | (row.led & may_be)
        let_in -= {ANONYMOUS} if name in DOORS else frozenset()
        must_be = frozenset().union(*(certain(row, item) for item in row.asks))
        if let_in - may_be or must_be - let_in:
            wrong[name] = {"not ticked": let_in - may_be, "ticked and refused": must_be - let_in}
    assert wrong == {}


def test_an_address_that_asks_nothing_tells_no_level_from_another():
    asking_nothing = {name: row for name, row in ALL_ROWS.items() if not row.asks}
    assert asking_nothing
    assert [
        name
        for name, row in asking_nothing.items()
        if row.who & LEVELS not in (frozenset(), LEVELS) and row.refusal != 200
    ] == []


def test_who_is_refused_what_is_others_is_not_said_to_reach_everything():
    of_others = {name: row for name, row in ROWS.items() if OTHERS.search(row.other)}
    assert of_others
    wrong = []
    for name, row in of_others.items():
        bounded = (row.bounded or row.who) & LEVELS
        everywhere = frozenset().union(*(item.everywhere() for item in row.asks))
        if bounded & everywhere or not (row.who & LEVELS) - bounded <= everywhere:
            wrong.append(name)
    assert wrong == []


@pytest.mark.parametrize("capability", BUILT, ids=named)
def test_each_tick_is_tried_at_an_address(capability):
    tried = frozenset().union(
        *(row.who | row.elsewhere for row in ALL_ROWS.values() if capability in row.asks)
    )
    ticks = {*capability.holders, *([ANONYMOUS] if capability.anonymous else [])}
    assert ticks - tried == set()


def test_what_is_not_built_is_asked_at_no_address():
    assert [
        name
        for name, row in ALL_ROWS.items()
        if not all(capability.is_built for capability in row.asks)
    ] == []


def views(resolver=None, spaces=()) -> Iterator[tuple[str, type | None]]:
    """(name, class of the view) of each named address."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern, (*spaces, *filter(None, [pattern.namespace])))
        elif pattern.name:
            view = getattr(pattern.callback, "view_class", None)
            yield ":".join((*spaces, pattern.name)), view


def test_each_view_asks_what_its_row_says():
    asked = {
        name: view.capability
        for name, view in views()
        if isinstance(getattr(view, "capability", None), Capability)
    }
    assert len(asked) > 80
    assert {
        name: (named(capability), [named(item) for item in ROWS[name].asks])
        for name, capability in asked.items()
        if capability not in ROWS[name].asks
    } == {}


@cache
def modules() -> dict[str, list[ast.AST]]:
    """The nodes of each module of the project, by its path: migrations keep what was."""
    base = Path(settings.BASE_DIR)
    return {
        path.relative_to(base).as_posix(): list(ast.walk(ast.parse(path.read_text("utf-8"))))
        for folder in CODE
        for path in sorted((base / folder).rglob("*.py"))
        if "migrations" not in path.parts
    }


def asked_in_code() -> set[str]:
    """The constants that a module outside the registry uses, or whose permissions it asks."""
    permissions = {
        permission: name
        for name, item in CONSTANTS.items()
        if item.cms
        for permission in item.cms.permissions
    }
    found = set()
    for path, nodes in modules().items():
        if path.startswith(REGISTRY):
            continue
        names = {node.id for node in nodes if isinstance(node, ast.Name)}
        words = {node.value for node in nodes if isinstance(node, ast.Constant)}
        found |= names & imported(nodes)
        found |= {name for permission, name in permissions.items() if permission in words}
    return found


def imported(nodes: list[ast.AST]) -> set[str]:
    """The capabilities that a module imports, inside its functions too."""
    return {
        alias.name
        for node in nodes
        if isinstance(node, ast.ImportFrom) and node.module == "portal.accounts.capabilities"
        for alias in node.names
        if alias.name in CONSTANTS
    }


def test_every_capability_is_asked_by_the_code_or_is_not_built():
    asked = asked_in_code()
    # What is open without an account is not asked: its views say `login_not_required`.
    nothing_to_ask = {name for name, item in CONSTANTS.items() if item.anonymous == Reach.ALL}
    assert nothing_to_ask == {named(READ)}
    built = {name for name, item in CONSTANTS.items() if item.is_built}
    assert {"built, never asked": built - asked - nothing_to_ask, "asked": asked - built} == {
        "built, never asked": set(),
        "asked": set(),
    }


# “candidate” and “sponsor” are words as well: a group is also known by the lookups on groups.
FORBIDDEN = frozenset(LevelName.values) - {LevelName.CANDIDATE, LevelName.SPONSOR}
# A way by which people come is called like a level: it opens nothing.
HOMONYMS = {"portal/participation/models/agreements.py": {"adviser"}}


def levels_named(nodes: list[ast.AST]) -> set[str]:
    """Where a module knows a level, or asks for a group by its name."""
    found = set()
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module == "portal.accounts.level_names":
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.Attribute | ast.Name):
            name = node.attr if isinstance(node, ast.Attribute) else node.id
            found |= {name} & {"LevelName"}
        elif isinstance(node, ast.Constant) and node.value in FORBIDDEN:
            found.add(node.value)
        elif isinstance(node, ast.keyword) and (node.arg or "").startswith("groups"):
            found.add(node.arg)
    return found


def test_no_level_is_named_outside_accounts():
    found = {
        path: names
        for path, nodes in modules().items()
        if not path.startswith((ACCOUNTS, DEMO))
        and (names := levels_named(nodes) - HOMONYMS.get(path, set()))
    }
    assert found == {}


def test_no_template_names_a_level():
    base = Path(settings.BASE_DIR) / "templates"
    quoted = re.compile(rf"""["']({"|".join(FORBIDDEN)})["']""")
    found = {
        path.relative_to(base).as_posix(): names
        for path in base.rglob("*.html")
        if (names := quoted.findall(path.read_text(encoding="utf-8")))
    }
    assert found == {}
