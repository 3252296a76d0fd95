"""What Wagtail's own screens allow on opportunities: nobody publishes around the workflow.

Wagtail's page permissions apply to everything below the page they are given on. So `publish` is
never given on the home page or an index, and as a second lock these testers refuse it on
opportunities whatever a group may hold. A superuser, who exists in development only, is spared.
"""

from typing import Any, ClassVar

from wagtail.locks import BasicLock, ScheduledForPublishLock
from wagtail.models import PagePermissionTester

from pages.frozen import FrozenSlugMixin

MODERATE = "pages.moderate_opportunity"


class OpportunityIndexPermissionTester(PagePermissionTester):
    """An index: offers are added below it, it is neither published, moved nor deleted."""

    def can_publish(self) -> bool:
        """Approval publishes."""
        return bool(self.user.is_active and self.user.is_superuser and super().can_publish())

    def can_unpublish(self) -> bool:
        """“Retirer” unpublishes, with a reason."""
        return bool(self.user.is_superuser and super().can_unpublish())

    def can_publish_subpage(self) -> bool:
        """A new offer goes through the workflow."""
        return bool(self.user.is_superuser and super().can_publish_subpage())

    def can_reorder_children(self) -> bool:
        """Order comes from dates."""
        return bool(self.user.is_superuser and super().can_reorder_children())

    def can_delete(self, ignore_bulk: bool = False) -> bool:  # noqa: FBT001, FBT002 - Wagtail's
        """Never by Wagtail's screens."""
        return bool(self.user.is_superuser and super().can_delete(ignore_bulk=ignore_bulk))

    def can_move(self) -> bool:
        """Moving rewrites addresses."""
        return bool(self.user.is_superuser and super().can_move())

    def can_unlock(self) -> bool:
        """Who reviews: Wagtail asks for a right that nobody holds, and who locked may have left."""
        return bool(
            super().can_unlock()
            or (
                self.user.is_active
                and "change" in self.permissions
                and self.user.has_perm(MODERATE)
            )
        )


class OpportunityPermissionTester(OpportunityIndexPermissionTester):
    """An offer: a draft that nobody has read yet may be thrown away, nothing else."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:  # noqa: FBT001, FBT002 - Wagtail's
        """Wagtail's `can_delete` ignores reviews and locks, and reads the tree for each row."""
        if self.user.is_superuser or not self.user.is_active:
            return bool(super().can_delete(ignore_bulk=ignore_bulk))
        return bool(
            "change" in self.permissions
            and not self.page.live
            and self.page.first_published_at is None
            and self.page.current_workflow_state is None
            and not self.page_locked()
        )

    def can_copy(self) -> bool:
        """« Dupliquer » copies the latest text under an address of its own; Wagtail's does not."""
        return False

    def can_copy_to(self, destination: Any, recursive: bool = False) -> bool:  # noqa: FBT001, FBT002 - Wagtail's
        """The same, for its screen."""
        return False


class ModeratedIndexMixin(FrozenSlugMixin):
    """The index of one kind of opportunity."""

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        """Wagtail's screens ask here, bulk actions included."""
        return OpportunityIndexPermissionTester(user, self)


class ModeratedPageMixin:
    """An opportunity: what belongs to the page and not to one of its revisions."""

    # Wagtail rebuilds a page from a revision's content: without this, saving a draft would forget
    # that the offer was withdrawn, filled or has expired.
    state_fields: ClassVar[tuple[str, ...]] = (
        "end_version",
        "expired",
        "filled_at",
        "withdrawn_at",
        "withdrawal_reason",
    )
    # For `lifecycle`, which tells what becomes of a page: the row that a revision is about to
    # replace, whether a withdrawal is being undone, and whether a service that takes the page off
    # line tells why itself.
    before: Any = None
    is_put_back = False
    is_closing = False
    exclude_fields_in_copy: ClassVar[list[str]] = [
        "end_version",
        "filled_at",
        "withdrawn_at",
        "withdrawal_reason",
    ]

    def get_route_paths(self) -> list[str]:
        """No redirect is made for an offer: its own address says that it is over."""
        return []

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        """Wagtail's screens ask here, bulk actions included."""
        return OpportunityPermissionTester(user, self)

    def get_lock(self) -> Any:
        """What waits for its hour is corrected and sent to review like what is online.

        Wagtail locks it, and only who may publish could unlock it: nobody.
        """
        lock = super().get_lock()  # type: ignore[misc]
        if not isinstance(lock, ScheduledForPublishLock):
            return lock
        if self.locked:  # type: ignore[attr-defined]
            return BasicLock(self)
        task = self.current_workflow_task  # type: ignore[attr-defined]
        return task.lock_class(self, task) if task else None

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """Keep the page's own state over what the revision remembers.

        A text written before its end was put off, or put back, has the end that the page has now:
        neither an older version that is restored nor a late approval brings the former one back.
        """
        page = super().with_content_json(content)  # type: ignore[misc]
        current = self.specific  # type: ignore[attr-defined]
        for field in self.state_fields:
            setattr(page, field, getattr(current, field))
        if page.is_prolongable and content.get("end_version", 0) != current.end_version:
            page.expire_at = current.expire_at
        page.before = current
        return page
