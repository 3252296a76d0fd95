"""The link of a suggestion: read by anybody who has it, marked as seen by a button alone."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.booking.codes import typed
from portal.followup.rows.scope import Scope, system_scope
from portal.followup.suggestions.errors import UnknownLinkError
from portal.followup.suggestions.models import Suggestion

# What history says of who pressed the button.
BY_LINK = "Par le lien de la proposition"
UNKNOWN = "Ce lien est incomplet ou n’existe pas. Vérifiez que vous l’avez copié en entier."


@contextmanager
def by_link(address: str = "") -> Iterator[Actor]:
    """The scope in which somebody without an account reads one suggestion, and says it is seen."""
    actor = Actor(None, address, BY_LINK)
    with system_scope(Scope.SUGGESTIONS, actor=actor):
        yield actor


def suggestion_of(token: str) -> Suggestion:
    """The suggestion of a link. Raises UnknownLinkError. Inside the scope."""
    rows = Suggestion.objects.in_system_scope().select_related("beneficiary__unit")
    found: Suggestion | None = rows.filter(token=typed(token)).first()
    if found is None:
        raise UnknownLinkError(UNKNOWN)
    return found


def mark_seen(row: Suggestion) -> None:
    """Write when it was seen first; twice is once. Inside the scope."""
    rows = Suggestion.objects.in_system_scope().filter(pk=row.pk, seen_at__isnull=True)
    rows.update(seen_at=timezone.now())
