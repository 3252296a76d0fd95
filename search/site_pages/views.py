"""The search of the site's own pages."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from search.site_pages.results import search_pages


@login_not_required
@require_safe
def pages(request: HttpRequest) -> HttpResponse:
    """The pages that hold the words of `q`."""
    return render(request, "search/pages.html", {"found": search_pages(request.GET)})
