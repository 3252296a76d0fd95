"""« Dupliquer »: a new draft made of what another page says."""

from typing import Any

from django.db import models, transaction
from wagtail.log_actions import LogContext

from pages.models import OpportunityPage
from pages.moderation.locking import lock_page

# What belongs to the page and not to what it says, beside what Wagtail's own copy leaves out.
_FRESH = {"expired": False, "locked": False, "locked_at": None, "locked_by": None}


def duplicate(*, page: Any, user: Any) -> Any:
    """Make a draft of the same kind, beside `page`, with all that its latest text says; return it.

    The copy is `user`'s: another address, no date of any sort (it is for another time), no
    workflow, nothing published. Its pin, contacts, partners and occupations are kept. Raises
    ModerationError when the page is gone.
    """
    with transaction.atomic(), LogContext(user=user):
        page = lock_page(page.pk)
        source = page.get_latest_revision_as_object()
        named = type(source)(title=source.title)
        named.set_slug()
        return source.copy(
            to=page.get_parent(),
            user=user,
            keep_live=False,
            copy_revisions=False,
            update_attrs={**_FRESH, **dict.fromkeys(_dates(source)), "slug": named.slug},
        )


def _dates(page: OpportunityPage) -> list[str]:
    """Names of the dates that an editor may leave empty, those of publication included."""
    return [
        field.name
        for field in page._meta.concrete_fields  # noqa: SLF001 - Django's public API
        if isinstance(field, models.DateField) and field.null and field.editable
    ]
