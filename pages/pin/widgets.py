"""The pin on a map: wagtailgeowidget's Leaflet field, served by us, with or without tiles."""

import json
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.telepath import register
from wagtailgeowidget.widgets import LeafletField, LeafletFieldAdapter

from snippets import territory
from snippets.site import site_settings

MESSAGES = {
    "error_message_invalid_location": ("Écrivez une latitude et une longitude, comme 46.6, 2.5."),
    "placed": "Repère placé\u00a0: latitude {lat}, longitude {lng}.",
    "cleared": "Repère effacé.",
    "searching": "Recherche de l’adresse…",
    "failed": "La recherche n’a pas répondu. Cliquez sur la carte pour placer le repère.",
    "need_address": "Indiquez d’abord une adresse ou une commune.",
    "marker": "Repère du lieu de travail",
}


def map_options() -> dict[str, Any]:
    """Centre, zoom and base layers of the map, from the site's settings.

    Under the tiles, or without them, the map shows the communes whose contours are loaded, all of
    them until there is a pin.
    """
    site = site_settings()
    return {
        "defaultLocation": {"lat": site.map_latitude, "lng": site.map_longitude},
        "zoom": site.map_zoom,
        "tileLayer": site.tile_url,
        "tileLayerOptions": {"attribution": site.map_credit},
        "territoryUrl": territory.layer_url(),
        "bounds": territory.bounds(),
        "translations": MESSAGES,
    }


class PinField(LeafletField):
    """Hidden text of a point, a map that sets it, and its coordinates to read or type."""

    @cached_property
    def media(self) -> forms.Media:
        """Leaflet from npm, the stock field, our additions, then the stock controller."""
        return forms.Media(
            css={"all": ("leaflet/leaflet.css", "css/map-territory.css", "css/cms/pin.css")},
            js=(
                "leaflet/leaflet.js",
                "wagtailgeowidget/js/leaflet-field.js",
                "js/cms/pin-field.js",
                "wagtailgeowidget/js/leaflet-field-controller.js",
                "js/cms/pin-controller.js",
            ),
        )

    def build_attrs(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Replace the stock options with ours; the value's own position stays."""
        attrs = super().build_attrs(*args, **kwargs)
        key = "data-leaflet-field-options-value"
        if key in attrs:
            options = json.loads(attrs[key])
            pinned = options["defaultLocation"] if self.value_data else None
            options |= map_options()
            if pinned:
                options["defaultLocation"] = pinned
            attrs[key] = json.dumps(options, ensure_ascii=False)
        return attrs

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> str:
        """The hidden field, the buttons, the map, and the coordinates as text."""
        self.value_data = value
        hidden = forms.HiddenInput.render(self, name, value, attrs, renderer)
        context = {
            "hidden": hidden,
            "id": (attrs or {})["id"],
            "address_id": f"{self.id_prefix}{self.address_field}",
            "commune_id": f"{self.id_prefix}commune",
            "geocoding_url": reverse("pages_geocoding"),
            "messages": json.dumps(MESSAGES, ensure_ascii=False),
        }
        return render_to_string("pages/admin/pin.html", context)


register(LeafletFieldAdapter(), PinField)
