"""What the project says in one place is not said in another: its own source, read."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
APPS = ("snippets", "pages", "search", "portal", "site")
# A tag that an element of a page begins or ends with, and not a placeholder of an address.
TAG = re.compile(
    r"</?(?:a|article|button|div|form|h[1-6]|i?frame|img|input|label|li|link|mark|ol|option|p|script|"
    r"section|select|span|strong|svg|table|td|th|tr|ul|use)(?:\s[^<>]*)?/?>"
)
# Rich text is HTML by its nature: where it is read, written, or given as an example.
RICH_TEXT = {
    "pages/blocks/facts.py",
    "pages/blocks/text.py",
    "pages/editorial/representation.py",
    "portal/submissions/forms/plain_text.py",
    "site/demo/data_files.py",
    "site/demo/submissions.py",
    "snippets/map_credit.py",
}


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Every module of ours but migrations, by its path."""
    for app in APPS:
        for file in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in file.parts:
                yield str(file.relative_to(ROOT)), ast.parse(file.read_text())


def test_the_address_of_the_site_is_read_in_one_module():
    """`absolute` and its neighbours decide what an address of ours begins with."""
    readers = {
        path
        for path, tree in modules()
        if not path.startswith("site/config/settings/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "BASE_URL"
    }
    assert readers == {"snippets/site.py"}


def texts(tree: ast.Module) -> Iterator[str]:
    """Every text of a module but its docstrings, the fixed parts of f-strings put together."""
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, holders) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(getattr(part, "value", "")) for part in node.values)
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in documentation
        ):
            yield node.value


def test_html_is_in_templates():
    """A card, an option, an icon: whoever writes the pages finds them there."""
    found = {path for path, tree in modules() if any(TAG.search(text) for text in texts(tree))}
    assert found == RICH_TEXT


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
        for path, _ in modules()
        for name in re.findall(r"`([\w./-]+)`", (ROOT / path).read_text())
        if name.endswith(ends) and not name.startswith((".", "/"))
    }
    assert len(named) > 20
    missing = {
        (path, name)
        for path, name in named
        if not any(file == name or file.endswith(f"/{name}") for file in kept)
    }
    assert missing == set()
