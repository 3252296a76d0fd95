"""CVs made up for the tests: invented people, the same ones at each run."""

import json
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import Phase, given, seed, settings
from hypothesis import strategies as st

from tests.sizes import at_size

FOLDER = Path(__file__).parent
PEOPLE = {
    file.stem: json.loads(file.read_text(encoding="utf-8"))
    for file in sorted((FOLDER / "people").glob("*.json"))
}
SAMPLES = {
    file.stem: json.loads(file.read_text(encoding="utf-8"))
    for file in sorted((FOLDER / "samples").glob("*.json"))
}
_WORDS = [
    "Préparer",
    "contrôler",
    "accueillir",
    "l'équipe",
    "atelier",
    "chantier",
    "œuvre",
    "élève",
    "façade",
    "hôtel",
    "dès",
    "août",
    "commande",
    "livraison",
    "nettoyage",
    "sécurité",
    "relevé",
    "maïs",
    "Noël",
    "forêt",
    "client",
    "caisse",
    "stock",
    "machine",
    "soudure",
    "entretien",
    "jardin",
    "cuisine",
    "service",
    "soins",
    "enfant",
    "bureau",
    "accueil",
    "téléphone",
]
_TRADES = ("Soudeur", "Aide-soignante", "Vendeur", "Maçon", "Secrétaire", "Cuisinière")
_NAMES = ("Éloïse Maréchal", "Théo Łukasiewicz", "Anaïs L'Hôte", "Zoé Ñuñez", "Jean-Noël Cœur")


def _sentence(random: Random, words: int) -> str:
    return " ".join(random.choice(_WORDS) for _ in range(words)).capitalize()


def generated(seed: int) -> dict[str, Any]:
    """A plausible CV in Latin letters, of any length between nothing much and three pages."""
    random = Random(seed)
    document: dict[str, Any] = {
        "basics": {
            "name": random.choice(_NAMES),
            "label": random.choice(_TRADES),
            "email": f"personne{seed}@exemple.fr",
            "phone": f"06{random.randrange(10**8):08}",
            "summary": _sentence(random, random.randrange(0, 50)),
            "location": {"city": "Belfort", "postalCode": "90000"},
        },
        "work": [_activity(random, "position", "name") for _ in range(random.randrange(7))],
        "education": [
            _activity(random, "studyType", "institution") for _ in range(random.randrange(4))
        ],
        "volunteer": [
            _activity(random, "position", "organization") for _ in range(random.randrange(2))
        ],
        "skills": [
            {
                "name": _sentence(random, 2),
                "keywords": [_sentence(random, 3) for _ in range(random.randrange(4))],
            }
            for _ in range(random.randrange(8))
        ],
        "languages": [{"language": "Français", "x-declic": {"motherTongue": True}}],
        "interests": [{"name": _sentence(random, 1)} for _ in range(random.randrange(4))],
    }
    if seed % 3 == 0:
        document["x-declic"] = {"mobility": {"licences": ["B"], "area": "Belfort"}, "rqth": True}
    return document


def _activity(random: Random, title: str, place: str) -> dict[str, Any]:
    start = random.randrange(1990, 2024)
    return {
        title: _sentence(random, random.randrange(1, 6)),
        place: _sentence(random, random.randrange(1, 5)),
        "startDate": f"{start}-{random.randrange(1, 13):02}",
        "endDate": str(start + 1),
        "summary": _sentence(random, random.randrange(0, 20)),
        "highlights": [
            _sentence(random, random.randrange(2, 14)) for _ in range(random.randrange(6))
        ],
    }


_LETTERS = st.sampled_from("abdeéèêàçïîôœùlmnorstuzÉÀÇŒłñßğ'2")
_TEXTS = st.lists(st.text(_LETTERS, min_size=1, max_size=12), max_size=9).map(" ".join)


