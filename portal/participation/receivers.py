"""What follows when an account is erased."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from portal.accounts.models import User
from portal.participation.models import Agreement, FrozenCv
from portal.participation.services.cvs import erase_frozen_cv
from portal.personal_data.signals import account_erasing


@receiver(account_erasing, dispatch_uid="participation.erase")
def erase(sender: Any, user: User, **kwargs: Any) -> None:
    """Their CVs are nobody's any more, and they agree to nothing."""
    for frozen in FrozenCv.objects.filter(participant__user=user, erased_at__isnull=True):
        erase_frozen_cv(frozen=frozen)
    Agreement.objects.active().filter(participant__user=user).update(withdrawn_at=timezone.now())
