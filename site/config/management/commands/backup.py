"""`make backup`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config import backup


class Command(BaseCommand):
    """Save the database and the media in one file."""

    help = "Sauvegarde la base et les fichiers dans une seule archive."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file to write."""
        parser.add_argument("--file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file and print its name. Raises CommandError."""
        try:
            file = backup.backup(options["file"] or backup.default_file())
        except backup.BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(str(file))
