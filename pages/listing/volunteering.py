"""The list of volunteering opportunities."""

import django_filters
from django import forms
from wagtail.admin.ui.tables import Column

from pages.listing.cells import sheet
from pages.listing.filters import StaffFilterSet
from pages.listing.views import OpportunityIndexView, OpportunityListingViewSet, columns
from pages.models import Cause, Rhythm, VolunteeringPage


class VolunteeringFilterSet(StaffFilterSet):
    """Cause and rhythm."""

    cause = django_filters.MultipleChoiceFilter(
        label="Cause", choices=Cause.choices, widget=forms.CheckboxSelectMultiple
    )
    rythme = django_filters.MultipleChoiceFilter(
        label="Rythme",
        field_name="rhythm",
        choices=Rhythm.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = VolunteeringPage
        fields: list[str] = []


class VolunteeringIndexView(OpportunityIndexView):
    """The list and its sheet."""

    page_title = "Bénévolat"
    add_item_label = "Ajouter une mission"
    nothing_yet = "Aucune mission pour l’instant."
    nothing_found = "Aucune mission ne correspond. Enlevez un filtre ou un mot."
    cells = sheet(
        "Organisation",
        {
            "cause": ("Cause", lambda page: page.get_cause_display()),
            "rhythm": ("Rythme", lambda page: page.get_rhythm_display()),
            "hours": ("Heures", lambda page: page.hours),
            "places": ("Bénévoles cherchés", lambda page: page.places),
            "starts_on": ("Début", lambda page: page.starts_on),
            "ends_on": ("Fin de la mission", lambda page: page.ends_on),
        },
    )


class VolunteeringListingViewSet(OpportunityListingViewSet):
    """« Bénévolat » in the menu."""

    model = VolunteeringPage
    index_view_class = VolunteeringIndexView
    icon = "group"
    menu_label = "Bénévolat"
    filterset_class = VolunteeringFilterSet
    export_filename = "benevolat"
    columns = columns(
        "Organisation",
        Column("cause", label="Cause", accessor="get_cause_display", sort_key="cause"),
        Column("rhythm", label="Rythme", accessor="get_rhythm_display", sort_key="rhythm"),
    )


volunteering_listing = VolunteeringListingViewSet("volunteering", url_prefix="benevolat")
