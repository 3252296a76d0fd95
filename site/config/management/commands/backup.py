"""`make backup`."""

import signal
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config import backup


class Command(BaseCommand):
    """Save the database and the media in one file."""

    help = "Sauvegarde la base et les fichiers dans une seule archive."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--file", type=Path, help="var/backups/declic-<date>.tar par défaut")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file and say what it holds. Raises CommandError."""
        # A timer that stops the command leaves no file behind either.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        try:
            saved = backup.backup(options["file"] or backup.default_file())
        except backup.BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(str(saved.file))
        self.stderr.write(
            f"Base «\u00a0{backup.database_name()}\u00a0»\u00a0: {saved.tables}\u00a0tables. "
            f"Fichiers\u00a0: {saved.files}. {max(1, round(saved.size / 1_000_000))}\u00a0Mo."
        )
