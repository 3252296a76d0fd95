"""Making and stopping links to a CV. The CV's row is locked: twenty links."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.accounts.models.invitations import hashed
from portal.cv.errors import CvError
from portal.cv.models import SHARE_LENGTHS, Cv, CvShare
from portal.cv.services.cvs import GONE
from portal.cv.sharing import secrets

MAX_OPEN = 20
FULL = f"Ce CV a déjà {MAX_OPEN} liens ouverts, c’est le maximum. Arrêtez-en un, puis recommencez."
WRONG_LENGTH = "Choisissez 7, 15 ou 30 jours."
OLD_FORM = "Cette page est restée ouverte trop longtemps. Vérifiez vos choix, puis recommencez."
ENDED = "Ce lien est déjà terminé. Faites-en un autre."
NOT_THIS_ONE = "Ce lien n’est pas un lien ouvert de ce CV. Faites-en un autre."


@dataclass(frozen=True, slots=True)
class MadeShare:
    """A link with what is said once: the secret of its address, and its code if it has one."""

    share: CvShare
    token: str
    code: str

    @property
    def address(self) -> str:
        """What to send."""
        return secrets.address_of(self.token)


@transaction.atomic
def create_share(
    *,
    cv: Cv,
    user: User,
    key: str,
    recipient: str = "",
    is_anonymous: bool = False,
    with_code: bool = False,
    code: str = "",
    days: int = 30,
) -> MadeShare:
    """Make a link; the same form sent twice makes one. With a code, an empty one is chosen here.

    Raises CvError when the CV is not theirs, has twenty links already, when the code is too easy,
    or when the form is too old.
    """
    own = _locked(cv, user)
    if days not in SHARE_LENGTHS:
        raise CvError(WRONG_LENGTH)
    if not secrets.is_key(key):
        raise CvError(OLD_FORM)
    name = " ".join(recipient.replace("\x00", "").split())[:80]
    wishes = (own.pk, name, is_anonymous, with_code, code, days)
    said = ""
    if with_code:
        said = code.strip() or secrets.code_of(key, *wishes)
        if code.strip():
            secrets.check_code(secrets.plain_code(code))
    token = secrets.token_of(key, *wishes)
    already = CvShare.objects.filter(token_hash=hashed(token)).first()
    if already:
        if not CvShare.objects.open().filter(pk=already.pk).exists():
            raise CvError(ENDED)
        return MadeShare(already, token, said)
    if own.shares.open().count() >= MAX_OPEN:
        raise CvError(FULL)
    now = timezone.now()
    share = own.shares.create(
        token_hash=hashed(token),
        code_hash=make_password(secrets.plain_code(said)) if said else "",
        recipient=name,
        is_anonymous=is_anonymous,
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    return MadeShare(share, token, said)


@transaction.atomic
def stop_share(*, cv: Cv, user: User, share: CvShare) -> CvShare:
    """End a link at once; twice is once. Raises CvError when it is not one of this CV."""
    own = _locked(cv, user)
    found = own.shares.select_for_update().filter(pk=share.pk).first()
    if found is None:
        raise CvError(GONE)
    if found.revoked_at is None:
        found.revoked_at = timezone.now()
        found.save(update_fields=["revoked_at"])
    return found


def share_of_token(*, cv: Cv, user: User, token: str) -> CvShare:
    """The open link of a person's CV with this secret. Raises CvError when there is none."""
    own = Cv.objects.owned_by(user).filter(pk=cv.pk)
    found = CvShare.objects.open().filter(cv__in=own, token_hash=hashed(token)).first()
    if found is None:
        raise CvError(NOT_THIS_ONE)
    return found


def _locked(cv: Cv, user: User) -> Cv:
    found = Cv.objects.owned_by(user).select_for_update(of=("self",)).filter(pk=cv.pk).first()
    if found is None:
        raise CvError(GONE)
    return found
