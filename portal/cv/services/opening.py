"""Opening a link to a CV: who may, and what is written of it."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.hashers import check_password
from django.db import transaction
from django.utils import timezone

from portal.accounts.capabilities import OWN_CV, has_capability
from portal.accounts.models.invitations import hashed
from portal.cv.errors import CvError
from portal.cv.models import CvShare
from portal.cv.sharing import counting
from portal.cv.sharing.networks import network_of
from portal.cv.sharing.secrets import LONGEST_CODE, plain_code
from snippets.errors import TooOftenError
from snippets.limits import DAY
from snippets.networks import subscriber

# A second click, or a page that is opened again at once, is the same opening.
SAME_OPENING = timedelta(minutes=10)
WRONG_CODE = "Ce n’est pas le bon code. Vérifiez-le, ou demandez-le à qui vous a envoyé ce lien."
NO_CODE = "Écrivez le code."
WAIT = "Trop d’essais. Attendez un quart d’heure, puis recommencez."
WAIT_LONG = (
    "Le code a été essayé trop souvent. Réessayez demain, "
    "ou demandez un autre lien à qui vous a envoyé celui-ci."
)


class ClosedLinkError(Exception):
    """The link shows nothing; nobody is told whether it ever did."""


class TooManyTriesError(CvError, TooOftenError):
    """The code was tried too often."""

    def __init__(self, *, is_for_long: bool) -> None:
        super().__init__(WAIT_LONG if is_for_long else WAIT)


def open_link(*, token: str) -> CvShare:
    """The link with this secret, its CV and its owner. Raises ClosedLinkError.

    It is closed when it has ended, and when its owner could not stop it: an account that is closed
    or that no longer has CVs.
    """
    found = (
        CvShare.objects.open()
        .select_related("cv__owner", "cv__photo")
        .filter(token_hash=hashed(token))
        .first()
    )
    if found is None or not has_capability(found.cv.owner, OWN_CV):
        raise ClosedLinkError
    return found


def open_share(*, token: str, code: str, viewer: Any, address: str, reader: str = "") -> CvShare:
    """Open a link, once its code is right, and write that it was opened.

    What the owner opens is not counted. `reader` names a browser that opened this link before: see
    `counting.reached_by_try`. Raises ClosedLinkError, CvError for a wrong code, and
    TooManyTriesError.
    """
    share = open_link(token=token)
    if share.code_hash:
        _check(share, code, subscriber(address), reader)
    if viewer.is_authenticated and viewer.pk == share.cv.owner_id:
        return share
    _write(share, network_of(address))
    return share


def _check(share: CvShare, code: str, visitor: str, reader: str) -> None:
    typed = plain_code(code[: LONGEST_CODE * 4])
    if not typed:
        raise CvError(NO_CODE)
    reached = counting.reached_by_try(share=share.pk, visitor=visitor, reader=reader)
    if reached is not None:
        raise TooManyTriesError(is_for_long=reached.seconds == DAY)
    if not check_password(typed, share.code_hash):
        raise CvError(WRONG_CODE)
    counting.forget_try(share=share.pk, visitor=visitor, reader=reader)


@transaction.atomic
def _write(share: CvShare, network: str) -> None:
    """Two clicks are one opening, a link that ended meanwhile is none: its row is locked."""
    # Not `exists()`: with it Django locks the CV and its owner too, and waits for who locks them.
    if CvShare.objects.open().select_for_update(of=("self",)).filter(pk=share.pk).first() is None:
        raise ClosedLinkError
    now = timezone.now()
    if not share.openings.filter(network=network, opened_at__gt=now - SAME_OPENING).exists():
        share.openings.create(network=network, opened_at=now)
