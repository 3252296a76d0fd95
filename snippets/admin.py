"""The reference data's screens in the CMS."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from wagtail.admin.forms.choosers import BaseFilterForm, SearchFilterMixin
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChosenMultipleView,
    SnippetChosenView,
)
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet, SnippetViewSetGroup

from snippets import filters, panels
from snippets.choosers import (
    LabelledChoiceMixin,
    LabelledRowsMixin,
    ViewersOnlyChooserViewSet,
)
from snippets.mail.cms.viewset import MailTemplateViewSet
from snippets.models import Commune, Occupation, Organisation


class FoldedIndexView(IndexView):
    """A list whose search ignores accents, as the model's own `search()` does."""

    @cached_property
    def is_searchable(self) -> bool:
        """Wagtail asks for an index or plain columns; `search()` needs neither."""
        return bool(self.index_results_url)

    def search_queryset(self, queryset: Any) -> Any:
        """The rows that match what was typed."""
        return queryset.search(self.search_query) if self.is_searching else queryset


class FoldedFilterForm(SearchFilterMixin, BaseFilterForm):
    """The search box of a chooser, which ignores accents as well."""

    def filter(self, objects: Any) -> Any:
        """The rows that match what was typed."""
        query = self.cleaned_data.get("q")
        if not query:
            return objects
        self.is_searching = True
        self.search_query = query
        return objects.search(query)


class _FoldedChooseView(LabelledRowsMixin, ChooseView):
    filter_form_class = FoldedFilterForm


class _FoldedChooseResultsView(LabelledRowsMixin, ChooseResultsView):
    filter_form_class = FoldedFilterForm


class _LabelledChosenView(LabelledChoiceMixin, SnippetChosenView):
    pass


class _LabelledChosenMultipleView(LabelledChoiceMixin, SnippetChosenMultipleView):
    pass


class FoldedChooserViewSet(ViewersOnlyChooserViewSet):
    """A chooser with the search above."""

    choose_view_class = _FoldedChooseView
    choose_results_view_class = _FoldedChooseResultsView
    chosen_view_class = _LabelledChosenView
    chosen_multiple_view_class = _LabelledChosenMultipleView


class ReferenceViewSet(SnippetViewSet):
    """What the three reference lists share. A copy would need a new code anyway."""

    index_view_class = FoldedIndexView
    chooser_viewset_class = FoldedChooserViewSet
    copy_view_enabled = False
    list_per_page = 50


def _standing(organisation: Organisation) -> str:
    """Where an organisation stands, in a word or two."""
    if organisation.suspended_at:
        return "Suspendue"
    return "Vérifiée" if organisation.verified_at else "À vérifier"


class OrganisationViewSet(ReferenceViewSet):
    """Organisations."""

    model = Organisation
    icon = "group"
    menu_label = "Organisations"
    edit_handler = panels.ORGANISATION
    list_display = [
        "name",
        "kind",
        Column("commune", label="Commune", accessor="commune", sort_key="commune__folded_name"),
        "siret",
        Column(
            "verified_at",
            label="Vérification",
            accessor=_standing,
            sort_key="verified_at",
        ),
    ]
    filterset_class = filters.OrganisationFilterSet
    list_export = [
        "name",
        "kind",
        "siret",
        "rna",
        "naf_code",
        "address",
        "commune",
        "phone",
        "email",
        "website",
        "verified_at",
    ]
    export_filename = "organisations"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organisation]:
        """One query for the list and its communes."""
        return Organisation.objects.select_related("commune")


class CommuneViewSet(ReferenceViewSet):
    """Communes."""

    model = Commune
    icon = "site"
    menu_label = "Communes"
    edit_handler = panels.COMMUNE
    list_display = [
        "name",
        "insee_code",
        Column(
            "postal_codes",
            label="Codes postaux",
            accessor=lambda commune: ", ".join(commune.postal_codes),
        ),
        "population",
        "epci_name",
    ]
    filterset_class = filters.CommuneFilterSet
    list_export = [
        "insee_code",
        "name",
        "postal_codes",
        "population",
        "epci_code",
        "epci_name",
        "latitude",
        "longitude",
    ]
    export_filename = "communes"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Commune]:
        """The list shows no contour, which is by far the largest column."""
        return Commune.objects.defer("contour")


class OccupationViewSet(ReferenceViewSet):
    """Occupations of ROME."""

    model = Occupation
    icon = "clipboard-list"
    menu_label = "Métiers"
    edit_handler = panels.OCCUPATION
    list_display = ["label", "code", Column("domain_label", label="Domaine")]
    filterset_class = filters.OccupationFilterSet
    list_export = ["code", "label", "domain_label"]
    export_filename = "metiers"


class ReferenceGroup(SnippetViewSetGroup):
    """The menu "Référentiels"."""

    menu_label = "Référentiels"
    menu_icon = "list-ul"
    menu_order = 400
    items = (OrganisationViewSet, CommuneViewSet, OccupationViewSet, MailTemplateViewSet)
