"""What the CMS gets from the pages: the list, the choosers, the geocoding address."""

from django.forms import Media
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.viewsets.base import ViewSet
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry

from pages import preview_hooks  # noqa: F401 - registers its own
from pages.choosers import commune_chooser, occupation_chooser, organisation_chooser
from pages.editorial import hooks as editorial_hooks  # noqa: F401 - registers its own
from pages.follow_links import lost_with
from pages.listing import opportunity_listings
from pages.models import OpportunityPage
from pages.moderation import dashboard  # noqa: F401 - registers its own
from pages.moderation import hooks as moderation_hooks  # noqa: F401 - registers its own
from pages.pin.views import geocode
from pages.reports import hooks as report_hooks  # noqa: F401 - registers its own
from pages.rich_text import HANDLERS
from snippets.site import allow_tiles


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ViewSet]:
    """The list of offers and the choosers of the editor."""
    return [opportunity_listings, commune_chooser, occupation_chooser, organisation_chooser]


# After Wagtail's own handlers, which these replace.
@hooks.register("register_rich_text_features", order=10)
def register_public_links(features: FeatureRegistry) -> None:
    """A link of a rich text leads only where everybody may go."""
    for handler in HANDLERS:
        features.register_link_type(handler)


@hooks.register("register_admin_urls")
def register_geocoding() -> list[URLPattern]:
    """Wagtail lets only those who may enter the CMS through."""
    return [path("geocodage/", geocode, name="pages_geocoding")]


@hooks.register("insert_editor_js")
def editor_scripts() -> str:
    """Scripts of the editor that belong to no widget."""
    scripts = (
        "js/cms/rich-text-name-controller.js",
        "js/cms/autosave-on-submit.js",
        "js/cms/kept-choices.js",
    )
    return Media(js=scripts).render()


@hooks.register("before_delete_page")
def tell_lost_answers(request: HttpRequest, page: Page) -> None:
    """Say before a page goes how many applications or registrations would be without it."""
    if request.method == "GET" and (lost := lost_with([page])):
        messages.warning(request, render_to_string("pages/admin/lost_answers.html", {"lost": lost}))


@hooks.register("before_create_page")
def allow_tiles_on_creation(
    request: HttpRequest, parent_page: Page, page_class: type[Page]
) -> None:
    """The editor of an opportunity shows a map."""
    if issubclass(page_class, OpportunityPage):
        allow_tiles(request)


@hooks.register("before_edit_page")
def allow_tiles_on_edition(request: HttpRequest, page: Page) -> None:
    """The editor of an opportunity shows a map."""
    if isinstance(page, OpportunityPage):
        allow_tiles(request)
