"""Load the communes."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from snippets import loading
from snippets.site import site_settings
from snippets.sources import LoadingError

_OTHER_DEPARTMENT = (
    "Le fichier du projet est celui d’un autre département. Donnez --from-api ou --file."
)


class Command(BaseCommand):
    """`manage.py load_communes [--file PATH | --from-api [--department 25]]`."""

    help = (
        "Charge les communes, du fichier du projet (avec leurs contours), d’un autre ou du service "
        "géographique."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        source = parser.add_mutually_exclusive_group()
        source.add_argument("--file", type=Path, help="fichier CSV ou JSON", default=None)
        source.add_argument("--from-api", action="store_true", help="service géographique")
        parser.add_argument(
            "--department", default=None, help="code du département (celui du site)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError, for the project's file on another Département's site as well."""
        own = site_settings().department_code or loading.REFERENCE_DEPARTMENT
        department = own if options["department"] is None else options["department"]
        try:
            if options["from_api"]:
                counts = loading.load_communes_from_api(department)
            elif options["file"]:
                counts = loading.load_communes(options["file"])
            elif department != loading.REFERENCE_DEPARTMENT:
                raise CommandError(_OTHER_DEPARTMENT)
            else:
                counts = loading.load_communes()
                # Those of the same file have a map at once, without any network.
                loading.load_reference_contours()
        except LoadingError as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            self.stdout.write(f"Communes\u00a0: {counts}.")
