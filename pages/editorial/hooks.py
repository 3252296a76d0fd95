"""Hooks of editorial pages in the CMS; imported by `pages/wagtail_hooks.py`."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.userbar import ContentCheckerItem
from wagtail.models import Page

from pages.editorial.checker import ContentChecker
from pages.models.editorial import EditorialPage


@hooks.register("construct_wagtail_userbar")
def check_content(request: HttpRequest, items: list[Any], page: Any) -> None:
    """Our rules and words instead of the stock ones, in the editor and on the site."""
    items[:] = [
        ContentChecker(in_editor=item.in_editor) if isinstance(item, ContentCheckerItem) else item
        for item in items
    ]


@hooks.register("before_bulk_action")
def refuse_incomplete_pages(
    request: HttpRequest, action_type: str, objects: Sequence[Any], action: Any
) -> HttpResponse | None:
    """Say which drafts cannot be published: Wagtail's bulk action would answer with an error."""
    if action_type != "publish" or not objects or not isinstance(objects[0], Page):
        return None
    pages = list(objects)
    if action.cleaned_form.cleaned_data.get("include_descendants"):
        pages += [below for page in objects for below in page.get_descendants().not_live()]
    refused = [page for page in pages if _cannot_be_published(page)]
    if not refused:
        return None
    names = ", ".join(f"«\u00a0{page.get_admin_display_title()}\u00a0»" for page in refused[:3])
    more = f" et {len(refused) - 3} autres" if len(refused) > 3 else ""
    messages.error(
        request,
        f"{names}{more}\u00a0: il manque des informations. Ouvrez la page et choisissez "
        "«\u00a0Publier\u00a0»\u00a0: ce qui ne va pas sera indiqué. Rien n’a été publié.",
    )
    parent = refused[0].get_parent()
    return redirect(reverse("wagtailadmin_explore", args=[parent.pk]))


def _cannot_be_published(page: Page) -> bool:
    """Whether the latest draft of an editorial page has errors."""
    if not issubclass(page.specific_class or Page, EditorialPage):
        return False
    return bool(page.get_latest_revision_as_object().publication_errors())
