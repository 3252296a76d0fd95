"""The ways on of the CMS's first screen: what is online, by kind, and a new one."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from wagtail.admin.ui.components import Component

from pages.every_kind import open_now
from pages.listing import OpportunityListings
from pages.models.states import State


class ShortcutsPanel(Component):
    """« Annonces en ligne »: how many of each kind, and « Ajouter » for who may."""

    name = "shortcuts"
    template_name = "pages/admin/shortcuts_panel.html"
    # First, in one line; what waits for an answer has 100.
    order = 90

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """A row for each kind; one query counts them all."""
        user = parent_context["request"].user
        counts = Counter(open_now().order_by().values_list("content_type", flat=True))
        types = ContentType.objects.get_for_models(
            *(one.model for one in OpportunityListings.items)
        )
        return {
            "rows": [
                {
                    "label": listing.menu_label,
                    "count": counts[types[listing.model].pk],
                    "list_url": f"{reverse(listing.get_url_name('index'))}?etat={State.LIVE}",
                    "add_url": _add_url(listing, user),
                    "add_label": listing.index_view_class.add_item_label,
                }
                for listing in OpportunityListings.items
            ]
        }


def _add_url(listing: Any, user: Any) -> str:
    """Where a new one of a kind is begun, or nothing for who may not write one."""
    parents = listing.choose_parent_view_class(model=listing.model).get_valid_parent_pages(user)
    return reverse(listing.get_url_name("choose_parent")) if parents.exists() else ""
