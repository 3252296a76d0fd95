"""Icons of the sprite, drawn as SVG."""

from functools import lru_cache

from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe


@lru_cache(maxsize=256)
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of the sprite; without a label it is decoration and hidden from readers.

    Drawn once: a page has a hundred.
    """
    context = {"address": f"{static('images/icons.svg')}#{name}", "label": label}
    # Without the end of the file's last line: words follow.
    return mark_safe(render_to_string("components/icon.html", context).strip())  # noqa: S308
