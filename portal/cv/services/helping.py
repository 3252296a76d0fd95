"""Consents to write in a CV: given, stopped, taken again. The CV's row is locked: five at most.

Saving locks the same row and reads the right afterwards: once a consent has ended, nothing more is
written.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from portal.accounts.capabilities import HELP_CV
from portal.accounts.holders import may
from portal.accounts.models import User
from portal.cv.errors import CvError
from portal.cv.models import Cv, CvHelper
from portal.cv.services.cvs import GONE, own_cv

MAX_HELPERS = 5
# How long « Annuler » gives back what was just stopped.
UNDO = timedelta(minutes=10)

TOO_MANY = f"{MAX_HELPERS} personnes aident déjà pour ce CV, c’est le maximum."
HELPS_NO_MORE = "Cette personne ne peut plus aider à écrire des CV."
OWN = "On ne s’aide pas soi-même."
CANNOT_RESUME = "Faites une nouvelle demande à cette personne."


def give_consent(*, cv: Cv, owner: User, helper: User) -> CvHelper:
    """Let somebody write in a CV, in the caller's transaction; who may already stays as they are.

    Raises CvError when the CV is gone, when that person may not help, and past five.
    """
    own = own_cv(cv, owner)
    if helper.pk == owner.pk:
        raise CvError(OWN)
    if not may(helper, HELP_CV):
        raise CvError(HELPS_NO_MORE)
    given = own.helpers.active().filter(user=helper).first()
    if given:
        return given
    if own.helpers.active().count() >= MAX_HELPERS:
        raise CvError(TOO_MANY)
    return CvHelper.objects.create(cv=own, user=helper)


@transaction.atomic
def stop_helper(*, helper: CvHelper, user: User) -> CvHelper:
    """End a consent, at once; twice is once. Raises CvError when the CV is not theirs."""
    own_cv(helper.cv, user)
    return _end(helper)


@transaction.atomic
def resume_helper(*, helper: CvHelper, user: User) -> CvHelper:
    """Give again, by another consent, what was stopped a moment ago.

    Raises CvError when it is longer ago, when the other one had left, and like `give_consent`.
    """
    own_cv(helper.cv, user)
    helper.refresh_from_db()
    if not is_undoable(helper):
        raise CvError(CANNOT_RESUME)
    return give_consent(cv=helper.cv, owner=user, helper=helper.user)


@transaction.atomic
def leave_cv(*, helper: CvHelper, user: User) -> CvHelper:
    """Stop helping; twice is once. Raises CvError when it is somebody else who helps."""
    if helper.user_id != user.pk:
        raise CvError(GONE)
    Cv.objects.select_for_update().get(pk=helper.cv_id)
    return _end(helper, left=True)


def is_undoable(helper: CvHelper) -> bool:
    """Whether the candidate stopped this consent a moment ago."""
    if helper.left or helper.revoked_at is None:
        return False
    return helper.revoked_at > timezone.now() - UNDO


def _end(helper: CvHelper, *, left: bool = False) -> CvHelper:
    helper.refresh_from_db()
    if helper.revoked_at is None:
        helper.revoked_at, helper.left = timezone.now(), left
        helper.save(update_fields=["revoked_at", "left"])
    return helper
