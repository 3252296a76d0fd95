"""The role that the site connects as: one that escapes the locks would make them useless."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.db.backends.signals import connection_created

_ESCAPES = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
_HINT = "ALTER ROLE … NOSUPERUSER NOBYPASSRLS; docs/deployment.md says which roles a site needs."
_MESSAGE = (
    "The role of DATABASE_URL is a superuser or has BYPASSRLS: row-level security would not bind "
    "it, and a forgotten filter would show every case of the follow-up."
)


def escapes_the_locks(connection: Any) -> bool:
    """Whether row-level security does not bind the role of a connection."""
    with connection.cursor() as cursor:
        cursor.execute(_ESCAPES)
        return bool(cursor.fetchone()[0])


@register(Tags.database)
def role_is_bound(databases: Any = None, **_: Any) -> list[CheckMessage]:
    """`manage.py check --database default`, and each `migrate`."""
    if "default" not in (databases or ()):
        return []
    if escapes_the_locks(connections["default"]):
        return [Error(_MESSAGE, hint=_HINT, id="followup.E001")]
    return []


def refuse_a_free_role(connection: Any, **_: Any) -> None:
    """At the first connection of a process in production: web, worker or command.

    Raises ImproperlyConfigured, so that a site with the wrong role does not serve at all.
    """
    if connection.alias != "default":
        return
    if escapes_the_locks(connection):
        # Whoever catches the error would go on with the connection.
        connection.close()
        message = f"{_MESSAGE} {_HINT}"
        raise ImproperlyConfigured(message)
    connection_created.disconnect(dispatch_uid="followup.role")


def connect() -> None:
    """Called when the app is ready."""
    if settings.REFUSES_FREE_ROLES:
        connection_created.connect(refuse_a_free_role, dispatch_uid="followup.role")
