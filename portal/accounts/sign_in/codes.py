"""Applications of codes (TOTP), given and read without a screen: the demo and the tests."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)

from portal.accounts.models import User


def give_application(user: User, secret: str) -> None:
    """Register an application that holds `secret` (base 32); nothing when there is one already."""
    if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        TOTP.activate(user, secret)


def code_for(secret: str) -> str:
    """What an application that holds `secret` (base 32) shows now."""
    counters = list(yield_hotp_counters_from_time())
    return str(format_hotp_value(hotp_value(secret, counters[len(counters) // 2])))


def code_of_the_moment(user: User) -> str:
    """What the person's application shows now. Raises Authenticator.DoesNotExist without one."""
    found = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    return code_for(get_adapter().decrypt(found.data["secret"]))
