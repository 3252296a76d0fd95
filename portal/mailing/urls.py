"""Addresses of campaigns. Public and private patterns are two lists."""

from django.urls import URLPattern, URLResolver, path

from portal.mailing import manage_urls
from portal.mailing.views import why

app_name = "mailing"

# Reached from a message, without signing in: why this address was chosen.
public: list[URLPattern | URLResolver] = [
    path("courriels/pourquoi/<str:token>/", why.WhyView.as_view(), name="why"),
]
private: list[URLPattern | URLResolver] = [*manage_urls.private]
urlpatterns = [*public, *private]
