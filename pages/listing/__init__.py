"""The lists of opportunities in the CMS: what the kinds share, and a small module for each."""

from wagtail.admin.viewsets.base import ViewSetGroup

from pages.listing.job_offers import job_offer_listing


class OpportunityListings(ViewSetGroup):
    """« Annonces » in the menu, with a list for each kind."""

    menu_label = "Annonces"
    menu_icon = "clipboard-list"
    menu_order = 110
    items = (job_offer_listing,)


opportunity_listings = OpportunityListings()
LISTINGS = {listing.model: listing for listing in OpportunityListings.items}
