"""Choosers of the editor: what is searched as people type it, with what tells two rows apart.

The search is the models' own (`search()`), in which accents, capitals and codes are understood.
"""

from typing import Any

from django import forms
from django.db.models import QuerySet
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import (
    ChooseResultsView,
    ChooseView,
    ChosenMultipleView,
    ChosenView,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets import BaseChooser

from snippets.choosers import LabelledChoiceMixin, LabelledRowsMixin, ViewersOnlyMixin
from snippets.models import Commune, Occupation, Organisation


class ChooserWidget(LabelledChoiceMixin, BaseChooser):
    """Wagtail's chooser, whose dialog opens with the cursor in its search box."""

    def get_instance(self, value: Any) -> Any:
        """What is chosen; None for a key that is none, as for one that does not exist."""
        try:
            return super().get_instance(value)
        except ValueError:
            return None

    @property
    def media(self) -> forms.Media:
        """Add the script that moves the focus."""
        return super().media + forms.Media(js=("js/cms/autofocus-controller.js",))


class SearchForm(BaseFilterForm):
    """The search box of a chooser."""

    q = forms.CharField(
        label="Rechercher",
        required=False,
        max_length=200,
        widget=forms.TextInput(
            attrs={
                "placeholder": "Rechercher",
                "autocomplete": "off",
                "data-controller": "autofocus",
            }
        ),
    )

    def filter(self, objects: QuerySet[Any]) -> Any:
        """Keep what matches the words typed."""
        self.search_query = self.cleaned_data["q"]
        self.is_searching = bool(self.search_query)
        return objects.search(self.search_query) if self.is_searching else objects  # type: ignore[attr-defined]


class _ColumnsMixin(LabelledRowsMixin):
    """What is chosen, then the columns that its model needs."""

    filter_form_class = SearchForm
    per_page = 12
    extra_columns: list[Column] = []

    @property
    def columns(self) -> list[Column]:
        return [self.title_column, *self.extra_columns]


class _CommuneColumns(_ColumnsMixin):
    extra_columns = [
        Column("postal_code", label="Code postal"),
        Column("epci_name", label="Intercommunalité"),
    ]


class _CommuneChooseView(_CommuneColumns, ChooseView):
    pass


class _CommuneResultsView(_CommuneColumns, ChooseResultsView):
    pass


class _OccupationColumns(_ColumnsMixin):
    extra_columns = [
        Column("code", label="Code ROME"),
        Column("domain_label", label="Domaine"),
    ]


class _OccupationChooseView(_OccupationColumns, ChooseView):
    pass


class _OccupationResultsView(_OccupationColumns, ChooseResultsView):
    pass


class _OrganisationColumns(_ColumnsMixin):
    extra_columns = [
        Column("kind", label="Type", accessor="get_kind_display"),
        Column("siret", label="SIRET"),
    ]


class _OrganisationChooseView(_OrganisationColumns, ChooseView):
    pass


class _OrganisationResultsView(_OrganisationColumns, ChooseResultsView):
    pass


class _LabelledChosenView(LabelledChoiceMixin, ChosenView):
    pass


class _LabelledChosenMultipleView(LabelledChoiceMixin, ChosenMultipleView):
    pass


class CommuneChooserViewSet(ViewersOnlyMixin, ChooserViewSet):
    """Communes, by name or postal code."""

    model = Commune
    register_widget = False
    base_widget_class = ChooserWidget
    icon = "site"
    choose_one_text = "Choisir une commune"
    choose_another_text = "Choisir une autre commune"
    choose_view_class = _CommuneChooseView
    choose_results_view_class = _CommuneResultsView


class OccupationChooserViewSet(ViewersOnlyMixin, ChooserViewSet):
    """Occupations, by any word of their label or by ROME code."""

    model = Occupation
    register_widget = False
    base_widget_class = ChooserWidget
    icon = "clipboard-list"
    choose_one_text = "Choisir un métier"
    choose_another_text = "Choisir un autre métier"
    choose_view_class = _OccupationChooseView
    choose_results_view_class = _OccupationResultsView


class OrganisationChooserViewSet(ViewersOnlyMixin, ChooserViewSet):
    """Organisations, by name, SIRET or RNA; one that is not there is made on the spot."""

    model = Organisation
    register_widget = False
    base_widget_class = ChooserWidget
    icon = "group"
    choose_one_text = "Choisir une organisation"
    choose_another_text = "Choisir une autre organisation"
    choose_view_class = _OrganisationChooseView
    choose_results_view_class = _OrganisationResultsView
    chosen_view_class = _LabelledChosenView
    chosen_multiple_view_class = _LabelledChosenMultipleView
    # By name: a model form cannot be made while the models load.
    creation_form_class = "pages.chooser_forms.NewOrganisationForm"
    creation_tab_label = "Nouvelle organisation"
    create_action_label = "Créer l’organisation"


commune_chooser = CommuneChooserViewSet("choose_commune", url_prefix="choisir/commune")
occupation_chooser = OccupationChooserViewSet("choose_occupation", url_prefix="choisir/metier")
organisation_chooser = OrganisationChooserViewSet(
    "choose_organisation", url_prefix="choisir/organisation"
)
CommuneChooser = commune_chooser.widget_class
OccupationChooser = occupation_chooser.widget_class
OrganisationChooser = organisation_chooser.widget_class
