"""Load the contours of the communes."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from snippets import loading
from snippets.site import site_settings
from snippets.sources import LoadingError


class Command(BaseCommand):
    """`manage.py load_contours [--file PATH | --from-api] [--department 25]`."""

    help = "Charge les contours des communes, d’un fichier GeoJSON ou du service géographique."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare where the contours come from; the API unless a file is given."""
        source = parser.add_mutually_exclusive_group()
        source.add_argument(
            "--file", type=Path, help="fichier GeoJSON, ou JSON du service", default=None
        )
        source.add_argument("--from-api", action="store_true", help="service géographique")
        parser.add_argument(
            "--department", default=None, help="code du département (celui du site)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["file"]:
                counts = loading.load_contours(options["file"])
            else:
                own = site_settings().department_code or loading.REFERENCE_DEPARTMENT
                asked = options["department"]
                counts = loading.load_contours_from_api(own if asked is None else asked)
        except LoadingError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Contours\u00a0: {counts}.")
