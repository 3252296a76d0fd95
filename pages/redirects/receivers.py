"""When a page comes to an address, the redirect that Wagtail left there goes."""

from typing import Any

from django.db.models import Q
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, post_page_move

from pages.models import OpportunityPage
from pages.redirects.following import answers, canonical, own_path, site_of


def connect() -> None:
    """Publication, renaming and moving give a page its address."""
    page_published.connect(reconcile, dispatch_uid="pages.redirects.published")
    page_slug_changed.connect(reconcile, dispatch_uid="pages.redirects.renamed")
    post_page_move.connect(reconcile, dispatch_uid="pages.redirects.moved")


def reconcile(*, instance: Page, **kwargs: Any) -> None:
    """Delete the redirects at the addresses that a page, and those below, now have again.

    What an editor made towards something else stays: it acts again when the page goes.
    """
    # An offer leaves no redirect, and there are many; the home page's address never changes.
    if isinstance(instance.specific, OpportunityPage) or instance.is_site_root():
        return
    path = canonical(own_path(instance.url or "") or "/")
    here_or_below = Q(old_path=path) | Q(old_path__startswith=f"{path}/")
    by_itself = Q(automatically_created=True) | Q(redirect_page__path__startswith=instance.path)
    rules = Redirect.objects.filter(here_or_below, by_itself).select_related("site")
    for rule in rules:
        if answers(rule.old_path, site_of(rule)):
            rule.delete()
