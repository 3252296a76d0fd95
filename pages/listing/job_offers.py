"""The list of job offers."""

import django_filters
from django import forms
from wagtail.admin.ui.tables import Column

from pages.listing.cells import sheet
from pages.listing.filters import StaffFilterSet
from pages.listing.views import OpportunityIndexView, OpportunityListingViewSet, columns
from pages.models import JobOfferPage
from pages.models.job_offer import Contract
from snippets.models import RomeDomain


class JobOfferFilterSet(StaffFilterSet):
    """Contract and field of work."""

    contrat = django_filters.MultipleChoiceFilter(
        label="Contrat",
        field_name="contract",
        choices=Contract.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    domaine = django_filters.MultipleChoiceFilter(
        label="Domaine",
        field_name="occupation__code",
        lookup_expr="startswith",
        choices=RomeDomain.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = JobOfferPage
        fields: list[str] = []


class JobOfferIndexView(OpportunityIndexView):
    """The list and its sheet."""

    page_title = "Offres d’emploi"
    add_item_label = "Ajouter une offre"
    nothing_yet = "Aucune offre pour l’instant."
    nothing_found = "Aucune offre ne correspond. Enlevez un filtre ou un mot."
    related = ("occupation",)
    cells = sheet(
        "Employeur",
        {
            "rome": ("Code ROME", lambda page: page.occupation_id or ""),
            "occupation": ("Métier", lambda page: str(page.occupation or "")),
            "contract": ("Contrat", lambda page: page.get_contract_display()),
            "positions": ("Postes", lambda page: page.positions),
        },
    )


class JobOfferListingViewSet(OpportunityListingViewSet):
    """« Offres d’emploi » in the menu."""

    model = JobOfferPage
    index_view_class = JobOfferIndexView
    menu_label = "Offres d’emploi"
    filterset_class = JobOfferFilterSet
    export_filename = "offres-emploi"
    columns = columns(
        "Employeur",
        Column("contract", label="Contrat", accessor="get_contract_display", sort_key="contract"),
    )


job_offer_listing = JobOfferListingViewSet("job_offers", url_prefix="offres-emploi")
