"""`manage.py maintenance_page`."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.template.loader import render_to_string

from snippets.site import site_settings


class Command(BaseCommand):
    """Write the page that the proxy shows while the site is away.

    It stands by itself: neither the site nor its static files answer then. The proxy, another user,
    reads it.
    """

    help = "Écrit la page que le serveur frontal montre pendant une mise à jour."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file below VAR_DIR, with today's name and phone."""
        # `deployment/nginx/declic.conf` looks here.
        folder = Path(settings.VAR_DIR) / "maintenance"
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
        part, page = folder / ".maintenance.html.part", folder / "maintenance.html"
        part.write_text(render_to_string("maintenance.html", {"site_settings": site_settings()}))
        part.chmod(0o644)
        part.replace(page)
        self.stdout.write(str(page))
