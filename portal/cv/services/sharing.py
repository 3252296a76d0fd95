"""Making and stopping links to a CV. The CV's row is locked: twenty links."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.hashers import check_password, make_password
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
NOT_SAID_AGAIN = (
    "Ce lien marche toujours, mais nous ne pouvons plus le montrer. Refaites-en un, et arrêtez "
    "l’ancien."
)
NOT_THIS_ONE = "Ce lien n’est pas un lien ouvert de ce CV. Faites-en un autre."


@dataclass(frozen=True, slots=True)
class MadeShare:
    """A link with the secret of its address, and its code if it is known.

    A code that its owner chose (`is_chosen`) is said when the link is made, and known to nobody
    afterwards.
    """

    share: CvShare
    token: str
    code: str
    is_chosen: bool = False

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
    seed = secrets.seed_of(key, own.pk, name, is_anonymous, with_code, code, days)
    said, is_chosen = "", with_code and bool(code.strip())
    if with_code:
        said = code.strip() or secrets.code_of(seed)
        if is_chosen:
            secrets.check_code(secrets.plain_code(code))
    token = secrets.token_of(seed)
    already = CvShare.objects.filter(token_hash=hashed(token)).first()
    if already:
        if not CvShare.objects.open().filter(pk=already.pk).exists():
            raise CvError(ENDED)
        return MadeShare(already, token, said, is_chosen)
    if own.shares.open().count() >= MAX_OPEN:
        raise CvError(FULL)
    now = timezone.now()
    share = own.shares.create(
        seed=seed,
        token_hash=hashed(token),
        code_hash=make_password(secrets.plain_code(said)) if said else "",
        recipient=name,
        is_anonymous=is_anonymous,
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    return MadeShare(share, token, said, is_chosen)


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


def share_again(*, cv: Cv, user: User, share_pk: int) -> MadeShare:
    """An open link of a person's CV, as when it was made. Raises CvError.

    What was made before links had a seed, or with a key that the site has forgotten, works for
    whoever has it and cannot be said again.
    """
    own = Cv.objects.owned_by(user).filter(pk=cv.pk)
    share = CvShare.objects.open().filter(cv__in=own, pk=share_pk).first()
    if share is None:
        raise CvError(NOT_THIS_ONE)
    for secret in secrets.site_secrets() if share.seed else ():
        token = secrets.token_of(share.seed, secret)
        if hashed(token) == share.token_hash:
            return MadeShare(share, token, _drawn_code(share, secret))
    raise CvError(NOT_SAID_AGAIN)


def _drawn_code(share: CvShare, secret: str) -> str:
    """The code that we chose; nothing for one that its owner chose, which nobody knows."""
    code = secrets.code_of(share.seed, secret)
    return code if share.code_hash and check_password(code, share.code_hash) else ""


def _locked(cv: Cv, user: User) -> Cv:
    found = Cv.objects.owned_by(user).select_for_update(of=("self",)).filter(pk=cv.pk).first()
    if found is None:
        raise CvError(GONE)
    return found
