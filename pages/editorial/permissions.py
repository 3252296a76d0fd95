"""Who publishes editorial pages: a Django permission, read on these pages alone.

Wagtail's page permissions apply to everything below the page they are given on: `publish` on the
home page would reach the offers. So nobody holds it; these testers add it, page by page, for
whoever may edit the page and holds `pages.publish_editorial`. Whatever Wagtail's screens derive
from it (unpublish, delete, move, order, create and publish at once) follows.
"""

from typing import Any

from wagtail.models import PagePermissionTester

PUBLISH = "pages.publish_editorial"


class EditorialPermissionTester(PagePermissionTester):
    """A content page or a news page: `publish` means `pages.publish_editorial`, nothing else."""

    def __init__(self, user: Any, page: Any) -> None:
        super().__init__(user, page)
        if not user.is_active or user.is_superuser:
            return
        self.permissions.discard("publish")
        if "change" in self.permissions and user.has_perm(PUBLISH):
            self.permissions.add("publish")

    def can_unlock(self) -> bool:
        """Who publishes: nobody holds Wagtail's own right, and who locked may have left."""
        return bool(super().can_unlock() or self.can_publish())


class FixedPagePermissionTester(EditorialPermissionTester):
    """A page that the site stands on: edited and published, and it stays where it is."""

    def can_unpublish(self) -> bool:
        """Menus and addresses lead to it."""
        return bool(self.user.is_superuser and super().can_unpublish())

    def can_delete(self, ignore_bulk: bool = False) -> bool:  # noqa: FBT001, FBT002 - Wagtail's
        """All that is below would go with it."""
        return bool(self.user.is_superuser and super().can_delete(ignore_bulk=ignore_bulk))

    def can_move(self) -> bool:
        """Moving rewrites the addresses below."""
        return bool(self.user.is_superuser and super().can_move())

    def can_reorder_children(self) -> bool:
        """News are in the order of their dates, the home page's children in that of the menus."""
        return bool(self.user.is_superuser and super().can_reorder_children())

    def can_set_view_restrictions(self) -> bool:
        """A restriction would hide everything below: superusers only."""
        return bool(self.user.is_active and self.user.is_superuser)


class EditorialPageMixin:
    """A page of the communication level."""

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        """Wagtail's screens ask here, bulk actions included."""
        return EditorialPermissionTester(user, self)


class FixedPageMixin:
    """The home page, and the index of news."""

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        """Publishing this page is a right of its own: the offers below must not inherit it."""
        return FixedPagePermissionTester(user, self)
