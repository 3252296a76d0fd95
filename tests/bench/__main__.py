"""`make bench`: the budgets, measured; `--size N` for one size only.

Each size loads its rows by COPY into a database of the bench's own, serves the site and the bare
project with one worker process each, and prints a table. The same goes to `var/bench/*.json`.
"""

import argparse
import json
import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[2]
SIZES = (10_000, 100_000, 1_000_000)


def main() -> int:
    """Run the bench; return 1 when a budget is missed."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--size", type=int, help="number of opportunities (all three by default)")
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--per-round", type=int, default=10)
    options = parser.parse_args()
    sizes = (options.size,) if options.size else SIZES
    _prepare_environment()

    from tests.bench import imports, mail, registration, report, run

    results: list[dict[str, Any]] = []
    for size in sizes:
        print(f"\n{size:,} opportunities".replace(",", " "), flush=True)
        measured = run.at_size(size, rounds=options.rounds, per_round=options.per_round)
        print(report.table(measured), flush=True)
        results.append(measured)
    letters = mail.measure()
    for case in letters:
        print(f"{case['name']}: {case['per_minute']} a minute", flush=True)
    crowd = registration.measure()
    print(f"{crowd['name']}: p95 {crowd['p95_s']} s, all in {crowd['total_s']} s", flush=True)
    month = imports.measure()
    print(
        f"{month['name']}: read in {month['read_s']} s, applied in {month['apply_s']} s, "
        f"{month['peak_mb']} MB",
        flush=True,
    )
    file = ROOT / "var" / "bench" / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    written = {"machine": platform.platform(), "sizes": results, "mail": letters}
    written |= {"registration": crowd, "import": month}
    file.write_text(json.dumps(written, indent=1))
    missed = [*report.missed(results), *mail.missed(letters), *registration.missed(crowd)]
    missed += imports.missed(month)
    print("\n" + ("\n".join(missed) if missed else "Every budget is kept."))
    return 1 if missed else 0


def _prepare_environment() -> None:
    """Make the bench's database anew beside the site's, and point Django at it."""
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    from config.database import ensure_database_url

    url = urlsplit(ensure_database_url())
    import psycopg
    from psycopg import sql

    name = f"{url.path.strip('/')}_bench"
    with psycopg.connect(urlunsplit(url._replace(scheme="postgresql")), autocommit=True) as server:
        for statement in ("DROP DATABASE IF EXISTS {}", "CREATE DATABASE {}"):
            server.execute(sql.SQL(statement).format(sql.Identifier(name)))
    os.environ["DATABASE_URL"] = urlunsplit(url._replace(path=f"/{name}"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    import django

    django.setup()


if __name__ == "__main__":
    sys.exit(main())
