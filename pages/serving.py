"""Opportunity pages by a shorter way than Wagtail's walk down the tree, with the same answers."""

from contextlib import suppress

from django.db.models import Exists
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import views as wagtail_views
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction, Site

from pages.models import OpportunityPage

# The rows that a page names, where its kind has them.
RELATED = ("organisation", "commune", "occupation")


def serve_opportunity(
    request: HttpRequest, slug: str, model: type[OpportunityPage]
) -> HttpResponse:
    """Serve an opportunity found by its address: one query where Wagtail reads each ancestor twice.

    Only the way is shorter: Wagtail keeps the method check, the privacy settings and the page's
    own `route` and `serve`. What is not found here, it looks for in its own way.
    """
    page = _at(request.path_info, slug, model)
    if page is not None:
        with suppress(Http404):
            request._wagtail_route_for_request = page.route(request, [])  # type: ignore[attr-defined]  # noqa: SLF001 - where Wagtail keeps it
    return wagtail_views.serve(request, request.path_info.lstrip("/"))


def serve_written_page(request: HttpRequest, *, otherwise: str) -> HttpResponse:
    """Serve the page that staff write at a fixed address; while it is off line, lead elsewhere.

    Where staff have renamed theirs, the redirect that it left is followed. `otherwise` is the name
    of an address.
    """
    try:
        return wagtail_views.serve(request, request.path_info.lstrip("/"))
    except Http404:
        if get_redirect(request, Redirect.normalise_path(request.path_info)):
            raise
    return redirect(otherwise)


def _at(path: str, slug: str, model: type[OpportunityPage]) -> OpportunityPage | None:
    """The page at a path, with what its template reads; None as well when there are many sites."""
    roots = Site.get_site_root_paths()
    if len(roots) != 1:
        return None
    named = [name for name in RELATED if hasattr(model, name)]
    pages = (
        model.objects.select_related(*named)
        # An outline of thousands of points, which no page of an opportunity shows.
        .defer("commune__contour")
        .annotate(site_has_private_pages=Exists(PageViewRestriction.objects.all()))
    )
    with suppress(model.DoesNotExist):
        return pages.get(slug=slug, url_path=roots[0].root_path.rstrip("/") + path)
    return None
