"""`manage.py invite_administrator`: who gives rights first, on a new site."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.accounts.errors import AccountError
from portal.accounts.services.invitations import invite_first_administrator


class Command(BaseCommand):
    """Invite the first administrator of rights, while there is none."""

    help = "Invite la première personne qui administrera les droits."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take who, and why: both are kept in the log."""
        parser.add_argument("email", help="son adresse e-mail")
        parser.add_argument("--reason", required=True, help="le motif, gardé dans le journal")

    def handle(self, *args: Any, **options: Any) -> None:
        """Send the mail and print its link: mail may not leave yet on a new site.

        Raises CommandError when somebody administers rights already, or for a wrong address.
        """
        try:
            link = invite_first_administrator(email=options["email"], reason=options["reason"])
        except AccountError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Un courriel part avec ce lien, valable une fois, pendant 7 jours.")
        self.stdout.write("S’il n’arrive pas, donnez ce lien à cette personne seule\u00a0:")
        self.stdout.write(link)
