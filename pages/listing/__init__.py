"""The lists of opportunities in the CMS: what the kinds share, and a small module for each."""

from typing import Any

from django.urls import reverse
from wagtail.admin.viewsets.base import ViewSetGroup

from pages.listing.job_offers import job_offer_listing
from pages.listing.sessions import session_listing
from pages.listing.volunteering import volunteering_listing


class OpportunityListings(ViewSetGroup):
    """« Annonces » in the menu, with a list for each kind."""

    menu_label = "Annonces"
    menu_icon = "clipboard-list"
    menu_order = 110
    items = (job_offer_listing, volunteering_listing, session_listing)


opportunity_listings = OpportunityListings()
_BY_KIND = {listing.model.kind: listing for listing in OpportunityListings.items}


def list_url(page: Any) -> str:
    """The address of the list where an opportunity stands."""
    return reverse(_BY_KIND[page.kind].get_url_name("index"))
