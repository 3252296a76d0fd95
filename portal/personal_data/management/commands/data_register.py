"""Write `docs/personal-data.md` from the register of personal data."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.personal_data.register import Holding, holdings

FILE = Path(settings.BASE_DIR) / "docs" / "personal-data.md"
_HEAD = """# Register of personal data

Written by `manage.py data_register` from `portal/personal_data/`: change that instead.
The titles, reasons and times are what people read in their account and on `/donnees-personnelles/`.
"""


class Command(BaseCommand):
    """Write the file, or check that it is up to date."""

    help = "Écrit docs/personal-data.md à partir du registre (--check\u00a0: vérifie seulement)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError when the file is stale and `--check` is given."""
        text = "\n".join([_HEAD, *(_section(holding) for holding in holdings())])
        if not options["check"]:
            FILE.write_text(text, encoding="utf-8")
        elif not FILE.exists() or FILE.read_text(encoding="utf-8") != text:
            message = "docs/personal-data.md is stale: run manage.py data_register."
            raise CommandError(message)


def _section(holding: Holding) -> str:
    lines = [
        f"## {holding.title} (`{holding.model}`)",
        "",
        f"{holding.why} {holding.how_long} À l’effacement du compte\u00a0: {holding.on_erasure}.",
        "",
    ]
    if holding.fields:
        lines += ["| field | why |", "| --- | --- |"]
        lines += [f"| `{name}` | {why} |" for name, why in holding.fields.items()]
        lines.append("")
    return "\n".join(lines)
