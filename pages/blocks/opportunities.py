"""Lists and maps of opportunities, chosen by criteria; a map of one place.

The blocks keep criteria only: what they find is asked by template tags of `search`, each time the
page is read.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from wagtail.blocks import CharBlock, ChoiceBlock, IntegerBlock, MultipleChoiceBlock

from pages.blocks.base import EditorialBlock, Errors, title_block
from pages.choosers import commune_chooser
from pages.pin.geo import is_in_france

# The kinds and distances of the public search, which this app may not import (a test compares).
KINDS = (
    ("job", "Offres d’emploi"),
    ("volunteering", "Bénévolat"),
    ("session", "Sessions de recrutement"),
)
RADII = tuple((str(km), f"{km}\u00a0km") for km in (5, 10, 20, 30, 50))
DEFAULT_RADIUS = "20"
DEFAULT_COUNT = 6
MAX_COUNT = 12

CommuneChooserBlock = commune_chooser.get_block_class(
    name="CommuneChooserBlock", module_path="pages.blocks.opportunities"
)


class CriteriaBlock(EditorialBlock):
    """What is looked for; everything is optional but the title."""

    title = title_block(required=True)
    kinds = MultipleChoiceBlock(
        label="Types",
        choices=KINDS,
        required=False,
        search_index=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Vide\u00a0: tous les types.",
    )
    words = CharBlock(
        label="Mots",
        required=False,
        max_length=100,
        search_index=False,
        help_text="Un métier, un mot-clé, un employeur.",
    )
    commune = CommuneChooserBlock(label="Autour de", required=False)
    radius = ChoiceBlock(
        label="Jusqu’à",
        choices=RADII,
        required=False,
        search_index=False,
        help_text="Autour de la commune choisie.",
    )

    class Meta:
        group = "Offres et lieux"

    def contradictions(self, value: Any) -> Errors:
        """A distance is counted from somewhere."""
        if value["radius"] and not value["commune"]:
            return {"radius": "Choisissez d’abord la commune d’où compter cette distance."}
        return {}


class OpportunitiesBlock(CriteriaBlock):
    """Une liste d’offres."""

    count = IntegerBlock(label="Nombre", min_value=1, max_value=MAX_COUNT, default=DEFAULT_COUNT)

    class Meta:
        icon = "list-ul"
        label = "Liste d’offres"
        description = "Les offres en ligne qui correspondent, toujours à jour."
        template = "pages/blocks/opportunities.html"
        preview_value = {"title": "Les dernières offres", "count": 3, "kinds": []}


class OpportunitiesMapBlock(CriteriaBlock):
    """Une carte d’offres."""

    class Meta:
        icon = "site"
        label = "Carte d’offres"
        description = "Les offres en ligne sur une carte, avec la même liste au-dessous."
        template = "pages/blocks/opportunities_map.html"
        preview_value = {"title": "Les offres sur la carte", "kinds": []}


def parse_position(text: str) -> tuple[float, float] | None:
    """(latitude, longitude) in degrees from "47.6386, 6.8631", or None."""
    parts = text.replace(";", ",").split(",")
    try:
        latitude, longitude = (float(part) for part in parts)
    except ValueError:
        return None
    return (latitude, longitude) if is_in_france(latitude, longitude) else None


def validate_position(text: str) -> None:
    """Raise ValidationError unless it is a point in France."""
    if parse_position(text) is None:
        message = "Écrivez une latitude et une longitude en France, comme 46.6, 2.5."
        raise ValidationError(message, code="position")


class PlaceMapBlock(EditorialBlock):
    """Un lieu sur la carte."""

    title = title_block(required=True)
    name = CharBlock(label="Nom du lieu", max_length=120)
    address = CharBlock(label="Adresse", required=False, max_length=200, help_text="Numéro et rue.")
    commune = CommuneChooserBlock(label="Commune")
    position = CharBlock(
        label="Latitude et longitude",
        required=False,
        max_length=40,
        validators=[validate_position],
        search_index=False,
        help_text="Comme 46.6, 2.5. Vide\u00a0: le centre de la commune.",
    )
    access = CharBlock(
        label="Comment venir",
        required=False,
        max_length=250,
        help_text="Ligne de bus, arrêt, parking, accès en fauteuil…",
    )

    class Meta:
        icon = "crosshairs"
        label = "Carte d’un lieu"
        description = "Une adresse, comment y venir, et sa carte."
        group = "Offres et lieux"
        template = "pages/blocks/place_map.html"
        preview_value = {
            "title": "Nous trouver",
            "name": "Service emploi du Département",
            "address": "Place du Marché",
            "position": "46.6, 2.5",
            "access": "Bus 1, 3 et 5, arrêt Marché. Entrée de plain-pied.",
        }

    def contradictions(self, value: Any) -> Errors:
        """A street is somewhere."""
        if value["position"] and not value["commune"]:
            return {"commune": "Choisissez la commune de ce lieu."}
        return {}
