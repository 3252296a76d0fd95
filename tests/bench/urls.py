"""The site's addresses and the empty view, which shows what the whole middleware costs."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import (
    handler400,
    handler403,
    handler404,
    handler500,
)
from config.urls import urlpatterns as site_patterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def empty(request: HttpRequest) -> HttpResponse:
    """Answer “ok”."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [path("bench/empty", login_not_required(empty)), *site_patterns]
