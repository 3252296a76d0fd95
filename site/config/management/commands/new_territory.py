"""`manage.py new_territory`: the site of a Département, in one command."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.new_territory.answers import checked, read_answers
from config.new_territory.laying import Laid, lay_territory
from config.new_territory.remaining import remaining
from config.new_territory.terminal import ask_all
from snippets import french
from snippets.errors import DomainError

_NO_TERMINAL = (
    "Personne ne répond aux questions\u00a0: lancez la commande dans un terminal, ou donnez un "
    "fichier de réponses (--file, voir docs/another-territory.md)."
)


class Command(BaseCommand):
    """Ask or read the answers, write all of it or nothing, say what remains."""

    help = "Prépare le site d’un département, puis dit ce qu’il reste à faire."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare where the answers come from; the terminal unless a file is given."""
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument("--file", type=Path, help="fichier de réponses, TOML ou JSON")
        choice.add_argument(
            "--check", action="store_true", help="ne change rien, dit ce qu’il reste à faire"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError with a sentence for each wrong answer; then nothing has changed."""
        if not options["check"]:
            try:
                typed = read_answers(options["file"]) if options["file"] else self._ask()
                self._say(lay_territory(answers=checked(typed)))
            except DomainError as error:
                raise CommandError(str(error)) from error
        self._say_what_remains()

    def _ask(self) -> dict[str, str]:
        if not sys.stdin.isatty():
            raise CommandError(_NO_TERMINAL)
        try:
            return ask_all(ask=input, say=self.stdout.write)
        except EOFError as error:
            raise CommandError(_NO_TERMINAL) from error

    def _say(self, laid: Laid) -> None:
        self.stdout.write(f"Communes\u00a0: {laid.communes}.")
        if laid.contours is not None:
            self.stdout.write(f"Contours\u00a0: {laid.contours}.")
        self.stdout.write(f"Métiers\u00a0: {laid.occupations}.")
        self.stdout.write(f"Métiers qui ont maintenant des phrases\u00a0: {laid.suggestions}.")
        if laid.dropped:
            gone = french.counted(laid.dropped, "commune")
            self.stdout.write(f"Retirées, d’un autre département\u00a0: {gone}.")
        if laid.kept:
            kept = french.counted(laid.kept, "commune")
            self.stdout.write(
                f"Gardées, d’un autre département, car des organisations, des annonces ou des "
                f"personnes y sont\u00a0: {kept}, sans contour."
            )
        if laid.link:
            self.stdout.write(
                "Un courriel part à la personne qui administrera les droits, avec ce lien, "
                "valable une fois, pendant 7\u00a0jours. S’il n’arrive pas, donnez-le-lui\u00a0:"
            )
            self.stdout.write(laid.link)

    def _say_what_remains(self) -> None:
        tasks = remaining()
        if not tasks:
            self.stdout.write("Il ne reste rien à faire.")
            return
        self.stdout.write("Il reste à faire\u00a0:")
        for task in tasks:
            self.stdout.write(f"- {task.text}\n  {task.where}")
