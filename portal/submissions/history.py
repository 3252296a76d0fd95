"""Who wrote what in an opportunity, in words that its organisation may read."""

from collections import defaultdict
from typing import Any

from wagtail.models import Revision

from portal.accounts.models import Membership
from snippets.merging.screen import MYSELF, Change
from snippets.merging.three_way import origin
from snippets.models import Organisation

_STAFF = "l’équipe du site"
_MOST = 20


def changes_since(
    page: Any, number: int | None, *, organisation: Organisation, reader: Any
) -> dict[str, Change]:
    """By field, who brought the text that it has now, since the revision of that number.

    Organisations do not read the names of the staff. What nobody changed since is the last
    change's, as is everything when the number is not known.
    """
    found = page.revisions.order_by("-pk").select_related("user")
    since = list(found.filter(pk__gte=number or 0)[:_MOST]) or [page.latest_revision]
    members = set(
        Membership.objects.filter(
            organisation=organisation, user__in=[revision.user_id for revision in since]
        ).values_list("user", flat=True)
    )

    def change(revision: Revision) -> Change:
        if revision.user_id == reader.pk:
            return Change(MYSELF, revision.created_at)
        who = str(revision.user) if revision.user_id in members else _STAFF
        # Nobody: by the link of a mail, or somebody whose account is erased.
        return Change(who if revision.user_id else "quelqu’un", revision.created_at)

    newest = since[0]
    by_field: dict[str, Change] = defaultdict(lambda: change(newest))
    for name, value in newest.content.items():
        history = ((revision, revision.content.get(name)) for revision in since)
        first = origin(history, value, lambda one, other: bool(one == other))
        by_field[name] = change(first or newest)
    return by_field
