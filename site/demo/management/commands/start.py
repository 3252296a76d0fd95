"""`make run`: prepare everything, say who can sign in, serve."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from demo import startup
from demo.accounts import DEMO_PASSWORD, DemoAccount, demo_accounts
from demo.candidates import DemoCandidate, demo_candidates
from demo.followup.places import PRINTED
from demo.followup.places import accounts as followup_accounts
from demo.members import DemoMember, demo_members
from demo.pairs import SHOWN as PAIRS


class Command(BaseCommand):
    """Serve the site on this machine with its worker, ready to be tried."""

    help = "Prépare la base, les fichiers et la démonstration, puis sert le site et ses tâches."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until interrupted. Raises CommandError when the port is taken."""
        port = options["port"]
        try:
            startup.listening_addresses(port)
        except startup.PortTakenError as error:
            raise CommandError(str(error)) from error
        startup.prepare()
        startup.answer_on(port)
        self.stdout.write(f"\nDéclic\u00a0: http://localhost:{port}\n")
        self.stdout.write(f"Espace de publication\u00a0: http://localhost:{port}/cms/\n")
        if settings.DEV_MAILBOX:
            self.stdout.write(f"Courriels du site\u00a0: http://localhost:{port}/dev/courriels/\n")
        self.stdout.write("\n")
        accounts: list[DemoAccount | DemoMember | DemoCandidate] = [
            *demo_accounts(),
            *followup_accounts()[:PRINTED],
            *demo_members(),
            *demo_candidates(),
        ]
        for account in accounts:
            self.stdout.write(f"  {account.email:<46} {account.level_label}\n")
            if isinstance(account, DemoAccount):
                self.stdout.write(
                    f"    secret de l’application de codes\u00a0: {account.totp_secret}\n"
                )
        for email, label in PAIRS:
            self.stdout.write(f"  {email:<46} {label}\n")
        self.stdout.write(f"  mot de passe de tous\u00a0: {DEMO_PASSWORD}\n")
        self.stdout.write("  code du moment\u00a0: manage.py demo_code E-MAIL\n\n")
        self.stdout.flush()
        sys.exit(startup.serve(port))
