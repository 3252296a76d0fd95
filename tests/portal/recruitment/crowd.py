"""A crowd that registers at the same second, in processes: for tests and for the bench."""

import os
import subprocess
import sys

from portal.participation.models import Agreement, Participant
from portal.participation.texts import REGISTER
from portal.recruitment.models import Roster
from tests.pages.test_concurrent_creation import ROOT, database_url

PROCESSES = 8


def crowd(size: int) -> list[int]:
    """People who have agreed: the keys of their agreements."""
    people = Participant.objects.bulk_create(
        Participant(
            first_name="Alex",
            last_name=f"N{number}",
            folded_name=f"n{number} alex",
            email=f"alex{number}@exemple.test",
        )
        for number in range(size)
    )
    made = Agreement.objects.bulk_create(
        Agreement(
            participant=person,
            purpose=REGISTER.purpose,
            version=REGISTER.version,
            text=REGISTER.text,
            how=Agreement.How.SCREEN,
        )
        for person in people
    )
    return [agreement.pk for agreement in made]


def register_all(roster: Roster, *, mode: str, people: int) -> tuple[float, list[float]]:
    """So many register in eight processes that start together: the seconds from the first to the
    last, and those that each one took."""
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.portal.recruitment.register_at_once",
            str(roster.pk),
            mode,
            str(PROCESSES),
        ],
        input=" ".join(map(str, crowd(people))),
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": database_url()},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    total, times = done.stdout.splitlines()
    seconds = [float(one) for one in times.split()]
    assert len(seconds) == people
    return float(total), seconds
