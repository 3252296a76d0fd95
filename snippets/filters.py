"""Filters of the CMS lists."""

import django_filters
from django.db.models import QuerySet
from wagtail.admin.filters import WagtailFilterSet

from snippets.models import Commune, Occupation, Organisation, RomeDomain


class OrganisationFilterSet(WagtailFilterSet):
    """By kind, and verified or not."""

    unverified = django_filters.ChoiceFilter(
        field_name="verified_at",
        lookup_expr="isnull",
        label="Vérification",
        empty_label="Toutes",
        choices=[("False", "Vérifiées"), ("True", "À vérifier")],
        method="filter_unverified",
    )

    class Meta:
        model = Organisation
        fields = ["kind"]

    def filter_unverified(
        self, queryset: QuerySet[Organisation], name: str, value: str
    ) -> QuerySet[Organisation]:
        """Keep those to verify, or the others."""
        return queryset.filter(verified_at__isnull=value == "True")


class CommuneFilterSet(WagtailFilterSet):
    """By EPCI."""

    epci_name = django_filters.AllValuesFilter(label="EPCI", empty_label="Tous")

    class Meta:
        model = Commune
        fields: list[str] = []


class OccupationFilterSet(WagtailFilterSet):
    """By ROME domain."""

    domain = django_filters.ChoiceFilter(
        field_name="code",
        lookup_expr="startswith",
        label="Domaine",
        empty_label="Tous",
        choices=RomeDomain.choices,
    )

    class Meta:
        model = Occupation
        fields: list[str] = []
