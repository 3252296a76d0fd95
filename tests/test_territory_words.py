"""No territory and no site is named in code, templates, styles or scripts.

The site's name, its département and its authority come from the settings, communes from the
reference data. The rule for « Déclic »: with its accent, it is the software. It is written where
the software itself is meant (README, docs, a schema in English), and is what a site is called
until somebody names it (`snippets.models.site.SOFTWARE`); never on a screen, in a mail, a PDF or a
feed. Without an accent, `declic` is an identifier (logger, key of a format, PRODID). Comments and
docstrings are for those who read the code: they may give examples. The demo, the reference data,
the migrations and the tests have a territory.
"""

import re
from pathlib import Path

from tests.test_source import modules

ROOT = Path(__file__).resolve().parents[1]
WORDS = re.compile(
    r"Déclic|Belfort|Franche-Comt|\b90\d{3}\b|\b90[ \u00a0]000\b|47\.6386|6\.8631|"
    r"\b(?:Delle|Beaucourt|Giromagny|Valdoie|Bavilliers|Offemont|Danjoutin|Essert|Andelnans|"
    r"Cravanche|Sermamagny|Grandvillars|Montbéliard|Héricourt|Savoureuse)\b"
)
NOT_SAID = re.compile(
    r"{% comment.*?{% endcomment %}|{#.*?#}|<!--.*?-->|/\*.*?\*/|^\s*//[^\n]*",
    re.DOTALL | re.MULTILINE,
)
# The name of a site that has none yet.
ALLOWED = {"snippets/models/site.py: Déclic"}
SHOWN = {".html", ".txt", ".svg", ".js", ".css", ".json"}


def words_in(text: str) -> list[str]:
    """The words that a template, a script or a style sheet says."""
    return WORDS.findall(NOT_SAID.sub("", text))


def test_no_territory_and_no_site_is_named_in_code():
    found = {
        f"{path}: {word}"
        for path, module in modules().items()
        if not path.startswith("site/demo/")
        for text in module.texts
        for word in WORDS.findall(text)
    }
    for folder in ("templates", "site/static"):
        for file in (ROOT / folder).rglob("*"):
            if file.suffix in SHOWN:
                path = file.relative_to(ROOT)
                found |= {f"{path}: {word}" for word in words_in(file.read_text("utf-8"))}
    assert not (found - ALLOWED), "\n".join(sorted(found - ALLOWED))


def test_a_comment_may_give_an_example():
    assert words_in("{# Belfort #}<p>Déclic</p>\n// Delle\n/* Delle */ a = '90000'") == [
        "Déclic",
        "90000",
    ]
