"""“Lien d’aperçu (JSON)” in the CMS; imported by `pages/wagtail_hooks.py`."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail import hooks
from wagtail.admin.ui.menus.pages import PageMenuItem
from wagtail.models import Page

from pages.editor import previews
from pages.rules import SHARE_DRAFT


class PreviewLinkButton(PageMenuItem):
    """“Lien d’aperçu (JSON)” in the page's header."""

    label = "Lien d’aperçu (JSON)"
    icon_name = "link"
    url_name = "page_preview_link"

    def is_shown(self, user: Any) -> bool:
        """For those who may edit a page that has been saved."""
        return bool(self.page.pk and user.has_perm(SHARE_DRAFT, self.page))


@hooks.register("register_page_header_buttons")
def header_button(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[PreviewLinkButton]:
    """In the header of the editor and of the lists."""
    yield PreviewLinkButton(page=page, priority=64)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    """Below `/cms/`."""
    return [path("pages/<int:page_id>/lien-apercu/", preview_link, name=PreviewLinkButton.url_name)]


@hooks.register("register_log_actions")
def log_actions(registry: Any) -> None:
    """What the page's history says."""
    registry.register_action(
        previews.LOG_ACTION, "Créer un lien d’aperçu", "Lien d’aperçu (JSON) créé"
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def preview_link(request: HttpRequest, page_id: int) -> HttpResponse:
    """One button; the link that it makes is shown once."""
    page = get_object_or_404(Page, pk=page_id)
    if not request.user.has_perm(SHARE_DRAFT, page):
        raise PermissionDenied
    context: dict[str, Any] = {"page": page, "hours": settings.PREVIEW_LINK_HOURS}
    if request.method == "POST":
        context["link"], context["expires_at"] = previews.make_link(page=page, user=request.user)
    return render(request, "pages/admin/preview_link.html", context)
