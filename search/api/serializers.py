"""What the API answers about opportunities; the schema of OpenAPI is made from the same classes."""

from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from pages.models.opportunity import Precision
from pages.models.session import SessionAudience, SessionStatus, SessionType
from search.api.fields import (
    ChoiceOrNullField,
    ConstantField,
    IdentifierField,
    InstantField,
    KilometresField,
    LatitudeField,
    LongitudeField,
    PageAddressField,
    ShortTextOrNullField,
    ShortTitleField,
    TextOrNullField,
)
from search.models import Kind
from search.queries.grid import Member
from search.screens.cards import map_line

MAX_CLUSTER_TITLE = 60


class ResultSerializer(serializers.Serializer):
    """An object of which `fields`, in the context, names the properties to write; all without it.

    The order is always that of the class. No property is required of an answer, since any of them
    may be left out.
    """

    def get_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().get_fields()
        for field in fields.values():
            field.required = False
        chosen = self.context.get("fields")
        if chosen is None:
            return fields
        return {name: field for name, field in fields.items() if name in chosen}


class PageSerializer(serializers.Serializer):
    """What every list with pages begins with."""

    count = serializers.IntegerField(
        min_value=0, help_text="Nombre de résultats, toutes pages comprises."
    )
    next = serializers.URLField(allow_null=True, help_text="La page suivante.")
    previous = serializers.URLField(allow_null=True, help_text="La page précédente.")


class OpportunitySerializer(ResultSerializer):
    """What a card of the list shows: a row of the index."""

    id = IdentifierField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    title = serializers.CharField()
    url = PageAddressField(help_text="La page de l’annonce.")
    organisation = TextOrNullField(source="organisation_name")
    occupation = TextOrNullField(source="occupation_label", help_text="Métier (ROME).")
    commune = TextOrNullField(source="commune_name")
    latitude = LatitudeField(allow_null=True)
    longitude = LongitudeField(allow_null=True)
    precision = ChoiceOrNullField(
        choices=Precision.choices,
        help_text="«\u00a0commune\u00a0»\u00a0: le point est le centre de la commune.",
    )
    distance_km = KilometresField(help_text="Depuis le lieu demandé.")
    contract = TextOrNullField(help_text="Type de contrat, pour un emploi.")
    starts_at = InstantField(allow_null=True)
    published_at = InstantField()
    expires_at = InstantField(allow_null=True)


class FacetValueSerializer(serializers.Serializer):
    """One value to filter by."""

    value = serializers.CharField()
    label = serializers.CharField()
    count = serializers.IntegerField(
        min_value=0, help_text="Résultats, les autres filtres étant gardés."
    )
    selected = serializers.BooleanField()


class OpportunityListSerializer(PageSerializer):
    """A page of a search, with its facets."""

    facets = serializers.DictField(
        child=FacetValueSerializer(many=True),
        help_text="Par paramètre, les valeurs qui filtrent et leurs nombres.",
    )
    widened_to_km = serializers.IntegerField(
        allow_null=True, help_text="Le rayon utilisé, quand celui demandé ne contenait rien."
    )
    results = OpportunitySerializer(many=True)


class PartnerSerializer(serializers.Serializer):
    """An organisation that takes part in a session."""

    id = IdentifierField()
    name = serializers.CharField()


class SessionSerializer(ResultSerializer):
    """A recruitment session: most of it is in the `details` of its row."""

    id = IdentifierField()
    title = serializers.CharField()
    url = PageAddressField(help_text="La page de l’annonce.")
    organisation = TextOrNullField(source="organisation_name")
    partners = PartnerSerializer(source="details.partners", many=True)
    occupations = serializers.ListField(
        source="details.occupations", child=serializers.CharField(), help_text="Codes ROME."
    )
    commune = TextOrNullField(source="commune_name")
    latitude = LatitudeField(allow_null=True)
    longitude = LongitudeField(allow_null=True)
    precision = ChoiceOrNullField(
        choices=Precision.choices,
        help_text="«\u00a0commune\u00a0»\u00a0: le point est le centre de la commune.",
    )
    place = TextOrNullField(source="details.place", help_text="Le nom du lieu et son adresse.")
    distance_km = KilometresField(help_text="Depuis le lieu demandé.")
    starts_at = InstantField()
    ends_at = InstantField()
    session_type = serializers.ChoiceField(
        source="details.session_type", choices=SessionType.choices
    )
    status = serializers.ChoiceField(source="details.status", choices=SessionStatus.choices)
    audience = serializers.ChoiceField(source="details.audience", choices=SessionAudience.choices)
    capacity = serializers.IntegerField(source="details.capacity", min_value=0, allow_null=True)
    positions = serializers.IntegerField(
        source="details.positions", min_value=0, allow_null=True, help_text="Postes à pourvoir."
    )
    registration_opens_at = InstantField(source="details.registration_opens_at", allow_null=True)
    registration_closes_at = InstantField(source="details.registration_closes_at", allow_null=True)
    published_at = InstantField()


