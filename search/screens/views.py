"""Public screens: thin views over the query modules."""

from collections import Counter

import segno
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_safe

from search import queries
from search.index import change_log
from search.models import Opportunity
from search.parameters import occupations as occupations_
from search.parameters import places
from search.parameters.filters import criteria_from
from search.screens import maps
from search.screens.agenda import agenda as build_agenda
from search.screens.hearts import kept_by
from search.screens.search_page import build_screen, filter_groups
from snippets.models import Organisation
from snippets.site import absolute, absolute_url

PUBLIC_SECONDS = 3600
MAX_TYPED = 100
OCCUPATIONS_PROPOSED = 8


@login_not_required
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """The list and the map of `/offres/`; htmx gets the list alone."""
    parsed = criteria_from(request.GET)
    result = queries.find(parsed.criteria)
    screen = build_screen(request.GET, parsed, result, kept_by(request))
    context = {"screen": screen, "section": "search"}
    if request.htmx and not request.htmx.history_restore_request:  # type: ignore[attr-defined]
        response = render(request, "search/results.html", context)
        response["HX-Push-Url"] = screen.url
    else:
        context["groups"] = filter_groups(parsed, screen.counts)
        context["map"] = maps.map_options(request)
        response = render(request, "search/search.html", context)
    patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request"])
    return response


@login_not_required
@require_GET
@cache_control(public=True, max_age=PUBLIC_SECONDS)
def communes(request: HttpRequest) -> JsonResponse:
    """Communes that a beginning (`q`) may mean, for the search form."""
    found = places.complete(request.GET.get("q", ""))
    return JsonResponse(
        {
            "results": [
                {
                    "value": commune.label,
                    "label": commune.name,
                    "detail": ", ".join(commune.postal_codes),
                }
                for commune in found
            ]
        }
    )


@login_not_required
@require_GET
@cache_control(public=True, max_age=PUBLIC_SECONDS)
def occupations(request: HttpRequest) -> JsonResponse:
    """Occupations that a beginning (`q`) may mean, for forms. Only namesakes have their code."""
    version = change_log.version([change_log.OCCUPATIONS]).key
    typed = request.GET.get("q", "")[:MAX_TYPED]
    found = occupations_.find(typed, domains=(), version=version) if typed.strip() else []
    labels = Counter(occupation.label for occupation in found)
    return JsonResponse(
        {
            "results": [
                {
                    "value": f"{occupation.label} ({occupation.code})"
                    if labels[occupation.label] > 1
                    else occupation.label,
                    "label": occupation.label,
                    "detail": occupation.domain_label,
                }
                for occupation in found[:OCCUPATIONS_PROPOSED]
            ]
        }
    )


@login_not_required
@require_safe
def agenda(request: HttpRequest) -> HttpResponse:
    """Recruitment sessions to come, a month (`mois`, such as 2027-01) at a time."""
    context = {
        "agenda": build_agenda(request.GET.get("mois", ""), kept_by(request)),
        "section": "agenda",
    }
    return render(request, "search/agenda.html", context)


@login_not_required
@require_safe
def volunteering(request: HttpRequest) -> HttpResponse:
    """The address of volunteering leads to its search."""
    return redirect(f"{reverse('search:results')}?type=volunteering")


@login_not_required
@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """An organisation that stands, or has an opportunity online; others are not shown."""
    found = get_object_or_404(Organisation.objects.select_related("commune", "logo"), slug=slug)
    rows = list(queries.of_organisation(found.pk))
    if not rows and (not found.verified_at or found.suspended_at):
        raise Http404
    return render(request, "search/organisation.html", {"organisation": found, "rows": rows})


@login_not_required
@require_safe
@cache_control(public=True, max_age=PUBLIC_SECONDS)
def qr(request: HttpRequest, pk: int) -> HttpResponse:
    """The QR code (SVG) of an opportunity's address."""
    opportunity = live_or_404(pk)
    address = absolute(opportunity.url)
    drawing = segno.make(address, error="m", micro=False)
    response = HttpResponse(content_type="image/svg+xml")
    title = f"Code QR\u00a0: {opportunity.title}"
    drawing.save(response, "svg", xmldecl=False, nl=False, scale=6, border=4, title=title)  # type: ignore[arg-type]  # bytes too
    return response


@login_not_required
@require_safe
def legal(request: HttpRequest) -> HttpResponse:
    """Legal notice."""
    return render(request, "search/legal.html")


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Accessibility statement."""
    return render(request, "search/accessibility.html")


@login_not_required
@require_safe
@cache_control(public=True, max_age=PUBLIC_SECONDS)
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may read; filtered lists say noindex themselves."""
    lines = [
        "User-agent: *",
        "Disallow: /cms/",
        "Disallow: /offres/*/signaler/",
        f"Sitemap: {absolute_url('search:sitemap')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def live_or_404(pk: int) -> Opportunity:
    """The opportunity, if the public can see it now."""
    found = queries.one(pk)
    if found is None or (found.expires_at and found.expires_at <= timezone.now()):
        raise Http404
    return found