def _activities(title: str, place: str) -> st.SearchStrategy[list[dict[str, Any]]]:
    dates = st.dates(date(1990, 1, 1), date(2026, 1, 1)).map(lambda day: f"{day:%Y-%m}")
    texts = {title: _TEXTS, place: _TEXTS, "startDate": dates, "endDate": dates, "summary": _TEXTS}
    optional = {**texts, "highlights": st.lists(_TEXTS, max_size=5)}
    return st.lists(st.fixed_dictionaries({}, optional=optional), max_size=5)


# Any text in any place, about as long as people write.
ANY_CV: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "basics": st.fixed_dictionaries(
            {"name": _TEXTS, "label": _TEXTS},
            optional={"summary": _TEXTS, "location": st.fixed_dictionaries({"city": _TEXTS})},
        )
    },
    optional={
        "work": _activities("position", "name"),
        "education": _activities("studyType", "institution"),
        "projects": _activities("name", "entity"),
        "skills": st.lists(
            st.fixed_dictionaries({"name": _TEXTS}, optional={"keywords": st.lists(_TEXTS)}),
            max_size=6,
        ),
        "awards": st.lists(st.fixed_dictionaries({"title": _TEXTS, "awarder": _TEXTS}), max_size=2),
        "references": st.lists(
            st.fixed_dictionaries({"name": _TEXTS, "reference": _TEXTS}), max_size=2
        ),
        "languages": st.lists(st.fixed_dictionaries({"language": _TEXTS, "fluency": _TEXTS})),
    },
)


@cache
def drawn(count: int) -> tuple[dict[str, Any], ...]:
    """CVs that hypothesis makes up, the same at each run."""
    found: list[dict[str, Any]] = []

    @seed(1)
    @settings(max_examples=count, phases=[Phase.generate], database=None, deadline=None)
    @given(ANY_CV)
    def collect(document: dict[str, Any]) -> None:
        found.append(document)

    collect()
    return tuple(found[:count])


EXTREMES: dict[str, dict[str, Any]] = {
    "empty": {},
    "blank": {"basics": {"name": " ", "summary": "\n\n"}, "work": [{}], "skills": [{}]},
    "arabic": {"basics": {"name": "محمد بن علي", "label": "سائق شاحنة"}},
    "hebrew": {"basics": {"name": "דוד כהן (David)", "summary": "שלום à tous"}},
    "emoji": {"basics": {"name": "Léa 👩‍🍳🎉", "summary": "🔥" * 50}, "skills": [{"name": "💪"}]},
    "scripts": {"basics": {"name": "Жанна Ελένη Nguyễn 日本", "summary": "\x00\x07\ud800 ½ ﬁ"}},
    "long words": {
        "basics": {"name": "M" * 60, "label": "œ" * 60, "email": f"{'e' * 80}@exemple.fr"},
        "skills": [{"name": "x" * 60, "keywords": ["y" * 300]}],
        "work": [{"position": "z" * 60, "name": "(" * 60, "highlights": ["\\" * 90]}],
    },
    "200 entries": {
        "basics": {"name": "Ana"},
        "work": [{"position": f"Poste {index}", "startDate": "2001"} for index in range(200)],
    },
    "200 skills": {"skills": [{"name": f"Compétence {index}"} for index in range(200)]},
    "crossed dates": {
        "work": [{"position": "Poste", "startDate": "2024-05", "endDate": "2019"}],
        "education": [{"endDate": "1000-01-01"}, {"startDate": "2999"}],
    },
    # Nothing reads such a text again from each of its letters.
    "unbroken": {"basics": {"name": "Ana", "summary": "a@" * 10_000 + " " * 9_000 + "x" * 10_000}},
    "halves": {"basics": {"name": "A\x00\ud800", "label": "\udfff", "email": "\ud800@b.fr"}},
    "long title": {"basics": {"name": "Ana", "label": "Chargée de mission " * 12}},
    "endless": {
        "basics": {"name": "Na " * at_size(150, 900), "summary": "mot " * at_size(800, 4_000)}
    },
    "endless item": {"work": [{"position": "Poste", "highlights": ["fait " * 3000]}]},
}
