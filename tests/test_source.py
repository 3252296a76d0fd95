"""What the project says in one place is not said in another: its own source, read."""

import ast
import itertools
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
APPS = ("snippets", "pages", "search", "portal", "site")
HOLDERS = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
# A tag that an element of a page begins or ends with, and not a placeholder of an address.
TAG = re.compile(
    r"</?(?:a|article|button|div|form|h[1-6]|i?frame|img|input|label|li|link|mark|ol|option|p|script|"
    r"section|select|span|strong|svg|table|td|th|tr|ul|use)(?:\s[^<>]*)?/?>"
)
# SQL, and SQL that is only a piece of a statement.
SQL = re.compile(
    r"\b(?:SELECT|INSERT INTO|DELETE FROM|UPDATE \w+ SET|GROUP BY|ORDER BY|LEFT JOIN|CASE WHEN)\b"
    r"|^\s*(?:WITH|FROM|JOIN|WHERE|(?:CREATE|ALTER|DROP) [A-Z]+|GRANT|SET LOCAL) "
)
PIECE = re.compile(r"\s*(?:,|(?:AND|FROM|GROUP BY|JOIN|LEFT JOIN|LIMIT|OR|ORDER BY|WHERE)\b)")
# Rich text is HTML by its nature: where it is read, written, or given as an example.
RICH_TEXT = {
    "pages/blocks/facts.py",
    "pages/blocks/text.py",
    "pages/editorial/representation.py",
    "site/demo/submissions.py",
    "snippets/map_credit.py",
}


@cache
def sources() -> dict[str, str]:
    """The text of every module of ours but migrations, by its path."""
    return {
        str(file.relative_to(ROOT)): file.read_text()
        for app in APPS
        for file in sorted((ROOT / app).rglob("*.py"))
        if "migrations" not in file.parts
    }


@dataclass(frozen=True)
class Module:
    """What the tests below ask of a module: its tree, kept for all of them, would be too large."""

    attributes: frozenset[str]
    texts: tuple[str, ...]
    packed: int
    joined: tuple[str, ...]


@cache
def modules() -> dict[str, Module]:
    """Every module of ours, read once for all tests of a process."""
    return {path: read(ast.parse(text)) for path, text in sources().items()}


def is_packed(node: ast.AST) -> bool:
    """A list or a tuple that is written out where it is unpacked."""
    return isinstance(node, ast.Starred) and isinstance(node.value, ast.Tuple | ast.List)


def is_sql(node: ast.AST) -> bool:
    """Whether it is SQL that is written out, in an f-string as well."""
    if isinstance(node, ast.JoinedStr):
        return any(is_sql(part) for part in node.values)
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and SQL.search(node.value) is not None
    )


def joins_sql(node: ast.AST) -> bool:
    """Whether it puts SQL together; `sql.SQL(…).format` of psycopg, which quotes, is no text."""
    match node:
        case ast.JoinedStr(values=parts):
            return is_sql(node) and any(isinstance(part, ast.FormattedValue) for part in parts)
        case ast.BinOp(left=left, op=ast.Add() | ast.Mod(), right=right):
            return is_sql(left) or is_sql(right)
        case ast.Call(func=ast.Attribute(value=held, attr="format" | "join" | "replace")):
            return is_sql(held) or any(map(is_sql, itertools.chain(*map(ast.walk, node.args))))
        case ast.Constant(value=str(text)):
            return is_sql(node) and PIECE.match(text) is not None
    return False


def read(tree: ast.Module) -> Module:
    """Its attributes, and every text but docstrings, the fixed parts of f-strings put together."""
    joined: list[str] = []
    documentation: set[int] = set()
    attributes: set[str] = set()
    texts: list[str] = []
    packed = 0
    for node in ast.walk(tree):
        if id(node) not in documentation and joins_sql(node):
            joined.append(ast.unparse(node))
        if isinstance(node, HOLDERS) and node.body and isinstance(node.body[0], ast.Expr):
            documentation.add(id(node.body[0].value))
        elif isinstance(node, ast.Attribute):
            attributes.add(node.attr)
        elif is_packed(node):
            packed += 1
        elif isinstance(node, ast.JoinedStr):
            texts.append("".join(str(getattr(part, "value", "")) for part in node.values))
        # A walk comes to whoever holds a docstring before it comes to the docstring.
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in documentation
        ):
            texts.append(node.value)
    return Module(frozenset(attributes), tuple(texts), packed, tuple(joined))


def test_the_address_of_the_site_is_read_in_one_module():
    """`absolute` and its neighbours decide what an address of ours begins with."""
    readers = {
        path
        for path, module in modules().items()
        if not path.startswith("site/config/settings/") and "BASE_URL" in module.attributes
    }
    assert readers == {"snippets/site.py"}


