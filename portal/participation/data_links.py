"""The link by which somebody without an account reaches their own data: signed, for a week."""

from datetime import timedelta

from django.core import signing

from portal.participation.models import Participant
from portal.participation.outcome_links import BROKEN, LinkError
from snippets.site import absolute_url

LIFETIME = timedelta(days=7)
TOO_OLD = "Ce lien a plus de sept jours\u00a0: il ne fonctionne plus. Demandez-en un autre."
GONE = "Il n’y a plus rien ici\u00a0: ces données sont effacées, ou sont dans un compte."
_SALT = "participation.my_data"


def my_data_url(participant: Participant) -> str:
    """Where a person sees what is kept of them."""
    token = signing.TimestampSigner(sep=".", salt=_SALT).sign(str(participant.pk))
    return absolute_url("participation:my_data", token)


def guest_of(token: str) -> Participant:
    """The person of a link, while they have no account. Raises LinkError."""
    try:
        pk = signing.TimestampSigner(sep=".", salt=_SALT).unsign(token, max_age=LIFETIME)
    except signing.SignatureExpired as error:
        raise LinkError(TOO_OLD) from error
    except signing.BadSignature as error:
        raise LinkError(BROKEN) from error
    found = Participant.objects.guests().filter(pk=int(pk), erased_at=None).first()
    if found is None:
        raise LinkError(GONE)
    return found
