"""`manage.py load_demo` where the demo is not installed; its own command comes before this one."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Say why, rather than that there is no such command."""

    help = "Refusé ici\u00a0: la démonstration n’est que pour essayer le site."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError."""
        message = (
            "La démonstration ne se charge pas avec ces réglages\u00a0: le mot de passe de ses "
            "comptes est public. Pour essayer le site ailleurs qu’en production\u00a0: make run."
        )
        raise CommandError(message)
