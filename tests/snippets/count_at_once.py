"""A process of `test_limits`: counts from several connections once it is told to."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
sys.path.insert(0, "site")
django.setup()

from snippets.limits import HOUR, Limit  # noqa: E402 - Django is set up first
from tests.races import at_once  # noqa: E402

if __name__ == "__main__":
    limit = Limit("tests.five", 5, HOUR)
    print("ready", flush=True)
    sys.stdin.readline()
    print(*at_once(*[lambda: limit.allows("somebody")] * int(sys.argv[1])), sep="\n")
