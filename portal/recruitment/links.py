"""The link of a registration's own page: signed, without an account, and without a name in it.

Reading the page changes nothing: its buttons do. A forged link finds nothing.
"""

from django.core import signing
from django.urls import reverse

from portal.recruitment.errors import RecruitmentError
from portal.recruitment.models import PlaceOffer, Registration
from snippets.site import absolute

_SALT = "recruitment.registration"
BROKEN = "Ce lien est incomplet ou n’existe pas. Vérifiez que vous l’avez copié en entier."


class LinkError(RecruitmentError):
    """A link that was forged or cut, or whose registration is no longer kept."""


def token_of(registration: Registration) -> str:
    """The secret part of the link."""
    return signing.Signer(sep=".", salt=_SALT).sign(str(registration.pk))


def own_path(registration: Registration) -> str:
    """The page where a person follows their registration."""
    return reverse("recruitment:mine", args=[token_of(registration)])


def own_url(registration: Registration) -> str:
    """The same, for a message or a calendar."""
    return absolute(own_path(registration))


def act_url(registration: Registration, act: str) -> str:
    """The page of one button, named by its word in the address (`views.person.acts`)."""
    return absolute(reverse("recruitment:mine_act", args=[token_of(registration), act]))


def offer_url(offer: PlaceOffer, act: str) -> str:
    """The page of one button about this offer alone: another offer has other links."""
    token = token_of(offer.registration)
    return absolute(reverse("recruitment:mine_offer", args=[token, offer.public_id, act]))


def registration_of(token: str) -> Registration:
    """The registration of a link, with all that its page shows. Raises LinkError."""
    try:
        name = signing.Signer(sep=".", salt=_SALT).unsign(token)
    except signing.BadSignature as error:
        raise LinkError(BROKEN) from error
    rows = Registration.objects.select_related(
        "roster__commune",
        "roster__page",
        "slot",
        "participant__user",
        "agreement",
        "helped_by",
        "helped_for",
    )
    found = rows.filter(pk=int(name), participant__erased_at__isnull=True).first()
    if found is None:
        raise LinkError(BROKEN)
    return found
