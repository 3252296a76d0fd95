"""Brings an opportunity of the demo to its state: draft, in review, refused, published, expired."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.utils import timezone
from wagtail.log_actions import LogContext
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from demo import dates
from demo.data_files import Record, html, slug_of
from pages.models import OpportunityIndexPage, OpportunityPage
from pages.moderation import services
from pages.moderation.decisions import decide
from pages.moderation.locking import content_digest
from pages.moderation.models import RefusalReason
from pages.pin.geo import format_pin
from portal.accounts.models import User
from snippets.models import Organisation

AUTHOR = "claire.morel@declic.example"
MODERATOR = "idris.benali@declic.example"


@dataclass(frozen=True)
class Staff:
    """Who writes the demo, and who reviews it."""

    author: User
    moderator: User

    @classmethod
    def find(cls) -> Self:
        """The two accounts, which the demo has loaded."""
        return cls(User.objects.get(email=AUTHOR), User.objects.get(email=MODERATOR))


def load_pages(
    index: OpportunityIndexPage,
    model: type[OpportunityPage],
    records: Iterable[Record],
    build: Callable[[Record], OpportunityPage],
) -> int:
    """Add the pages that are missing below the index; return how many were made."""
    staff = Staff.find()
    existing = set(model.objects.values_list("slug", flat=True))
    made = 0
    for record in records:
        if slug_of(record) in existing:
            continue
        page = build(record)
        page.owner = staff.author
        _add(index, page, record, staff)
        made += 1
    return made


def common_fields(record: Record, organisations: dict[str, int]) -> dict[str, Any]:
    """The fields that the three kinds share; `organisations` gives an id to each key."""
    has_pin = record["latitude"] is not None
    public = record["contact_public"]
    return {
        "title": record["title"],
        "slug": slug_of(record),
        "organisation_id": organisations[record["organisation"]],
        "summary": record["summary"],
        "description": html(record["description"]),
        "commune_id": record["insee_code"],
        "address": record["address"],
        "location": format_pin(record["latitude"], record["longitude"]) if has_pin else "",
        "transport_access": record["transport"],
        "contact_name": record["contact_name"],
        "contact_phone": record["contact_phone"],
        "contact_email": record["contact_email"],
        "contact_name_public": "name" in public,
        "contact_phone_public": "phone" in public,
        "contact_email_public": "email" in public,
        "apply_by": record["apply_by"],
        "apply_url": record.get("apply_url") or "",
    }


def organisation_ids() -> dict[str, int]:
    """The id of each organisation by its key, which is its address on the site."""
    return dict(Organisation.objects.values_list("slug", "pk"))


def _add(index: OpportunityIndexPage, page: Any, record: Record, staff: Staff) -> None:
    """Add the page below the index and bring it to its state."""
    state = record["state"]
    page.live = False
    # Loaded in the night, what is of today was published already.
    published_at = min(dates.moment(-record["published_days_ago"]), timezone.now())
    if state in ("published", "expired"):
        page.first_published_at = published_at
        if record.get("expires_in_days") is not None:
            page.expire_at = dates.moment(record["expires_in_days"])
    page.expired = state == "expired"
    with LogContext(user=staff.author):
        # Wagtail notes what a page refers to at each save: once, at the end, says the same.
        with disable_reference_index_auto_update():
            index.add_child(instance=page)
            # Checked a moment ago, when it was added.
            revision = page.save_revision(user=staff.author, clean=False)
            if state == "published":
                revision.publish(skip_permission_checks=True)
        ReferenceIndex.create_or_update_for_object(page)
        if state in ("pending", "refused"):
            services.submit(page=page, user=staff.author)
            _date_review(page, published_at)
    if state == "refused":
        _refuse(page, record, staff.moderator)


def _date_review(page: Any, started_at: datetime) -> None:
    """Make the review as old as the record says, so that some are late on the dashboard."""
    page.refresh_from_db()
    state = page.current_workflow_state
    type(state).objects.filter(pk=state.pk).update(created_at=started_at)
    state.task_states.update(started_at=started_at)


def _refuse(page: Any, record: Record, moderator: User) -> None:
    """Refuse the page as a moderator would, with a reason of the list and a comment."""
    page.refresh_from_db()
    decide(
        task=page.current_workflow_task,
        task_state=page.current_workflow_task_state,
        user=moderator,
        action="reject",
        answers={
            "reason": _reason(page.kind, record["refusal_reason"]),
            "comment": record["refusal_comment"],
            "content_digest": content_digest(page.latest_revision),
        },
    )


def _reason(kind: str, key: str) -> str:
    """The reason of a refusal; the last of the list where staff have another list than ours."""
    keys = list(RefusalReason.objects.proposed_for(kind).values_list("key", flat=True))
    return key if key in keys else keys[-1]
