"""Icons of the sprite, drawn as SVG."""

from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString


@lru_cache(maxsize=256)
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of the sprite; without a label it is decoration and hidden from readers.

    Drawn once: a page has a hundred.
    """
    return render_to_string("components/icon.html", {"name": name, "label": label})
