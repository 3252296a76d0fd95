"""What retention would do today; done with --apply."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from portal.followup.retention.deciding import LABELS, Act
from portal.followup.retention.services import running, slips


class Command(BaseCommand):
    """`manage.py followup_retention [--apply] [--slip N]`: dry unless told."""

    help = "Compte ce que la conservation ferait aujourd’hui\u00a0; --apply le fait."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--apply", action="store_true", help="Fait ce qui est compté.")
        parser.add_argument(
            "--slip", type=int, help="Un bordereau visé et lancé\u00a0: ce qui serait détruit."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["slip"]:
            self._slip(options["slip"], is_dry=not options["apply"])
            return
        report = running.run(is_dry=not options["apply"])
        for act in Act:
            self.stdout.write(f"{LABELS[act]}\u00a0: {report.counts[act]}")
        if report.without_unit:
            self.stdout.write(f"dossiers sans unité, laissés\u00a0: {report.without_unit}")
        if report.is_dry:
            self.stdout.write("Rien n’est écrit. --apply le fait.")

    def _slip(self, pk: int, *, is_dry: bool) -> None:
        if not is_dry:
            self.stdout.write(f"dossiers anonymisés\u00a0: {slips.destroy(slip_id=pk)}")
            return
        gone, withheld = slips.would_destroy(pk)
        self.stdout.write(f"seraient anonymisés\u00a0: {len(gone)}")
        for key, why in withheld.items():
            self.stdout.write(f"retiré (clé {key})\u00a0: {why}")
