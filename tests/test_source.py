"""What the project says in one place is not said in another: its own source, read."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
APPS = ("snippets", "pages", "search", "portal", "site")


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
