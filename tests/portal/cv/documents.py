"""CVs made up for the tests: invented people, the same ones at each run."""

import json
from pathlib import Path
from random import Random
from typing import Any

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
    "endless": {"basics": {"name": "Na " * 900, "summary": "mot " * 4000}},
    "endless item": {"work": [{"position": "Poste", "highlights": ["fait " * 3000]}]},
}
