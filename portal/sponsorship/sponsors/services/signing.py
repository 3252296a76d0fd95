"""A sponsor reads the charter and signs it, in the browser."""

from django.db import transaction

from portal.accounts.actors import Actor
from portal.sponsorship.errors import SponsorshipError
from portal.sponsorship.sponsors.charter import CHARTER
from portal.sponsorship.sponsors.models import CharterSignature, Sponsor
from portal.sponsorship.sponsors.services.changing import lock_sponsor

CHANGED = "La charte a changé pendant que vous la lisiez. Voici la nouvelle version."
NOT_SAID = "Cochez la case\u00a0: sans signature, aucun binôme ne vous est proposé."
NOT_YET = "Vous signerez la charte quand votre candidature sera acceptée."


@transaction.atomic
def sign_charter(*, sponsor: Sponsor, version: str, agreed: bool, actor: Actor) -> CharterSignature:
    """Keep the signature of the version that was read; twice is once.

    Raises SponsorshipError without a yes, for a version that is no longer the present one, and for
    somebody who is not a sponsor, or is another one.
    """
    found = lock_sponsor(sponsor)
    if not found.is_member or found.user != actor.user:
        raise SponsorshipError(NOT_YET)
    if version != CHARTER.version:
        raise SponsorshipError(CHANGED)
    if not agreed:
        raise SponsorshipError(NOT_SAID, field="agreed")
    signature, _ = CharterSignature.objects.get_or_create(
        sponsor=found, version=CHARTER.version, defaults={"text": CHARTER.text}
    )
    return signature
