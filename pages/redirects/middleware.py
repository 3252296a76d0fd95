"""Redirects, but those that lead nowhere."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from wagtail.contrib.redirects.middleware import RedirectMiddleware as StockMiddleware
from wagtail.models import Site

from pages.redirects.following import follow

# Browsers keep a permanent redirect for ever: a page that is renamed and gets its former name back
# would send them round in circles.
KEPT_SECONDS = 600


class RedirectMiddleware(StockMiddleware):
    """A rule whose target is off line, or which comes back to itself, waits: the visitor reads 404.

    The rule acts again by itself once its target is back.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Follow the rule before it is given to the browser."""
        answer: HttpResponse = super().process_response(request, response)
        if answer is response:
            return response
        site = Site.find_for_request(request)
        end = follow(answer["Location"], site=site, passed=[request.get_full_path()])
        if end.fault:
            return response
        patch_cache_control(answer, max_age=KEPT_SECONDS)
        return answer
