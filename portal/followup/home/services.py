"""What is written from the home page and the caseload: little."""

from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.home.models import SavedFilter
from portal.followup.models import ReferentAssignment
from portal.followup.rows.scope import Scope, system_scope
from snippets.errors import DomainError

# More tabs than these are no help.
MOST_FILTERS = 12


class FilterError(DomainError):
    """A filter cannot be kept."""


@transaction.atomic
def mark_seen(*, assignment: ReferentAssignment, actor: Actor) -> None:
    """The referent saw that they have a new person: the line leaves their home page.

    `assignment` was read as the person: it is theirs, or of somebody they replace.
    """
    with system_scope(Scope.SEEN, actor=actor):
        rows = ReferentAssignment.objects.in_system_scope()
        rows.filter(pk=assignment.pk, seen_at__isnull=True).update(seen_at=timezone.now())


@transaction.atomic
def save_filter(*, name: str, query: str, actor: Actor) -> SavedFilter:
    """Keep filters as a tab; a tab of this name shows them from now on. Raises FilterError."""
    rows = SavedFilter.objects.visible_to(actor.user)
    known: SavedFilter | None = rows.filter(name=name).first()
    if known is not None:
        known.query = query
        known.save(update_fields=["query"])
        return known
    if rows.count() >= MOST_FILTERS:
        message = f"Vous avez déjà {MOST_FILTERS}\u00a0onglets\u00a0: retirez-en un d’abord."
        raise FilterError(message, field="name")
    return SavedFilter.unscoped.create(user=actor.user, name=name, query=query)


@transaction.atomic
def drop_filter(*, saved: SavedFilter) -> None:
    """Take a tab away."""
    saved.delete()
