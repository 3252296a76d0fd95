"""`manage.py demo_code E-MAIL`."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from demo.accounts import demo_accounts
from demo.followup.places import accounts as followup_accounts
from portal.accounts.models import User
from portal.accounts.sign_in.codes import code_of_the_moment
from snippets.addresses import normal_address


class Command(BaseCommand):
    """Print the second factor of an account of the demo, as its application would show it."""

    help = "Affiche le code du moment d’un compte de la démonstration."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print six digits. Raises CommandError in production, and for any other account."""
        if not settings.DEMO_CODES:
            message = "Cette commande ne marche pas en production."
            raise CommandError(message)
        email = normal_address(options["email"])
        user = User.objects.filter(email=email).first()
        known = [*demo_accounts(), *followup_accounts()]
        if user is None or email not in {account.email for account in known}:
            message = f"{email} n’est pas un compte de la démonstration."
            raise CommandError(message)
        self.stdout.write(code_of_the_moment(user))
