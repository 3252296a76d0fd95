"""Redirects, but those that lead nowhere; capitals and accents in an address are forgiven."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.cache import patch_cache_control
from wagtail.contrib.redirects.middleware import RedirectMiddleware as StockMiddleware
from wagtail.models import Site

from pages.redirects.following import follow, plain_spelling

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
        site = Site.find_for_request(request)
        if answer is response:
            return self._plainly_spelt(request, response, site)
        end = follow(answer["Location"], site=site, passed=[request.get_full_path()])
        if end.fault:
            return response
        patch_cache_control(answer, max_age=KEPT_SECONDS)
        return answer

    def _plainly_spelt(
        self, request: HttpRequest, response: HttpResponse, site: Site | None
    ) -> HttpResponse:
        """« /Offres/ » and « /bénévolat/ » lead to what they mean; forms are never sent on."""
        if response.status_code != 404 or request.method not in {"GET", "HEAD"} or site is None:
            return response
        path = plain_spelling(request.path_info, site)
        if path is None:
            return response
        query = request.META.get("QUERY_STRING", "")
        answer = HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)
        patch_cache_control(answer, max_age=KEPT_SECONDS)
        return answer
