"""Proposals that make no sense any more: one of the two cases was merged, or archived."""

from collections.abc import Collection

from django.db.models import Q
from django.utils import timezone

from portal.followup.merging.models import CaseMerge

ARCHIVED = "Sans objet\u00a0: un des deux dossiers vient d’être archivé."


def withdraw_all(keys: Collection[int], *, why: str, but: CaseMerge | None = None) -> None:
    """Take back what was proposed of these cases. The caller is in its scope."""
    named = Q(beneficiary__in=keys) | Q(loser__in=keys)
    rows = CaseMerge.unscoped.filter(named, state=CaseMerge.State.ASKED)
    if but is not None:
        rows = rows.exclude(pk=but.pk)
    rows.update(state=CaseMerge.State.WITHDRAWN, decided_at=timezone.now(), answer=why)
