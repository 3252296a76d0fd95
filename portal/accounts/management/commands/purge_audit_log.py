"""`manage.py purge_audit_log`: what the nightly job does, or would do."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from portal.accounts.models import AuditEntry
from portal.accounts.services.retention import purge_audit_log


class Command(BaseCommand):
    """Delete the lines of the audit log that are too old."""

    help = "Efface les lignes trop anciennes du journal des droits."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="compte sans rien effacer")

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete or count, and say how many of each action."""
        counts = purge_audit_log(dry_run=options["dry_run"])
        for action, count in counts.items():
            self.stdout.write(f"{AuditEntry.Action(action).label}\u00a0: {count}")
        verb = "à effacer" if options["dry_run"] else "effacées"
        self.stdout.write(f"Lignes {verb}\u00a0: {sum(counts.values())}")
