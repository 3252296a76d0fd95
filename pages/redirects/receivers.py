"""When a page comes to an address, the redirect that Wagtail left there goes."""

from typing import Any

from django.db.models import Q
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, post_page_move

from pages.models import OpportunityPage
from pages.redirects.following import canonical, own_path


def connect() -> None:
    """Publication, renaming and moving give a page its address."""
    for signal in (page_published, page_slug_changed, post_page_move):
        signal.connect(reconcile, dispatch_uid=f"pages.redirects.{id(signal)}")


def reconcile(*, instance: Page, **kwargs: Any) -> None:
    """Delete the redirects at the addresses of a page and of those below that are its former ones.

    What an editor made towards something else stays: it acts again when the page goes.
    """
    # An offer leaves no redirect, and there are many.
    if isinstance(instance.specific, OpportunityPage):
        return
    pages = Page.objects.filter(path__startswith=instance.path).live()
    ids_by_path: dict[str, int] = {}
    for page in pages.specific(defer=True):
        path = own_path(page.url or "")
        if page.url and path:
            ids_by_path[canonical(path)] = page.pk
    own = Q(automatically_created=True) | Q(redirect_page__in=ids_by_path.values())
    for rule in Redirect.objects.filter(own, old_path__in=ids_by_path):
        if rule.automatically_created or rule.redirect_page_id == ids_by_path[rule.old_path]:
            rule.delete()
