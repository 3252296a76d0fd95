"""The filters that every list of opportunities has."""

from datetime import timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.admin.filters import WagtailFilterSet

from pages.models.states import State
from snippets.choosers import label_of
from snippets.models import Commune, Organisation

EXPIRING_DAYS = 7


class _LabelledField(django_filters.fields.ModelMultipleChoiceField):
    """Choices by their label: one that is suspended says so."""

    def label_from_instance(self, obj: Any) -> str:
        """As in the choosers."""
        return label_of(obj)


class UsedFilter(django_filters.ModelMultipleChoiceFilter):
    """Rows that some page of the list points to, read when the list is shown."""

    field_class = _LabelledField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, widget=forms.CheckboxSelectMultiple, **kwargs)

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        """Only what a page of the list's kind uses: the other choices would find nothing."""
        used = self.model.objects.order_by().values(self.field_name)
        rows: QuerySet[Any] = super().get_queryset(request).filter(pk__in=used)
        return rows


class StaffFilterSet(WagtailFilterSet):
    """State, end of publication, who and where; each kind adds its own."""

    etat = django_filters.MultipleChoiceFilter(
        label="État",
        field_name="state",
        choices=State.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    expire_bientot = django_filters.ChoiceFilter(
        label="Fin de publication",
        choices=[("7", f"Dans les {EXPIRING_DAYS}\u00a0jours")],
        empty_label="Toutes",
        method="filter_expiring",
        widget=forms.RadioSelect,
    )
    organisation = UsedFilter(label="Organisation", queryset=Organisation.objects.all())
    commune = UsedFilter(label="Commune", queryset=Commune.objects.all())

    def filter_expiring(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Online pages that end within the next days."""
        now = timezone.now()
        end = now + timedelta(days=int(value))
        return queryset.filter(live=True, expire_at__gt=now, expire_at__lte=end)
