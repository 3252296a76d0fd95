"""Pytest plugin: the database server is there before the settings are read.

Loaded by `-p tests.database`, so that the tests are started with `python -m pytest`.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "site"))

from config.database import ensure_database_url

ensure_database_url()