class SessionListSerializer(PageSerializer):
    """A page of the agenda."""

    results = SessionSerializer(many=True)


# --- GeoJSON (RFC 7946) -------------------------------------------------------------------------


class PointSerializer(serializers.Serializer):
    """A pair (longitude, latitude) in degrees, WGS 84."""

    type = ConstantField("Point")
    coordinates = serializers.ListField(
        source="*",
        child=serializers.FloatField(),
        min_length=2,
        max_length=2,
        help_text="Longitude, latitude (degrés, WGS 84).",
    )


class OpportunityFeatureSerializer(serializers.Serializer):
    """A row as a point of a map, whose place may be unknown."""

    type = ConstantField("Feature")
    geometry = PointSerializer(source="position", allow_null=True)
    properties = OpportunitySerializer(source="*")


class OpportunityCollectionSerializer(PageSerializer):
    """A page of a search, as GeoJSON; its members are beside those of the standard."""

    type = ConstantField("FeatureCollection")
    features = OpportunityFeatureSerializer(source="results", many=True)

    def get_fields(self) -> dict[str, Any]:
        """The type before the members of a page, as GeoJSON is read."""
        fields: dict[str, Any] = super().get_fields()
        return {"type": fields.pop("type"), **fields}


class ClusterMemberSerializer(serializers.Serializer):
    """What a marker shows, and what a card that is opened from it says."""

    id = IdentifierField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    title = ShortTitleField(MAX_CLUSTER_TITLE)
    url = PageAddressField(help_text="La page de l’annonce.")
    precision = ChoiceOrNullField(
        choices=Precision.choices,
        help_text="«\u00a0commune\u00a0»\u00a0: le point est le centre de la commune.",
    )
    organisation = ShortTextOrNullField(MAX_CLUSTER_TITLE, source="organisation_name")
    commune = TextOrNullField(source="commune_name")
    terms = serializers.SerializerMethodField()

    @extend_schema_field({"type": "string", "nullable": True})
    def get_terms(self, member: Member) -> str | None:
        """En clair, le contrat d’un emploi ou le jour d’une session."""
        return map_line(member) or None


@extend_schema_serializer(
    description="Une annonce seule porte ses champs\u00a0; au zoom 18, toutes sont listées."
)
class ClusterSerializer(ClusterMemberSerializer):
    """A cluster; one opportunity alone is written as such, with the properties of a member."""

    count = serializers.IntegerField(min_value=1)
    kinds = serializers.DictField(child=serializers.IntegerField())
    members = ClusterMemberSerializer(many=True)

    def get_fields(self) -> dict[str, Any]:
        """The counts first; only they are always there."""
        fields: dict[str, Any] = super().get_fields()
        for name in fields.keys() - {"count", "kinds"}:
            fields[name].required = False
        return {"count": fields.pop("count"), "kinds": fields.pop("kinds"), **fields}

    def to_representation(self, instance: Any) -> dict[str, Any]:
        written = {"count": instance.count, "kinds": instance.kinds}
        member = self.fields["members"].child.to_representation
        if instance.opportunity:
            return written | member(instance.opportunity)
        if instance.members:
            return {**written, "members": [member(item) for item in instance.members]}
        return written


class ClusterFeatureSerializer(serializers.Serializer):
    """A cluster as a point."""

    type = ConstantField("Feature")
    geometry = PointSerializer(source="position")
    properties = ClusterSerializer(source="*")


class ClusterCollectionSerializer(serializers.Serializer):
    """All the clusters of a view."""

    type = ConstantField("FeatureCollection")
    features = ClusterFeatureSerializer(source="clusters", many=True)
