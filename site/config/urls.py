"""Addresses of the whole site. Public and private patterns are two lists."""

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail import views as wagtail_views
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from config import views
from config.api import UnknownRouteView
from config.api_docs import DocsView, SchemaView
from config.bulk_actions import bulk_action
from config.content_api import router as content_api
from config.dev_mailbox import urls as dev_mailbox
from config.metrics import scrape
from config.preview_api import PreviewView
from pages.models import JobOfferPage, RecruitmentSessionPage, VolunteeringPage
from pages.review import urls as moderation_urls
from pages.serving import serve_opportunity
from portal.accounts import urls as accounts_urls
from portal.mail import urls as mail_urls
from portal.personal_data import urls as personal_data_urls
from snippets.choosers import media_choosers
from snippets.shared_pages import shared_page

handler400 = views.bad_request
handler403 = views.permission_denied
handler404 = views.page_not_found
handler500 = views.server_error


def _open_to_all(patterns: list[URLPattern]) -> list[URLPattern]:
    """Wagtail's own public views: SignInRequiredMiddleware would hide pages and documents."""
    for pattern in patterns:
        pattern.callback = login_not_required(pattern.callback)
    return patterns


OPPORTUNITIES = (
    ("offres", JobOfferPage, "offer"),
    ("benevolat", VolunteeringPage, "volunteering"),
    ("sessions", RecruitmentSessionPage, "session"),
)
# One namespace: its names are older than the apps that share it.
_ACCOUNTS = [
    *accounts_urls.urlpatterns,
    *personal_data_urls.urlpatterns,
    *mail_urls.urlpatterns,
]
_CONTENT = decorate_urlpatterns(content_api.get_urlpatterns(), login_not_required)

private: list[URLPattern | URLResolver] = [
    path("", include("portal.accounts.sign_in.urls")),  # its entrance is public; before the CMS's
    path("cms/", include(moderation_urls.private)),  # before Wagtail's view of the same address
    path("cms/", include(media_choosers())),  # the same
    path("cms/bulk/<str:app_label>/<str:model_name>/<str:action>/", bulk_action),  # the same
    path("cms/", include(wagtailadmin_urls)),
    path("habilitations/", include("portal.accounts.administration.urls")),
    path("mon-organisation/<slug:slug>/", include("portal.submissions.urls")),
    path("mon-espace/", include("portal.space.urls")),
    path("mon-espace/cv/", include("portal.cv.urls")),
    path("", include("portal.followup.urls")),  # the closed area: suivi/ and mon-espace/suivi/
]
# Addresses are tried one after the other, and there are six hundred: what most people ask comes
# first. Two apps of the portal have addresses where the next ones would read the name of a page.
public: list[URLPattern | URLResolver] = [
    path("", include("portal.organisations.urls")),
    path("", include("portal.sponsorship.urls")),
    path("", include("search.urls")),
    *(
        path(
            f"{address}/<slug:slug>/",
            shared_page(login_not_required(serve_opportunity)),
            {"model": model},
            name,
        )
        for address, model, name in OPPORTUNITIES
    ),
    path("health/live", login_not_required(views.live), name="health_live"),
    path("health/ready", login_not_required(views.ready), name="health_ready"),
    path("metrics", login_not_required(scrape), name="metrics"),
    path(".well-known/security.txt", login_not_required(views.security_txt), name="security_txt"),
    path("documents/", include(_open_to_all(wagtaildocs_urls.urlpatterns))),
    path("", include(moderation_urls.public)),
    path("media/images/<path:path>", views.media_image, name="media_image"),
    path("", include((_ACCOUNTS, "accounts"))),
    path("cv/", include("portal.cv.share_urls")),
    # In each of these, public and private patterns are two lists.
    path("", include("portal.participation.urls")),
    path("", include("portal.applications.urls")),
    path("", include("portal.recruitment.urls")),
    path("", include("portal.mailing.urls")),
    path("", include("portal.followup.booking.public_urls")),  # by a link; the rest is private
    path("", include("portal.followup.suggestions.public_urls")),  # the same
    path("", include("portal.candidates.urls")),  # its private list begins with mon-espace/
    path("", include("snippets.urls")),
    path("api/v2/preview/", login_not_required(PreviewView.as_view()), name="page_preview"),
    path("api/v2/", include((_CONTENT, content_api.url_namespace))),
    path("api/schema/", login_not_required(SchemaView.as_view()), name="api_schema"),
    path("api/docs/", login_not_required(DocsView.as_view()), name="api_docs"),
    re_path(r"^api/", login_not_required(UnknownRouteView.as_view())),
    *dev_mailbox.where_it_is_on(),
]
urlpatterns = [*public, *private, path("", include(_open_to_all(wagtail_urls.urlpatterns)))]
# The home page and every editorial one.
shared_page(wagtail_views.serve)
