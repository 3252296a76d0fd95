"""Makes pages below the index, in processes of their own: see `test_concurrent_creation.py`.

Usage: python -m tests.pages.create_pages PROCESSES COUNT. Prints the ids made. Django is set up
once, which takes as long as what the processes do; each has a connection of its own.
"""

import multiprocessing
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "site"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")


def create(count: int) -> list[int]:
    """Same title every time: the address must be free without a search among the others."""
    from django.db import transaction

    from pages.models import JobOfferIndexPage, JobOfferPage
    from snippets.models import Commune, Occupation, Organisation

    common = {
        "organisation": Organisation.objects.first(),
        "commune": Commune.objects.first(),
        "occupation": Occupation.objects.first(),
    }
    ids = []
    for _ in range(count):
        page = JobOfferPage(
            title="Maçon ou maçonne",
            summary="Vous construisez des maisons.",
            description="<p>Vous montez des murs.</p>",
            contract="cdi",
            salary_min=1900,
            salary_period="month",
            live=False,
            **common,
        )
        with transaction.atomic():
            JobOfferIndexPage.objects.get().add_child(instance=page)
            page.save_revision()
        ids.append(page.pk)
    return ids


if __name__ == "__main__":
    import django

    django.setup()
    processes, count = map(int, sys.argv[1:])
    with multiprocessing.get_context("fork").Pool(processes, maxtasksperchild=1) as pool:
        for made in pool.map(create, [count] * processes, chunksize=1):
            print(*made)
