"""Where the messages of moderation lead the members of an organisation."""

from typing import Any

from django.urls import reverse

from portal.accounts.rules import can_propose_for


def space_of(page: Any) -> str | None:
    """The path where the author follows this page as a member, or None."""
    organisation = page.organisation
    if not can_propose_for(page.owner, organisation):
        return None
    return reverse("submissions:detail", args=[organisation.slug, page.pk])
