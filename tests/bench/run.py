"""One size of the bench: load, serve, measure."""

import os
import time
from typing import Any

from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test import Client as TestClient
from django.test.utils import CaptureQueriesContext

from pages.models import JobOfferPage
from pages.moderation import services
from pages.moderation.locking import content_digest
from pages.moderation.models import ChecklistItem
from portal.accounts.models import User
from search.models import Opportunity
from snippets.models import Commune, Occupation
from tests.bench import cv, followup
from tests.bench.measure import WARM_UP, Case, Client, Result, as_json, interleave
from tests.bench.rows import copy_rows
from tests.bench.servers import serve
from tests.factories import JobOfferPageFactory
from tests.sign_in import prove

WORDS_AND_PLACE = "q=soudeur&lieu=Belfort&rayon=20"
TERRITORY = "bbox=6.75,47.43,7.15,47.83"
PUBLICATIONS = 15
PUBLISH_BUDGET_MS = 150
PUBLIC_P95_MS = 50


def at_size(size: int, *, rounds: int, per_round: int) -> dict[str, Any]:
    """Measure every case with `size` rows in the index; plain data."""
    prepare(size)
    page = JobOfferPageFactory(live=True)
    adviser = followup.prepare()
    of_the_area = followup.cases(adviser)
    connection.close()
    cases = [*_cases(page), *of_the_area]
    with (
        serve("tests.bench.bare:application") as bare_port,
        serve(
            "config.wsgi:application",
            DJANGO_SETTINGS_MODULE="tests.bench.settings",
            DATABASE_URL=os.environ["DATABASE_URL"],
        ) as site_port,
    ):
        clients = {"site": Client(site_port), "bare view": Client(bare_port)}
        clients |= followup.clients(site_port, adviser, of_the_area)
        results = interleave(clients, cases, rounds, per_round)
    for case in cases:
        if case in of_the_area:
            results[case.name].queries = followup.count_queries(case.path, adviser)
        elif case.max_queries is not None:
            results[case.name].queries = count_queries(case.path)
    bare, empty = results["bare view"], results["empty view"]
    lines = [as_json(result, bare, empty) for result in results.values()]
    lines.append(_publish(bare, empty))
    lines += cv.measured(bare, empty)
    return {"size": size, "cases": lines}


def prepare(size: int) -> None:
    """Migrate, load the reference data, and fill the index with `size` rows."""
    call_command("migrate", verbosity=0)
    if not Commune.objects.exists():
        call_command("load_communes", verbosity=0)
    if not Occupation.objects.exists():
        call_command("load_occupations", verbosity=0)
    for offer in JobOfferPage.objects.all():
        offer.delete()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE search_opportunity")
    copy_rows(connection, size)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE search_opportunity")


def _cases(page: JobOfferPage) -> list[Case]:
    return [
        Case("bare view", "/"),
        Case("empty view", "/bench/empty", max_ratio=3),
        Case(
            "search page",
            f"/offres/?{WORDS_AND_PLACE}",
            max_ratio=25,
            plain_ratio=40,
            max_queries=6,
            max_p95_ms=PUBLIC_P95_MS,
        ),
        Case(
            "API list",
            f"/api/v1/opportunities/?{WORDS_AND_PLACE}",
            max_ratio=12,
            plain_ratio=27,
            max_queries=4,
            max_p95_ms=PUBLIC_P95_MS,
        ),
        Case(
            "clusters, territory",
            f"/api/v1/clusters/?{TERRITORY}&zoom=10",
            max_ratio=10,
            max_queries=2,
            max_bytes=20_000,
            max_p95_ms=PUBLIC_P95_MS,
        ),
        Case(
            "clusters, town and words",
            "/api/v1/clusters/?q=soudeur&bbox=6.80,47.60,6.92,47.68&zoom=13",
            max_ratio=10,
            plain_ratio=22,
            max_queries=2,
            max_bytes=20_000,
            max_p95_ms=PUBLIC_P95_MS,
        ),
        Case(
            "offer page",
            page.get_url() or "",
            max_ratio=15,
            plain_ratio=24,
            max_queries=15,
            max_p95_ms=PUBLIC_P95_MS,
        ),
    ]


def count_queries(path: str) -> int:
    """SQL queries of one request, once what is kept in memory is there, the limit's count aside."""
    client = TestClient()
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return len([query for query in queries if "snippets_count" not in query["sql"]])


def _publish(bare: Result, empty: Result) -> dict[str, object]:
    """Server time of the moderator's POST that approves: workflow, publication, index row, mail."""
    result = Result(Case("publish an offer", "", max_ms=PUBLISH_BUDGET_MS))
    moderator, _ = User.objects.get_or_create(email="banc@declic.example")
    moderator.groups.add(Group.objects.get(name="communication"))
    client = TestClient()
    client.force_login(moderator)
    prove(client.session, moderator)
    checks = list(ChecklistItem.objects.proposed_for("job").values_list("key", flat=True))
    for _ in range(PUBLICATIONS + WARM_UP):
        page = JobOfferPageFactory(live=False, owner=moderator)
        page.save_revision(user=moderator)
        page = services.submit(page=page, user=moderator)
        task_state = page.current_workflow_task_state
        address = f"/cms/pages/workflow/action/{page.pk}/approve/{task_state.pk}/"
        data = {"checks": checks, "content_digest": content_digest(page.latest_revision)}
        started = time.perf_counter()
        client.post(address, data, headers={"x-requested-with": "XMLHttpRequest"})
        result.times_ms.append((time.perf_counter() - started) * 1000)
        page.refresh_from_db()
        if not page.live or not Opportunity.objects.filter(pk=page.pk).exists():
            message = "The approval did not publish the page."
            raise RuntimeError(message)
    del result.times_ms[:WARM_UP]
    return as_json(result, bare, empty)
