"""The page of a commitment for somebody without an account: a signed address, without a name."""

from django.core import signing
from django.urls import reverse

from portal.sponsorship.commitments.errors import LinkError
from portal.sponsorship.commitments.models import VolunteerCommitment

_SALT = "sponsorship.commitment"
BROKEN = "Ce lien est incomplet ou n’existe pas. Vérifiez que vous l’avez copié en entier."


def token_of(commitment: VolunteerCommitment) -> str:
    """The secret part of the link."""
    return signing.Signer(sep=".", salt=_SALT).sign(str(commitment.pk))


def where_followed(commitment: VolunteerCommitment) -> str:
    """The path where its person reads it: in their space, or by a link without an account."""
    if commitment.participant.user_id is None:
        return reverse("sponsorship:link_commitment", args=[token_of(commitment)])
    return reverse("sponsorship:own_commitment", args=[commitment.pk])


def followed(token: str) -> VolunteerCommitment:
    """The commitment of a link. Raises LinkError."""
    try:
        pk = int(signing.Signer(sep=".", salt=_SALT).unsign(token))
    except (signing.BadSignature, ValueError) as error:
        raise LinkError(BROKEN) from error
    rows = VolunteerCommitment.objects.select_related(
        "application__participant__user", "organisation"
    )
    found = rows.filter(pk=pk, application__participant__erased_at__isnull=True).first()
    if found is None:
        raise LinkError(BROKEN)
    return found
