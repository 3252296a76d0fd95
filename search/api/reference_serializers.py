"""What the API answers about communes, occupations and organisations."""

from typing import Any

from django.urls import reverse
from rest_framework import serializers

from search.api.fields import (
    IdentifierField,
    LatitudeField,
    LongitudeField,
    PageAddressField,
    TextOrNullField,
)
from search.api.serializers import PageSerializer, ResultSerializer
from snippets.models import Organisation
from snippets.models.reference import RomeDomain


class OrganisationAddressField(PageAddressField):
    """The page of an organisation, from its slug."""

    def to_representation(self, value: Any) -> str:
        return super().to_representation(reverse("search:organisation", args=[value]))


class CommuneSerializer(ResultSerializer):
    """A commune of the territory, as it is kept in memory."""

    code = serializers.CharField(help_text="Code INSEE.")
    name = serializers.CharField()
    label = serializers.CharField(help_text="Ce que le paramètre «\u00a0lieu\u00a0» accepte.")
    postal_codes = serializers.ListField(child=serializers.CharField())
    latitude = LatitudeField()
    longitude = LongitudeField()


class CommuneListSerializer(serializers.Serializer):
    """Without pages: there are few."""

    results = CommuneSerializer(many=True)


class OccupationSerializer(ResultSerializer):
    """A trade of ROME."""

    code = serializers.RegexField("^[A-N][0-9]{4}$", help_text="Code ROME.")
    label = serializers.CharField()
    domain = serializers.ChoiceField(choices=RomeDomain.choices)
    domain_label = serializers.CharField()


class OccupationListSerializer(serializers.Serializer):
    """The first of what is found, and how many there are."""

    count = serializers.IntegerField(
        min_value=0, help_text="Nombre de métiers trouvés, au-delà de la limite compris."
    )
    results = OccupationSerializer(many=True)


class OrganisationSerializer(ResultSerializer):
    """What the organisation's page shows; neither its phone nor its e-mail address."""

    id = IdentifierField()
    slug = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=Organisation.Kind.choices)
    url = OrganisationAddressField(source="slug", help_text="La page de l’organisation.")
    website = TextOrNullField()
    description = TextOrNullField()
    address = TextOrNullField()
    commune = TextOrNullField(source="commune.name")
    commune_code = TextOrNullField(source="commune.insee_code", help_text="Code INSEE.")
    postal_code = TextOrNullField(source="commune.postal_code")
    verified = serializers.BooleanField(
        source="is_verified", help_text="Vérifiée par le Département."
    )
    opportunities = serializers.IntegerField(min_value=0, help_text="Nombre d’annonces en ligne.")


class OrganisationListSerializer(PageSerializer):
    """A page of organisations."""

    results = OrganisationSerializer(many=True)
