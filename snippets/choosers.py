"""What the choosers of the CMS share: who is answered, and how a row is named.

Wagtail lists every row to whoever may enter the CMS, and names any that is asked by its key.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from wagtail.admin.auth import require_admin_access
from wagtail.admin.ui.tables import Column
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.chooser import SnippetChooserViewSet

VIEWING = ("view", "add", "change", "delete", "choose")


def label_of(instance: Model) -> str:
    """What a chooser calls a row: some models say more there than their name."""
    return str(getattr(instance, "choice_label", instance))


def viewers_only(policy: Any, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that refuses whoever may not see any row of the policy's model."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not policy.user_has_any_permission(request.user, VIEWING):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


class ViewersOnlyMixin:
    """A chooser viewset every address of which is for those who may see its model."""

    def get_urlpatterns(self) -> list[URLPattern]:
        """Guard each view."""
        patterns: list[URLPattern] = super().get_urlpatterns()  # type: ignore[misc]
        policy = self.permission_policy or ModelPermissionPolicy(self.model)  # type: ignore[attr-defined]
        for pattern in patterns:
            pattern.callback = viewers_only(policy, pattern.callback)
        return patterns


class LabelledRowsMixin:
    """A list of a chooser: rows by their label."""

    @property
    def title_column(self) -> Column:
        """Wagtail's, with another text."""
        column: Column = super().title_column  # type: ignore[misc]
        column.accessor = label_of
        return column


class LabelledChoiceMixin:
    """What is sent back of the row that was chosen, and what a widget shows of it."""

    def get_display_title(self, instance: Model) -> str:
        return label_of(instance)


def media_choosers() -> list[URLPattern]:
    """Wagtail's choosers of images and documents, at their addresses.

    Their lists are narrowed by collection, but one row asked by its key is named to everybody.
    """
    from wagtail.documents.views.chooser import viewset as documents
    from wagtail.images.views.chooser import viewset as images

    return [
        path(
            f"{prefix}/chooser/{pattern.pattern}",
            require_admin_access(viewers_only(viewset.permission_policy, pattern.callback)),
        )
        for prefix, viewset in (("images", images), ("documents", documents))
        for pattern in viewset.get_urlpatterns()
    ]


class ViewersOnlyChooserViewSet(ViewersOnlyMixin, SnippetChooserViewSet):
    """The chooser that Wagtail makes of any snippet."""
