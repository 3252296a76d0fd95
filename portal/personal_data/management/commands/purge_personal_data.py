"""Delete the personal data past its time."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from portal.personal_data import services


class Command(BaseCommand):
    """What the daily job does; `--dry-run` only says what it would delete."""

    help = "Efface les données dont la durée est passée (--dry-run\u00a0: compte seulement)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        for title, count in services.purge(dry_run=options["dry_run"]).items():
            self.stdout.write(f"{count:>6}  {title}")
