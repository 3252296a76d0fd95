"""`make restore FILE=…`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config import backup


class Command(BaseCommand):
    """Restore a backup into an empty database."""

    help = "Restaure une sauvegarde dans une base vide."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file to read."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore. Raises CommandError, with nothing changed, when it cannot."""
        try:
            backup.restore(options["file"])
        except backup.BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Sauvegarde restaurée.")
