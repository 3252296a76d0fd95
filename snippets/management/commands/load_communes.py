"""Load the communes."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from snippets import loading
from snippets.sources import LoadingError


class Command(BaseCommand):
    """`manage.py load_communes [--file PATH | --from-api [--department 90]]`."""

    help = (
        "Charge les communes, du fichier du projet (avec leurs contours), d’un autre ou du service "
        "géographique."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        source = parser.add_mutually_exclusive_group()
        source.add_argument("--file", type=Path, help="fichier CSV", default=None)
        source.add_argument("--from-api", action="store_true", help="service géographique")
        parser.add_argument("--department", default="90", help="code du département (90)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["from_api"]:
                counts = loading.load_communes_from_api(options["department"])
            elif options["file"]:
                counts = loading.load_communes(options["file"])
            else:
                counts = loading.load_communes()
                # Those of the same file have a map at once, without any network.
                loading.load_reference_contours()
        except LoadingError as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            self.stdout.write(f"Communes\u00a0: {counts}.")
