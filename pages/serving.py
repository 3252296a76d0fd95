"""Opportunity pages by a shorter way than Wagtail's walk down the tree, with the same answers."""

from contextlib import suppress

from django.db.models import Exists
from django.http import Http404, HttpRequest, HttpResponse
from wagtail import views as wagtail_views
from wagtail.models import PageViewRestriction, Site

from pages.models import JobOfferPage, OpportunityPage

# Columns that no opportunity's page shows (the contour is a polygon of many kilobytes): reading
# and converting a row costs more than finding it.
UNREAD = (
    *("organisation__kind", "organisation__folded_name", "organisation__siret"),
    *("organisation__rna", "organisation__naf_code", "organisation__description"),
    *("organisation__address", "organisation__phone", "organisation__email"),
    *("organisation__commune", "organisation__verified_at", "organisation__verified_by"),
    *("commune__contour", "commune__epci_code", "commune__epci_name", "commune__population"),
    "commune__folded_name",
)
# What the page of a kind reads besides.
RELATED: dict[type[OpportunityPage], tuple[str, ...]] = {JobOfferPage: ("occupation",)}
UNREAD_OF: dict[type[OpportunityPage], tuple[str, ...]] = {
    JobOfferPage: ("occupation__folded_label",)
}


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


def _at(path: str, slug: str, model: type[OpportunityPage]) -> OpportunityPage | None:
    """The page at a path, with what its template reads; None as well when there are many sites."""
    roots = Site.get_site_root_paths()
    if len(roots) != 1:
        return None
    pages = (
        model.objects.select_related("organisation", "commune", *RELATED.get(model, ()))
        .defer(*UNREAD, *UNREAD_OF.get(model, ()))
        .annotate(site_has_private_pages=Exists(PageViewRestriction.objects.all()))
    )
    try:
        return pages.get(slug=slug, url_path=roots[0].root_path.rstrip("/") + path)
    except model.DoesNotExist:
        return None
