"""Rewrite the images that were added before all were made the same."""

from typing import Any

from django.core.management.base import BaseCommand

from snippets.models import SiteImage
from snippets.pictures.library import normalise_image


class Command(BaseCommand):
    """Can be repeated, and run while the site serves."""

    help = (
        "Réécrit les images de la bibliothèque (8 bits, sRGB, à l’endroit, sans lieu ni appareil) "
        "et oublie leurs tailles perdues. Peut être relancée."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was done, and which images somebody must look at."""
        rewritten = dropped = problems = 0
        for image in SiteImage.objects.order_by("pk").iterator():
            outcome = normalise_image(image)
            rewritten += outcome.is_rewritten
            dropped += outcome.dropped
            if outcome.problem:
                problems += 1
                name = f"Image {image.pk} «\u00a0{image.title}\u00a0»"
                self.stderr.write(f"{name}\u00a0: {outcome.problem}")
        self.stdout.write(
            f"Images réécrites\u00a0: {rewritten}. Tailles perdues oubliées\u00a0: {dropped}. "
            f"À voir\u00a0: {problems}."
        )
