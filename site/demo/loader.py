"""Loads the demo: invented staff, organisations and pages, with dates relative to today."""

from django.conf import settings
from django.db import transaction

from demo.applications import load_applications
from demo.campaigns import load_campaigns
from demo.candidates import load_candidates
from demo.commitments import load_commitments
from demo.cvs import load_cvs
from demo.data_files import DemoError
from demo.documents import load_documents
from demo.editorial import load_editorial
from demo.followup.loading import load_followup
from demo.images import load_images, load_logos
from demo.members import load_members
from demo.offers import load_offers
from demo.organisations import load_organisations
from demo.pairs import load_pairs
from demo.people import load_people
from demo.registrations import load_registrations
from demo.sessions import load_sessions
from demo.sponsorship import load_sponsorship
from demo.submissions import load_submissions
from demo.volunteering import load_volunteering
from snippets.models import Commune, Occupation

__all__ = ["DemoError", "load"]


@transaction.atomic
def load() -> dict[str, int]:
    """Load what is missing and return how many of each were made; a second call makes none.

    Raises DemoError in production, whatever installs the demo there, and when the communes or
    occupations are not loaded.
    """
    if not settings.DEMO_CODES:
        message = (
            "La démonstration ne se charge pas avec ces réglages\u00a0: le mot de passe de ses "
            "comptes est public."
        )
        raise DemoError(message)
    if not Commune.objects.exists() or not Occupation.objects.exists():
        message = "Chargez d’abord les communes et les métiers (load_communes, load_occupations)."
        raise DemoError(message)
    return {
        "accounts": load_people(),
        "organisations": load_organisations(),
        "members": load_members(),
        "images": load_images() + load_logos(),
        "offers": load_offers(),
        "volunteering": load_volunteering(),
        "sessions": load_sessions(),
        "submissions": load_submissions(),
        "candidates": load_candidates(),
        "cvs": load_cvs(),
        "registrations": load_registrations(),
        "applications": load_applications(),
        "sponsorship": load_sponsorship(),
        "pairs": load_pairs(),
        "campaigns": load_campaigns(),
        "commitments": load_commitments(),
        "followup": load_followup(),
        "documents": load_documents(),
        **load_editorial(),
    }
