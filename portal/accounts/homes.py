"""Where those who write in the CMS or give rights begin."""

from typing import Any

from portal.accounts.capabilities import MANAGE_RIGHTS
from portal.accounts.holders import may
from portal.accounts.sign_in.next_page import register_home


def register_homes() -> None:
    """Declare them: called when the app is ready.

    The work of agents comes first (10 to 29), then that of organisations (30 to 49), then what is
    one's own. Among agents, offers wait for their review every day, rights now and then.
    """
    register_home(_opens_cms, "wagtailadmin_home", order=10)
    register_home(_gives_rights, "administration:home", order=20)


def _opens_cms(user: Any) -> bool:
    return bool(user.has_perm("wagtailadmin.access_admin"))


def _gives_rights(user: Any) -> bool:
    return may(user, MANAGE_RIGHTS)
