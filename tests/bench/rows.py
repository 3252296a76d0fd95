"""Synthetic rows of the opportunity index, by COPY: the same for the same seed.

Titles are the labels of ROME with the turns that employers give them. The first TERRITORY_ROWS
rows lie in the communes of the Territoire de Belfort, by their population; the others, which
stand for a national feed, are spread over the towns of France. With `dense`, every row lies in
the Territoire: no site will see that, and the measures of the index must not fear it.
"""

import csv
import datetime
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from search.words.folding import fold

DATA = Path(__file__).resolve().parents[2] / "snippets" / "data"
TERRITORY_ROWS = 10_000
# Pages of the site have smaller ids.
FIRST_ID = 1_000_000_000
SOURCE = "bench"
_CONTRACTS = (
    ("cdi", 40), ("cdd", 25), ("interim", 18), ("apprenticeship", 6), ("cddi", 4),
    ("seasonal", 3), ("vacation", 2), ("professionalisation", 1), ("pmsmp", 1),
)  # fmt: skip
_TURNS = (
    "{}", "{}", "{}", "{} H/F", "{} de nuit", "{} en {town}", "{} expérimenté", "{} débutant",
)  # fmt: skip
_TRADE_WORDS = (
    "atelier", "chantier", "magasin", "équipe", "client", "sécurité", "qualité",
    "livraison", "accueil", "entretien", "machine", "planning", "stock", "soin", "cuisine",
    "montage", "contrôle", "nettoyage", "conduite", "réception", "gestion", "préparation",
    "commande", "véhicule", "bureau", "téléphone", "document", "patient", "enfant", "jardin",
)  # fmt: skip
_COLUMNS = (
    "id", "kind", "source", "url", "title", "summary", "organisation_id", "organisation_name",
    "organisation_slug", "commune_code", "commune_name", "postal_code", "position", "precision",
    "occupation_code", "occupation_label", "domain", "contract", "duration_months",
    "weekly_hours", "working_time", "schedules", "beginner_accepted", "no_licence", "siae",
    "disabled_workers_welcome", "transport", "positions", "starts_at", "ends_at",
    "published_at", "expires_at",
)  # fmt: skip
_TEXTS = ("text_a", "text_b", "text_c", "text_d")


def copy_rows(connection: Any, count: int, *, seed: int = 90, dense: bool = False) -> None:
    """Add `count` rows to an empty index, then analyse it. Documents are made by PostgreSQL."""
    names = ", ".join(_COLUMNS)
    with connection.cursor() as cursor:
        columns = ", ".join(f"{name} text" for name in _TEXTS)
        cursor.execute(
            "CREATE TEMP TABLE bench_rows AS SELECT " + names + " FROM search_opportunity LIMIT 0"
        )
        for column in columns.split(", "):
            cursor.execute(f"ALTER TABLE bench_rows ADD COLUMN {column}")
        with cursor.copy(f"COPY bench_rows ({names}, {', '.join(_TEXTS)}) FROM STDIN") as copy:
            for row in rows(count, seed=seed, dense=dense):
                copy.write_row(row)
        cursor.execute(
            f"INSERT INTO search_opportunity ({names}, details, document) SELECT {names}, '{{}}',"
            " setweight(to_tsvector('french', text_a), 'A')"
            " || setweight(to_tsvector('french', text_b), 'B')"
            " || setweight(to_tsvector('french', text_c), 'C')"
            " || setweight(to_tsvector('french', text_d), 'D') FROM bench_rows ORDER BY id"
        )
        cursor.execute("DROP TABLE bench_rows")
        cursor.execute("ANALYZE search_opportunity")


def rows(count: int, *, seed: int, dense: bool) -> Iterator[tuple[Any, ...]]:
    """Values of _COLUMNS, then the four folded texts."""
    chance = random.Random(seed)
    occupations = _read("occupations.csv")
    territory = _read("communes.csv")
    weights = [int(commune["population"]) for commune in territory]
    towns = _towns(chance)
    now = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    folded = {item["code"]: fold(item["label"]) for item in occupations}
    for number in range(count):
        local = dense or number < TERRITORY_ROWS
        commune = chance.choices(territory, weights)[0] if local else chance.choice(towns)
        yield _row(number, chance, chance.choice(occupations), commune, now, folded)


def _row(
    number: int,
    chance: random.Random,
    occupation: dict[str, str],
    commune: dict[str, str],
    now: datetime.datetime,
    folded: dict[str, str],
) -> tuple[Any, ...]:
    masculine = occupation["label"].split(" / ")[0]
    title = chance.choice(_TURNS).format(masculine, town=commune["name"])
    organisation = number % 4_000
    organisation_name = f"Entreprise {chance.choice(_TRADE_WORDS)} {organisation}"
    exact = chance.random() < 0.4
    latitude, longitude = float(commune["latitude"]), float(commune["longitude"])
    if exact:
        latitude += chance.uniform(-0.015, 0.015)
        longitude += chance.uniform(-0.02, 0.02)
    full = chance.random() < 0.75
    published = now - datetime.timedelta(minutes=chance.randrange(60 * 24 * 60))
    words = chance.choices(_TRADE_WORDS, k=14)
    summary = f"Vous travaillez en {words[0]} avec une équipe {words[1]}."
    skills = " ".join(words)
    contract = chance.choices(
        [name for name, _ in _CONTRACTS], [weight for _, weight in _CONTRACTS]
    )[0]
    schedules = [
        name for name, share in (("day", 0.8), ("night", 0.1), ("weekend", 0.2), ("split", 0.08))
        if chance.random() < share
    ]  # fmt: skip
    identifier = FIRST_ID + number
    return (
        identifier, "job", SOURCE, f"/offres/{occupation['code'].lower()}-{identifier}/", title,
        summary, organisation, organisation_name, f"entreprise-{organisation}",
        commune["insee_code"], commune["name"], commune["postal_codes"].split(" ")[0],
        f"({longitude:.6f},{latitude:.6f})", "address" if exact else "commune",
        occupation["code"], occupation["label"], occupation["code"][0], contract,
        chance.randint(1, 12) if contract == "cdd" else None,
        35 if full else chance.choice((12, 20, 24, 28)), "full" if full else "part", schedules,
        chance.random() < 0.5, chance.random() < 0.6, chance.random() < 0.06,
        chance.random() < 0.9, chance.random() < 0.3, chance.randint(1, 4), None, None, published,
        published + datetime.timedelta(days=61),
        fold(title), f"{folded[occupation['code']]} {fold(organisation_name)}",
        fold(f"{commune['name']} {commune['postal_codes'].split(' ')[0]}"),
        fold(f"{summary} {skills}"),
    )  # fmt: skip


def _read(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _towns(chance: random.Random) -> list[dict[str, str]]:
    """Invented towns over mainland France."""
    return [
        {
            "insee_code": f"{number:05d}",
            "name": f"Ville-{number}",
            "postal_codes": f"{number:05d}",
            "latitude": str(chance.uniform(43.0, 50.5)),
            "longitude": str(chance.uniform(-1.5, 7.0)),
        }
        for number in range(5_000)
    ]
