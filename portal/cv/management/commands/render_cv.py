"""`manage.py render_cv RESUME.json OUT.pdf`: print a CV; no database is needed."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.cv.exchange import read_json
from portal.cv.pdf import render
from portal.cv.resume import ResumeError, Template


class Command(BaseCommand):
    """Exit codes: 0 done, 1 the file is no CV or cannot be read or written, 2 wrong arguments."""

    help = "Met en page un CV au format JSON Resume dans un PDF balisé."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the files and the choices."""
        parser.add_argument("resume", type=Path, help="CV au format JSON Resume")
        parser.add_argument("output", type=Path, help="PDF à écrire")
        parser.add_argument(
            "--template",
            choices=Template.values,
            help="modèle (celui que le CV demande, sinon « simple »)",
        )
        parser.add_argument("--anonymous", action="store_true", help="sans rien qui identifie")
        parser.add_argument("--photo", type=Path, help="JPEG, imprimé si le CV le demande")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, print, write. Raises CommandError with a message in French."""
        template = options["template"]
        photo: Path | None = options["photo"]
        try:
            resume = read_json(options["resume"].read_bytes())
            pdf = render(
                resume,
                template=Template(template) if template else None,
                anonymous=options["anonymous"],
                photo=photo.read_bytes() if photo else None,
            )
            options["output"].write_bytes(pdf)
        except ResumeError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            message = f"{error.filename}\u00a0: {error.strerror}."
            raise CommandError(message) from error
        self.stdout.write(f"{options['output']}\u00a0: {len(pdf) / 1024:.0f}\u00a0ko.")
