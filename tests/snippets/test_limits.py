"""Counting: exactly so many pass, however many come at once, in threads and in processes."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from config import throttling
from snippets import jobs
from snippets.limits import HOUR, Limit, first_reached
from snippets.limits.stores import RedisStore, Store
from snippets.models import Count
from tests.pages.test_concurrent_creation import ROOT, database_url
from tests.races import at_once

FIVE = Limit("tests.five", 5, HOUR)
AT_ONCE = 24


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of our own, which listens to nothing but a file."""
    folder = tmp_path_factory.mktemp("redis")
    socket = folder / "redis.sock"
    command = ["redis-server", "--port", "0", "--unixsocket", str(socket), "--save", ""]
    server = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert server.stdout
    for line in server.stdout:
        if "eady to accept connections" in line:
            break
    assert server.poll() is None
    yield f"unix://{socket}"
    server.terminate()
    server.communicate(timeout=10)


@pytest.fixture
def redis_limits(settings, redis_url) -> RedisStore:
    settings.REDIS_URL = redis_url
    store = RedisStore(redis_url)
    store._client.flushall()
    return store


def end_all() -> None:
    Count.objects.update(ends_at=timezone.now() - timedelta(seconds=1))


@pytest.mark.django_db
def test_so_many_are_allowed_for_each_until_the_end():
    assert [FIVE.allows("somebody") for _ in range(7)] == [True] * 5 + [False] * 2
    assert FIVE.allows("somebody else")
    assert Limit("tests.other", 5, HOUR).allows("somebody")
    end_all()
    assert [FIVE.allows("somebody") for _ in range(6)] == [True] * 5 + [False]


@pytest.mark.django_db
def test_a_count_ends_so_long_after_its_first_time_whatever_comes_later():
    FIVE.allows("somebody")
    first = Count.objects.get().ends_at
    assert abs(first - timezone.now() - timedelta(hours=1)) < timedelta(seconds=30)
    for _ in range(9):
        FIVE.allows("somebody")
    assert Count.objects.get().ends_at == first


@pytest.mark.django_db
def test_what_was_no_attempt_is_taken_back_and_never_below_nothing():
    for _ in range(3):
        FIVE.take_back("somebody")
    for _ in range(5):
        FIVE.allows("somebody")
    FIVE.take_back("somebody")
    assert [FIVE.allows("somebody") for _ in range(2)] == [True, False]
    FIVE.forget("somebody")
    assert FIVE.allows("somebody")


@pytest.mark.django_db
def test_what_one_limit_refuses_does_not_use_up_the_next():
    narrow, wide = Limit("tests.narrow", 2, HOUR), Limit("tests.wide", 3, HOUR)
    for _ in range(9):
        first_reached((narrow, ("a",)), (wide, ()))
    assert first_reached((narrow, ("a",)), (wide, ())) is narrow
    assert first_reached((narrow, ("b",)), (wide, ())) is None
    assert first_reached((narrow, ("c",)), (wide, ())) is wide


@pytest.mark.django_db
def test_the_table_names_nobody():
    FIVE.allows("192.0.2.7", "eloise@exemple.test")
    with connection.cursor() as cursor:
        cursor.execute("SELECT snippets_count::text FROM snippets_count")
        (row,) = cursor.fetchone()
    assert "192.0.2.7" not in row
    assert "eloise" not in row


@pytest.mark.django_db
def test_nothing_is_counted_in_a_transaction_that_could_give_it_back():
    with pytest.raises(RuntimeError), transaction.atomic():
        FIVE.allows("somebody")


@pytest.mark.django_db
def test_ended_counts_are_deleted_and_running_ones_stay():
    FIVE.allows("past")
    end_all()
    FIVE.allows("now")
    jobs.forget_ended_counts(timestamp=0)
    assert Count.objects.count() == 1
    assert FIVE.allows("now")


def passed(results: list[object]) -> int:
    """How many were allowed; an error is none and is not hidden."""
    assert set(map(type, results)) == {bool}
    return results.count(True)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("has_ended", [False, True])
def test_many_at_once_pass_exactly_the_limit(has_ended):
    if has_ended:
        for _ in range(9):
            FIVE.allows("somebody")
        end_all()
    assert passed(at_once(*[lambda: FIVE.allows("somebody")] * AT_ONCE)) == 5


@pytest.mark.django_db(transaction=True)
def test_reading_then_writing_lets_more_pass():
    """The control: the race is there, and the test above would see it."""
    key = "control"

    def read_then_write() -> bool:
        row = Count.objects.filter(key=key).first()
        number = row.number if row else 0
        if number >= FIVE.most:
            return False
        ends_at = timezone.now() + timedelta(hours=1)
        Count.objects.update_or_create(key=key, defaults={"number": number + 1, "ends_at": ends_at})
        return True

    assert passed(at_once(*[read_then_write] * AT_ONCE)) > 5


@pytest.mark.django_db(transaction=True)
def test_processes_at_once_pass_exactly_the_limit():
    """Two processes of twelve connections each, which start together."""
    told = subprocess.run(
        [sys.executable, "-m", "tests.snippets.count_at_once", "2", "12"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": database_url()},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=60,
    )
    answers = told.stdout.split()
    assert sorted(answers) == ["False"] * 19 + ["True"] * 5


@pytest.mark.django_db
def test_redis_counts_by_the_same_rules(redis_limits: Store):
    assert [FIVE.allows("somebody") for _ in range(7)] == [True] * 5 + [False] * 2
    assert not Count.objects.exists()
    for _ in range(2):
        FIVE.take_back("somebody")
    assert not FIVE.allows("somebody"), "it was counted seven times"
    FIVE.forget("somebody")
    FIVE.take_back("somebody")
    assert [FIVE.allows("somebody") for _ in range(6)] == [True] * 5 + [False]


def test_redis_keeps_no_count_without_an_end(redis_limits: RedisStore):
    for _ in range(7):
        FIVE.allows("somebody")
    FIVE.take_back("somebody")
    FIVE.take_back("nobody")
    (key,) = redis_limits._client.keys()
    assert 0 < redis_limits._client.ttl(key) <= HOUR
    redis_limits._client.pexpire(key, 1)


def test_many_at_once_pass_exactly_the_limit_in_redis(redis_limits: Store):
    assert passed(at_once(*[lambda: FIVE.allows("somebody")] * AT_ONCE)) == 5


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("store", ["database", "redis"])
def test_the_api_counts_many_at_once(store, request):
    if store == "redis":
        request.getfixturevalue("redis_limits")
    counts = at_once(*[lambda: throttling.count("192.0.2.7")[1].count] * AT_ONCE)
    assert sorted(counts) == list(range(1, AT_ONCE + 1))
    assert Count.objects.exists() == (store == "database")
