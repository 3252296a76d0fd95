"""The site's settings, kept in the cache, and what the map's tile layer needs."""

import hashlib
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from snippets.french import NBSP
from snippets.models.site import SiteSettings

# Another process with a cache of its own sees a change after this time at most.
CACHE_SECONDS = 60


def _cache_key() -> str:
    """A key that changes with the columns: a row cached before a release is not read after it."""
    options = SiteSettings._meta  # noqa: SLF001 - a documented API of Django's models
    columns = ",".join(field.attname for field in options.concrete_fields)
    return f"snippets:site:{hashlib.sha256(columns.encode()).hexdigest()[:12]}"


def site_settings() -> SiteSettings:
    """The site's settings with their logo: one query a minute and process at most.

    The defaults are answered, not written, when nothing was ever saved.
    """
    key = _cache_key()
    found = cache.get(key)
    if not isinstance(found, SiteSettings):
        found = SiteSettings.objects.select_related("logo").first() or SiteSettings()
        cache.set(key, found, CACHE_SECONDS)
    return found


def call_us() -> str:
    """« appelez le service emploi au 03 84… »: what a refusal ends with, where nobody is beside.

    Without a number, the page of the site that has other ways.
    """
    phone = site_settings().contact_phone.replace(" ", NBSP)
    if phone:
        return f"appelez le service emploi au {phone}"
    return "écrivez au service emploi\u00a0: la page «\u00a0Contact\u00a0» dit comment"


def base_url() -> SplitResult:
    """This site's public address, without a slash at its end."""
    return urlsplit(settings.BASE_URL.rstrip("/"))


def absolute(path: str) -> str:
    """The public address of a path of this site; an address of another site is left as it is."""
    return path if "://" in path else f"{base_url().geturl()}{path}"


def absolute_url(name: str, *args: object) -> str:
    """The public address of a view, by the name of its URL."""
    return absolute(reverse(name, args=args))


def forget_site_settings(**kwargs: Any) -> None:
    """Signal receiver: the next reader asks the database, now and once the change is committed."""
    cache.delete(_cache_key())
    transaction.on_commit(lambda: cache.delete(_cache_key()))


def tile_origin(site: SiteSettings) -> str:
    """The origin of the tile layer for a Content-Security-Policy, empty when there is none.

    `https://{s}.tiles.example/…` gives `https://*.tiles.example`.
    """
    if not site.tile_url:
        return ""
    parts = urlsplit(site.tile_url)
    return f"{parts.scheme}://{parts.netloc.replace('{s}.', '*.')}"


def allow_tiles(request: HttpRequest) -> None:
    """Let the page that answers `request` show map tiles (read by the content policy)."""
    request.map_tile_origin = tile_origin(site_settings())  # type: ignore[attr-defined]
