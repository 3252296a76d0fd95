"""Make the opportunity index again from the pages."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.index.indexing import rebuild

SHOWN = 20


class Command(BaseCommand):
    """Correct every row of the index; visitors notice nothing."""

    help = "Make the opportunity index again from the pages, and say which rows were wrong."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="Change nothing; fail when a row is missing, wrong or too many.",
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        changes = rebuild(check=check)
        written, removed = changes.written, changes.removed
        summary = f"Rows missing or wrong: {_list(written)}. Rows too many: {_list(removed)}."
        if check and (written or removed):
            raise CommandError(summary)
        self.stdout.write(summary if written or removed else "Every row was right.")


def _list(ids: list[int]) -> str:
    """“3 (4, 7, 9)”, cut after a few."""
    if not ids:
        return "0"
    shown = ", ".join(map(str, ids[:SHOWN]))
    return f"{len(ids)} ({shown}{'…' if len(ids) > SHOWN else ''})"
