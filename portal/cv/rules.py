"""Rights on CVs: one predicate each, True or False and nothing else."""

from typing import Any

import rules

from portal.accounts.capabilities import OWN_CV, has_capability
from portal.cv.models import Cv

EDIT = "cv.edit"
OWN = "cv.own"


@rules.predicate
def owns_cv(user: Any, cv: Cv | None) -> bool:
    """Whether a CV is the person's own: to delete, share, and choose who helps."""
    return bool(
        cv is not None
        and has_capability(user, OWN_CV)
        and cv.owner_id == user.pk
        and cv.deleted_at is None
    )


@rules.predicate
def can_edit_cv(user: Any, cv: Cv | None) -> bool:
    """Whether a person may read a CV and write in it: its owner, and who helps with it now."""
    if cv is None or not user.is_authenticated:
        return False
    return owns_cv(user, cv) or Cv.objects.helped_by(user).filter(pk=cv.pk).exists()


rules.add_perm(OWN, owns_cv)
rules.add_perm(EDIT, can_edit_cv)
