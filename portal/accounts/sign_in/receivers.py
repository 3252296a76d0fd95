"""What signing in and showing a second factor leave in the session."""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_used
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from portal.accounts.models import User
from portal.accounts.services.grants import forget_levels
from portal.accounts.sign_in import activity, limits
from portal.accounts.sign_in.devices import forget_other_devices
from portal.accounts.sign_in.lengths import limit_session
from portal.accounts.sign_in.second_factor import record_proof


@receiver(user_logged_in, dispatch_uid="sign_in.limit_session")
def limit(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Every way of signing in goes through here; what it read of the levels is not kept."""
    limit_session(request, user)
    activity.start(request)
    forget_levels(user)


@receiver(authenticator_used, dispatch_uid="sign_in.used")
@receiver(authenticator_added, dispatch_uid="sign_in.added")
def prove(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """A code or a key that was just shown, or just registered, proves who is there."""
    record_proof(request, user)
    if request.user.is_authenticated:
        limit_session(request, user)


@receiver(password_changed, dispatch_uid="sign_in.password_changed")
@receiver(password_set, dispatch_uid="sign_in.password_set")
def forget_devices(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Whoever knew the old password may have signed in elsewhere."""
    forget_other_devices(request, user)


@receiver(password_reset, dispatch_uid="sign_in.password_reset")
def begin_anew(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Forget every device and what was tried before."""
    user.known_devices.all().delete()
    limits.password_was_replaced(request, user)
