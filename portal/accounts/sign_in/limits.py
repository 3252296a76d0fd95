"""How often one may try to enter. The choice of the numbers is told in `docs/security.md`.

allauth's own limits are switched off (ACCOUNT_RATE_LIMITS): their key has the name of the host,
which a visitor chooses, and anybody's wrong passwords close the account to its owner.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa import app_settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from portal.accounts.models import User
from portal.accounts.sign_in.devices import known_device
from snippets.addresses import normal_address
from snippets.limits import HOUR, MINUTE, Limit, first_reached
from snippets.networks import subscriber_of

_View = Callable[..., HttpResponseBase]

# Passwords. A place is a network for strangers, a device for those that have signed in before.
PASSWORDS_BY_VISITOR = Limit("sign_in.passwords.visitor", 60, MINUTE)
PASSWORDS_BY_PLACE = Limit("sign_in.passwords.place", 5, 15 * MINUTE)
PASSWORDS_BY_ACCOUNT = Limit("sign_in.passwords.account", 100, HOUR)
# Codes of six digits, three of which are right at any time.
CODES_BY_PLACE = Limit("sign_in.codes.place", 5, 15 * MINUTE)
CODES_BY_ACCOUNT = Limit("sign_in.codes.account", 40, HOUR)
# A code of an application serves once as long as it may be shown: allauth remembers one for one
# period only; with the tolerance, it holds for three.
CODE_ONCE = Limit(
    "sign_in.codes.once", 1, (2 * app_settings.TOTP_TOLERANCE + 1) * app_settings.TOTP_PERIOD
)
# Links to a new password: one works for two hours, so that who is refused has one that works.
RESETS_BY_VISITOR = Limit("sign_in.resets.visitor", 30, MINUTE)
RESETS_BY_ADDRESS_AND_VISITOR = Limit("sign_in.resets.address_and_visitor", 3, HOUR)
RESETS_BY_ADDRESS = Limit("sign_in.resets.address", 12, HOUR)
# Messages that anybody makes us write by registering: each of them works for days.
MESSAGES_BY_ADDRESS_AND_VISITOR = Limit("sign_in.messages.address_and_visitor", 3, HOUR)
MESSAGES_BY_ADDRESS = Limit("sign_in.messages.address", 9, HOUR)
# Whole forms, by person when somebody is signed in, by visitor else.
REGISTRATIONS = Limit("sign_in.registrations", 30, MINUTE)
NEW_PASSWORDS = Limit("sign_in.new_passwords", 60, MINUTE)
OWN_PASSWORD = Limit("sign_in.own_password", 10, 15 * MINUTE)
OWN_ADDRESS = Limit("sign_in.own_address", 10, 15 * MINUTE)

_Place = tuple[str, object]


def reached_by_password(request: HttpRequest, address: str) -> Limit | None:
    """Count a password that is about to be tried; the limit that is reached."""
    return first_reached(*_of_passwords(request, normal_address(address)))


def password_was_right(request: HttpRequest, address: str) -> None:
    """Forget the tries of this place, and take this one back for the account."""
    for limit, who in _of_passwords(request, normal_address(address)):
        if limit is PASSWORDS_BY_PLACE:
            limit.forget(*who)
        elif limit is PASSWORDS_BY_ACCOUNT:
            limit.take_back(*who)


def password_was_replaced(request: HttpRequest, user: User) -> None:
    """Let in at once who has just chosen a password by the link of a mail, which works no more."""
    address = normal_address(user.email)
    RESETS_BY_ADDRESS.forget(address)
    RESETS_BY_ADDRESS_AND_VISITOR.forget(address, subscriber_of(request))
    PASSWORDS_BY_ACCOUNT.forget(address)
    PASSWORDS_BY_PLACE.forget(address, *_place(request, address))


def reached_by_code(request: HttpRequest, user: User) -> Limit | None:
    """The same for a code of the second factor, once the password was right."""
    return first_reached(*_of_codes(request, user))


def code_was_right(request: HttpRequest, user: User) -> None:
    """Forget the tries of this place, and take this one back for the account."""
    by_place, by_account = _of_codes(request, user)
    by_place[0].forget(*by_place[1])
    by_account[0].take_back(*by_account[1])


def reached_by_reset(request: HttpRequest, address: str) -> Limit | None:
    """Count a request for a link to a new password; the limit that is reached."""
    visitor, address = subscriber_of(request), normal_address(address)
    return first_reached(
        (RESETS_BY_VISITOR, (visitor,)),
        (RESETS_BY_ADDRESS_AND_VISITOR, (address, visitor)),
        (RESETS_BY_ADDRESS, (address,)),
    )


def may_write_to(request: HttpRequest, address: str) -> bool:
    """Count a message that anybody may have asked for; whether it may leave."""
    visitor, address = subscriber_of(request), normal_address(address)
    reached = first_reached(
        (MESSAGES_BY_ADDRESS_AND_VISITOR, (address, visitor)),
        (MESSAGES_BY_ADDRESS, (address,)),
    )
    return reached is None


def limited(limit: Limit, view: _View) -> _View:
    """The view, which answers 429 when its form is sent too often."""

    @wraps(view)
    def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        who = request.user.pk if request.user.is_authenticated else subscriber_of(request)
        if request.method == "POST" and not limit.allows(who):
            return _refusal(request)
        return view(request, *args, **kwargs)

    return counted


def _refusal(request: HttpRequest) -> HttpResponse:
    return render(request, "429.html", status=429)


def _of_passwords(request: HttpRequest, address: str) -> list[tuple[Limit, tuple[object, ...]]]:
    place = _place(request, address)
    by_place = (PASSWORDS_BY_PLACE, (address, *place))
    if place[0] != "network":
        return [by_place]
    return [
        (PASSWORDS_BY_VISITOR, (place[1],)),
        by_place,
        (PASSWORDS_BY_ACCOUNT, (address,)),
    ]


def _of_codes(request: HttpRequest, user: User) -> list[tuple[Limit, tuple[object, ...]]]:
    """Known devices share one bound, however many they are; strangers use up another one."""
    place = _place(request, normal_address(user.email))
    who = "strangers" if place[0] == "network" else "devices"
    return [
        (CODES_BY_PLACE, (user.pk, *place)),
        (CODES_BY_ACCOUNT, (user.pk, who)),
    ]


def _place(request: HttpRequest, address: str) -> _Place:
    """What is counted: one's open session, a device that has signed in before, or a network."""
    user = request.user
    if isinstance(user, User) and normal_address(user.email) == address:
        return "session", request.session.session_key
    device = known_device(request, address)
    if device is not None:
        return "device", device.pk
    return "network", subscriber_of(request)
