"""Making, copying, naming and deleting CVs. The owner's row is locked: twenty places."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.candidates.models import CandidateProfile
from portal.cv.errors import CvError
from portal.cv.identifiers import identified
from portal.cv.models import MAX_CVS, Cv, CvVersion
from portal.cv.models.cv import MAX_TITLE
from portal.cv.services.checking import check
from portal.cv.services.history import record

FULL = f"Vous avez déjà {MAX_CVS} CV, c’est le maximum. Supprimez-en un, puis recommencez."
NO_TITLE = "Donnez un nom à ce CV."
LONG_TITLE = f"Ce nom est trop long\u00a0: {MAX_TITLE} caractères au plus."
GONE = "Ce CV n’est plus là."
_FIRST = "Mon CV"
Reason = CvVersion.Reason


@transaction.atomic
def create_cv(
    *,
    owner: User,
    title: str,
    document: dict[str, Any],
    reason: CvVersion.Reason = Reason.CREATED,
    step: int | None = None,
) -> Cv:
    """Make a CV from a document. Raises CvError when there are twenty or when it is no CV."""
    lock_owner(owner)
    return _created(owner, title, document, reason, step)


@transaction.atomic
def start_cv(*, owner: User) -> Cv:
    """Begin a CV at the first question, with what the account knows.

    Asked twice, it is begun once: one that nothing was written in is taken again. Raises CvError
    when there are twenty.
    """
    lock_owner(owner)
    untouched = owner.cvs.kept().filter(step=1, version=1).order_by("-pk").first()
    if untouched:
        return untouched
    return _created(owner, _FIRST, _known(owner), Reason.CREATED, 1)


@transaction.atomic
def copy_cv(*, cv: Cv, user: User) -> Cv:
    """Make another CV with the same text. Raises CvError when there are twenty."""
    lock_owner(user)
    original = own_cv(cv, user)
    made = _created(
        user, f"{original.title[: MAX_TITLE - 8]} (copie)", original.document, Reason.COPIED, None
    )
    if original.photo_id:
        made.photo_id = original.photo_id
        made.save(update_fields=["photo"])
    return made


@transaction.atomic
def rename_cv(*, cv: Cv, user: User, title: str) -> Cv:
    """Give a CV another name. Raises CvError when there is none."""
    own = own_cv(cv, user)
    own.title = _title(title)
    own.save(update_fields=["title", "updated_at"])
    return own


@transaction.atomic
def delete_cv(*, cv: Cv, user: User) -> Cv:
    """Put a CV aside; nobody helps with it any more. Twice is once.

    Its links stop for good: a CV that comes back must not be read again by whoever had one. Raises
    CvError when it is gone.
    """
    own = Cv.objects.filter(owner=user).select_for_update().filter(pk=cv.pk).first()
    if own is None:
        raise CvError(GONE)
    if own.deleted_at:
        return own
    own.deleted_at, own.slot = timezone.now(), None
    own.save(update_fields=["deleted_at", "slot"])
    own.shares.filter(revoked_at__isnull=True, expires_at__gt=own.deleted_at).update(
        revoked_at=own.deleted_at
    )
    return own


@transaction.atomic
def undelete_cv(*, cv: Cv, user: User) -> Cv:
    """Bring a deleted CV back; twice is once. Raises CvError when there are twenty."""
    lock_owner(user)
    found = Cv.objects.filter(owner=user).select_for_update().filter(pk=cv.pk).first()
    if found is None:
        raise CvError(GONE)
    if found.deleted_at:
        found.deleted_at, found.slot = None, _free_slot(user)
        found.save(update_fields=["deleted_at", "slot"])
    return found


def _known(owner: User) -> dict[str, Any]:
    """What the account and the profile say already: nobody is asked twice."""
    document: dict[str, Any] = {"basics": {"email": owner.email}}
    if name := owner.get_full_name():
        document["basics"]["name"] = name
    profiles = CandidateProfile.objects.select_related("commune").filter(user=owner)
    profile = profiles.defer("commune__contour").first()
    if profile is None:
        return document
    if profile.commune:
        document["basics"]["location"] = {"city": profile.commune.name}
    extension: dict[str, Any] = {}
    if profile.licences:
        extension["mobility"] = {"licences": profile.licences}
    trade = profile.trades.select_related("occupation").order_by("rank").first()
    if trade:
        extension["domain"] = trade.occupation.domain
    return document | ({"x-declic": extension} if extension else {})


def _created(
    owner: User, title: str, document: dict[str, Any], reason: CvVersion.Reason, step: int | None
) -> Cv:
    document = identified(document)
    check(document)
    cv = Cv.objects.create(
        owner=owner,
        title=_distinct(owner, _title(title)),
        document=document,
        slot=_free_slot(owner),
        step=step,
    )
    record(cv=cv, author=owner, reason=reason)
    return cv


def _title(title: str) -> str:
    name = " ".join(title.replace("\x00", "").split())
    if not name:
        raise CvError(NO_TITLE, field="title")
    if len(name) > MAX_TITLE:
        raise CvError(LONG_TITLE, field="title")
    return name


def _distinct(owner: User, title: str) -> str:
    """The title, numbered when another CV has it: two that look the same cannot be told apart."""
    taken = set(owner.cvs.kept().values_list("title", flat=True))
    names = (f"{title[: MAX_TITLE - 3]} {number}" for number in range(2, MAX_CVS + 2))
    return next((name for name in (title, *names) if name not in taken), title)


def lock_owner(owner: User) -> None:
    """One at a time for each person: their places and their photos are counted."""
    User.objects.select_for_update(no_key=True).get(pk=owner.pk)


def own_cv(cv: Cv, user: User) -> Cv:
    """The CV, locked and read again. Raises CvError when it is gone or somebody else's."""
    found = Cv.objects.owned_by(user).select_for_update(of=("self",)).filter(pk=cv.pk).first()
    if found is None:
        raise CvError(GONE)
    return found


def _free_slot(owner: User) -> int:
    taken = set(owner.cvs.filter(slot__isnull=False).values_list("slot", flat=True))
    free = next((slot for slot in range(1, MAX_CVS + 1) if slot not in taken), None)
    if free is None:
        raise CvError(FULL)
    return free
