#!/usr/bin/env python
"""Django's command-line utility, with the project's database server behind it."""

import os
import sys
from pathlib import Path

WITHOUT_DATABASE = (["render_cv"],)


def main() -> None:
    """Start the embedded PostgreSQL when the command needs it, then run the command."""
    sys.path.insert(1, str(Path(__file__).resolve().parent / "site"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    if sys.argv[1:2] not in WITHOUT_DATABASE:
        from config.database import EmbeddedServerError, ensure_database_url

        try:
            ensure_database_url()
        except EmbeddedServerError as error:
            sys.exit(str(error))
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
