"""What a message to candidates may not say by what it names or leads to: that they touch the RSA.

The words of a text are checked as they are typed. Here are the others: a title that a variable or a
card says, and the pages behind the addresses of this site.
"""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote, urlsplit

from django.db.models import Q
from django.urls import Resolver404, resolve
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from pages.models import RecruitmentSessionPage
from pages.models.session import SessionAudience
from pages.redirects.following import canonical, own_path
from portal.participation.disclosure import disclosing_word
from portal.recruitment.models import Roster

# With a protocol, with the name of a site alone, or as a path of this one.
_ADDRESS = re.compile(r"(?:https?://)?[\w.-]*(?::\d+)?/[^\s<>\"'{}«»]*", re.IGNORECASE)
_END = ".,;:!?)]"
_MOST_REDIRECTS = 5


def disclosing_name(*names: str) -> str:
    """The first word of titles, names or places that would tell; empty when there is none."""
    return next(filter(None, map(disclosing_word, names)), "")


def leads_to_disclosure(text: str) -> str:
    """The first address of a text that leads to what would tell; empty when there is none.

    That is a session for RSA beneficiaries, or a page whose title says it. A page that is not on
    line counts: it may be when the message is read.
    """
    for address in _addresses(text):
        pages, rosters, paths = _named_by(address)
        if _is_telling(pages, rosters, paths):
            return address
    return ""


def _addresses(text: str) -> Iterable[str]:
    return (found[0].rstrip(_END) for found in _ADDRESS.finditer(text))


def _named_by(address: str) -> tuple[set[int], set[int], set[str]]:
    """Keys of pages, keys of lists of sessions, and paths, that an address of this site names.

    All empty for an address of another site.
    """
    pages: set[int] = set()
    rosters: set[int] = set()
    paths: set[str] = set()
    waiting, seen = [address], set[str]()
    while waiting and len(seen) < _MOST_REDIRECTS:
        path = _path(waiting.pop())
        if not path or path in seen:
            continue
        seen.add(path)
        paths.update(_with_those_above(path))
        keys = _keys(path)
        if "page_id" in keys:
            pages.add(int(str(keys["page_id"])))
        elif "pk" in keys and path.startswith("/rencontres/"):
            rosters.add(int(str(keys["pk"])))
        for rule in Redirect.objects.filter(old_path__in={canonical(path), path.rstrip("/")}):
            if rule.redirect_page_id:
                pages.add(rule.redirect_page_id)
            elif rule.redirect_link:
                waiting.append(rule.redirect_link)
    return pages, rosters, paths


def _path(address: str) -> str:
    """The path of an address of this site, with its last slash; empty for another site."""
    if not address.startswith("/") and "://" not in address:
        # As people type it: "declic.example/sessions/…".
        address = f"https://{address}"
    try:
        path = own_path(address)
    except ValueError:
        return ""
    return f"{unquote(urlsplit(path).path).rstrip('/')}/" if path else ""


def _with_those_above(path: str) -> Iterable[str]:
    """A path and those it begins with: what is below a page is about it."""
    parts = path.strip("/").split("/")
    return (f"/{'/'.join(parts[:count])}/" for count in range(1, len(parts) + 1))


def _keys(path: str) -> dict[str, Any]:
    try:
        return resolve(path).kwargs
    except Resolver404:
        return {}


def _is_telling(pages: set[int], rosters: set[int], paths: set[str]) -> bool:
    if not (pages or rosters or paths):
        return False
    roots = Site.objects.values_list("root_page__url_path", flat=True)
    below = {f"{root.rstrip('/')}{path}" for root in roots for path in paths}
    listed = Roster.objects.filter(pk__in=rosters)
    if listed.filter(audience=SessionAudience.RSA).exists():
        return True
    found = Q(pk__in=pages) | Q(url_path__in=below) | Q(pk__in=listed.values("page"))
    if RecruitmentSessionPage.objects.filter(found, audience=SessionAudience.RSA).exists():
        return True
    return any(map(disclosing_word, Page.objects.filter(found).values_list("title", flat=True)))
