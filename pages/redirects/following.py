"""Where a redirect ends, followed as a browser would.

A redirect acts where nothing answers. So its address must be one where nothing does, written as
the look-up of a request writes it, and its target must be one where something does.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from django.http import Http404
from django.urls import Resolver404, resolve
from django.utils.encoding import escape_uri_path, iri_to_uri
from wagtail.contrib.redirects.models import Redirect
from wagtail.coreutils import get_dummy_request
from wagtail.models import Site

from snippets.folding import without_accents
from snippets.site import base_url

MAX_STEPS = 10
# The addresses of pages: Wagtail's, and the shorter way to opportunities.
_PAGE_VIEWS = frozenset({"wagtail_serve", "offer", "volunteering", "session"})


class Fault(StrEnum):
    """Why a visitor would find nothing."""

    LOOP = "loop"
    NOTHING = "nothing"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class End:
    """The last address that is reached, after so many other redirects, and what is wrong there."""

    address: str
    steps: int
    fault: Fault | None = None


def canonical(address: str) -> str:
    """A path as Wagtail looks it up for a request: escaped, but letters of all scripts as such."""
    parts = urlsplit(address.strip())
    path = escape_uri_path(unquote(parts.path))
    query = f"?{iri_to_uri(parts.query)}" if parts.query else ""
    return str(Redirect.normalise_path(path + query))


def own_path(address: str) -> str | None:
    """The path and query of an address of this site, or None for one of another site."""
    parts = urlsplit(address)
    if parts.netloc and parts.hostname not in _own_hosts():
        return None
    return parts._replace(scheme="", netloc="", fragment="").geturl() or "/"


def answers(path: str, site: Site) -> bool:
    """Whether anything but a redirect answers at a path, be it to say that an offer is over.

    Addresses with variable parts that are no pages (an organisation, a document) are believed.
    """
    bare = unquote(urlsplit(path).path)
    # Django adds the slash itself.
    for candidate in dict.fromkeys([bare, f"{bare.rstrip('/')}/"]):
        try:
            match = resolve(candidate)
        except Resolver404:
            continue
        if match.url_name not in _PAGE_VIEWS or _is_page(candidate, site):
            return True
    return False


def plain_spelling(path: str, site: Site) -> str | None:
    """The address that somebody meant who wrote capitals, accents or no slash at the end, or None.

    Only an address without variable parts, or one of a page: the key of a link has its own letters.
    """
    folded = without_accents(path)
    if folded == path or folded.startswith("//"):
        return None
    for candidate in dict.fromkeys([folded, f"{folded.rstrip('/')}/"]):
        try:
            match = resolve(candidate)
        except Resolver404:
            continue
        if match.url_name in _PAGE_VIEWS:
            if _is_page(candidate, site):
                return candidate
        elif not match.args and not match.kwargs:
            return candidate
    return None


def follow(
    address: str, *, site: Site, passed: Iterable[str] = (), ignored: int | None = None
) -> End:
    """Follow the redirects from an address; `passed` are paths that must not come again.

    `ignored` is the redirect that is being edited.
    """
    seen = {canonical(path) for path in passed}
    for step in range(MAX_STEPS):
        path = own_path(address)
        if path is None:
            return End(address, step)
        if canonical(path) in seen:
            return End(address, step, Fault.LOOP)
        if answers(path, site):
            return End(address, step)
        seen.add(canonical(path))
        rule = _rule_at(path, site, ignored)
        if rule is None:
            return End(address, step, Fault.NOTHING)
        if rule.redirect_page and not rule.redirect_page.live:
            return End(address, step, Fault.OFFLINE)
        if not rule.link:
            return End(address, step, Fault.NOTHING)
        address = rule.link
    return End(address, MAX_STEPS, Fault.LOOP)


def site_of(rule: Redirect) -> Site:
    """The site for which a redirect is tried."""
    return rule.site or Site.objects.get(is_default_site=True)


def _rule_at(path: str, site: Site, ignored: int | None) -> Redirect | None:
    """The redirect that acts at a path: with its query first, the site's own first."""
    whole = canonical(path)
    bare = canonical(urlsplit(path).path)
    rules = Redirect.get_for_site(site).filter(old_path__in={whole, bare}).exclude(pk=ignored)
    found = sorted(
        rules.select_related("redirect_page", "site"),
        key=lambda rule: (rule.old_path != whole, rule.site_id is None),
    )
    return found[0] if found else None


def _is_page(path: str, site: Site) -> bool:
    request = get_dummy_request(path=path, site=site)
    components = [component for component in path.split("/") if component]
    try:
        site.root_page.specific.route(request, components)
    except Http404:
        return False
    return True


def _own_hosts() -> set[str | None]:
    hosts: set[str | None] = set(Site.objects.values_list("hostname", flat=True))
    return hosts | {base_url().hostname}
