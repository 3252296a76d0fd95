"""The territory's silhouette in templates."""

from django import template

from snippets import territory

register = template.Library()


@register.simple_tag
def territory_silhouette() -> str:
    """Return the address of the silhouette; empty when no contour was loaded."""
    return territory.silhouette_url()
