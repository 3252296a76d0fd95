"""The closed area among twenty thousand cases: an adviser's day, a case, somebody found."""

from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client as TestClient
from django.test.utils import CaptureQueriesContext

from portal.accounts.level_names import LevelName
from portal.accounts.models import User
from portal.followup.models import ReferentAssignment, Unit
from portal.followup.rows.scope import Scope, system_scope
from snippets.models import Organisation
from tests.bench.followup_rows import are_laid, lay_cases, settle
from tests.bench.measure import Case, Client
from tests.factories import OrganisationFactory
from tests.sign_in import new_session

# What the budgets do not count: session, person with levels and place, scope, line of the log.
_UNCOUNTED = (
    "django_session",
    "accounts_user",
    "auth_group",
    "set_config",
    "SAVEPOINT",
    "BEGIN",
    "COMMIT",
    "followup_accessentry",
    "usersessions",
    'SELECT "followup_professional"."id"',
)
MAX_RATIO = 25


def prepare() -> User:
    """The cases, and the adviser of a hundred and fifty of them."""
    adviser, _ = User.objects.get_or_create(email="conseil@declic.example")
    if not are_laid():
        adviser.groups.add(Group.objects.get(name=LevelName.ADVISER))
        with system_scope(Scope.TEST):
            unit, _ = Unit.unscoped.get_or_create(name="Unité du banc")
        structure = Organisation.objects.first() or OrganisationFactory()
        lay_cases(user=adviser, unit=unit, structure=structure)
        settle()
    return adviser


def cases(adviser: User) -> list[Case]:
    """What is asked, with its budget."""
    with system_scope(Scope.TEST):
        own = ReferentAssignment.unscoped.filter(professional__user=adviser).order_by("pk")[9]
    return [
        Case("adviser's home, 150 cases", "/suivi/", MAX_RATIO, 120, 12),
        Case("a case", f"/suivi/dossiers/{own.beneficiary_id}/", MAX_RATIO, 80, 20),
        Case("a person, three letters", "/suivi/recherche/?q=mar", MAX_RATIO, 45, 2),
    ]


def clients(port: int, adviser: User, of: list[Case]) -> dict[str, Client]:
    """A connection that is signed in, for each of these cases."""
    cookie = f"{settings.SESSION_COOKIE_NAME}={new_session(adviser).session_key}"
    return {case.name: Client(port, cookie=cookie) for case in of}


def count_queries(path: str, adviser: User) -> int:
    """SQL queries of one request, besides those that the budgets do not count."""
    return len(list(_counted(path, adviser)))


def _counted(path: str, adviser: User) -> Iterator[str]:
    client = TestClient()
    client.cookies[settings.SESSION_COOKIE_NAME] = new_session(adviser).session_key
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    for query in queries:
        if not any(name in _source(query["sql"]) for name in _UNCOUNTED):
            yield query["sql"]


def _source(sql: str) -> str:
    """What a query begins with and reads from: a person is also named in conditions."""
    before, _, after = sql.partition(" FROM ")
    return f"{before[:40]} {after.partition(' ')[0]}"
