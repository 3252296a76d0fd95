"""The cookie by which a device that has signed in before is known again.

It holds a random secret for each person who signs in on this device, of which the table has the
hash. It opens nothing: it only keeps strangers' wrong passwords from closing the door to its owner.
"""

import secrets

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase

from portal.accounts.models import KnownDevice, User
from portal.accounts.models.devices import LIFETIME
from portal.accounts.models.invitations import hashed

COOKIE = "appareil"
# A family or a reception desk shares a browser; a person has so many of them.
_MAX_PEOPLE, MAX_DEVICES = 5, 20


def known_device(request: HttpRequest, address: str) -> KnownDevice | None:
    """This device, if the account of an address has signed in on it before."""
    hashes = [hashed(secret) for secret in _secrets(request)]
    if not hashes:
        return None
    found = KnownDevice.objects.remembered().filter(secret_hash__in=hashes)
    return found.filter(user__email__iexact=address).first()


@transaction.atomic
def remember_device(request: HttpRequest, response: HttpResponseBase, user: User) -> None:
    """Know this device again: call it when somebody has just proved who they are."""
    secret = secrets.token_urlsafe(24)
    mine = _of_this_browser(request, user)
    known = set(mine.values_list("secret_hash", flat=True))
    others = [other for other in _secrets(request) if hashed(other) not in known]
    mine.delete()
    user.known_devices.create(secret_hash=hashed(secret))
    kept = user.known_devices.values("pk")[:MAX_DEVICES]
    user.known_devices.exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()
    response.set_cookie(
        COOKIE,
        ".".join([secret, *others][:_MAX_PEOPLE]),
        max_age=LIFETIME,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget_other_devices(request: HttpRequest, user: User) -> None:
    """Know only this device again: the password has changed, or another device is signed out."""
    mine = _of_this_browser(request, user)
    user.known_devices.exclude(pk__in=mine.values("pk")).delete()


def _of_this_browser(request: HttpRequest, user: User) -> QuerySet[KnownDevice]:
    return user.known_devices.filter(
        secret_hash__in=[hashed(secret) for secret in _secrets(request)]
    )


def _secrets(request: HttpRequest) -> list[str]:
    """What the cookie holds; a stranger may send anything."""
    return [secret for secret in request.COOKIES.get(COOKIE, "").split(".") if secret][:_MAX_PEOPLE]
