"""The revision that every act beside the editor leaves behind.

Prolonging, withdrawing, declaring filled and undoing happen in lists, by mail and in the space of
an organisation, while somebody else has the page open in the editor. Wagtail's editor notices a
newer revision and nothing else: its automatic save refuses to write over one, and its tab asks
every ten seconds whether there is one. So each such act writes the latest text again as a new
revision.
"""

from typing import Any

from django.db.models import F, Q
from django.utils.dateparse import parse_datetime
from wagtail.models import Page, Revision, TaskState, WorkflowState

from pages.moderation.locking import content_digest

# A review that goes on, or that asks for a correction of its text.
_OPEN_REVIEW = Q(status=TaskState.STATUS_IN_PROGRESS) | Q(
    status=TaskState.STATUS_REJECTED,
    workflow_state__current_task_state=F("pk"),
    workflow_state__status=WorkflowState.STATUS_NEEDS_CHANGES,
)


def leave_revision(page: Any, *, user: Any, **changes: Any) -> Revision:
    """Write the latest text again, with these fields changed; return the new revision.

    It stands wherever the former text stood: online, on schedule, under review, to be corrected.
    `page` is locked by `lock_page`, and saved.
    """
    former = page.latest_revision
    draft = page.get_latest_revision_as_object()
    # The text was read through the page as it was before the act.
    for name, value in {"end_version": page.end_version, **changes}.items():
        setattr(draft, name, value)
    revision: Revision = draft.save_revision(user=user, changed=False, clean=False)
    if former is not None:
        _take_place(page, former, revision)
    page.refresh_from_db(
        fields=[
            "has_unpublished_changes",
            "latest_revision",
            "latest_revision_created_at",
            "live_revision",
        ]
    )
    return revision


def as_written(revision: Revision) -> Any:
    """The page of a revision with the end that was written in it, whatever was decided since."""
    page = revision.as_object()
    end = revision.content.get("expire_at")
    page.expire_at = parse_datetime(end) if end else None
    return page


def _take_place(page: Any, former: Revision, revision: Revision) -> None:
    """What the former text was (online, on schedule, in an open review), the new one is now."""
    reviews = TaskState.objects.filter(_OPEN_REVIEW)
    held = (
        Q(pk=page.live_revision_id)
        | Q(approved_go_live_at__isnull=False)
        | Q(pk__in=reviews.values("revision"))
    )
    text = content_digest(former)
    for holder in page.revisions.filter(held).exclude(pk=revision.pk):
        if content_digest(holder) != text:
            continue
        reviews.filter(revision=holder).update(revision=revision)
        if holder.approved_go_live_at:
            revision.approved_go_live_at = holder.approved_go_live_at
            revision.save(update_fields=["approved_go_live_at"])
            page.revisions.filter(pk=holder.pk).update(approved_go_live_at=None)
        if holder.pk == page.live_revision_id:
            Page.objects.filter(pk=page.pk).update(
                live_revision=revision, has_unpublished_changes=False
            )
