"""Who may help others with a CV: advisers, and members of a verified employment partner."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q

from portal.accounts.capabilities import HELP_CV, OWN_CV, has_capability
from portal.accounts.level_names import LevelName
from portal.accounts.models import Membership, User
from snippets.models import Organisation

DEPARTMENT = "Département"


def _partners() -> models.QuerySet[Membership]:
    """Memberships that let somebody help."""
    return Membership.objects.active().filter(
        organisation__kind=Organisation.Kind.EMPLOYMENT_PARTNER,
        organisation__verified_at__isnull=False,
        organisation__suspended_at__isnull=True,
    )


def helps_with_cvs(user: Any) -> bool:
    """Whether a person may help others with a CV: an adviser, or a partner that is verified."""
    if not has_capability(user, HELP_CV):
        return False
    if LevelName.ADVISER in user.levels:
        return True
    return _partners().filter(user_id=user.pk).exists()


def people_who_help() -> models.QuerySet[User]:
    """Everybody of whom `helps_with_cvs` is true."""
    advisers = User.objects.filter(groups__name=LevelName.ADVISER)
    return User.objects.filter(is_active=True).filter(
        Q(pk__in=advisers.values("pk")) | Q(pk__in=_partners().values("user"))
    )


def people_with_cvs() -> models.QuerySet[User]:
    """Everybody who may have CVs, hence open them and stop who helps."""
    return User.objects.filter(is_active=True, groups__name__in=[*OWN_CV.holders])


def workplaces(people: Iterable[int]) -> dict[int, str]:
    """For whom each of these people (by key) helps now; those who no longer may are left out."""
    keys = set(people)
    found: dict[int, list[str]] = {}
    for pk in User.objects.filter(
        pk__in=keys, is_active=True, groups__name=LevelName.ADVISER
    ).values_list("pk", flat=True):
        found[pk] = [DEPARTMENT]
    rows = _partners().filter(user__in=keys, user__is_active=True)
    for pk, name in rows.order_by("organisation__name").values_list("user", "organisation__name"):
        found.setdefault(pk, []).append(name)
    return {pk: ", ".join(dict.fromkeys(names)) for pk, names in found.items()}
