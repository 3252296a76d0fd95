"""Every operation of the schema, asked anything: no fault, no answer outside the schema."""

import datetime
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import timezone

from tests.factories import OccupationFactory, OrganisationFactory
from tests.search.rows import make_belfort, make_row
from tests.search.sessions import make_session
from tests.sizes import IS_FULL, at_size

pytestmark = pytest.mark.django_db(transaction=True)

EXAMPLES = at_size(4, 10)
# Each limit of each parameter takes most of the time.
PHASES = "examples,coverage,fuzzing" if IS_FULL else "examples,fuzzing"
SECONDS = 240
# A place may be unknown and a box reversed, which a schema cannot say: the answer names them.
CONFIG = """
[checks]
positive_data_acceptance.expected-statuses = ["200", "304", "400", "404", "410"]
"""


@pytest.fixture
def something_to_find(transactional_db):
    make_belfort()
    now = timezone.now()
    company = OrganisationFactory()
    for number in range(23):
        make_row(organisation_id=company.pk, contract=("cdi", "cdd")[number % 2])
    make_row(latitude=None)
    make_row(id=1, expires_at=now - datetime.timedelta(days=1))
    make_session()
    OccupationFactory.create_batch(3)
    OrganisationFactory(verified_at=now)


def test_every_operation_keeps_to_the_schema(live_server, something_to_find, tmp_path):
    config = tmp_path / "schemathesis.toml"
    config.write_text(CONFIG)
    command = [
        str(Path(sys.executable).with_name("schemathesis")),
        "--config-file",
        str(config),
        "run",
        f"{live_server.url}/api/schema/",
        "--checks",
        "all",
        "--phases",
        PHASES,
        "--mode",
        "all",
        "--max-examples",
        str(EXAMPLES),
        "--seed",
        "90",
        "--generation-deterministic",
        "--continue-on-failure",
        "--no-color",
        "--warnings",
        "off",
        "--suppress-health-check",
        "all",
    ]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-2_000:]
    assert "Operations:       9 selected / 9 total" in done.stdout
