"""`sitemap.xml`: an index of sections of 50,000 addresses at most, each read in a few queries.

Opportunities come from the index, so that what has expired is absent; the page tree gives the
rest. Addresses are those of BASE_URL, whatever the host of the request.
"""

import dataclasses
import datetime
from types import SimpleNamespace
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap as sitemap_view
from django.contrib.sitemaps.views import x_robots_tag
from django.db.models import Max, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from pages.models import INDEX_MODELS, OPPORTUNITY_MODELS
from search.models import Opportunity
from search.queries import organisations
from snippets.models import Organisation
from snippets.site import absolute_url, base_url

KEPT_SECONDS = 3600
# A path and when it last changed, if that is known.
Item = tuple[str, datetime.datetime | None]


@dataclasses.dataclass(frozen=True, slots=True)
class _Entry:
    """A line of the index, by the names of Django's template."""

    location: str
    last_mod: datetime.datetime | None


class _Section(Sitemap):
    """A section whose items are (path, last change)."""

    def location(self, item: Item) -> str:
        return item[0]

    def lastmod(self, item: Item) -> datetime.datetime | None:
        return item[1]

    def get_urls(
        self, page: int | str = 1, site: Any = None, protocol: str | None = None
    ) -> list[dict[str, Any]]:
        """Addresses below BASE_URL."""
        base = base_url()
        domain = SimpleNamespace(domain=f"{base.netloc}{base.path}")
        urls: list[dict[str, Any]] = super().get_urls(page, domain, base.scheme)  # type: ignore[arg-type]
        return urls

    def latest(self) -> datetime.datetime | None:
        """The last change of the section."""
        return None


class ScreenSection(_Section):
    """The screens that are no page of the CMS."""

    def items(self) -> list[Item]:
        """Their names; filtered lists say noindex."""
        names = ("results", "agenda", "legal", "accessibility", "embed_help")
        screens = [f"search:{name}" for name in names]
        return [(reverse(name), None) for name in (*screens, "participation:contact")]


class PageSection(_Section):
    """Pages of the CMS that anybody may read, the home page first."""

    @cached_property
    def pages(self) -> Any:
        """All but opportunities, which have a section, and their indexes, which are screens."""
        if self.root is None:
            return Page.objects.none()
        pages = Page.objects.descendant_of(self.root, inclusive=True).live().public()
        return (
            pages.not_type(*OPPORTUNITY_MODELS, *INDEX_MODELS)
            .filter(Q(expire_at__isnull=True) | Q(expire_at__gt=timezone.now()))
            .order_by("path")
        )

    @cached_property
    def root(self) -> Page | None:
        """The home page."""
        site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
        return site.root_page if site else None

    def items(self) -> Any:
        return self.pages.values_list("url_path", "last_published_at")

    def location(self, item: Item) -> str:
        assert self.root  # noqa: S101 - without it there is no item
        return item[0][len(self.root.url_path) - 1 :]

    def latest(self) -> datetime.datetime | None:
        """The last publication."""
        found: datetime.datetime | None
        found = self.pages.aggregate(latest=Max("last_published_at"))["latest"]
        return found


class OpportunitySection(_Section):
    """What the public finds; an opportunity of another site is listed by that site."""

    def items(self) -> QuerySet[Opportunity, Item]:
        """In the order of ids: what is new comes last, and a page of the sitemap stays the same."""
        return _online().order_by("pk").values_list("url", "updated_at")

    def latest(self) -> datetime.datetime | None:
        """The last publication."""
        found: datetime.datetime | None = _online().aggregate(latest=Max("updated_at"))["latest"]
        return found


class OrganisationSection(_Section):
    """Organisations whose page is shown: verified, or with an opportunity online."""

    def items(self) -> QuerySet[Organisation, tuple[str]]:
        return organisations.visible().order_by("pk").values_list("slug")

    def location(self, item: Any) -> str:
        return reverse("search:organisation", args=item)

    def lastmod(self, item: Any) -> None:
        """Not known."""


SECTIONS = {
    "ecrans": ScreenSection,
    "pages": PageSection,
    "annonces": OpportunitySection,
    "organisations": OrganisationSection,
}


@login_not_required
@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
@x_robots_tag
def index(request: HttpRequest) -> HttpResponse:
    """The index of the sections."""
    entries = []
    for name, section_class in SECTIONS.items():
        section: _Section = section_class()
        address = absolute_url("search:sitemap_section", name)
        latest = section.latest()
        entries.append(_Entry(address, latest))
        entries += [
            _Entry(f"{address}?p={page}", latest)
            for page in range(2, section.paginator.num_pages + 1)
        ]
    return TemplateResponse(
        request, "sitemap_index.xml", {"sitemaps": entries}, content_type="application/xml"
    )


@login_not_required
@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
def section(request: HttpRequest, name: str) -> HttpResponseBase:
    """One section, a page (`p`) of it at a time; 404 beyond the last one."""
    response: HttpResponseBase = sitemap_view(request, dict(SECTIONS), section=name)
    return response


def _online() -> QuerySet[Opportunity]:
    """Opportunities of this site that have not expired."""
    live = Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now())
    return Opportunity.objects.filter(live, url__startswith="/").order_by()
