"""What follows for applications when an account is erased."""

from typing import Any

from portal.accounts.actors import Actor
from portal.accounts.models import User
from portal.applications.models import Application
from portal.applications.services.withdrawing import withdraw_agreement
from portal.personal_data.signals import account_erasing

# The history keeps no name of who is erased.
_ERASED = Actor(None, guest_name="Compte effacé")


def connect() -> None:
    """Called once the app is ready."""
    account_erasing.connect(erase, dispatch_uid="applications.erase")


def erase(sender: Any, user: User, **kwargs: Any) -> None:
    """What waits for an answer is withdrawn, and no organisation reads any of it."""
    for application in Application.objects.owned_by(user):
        withdraw_agreement(application=application, actor=_ERASED, is_told=False)
