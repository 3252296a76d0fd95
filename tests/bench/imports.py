"""A monthly file of 10,000 people: how long it takes to read and to apply, and in how much memory.

Measured in a process of its own, as a worker is (`python -m tests.bench.imports FILE USER`), beside
the cases that are there already.
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
    from demo.followup_story import Story
    from tests.portal.followup.imports import monthly

    # Made here: the factories of another process would give names that are taken.
    user = monthly.officer().user
    month = Story(seed=1).begin(PEOPLE * 10 // 13)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / month.name
        path.write_bytes(month.content())
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.imports", str(path), str(user.pk)],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    if found["people"] != len(month.expected):
        message = f"{found['people']} people were added, of {len(month.expected)}."
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


def _import(path: Path, user_id: int) -> dict[str, Any]:
    """Receive, read and apply as the worker does."""
    from portal.accounts.actors import Actor
    from portal.accounts.models import User
    from tests.portal.followup.imports import monthly

    actor = Actor(User.objects.get(pk=user_id))
    known = _people()
    waiting = monthly.send(path.read_bytes(), actor)
    before, start = _peak(), time.perf_counter()
    file = monthly.read(waiting)
    read = time.perf_counter()
    monthly.apply(file, actor)
    end = time.perf_counter()
    return {
        "people": _people() - known,
        "read_s": round(read - start, 1),
        "apply_s": round(end - read, 1),
        "peak_mb": round((_peak() - before) / 1024),
    }


def _people() -> int:
    from portal.followup.models import Beneficiary
    from portal.followup.rows.scope import Scope, system_scope

    with system_scope(Scope.TEST):
        return Beneficiary.unscoped.count()


def _peak() -> int:
    """The most memory that the process held, in kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    sys.path[:0] = ["site"]
    import django

    django.setup()
    print(json.dumps(_import(Path(sys.argv[1]), int(sys.argv[2]))))
