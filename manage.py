#!/usr/bin/env python
"""Django's command-line utility, with the project's database server behind it."""

import os
import sys
from pathlib import Path


def main() -> None:
    """Start the embedded PostgreSQL when no DATABASE_URL is given, then run the command."""
    sys.path.insert(1, str(Path(__file__).resolve().parent / "site"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    from config.database import ensure_database_url

    ensure_database_url()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
