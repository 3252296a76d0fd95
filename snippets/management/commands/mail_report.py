"""`manage.py mail_report`: a mail server hands over a report on the standard input."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from snippets.mail.returns.bounces import apply_reports
from snippets.mail.returns.reports import MAX_BYTES, ReportError


class Command(BaseCommand):
    """Apply a delivery report or a complaint; in Postfix, an alias `|manage.py mail_report`."""

    help = "Lit un avis de non-remise ou un signalement (RFC 3464, RFC 5965)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a file, or the standard input."""
        parser.add_argument("file", nargs="?", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many messages changed. Raises CommandError for what is no report."""
        file: Path | None = options["file"]
        try:
            raw = file.read_bytes() if file else sys.stdin.buffer.read(MAX_BYTES + 1)
            applied = apply_reports(raw=raw)
        except OSError as error:
            raise CommandError(str(error)) from error
        except ReportError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{applied} message(s) mis à jour")
