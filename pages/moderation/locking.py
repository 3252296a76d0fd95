"""One lock for every path that changes the state of an offer."""

import hashlib
import json
import re
from typing import Any

from wagtail.models import Page, Revision, WorkflowState

from pages.moderation.errors import ModerationError

_BOOKKEEPING = frozenset(
    {
        "draft_title",
        "end_version",
        "expired",
        "filled_at",
        "first_published_at",
        "has_unpublished_changes",
        "last_published_at",
        "latest_revision",
        "latest_revision_created_at",
        "live",
        "live_revision",
        "locked",
        "locked_at",
        "locked_by",
        "numchild",
        "wagtail_admin_comments",
        "withdrawal_reason",
        "withdrawn_at",
    }
)
_BLOCK_KEY = re.compile(r' data-block-key=\\"[^"\\]*\\"')


def lock_page(page_id: int) -> Any:
    """Lock a page's revisions, the page and its reviews; return the specific page, read after.

    Needs a transaction. The order is the one in which autosave writes (revision, then page), so
    that the two never wait for each other. Raises ModerationError when the page is gone.
    """
    revisions = Revision.page_revisions.filter(object_id=str(page_id))
    list(revisions.order_by("pk").select_for_update().values_list("pk", flat=True))
    page = Page.objects.select_for_update().filter(pk=page_id).first()
    if page is None:
        message = "Cette annonce n’existe plus."
        raise ModerationError(message)
    states = WorkflowState.objects.for_instance(page).order_by("pk")
    list(states.select_for_update().values_list("pk", flat=True))
    return page.specific


def content_digest(revision: Revision | None) -> str:
    """Fingerprint of what the public would read; two saves of the same text share it.

    The editor rewrites rich text with its own keys, and every save writes the page's bookkeeping:
    neither is content.
    """
    if revision is None:
        return ""
    content = {key: revision.content[key] for key in revision.content if key not in _BOOKKEEPING}
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(_BLOCK_KEY.sub("", text).encode("utf-8", "replace")).hexdigest()
