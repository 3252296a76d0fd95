"""People who sign in by the forms, as browsers do."""

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.contrib.auth import get_user
from django.test import Client
from post_office.models import Email

from portal.accounts.level_names import LevelName
from portal.accounts.models import LevelGrant, User
from portal.accounts.services.grants import sync_groups
from tests.factories import PASSWORD, UserFactory

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def person(level: str = "", **fields: Any) -> User:
    """Somebody, with a level of agents when `level` names one."""
    user = UserFactory(**fields)
    if level:
        LevelGrant.objects.create(user=user, level=level, reason="Essai", granted_by=UserFactory())
        sync_groups(user)
    return user


def with_app(user: User) -> User:
    """The same, with an application of codes that holds `SECRET`, and recovery codes."""
    auth.TOTP.activate(user, SECRET)
    Authenticator.objects.create(
        user=user,
        type=Authenticator.Type.RECOVERY_CODES,
        data={"migrated_codes": [auth.encrypt("12345678"), auth.encrypt("87654321")]},
    )
    return user


def code(secret: str = SECRET, step: int = 0) -> str:
    """What the application shows now, or so many steps of 30 seconds later."""
    return auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30 + step))


def enter(client: Client, user: User, password: str = PASSWORD, **fields: str) -> Any:
    """Post the form of signing in."""
    data = {"login": user.email, "password": password, **fields}
    return client.post("/compte/connexion/", data)


def is_signed_in(client: Client) -> bool:
    """Whether the next request would be somebody's."""
    return get_user(client).is_authenticated


def path_in_mail(pattern: str, email: str) -> str:
    """The address in the last message to somebody."""
    found = re.search(pattern, Email.objects.filter(to=email).latest("pk").message)
    assert found
    return found[1]


@pytest.fixture
def agent(db: None) -> User:
    """An agent who has an application."""
    return with_app(person(LevelName.COMMUNICATION))
