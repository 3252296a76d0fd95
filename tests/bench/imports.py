"""A monthly file of 10,000 people: how long it takes to read and to apply, and in how much memory.

Measured in a process of its own, as a worker is: `python -m tests.bench.imports FILE`.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

PEOPLE = 10_000
MAX_SECONDS = 60
# Of the process above what it holds before: the file itself is twice that.
MAX_MEGABYTES = 60


def measure() -> dict[str, Any]:
    """Plain data. Raises RuntimeError when somebody of the file is missing at the end."""
    from django.core.management import call_command

    from demo.followup_story import Story

    call_command("migrate", verbosity=0)
    story = Story(seed=1)
    month = story.begin(PEOPLE * 10 // 13)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / month.name
        path.write_bytes(month.content())
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.imports", str(path)],
            capture_output=True,
            text=True,
            check=True,
        )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    if found["people"] != len(month.expected):
        message = f"{found['people']} people are known, of {len(month.expected)}."
        raise RuntimeError(message)
    return found | {
        "name": f"import of {found['people']} people",
        "max_s": MAX_SECONDS,
        "max_mb": MAX_MEGABYTES,
    }


def missed(case: dict[str, Any]) -> list[str]:
    """One line for each budget that is missed."""
    seconds = case["read_s"] + case["apply_s"]
    lines = []
    if seconds > case["max_s"]:
        lines.append(f"{case['name']}: {seconds:.1f} s, budget {case['max_s']} s")
    if case["peak_mb"] > case["max_mb"]:
        lines.append(f"{case['name']}: {case['peak_mb']} MB more, budget {case['max_mb']} MB")
    return lines


def _import(path: Path) -> dict[str, Any]:
    """Receive, read and apply as the worker does."""
    from portal.followup.models import Beneficiary
    from portal.followup.rows.scope import Scope, system_scope
    from tests.portal.followup.imports import monthly

    actor = monthly.officer()
    waiting = monthly.send(path.read_bytes(), actor)
    before, start = _peak(), time.perf_counter()
    file = monthly.read(waiting)
    read = time.perf_counter()
    monthly.apply(file, actor)
    end = time.perf_counter()
    with system_scope(Scope.TEST):
        people = Beneficiary.unscoped.count()
    return {
        "people": people,
        "read_s": round(read - start, 1),
        "apply_s": round(end - read, 1),
        "peak_mb": round((_peak() - before) / 1024),
    }


def _peak() -> int:
    """The most memory that the process held, in kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    sys.path[:0] = ["site"]
    import django

    django.setup()
    print(json.dumps(_import(Path(sys.argv[1]))))
