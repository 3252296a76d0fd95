"""Browsers on networks of their own, and strangers who try."""

import html

from django.test import Client

from portal.accounts.models import User
from portal.accounts.sign_in import devices, limits
from tests.portal.accounts.sign_in.conftest import enter

WRONG, NEW = "ce-n-est-pas-lui", "une autre phrase de passe"
FORGOTTEN = "/compte/mot-de-passe/oublie/"


def at(address: str) -> Client:
    """A browser that has never been here, on a network of its own."""
    return Client(REMOTE_ADDR=address)


def said(answer) -> str:
    return html.unescape(answer.content.decode())


def tries(browser: Client, user: User, count: int = 5) -> None:
    for _ in range(count):
        enter(browser, user, password=WRONG)


def use_up(user: User) -> None:
    """What it takes several networks to do."""
    for _ in range(limits.PASSWORDS_BY_ACCOUNT.most):
        limits.PASSWORDS_BY_ACCOUNT.allows(user.email)


def forget_devices_of(browser: Client) -> None:
    browser.cookies.pop(devices.COOKIE, None)
