"""Take old applications out of organisations' view."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from portal.applications.services.retention import hide_old


class Command(BaseCommand):
    """What the daily job does; `--dry-run` only counts."""

    help = "Retire aux organisations les candidatures trop anciennes (--dry-run\u00a0: compte)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        count = hide_old(dry_run=options["dry_run"])
        self.stdout.write(f"{count:>6}  Candidatures retirées de la vue des organisations")
