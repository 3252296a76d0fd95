"""`make restore FILE=…`."""

import signal
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.clients import BackupError
from config.restore import restore


class Command(BaseCommand):
    """Restore a backup into an empty database."""

    help = "Restaure une sauvegarde dans une base vide."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore, and say what is left to do. Raises CommandError, with nothing changed."""
        # Stopped from outside, it puts everything back like after any other failure.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        try:
            done = restore(options["file"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Sauvegarde restaurée\u00a0: la base, et {done.files}\u00a0fichiers.")
        if done.aside:
            self.stdout.write(
                f"Les fichiers d’avant sont dans {done.aside}\u00a0: supprimez ce dossier quand "
                "vous n’en avez plus besoin."
            )
        if done.migrate:
            self.stdout.write(
                "La sauvegarde est plus ancienne que le site\u00a0: lancez maintenant "
                "«\u00a0manage.py migrate\u00a0»."
            )
