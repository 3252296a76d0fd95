"""Addresses of the whole site. Public and private patterns are two lists."""

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from config import views

handler400 = views.bad_request
handler403 = views.permission_denied
handler404 = views.page_not_found
handler500 = views.server_error

private: list[URLPattern | URLResolver] = [
    path("cms/", include(wagtailadmin_urls)),
]
public: list[URLPattern | URLResolver] = [
    path("health/live", login_not_required(views.live), name="health_live"),
    path("health/ready", login_not_required(views.ready), name="health_ready"),
    path("documents/", include(wagtaildocs_urls)),
]
urlpatterns = [*private, *public, path("", include(wagtail_urls))]
