"""An audience is counted in as many queries whatever its size, and fast."""

from collections.abc import Callable
from datetime import timedelta
from time import perf_counter
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.mailing.audiences.estimate import Estimate, estimate
from portal.mailing.audiences.still import no_longer_chosen
from portal.mailing.models import Campaign, Source
from portal.mailing.services.freezing import freeze
from tests.factories import CommuneFactory, OccupationFactory
from tests.portal.accounts.people import officer
from tests.portal.mailing.world import campaign, candidate

pytestmark = pytest.mark.django_db

CRITERIA: dict[str, Any] = {
    "communes": ["90010"],
    "radius_km": 20,
    "occupations": ["F1703", "K"],
}
# In the shape of a Département's candidates: half near, one in two with this trade, two in three
# who agree. A statement each, with statistics after it, or each key would be looked for line by
# line in a table that was empty.
CROWD = (
    """
    INSERT INTO accounts_user (email, password, first_name, last_name, folded_name, is_active,
        is_staff, is_superuser, date_joined, session_epoch, erasure_by_inactivity)
    SELECT 'foule' || n || '@exemple.test', '!', 'Alex', 'N' || n, 'n' || n, true,
        false, false, now() - n * interval '1 minute', 0, false
    FROM generate_series(1, {size}) n
    """,
    """
    INSERT INTO accounts_user_groups (user_id, group_id)
    SELECT accounts_user.id, auth_group.id FROM accounts_user, auth_group
    WHERE auth_group.name = 'candidate' AND email LIKE 'foule%'
    """,
    """
    INSERT INTO accounts_consent (user_id, purpose, version, given_at)
    SELECT id, 'campaigns', '2026-12', now() FROM accounts_user
    WHERE email LIKE 'foule%' AND id % 3 > 0
    """,
    """
    INSERT INTO candidates_candidateprofile (user_id, commune_id, experience, transports, licences,
        contracts, working_time, schedules, availability, updated_at)
    SELECT id, CASE id % 2 WHEN 0 THEN '90010' ELSE '90999' END, '', '{{}}', '{{}}', '{{}}', '',
        '{{}}', '', now()
    FROM accounts_user WHERE email LIKE 'foule%'
    """,
    """
    INSERT INTO candidates_profileoccupation (profile_id, occupation_id, rank)
    SELECT id, CASE (id / 2) % 2 WHEN 0 THEN 'F1703' ELSE 'A1203' END, 1
    FROM accounts_user WHERE email LIKE 'foule%'
    """,
)
# It counts the levels of each, as none of these has another.
LEVELS = "ALTER TABLE accounts_user_groups {} TRIGGER accounts_groups_are_separated"


def crowd(size: int) -> None:
    """So many candidates more, by one statement."""
    CommuneFactory(belfort=True)
    CommuneFactory(insee_code="90999", latitude=46.0, longitude=4.0)
    for code in ("F1703", "A1203"):
        OccupationFactory(code=code)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(LEVELS.format("DISABLE"))
        for statement in CROWD:
            cursor.execute(statement.format(size=size))
            cursor.execute("ANALYZE")
        cursor.execute(LEVELS.format("ENABLE"))


def measured(act: Callable[[], Any]) -> tuple[Any, int, float]:
    """What an act returns, its queries and its seconds."""
    begins = perf_counter()
    with CaptureQueriesContext(connection) as queries:
        made = act()
    return made, len(queries), perf_counter() - begins


def counted(made: Campaign) -> Callable[[], Estimate]:
    return lambda: estimate(source=made.source, criteria=made.criteria, user=made.author)


def test_an_audience_costs_the_same_for_few_and_many() -> None:
    made = campaign(officer(), Source.CANDIDATES, CRITERIA)
    candidate(commune=CommuneFactory(belfort=True), trades=("F1703",))
    counted(made)()
    few, queries, _ = measured(counted(made))
    assert few.count == 1
    crowd(240)
    many, same, _ = measured(counted(made))
    assert many.count > 30
    assert same == queries <= 7


@pytest.mark.full
def test_a_hundred_thousand_candidates_are_counted_within_two_seconds() -> None:
    made = campaign(officer(), Source.CANDIDATES, CRITERIA)
    crowd(100_000)
    found, _, seconds = measured(counted(made))
    rows = found.count + sum(found.excluded.values())
    assert abs(rows - 25_000) < 10
    assert seconds < 2
    everybody = campaign(made.author, Source.CANDIDATES)
    found, _, seconds = measured(counted(everybody))
    assert found.count + found.excluded["no_consent"] == 100_000
    assert seconds < 2
    count, _, frozen = measured(lambda: freeze(campaign=everybody, now=timezone.now()))
    assert count == found.count
    some = list(everybody.recipients.order_by("?").values_list("address", flat=True)[:100])
    later = timezone.now() + timedelta(minutes=1)
    _, _, still = measured(lambda: no_longer_chosen(campaign=everybody, addresses=some, now=later))
    print(f"estimate {seconds:.2f} s, freeze {frozen:.2f} s, still of 100 {still:.3f} s")
    assert still < 0.5