def test_html_is_in_templates():
    """A card, an option, an icon: whoever writes the pages finds them there."""
    found = {path for path, module in modules().items() if any(map(TAG.search, module.texts))}
    assert found == RICH_TEXT


def test_a_statement_is_one_constant():
    """SQL is read, searched and explained as it is run: never put together from pieces."""
    assert {path: module.joined for path, module in modules().items() if module.joined} == {}


def test_a_list_is_written_plainly():
    """`*("a", "b")` inside another list only saves lines: it asks the reader what it is for."""
    assert {path for path, module in modules().items() if module.packed} == set()
    unpacks = re.compile(r"\*[(\[]")
    for file in (ROOT / "tests").rglob("*.py"):
        text = file.read_text()
        assert not (unpacks.search(text) and any(map(is_packed, ast.walk(ast.parse(text))))), file


# A day of the month before its month, as Django writes it: "1 janvier".
WRITES_A_DAY = re.compile(r"(?<!\\)j F|DATETIME_FORMAT")


def test_a_day_in_full_is_written_by_our_own_helpers():
    """French writes "1er janvier", Django "1 janvier": `snippets.french` and its filters know."""
    ours = {"snippets/french.py", "site/config/formats/fr/formats.py"}
    in_code = {
        path
        for path, module in modules().items()
        if path not in ours and any(map(WRITES_A_DAY.search, module.texts))
    }
    filtered = re.compile(r"\|\s*date:([\"'])(.*?)\1")
    in_templates = {
        str(file.relative_to(ROOT))
        for file in (ROOT / "templates").rglob("*")
        if file.suffix in {".html", ".txt", ".xml"}
        if any(WRITES_A_DAY.search(said) for _, said in filtered.findall(file.read_text()))
    }
    assert in_code | in_templates == set()


# What looks at a page as it is at that moment.
LOOKS = {
    "axe_findings",
    "check",
    "is_wider_than_the_screen",
    "look",
    "screenshot",
    "see",
    "all",
    "bounding_box",
    "count",
    "evaluate",
    "get_attribute",
    "inner_text",
    "input_value",
    "emulate_media",
    "goto",
    "is_visible",
    "reload",
}


def is_click(statement: ast.stmt) -> bool:
    """Whether it ends in a click, and waits for nothing else."""
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Call)
        and isinstance(statement.value.func, ast.Attribute)
        and statement.value.func.attr == "click"
    )


def looks_at_once(statement: ast.stmt) -> bool:
    """Whether it begins by looking, or leaves for another address, without waiting."""
    while isinstance(statement, ast.If | ast.For):
        statement = statement.body[0]
    functions = [node.func for node in ast.walk(statement) if isinstance(node, ast.Call)]
    # Of a page, not of a field: `field.check()` waits.
    named = {function.id for function in functions if isinstance(function, ast.Name)}
    held = {function.attr for function in functions if isinstance(function, ast.Attribute)}
    return "expect" not in named and (
        isinstance(statement, ast.Assert) or bool(LOOKS & named or (LOOKS - {"check"}) & held)
    )


def test_a_browser_test_waits_for_what_a_click_leads_to():
    """`browser.follow`, or an `expect`: what looks at once may see the page that is leaving."""
    files = [*(ROOT / "tests/e2e").glob("*.py"), *(ROOT / "tests/guide").rglob("*.py")]
    assert len(files) > 20
    found = [
        f"{file.name}:{click.lineno}"
        for file in files
        for node in ast.walk(ast.parse(file.read_text()))
        for block in ("body", "orelse", "finalbody")
        if isinstance(getattr(node, block, None), list)
        for click, after in itertools.pairwise(getattr(node, block))
        if is_click(click) and looks_at_once(after)
    ]
    assert found == []


def test_no_module_names_a_file_that_is_not_here():
    ends = (".py", ".md", ".html", ".js", ".css", ".toml")
    kept = {
        str(file.relative_to(ROOT))
        for top in (*APPS, "templates", "tests", "docs")
        for file in (ROOT / top).rglob("*")
        if file.suffix in ends
    } | {file.name for file in ROOT.iterdir() if file.is_file()}
    named = {
        (path, name)
        for path, text in sources().items()
        for name in re.findall(r"`([\w./-]+)`", text)
        if name.endswith(ends) and not name.startswith((".", "/"))
    }
    assert len(named) > 20
    missing = {
        (path, name)
        for path, name in named
        if not any(file == name or file.endswith(f"/{name}") for file in kept)
    }
    assert missing == set()
