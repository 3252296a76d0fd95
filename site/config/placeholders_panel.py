"""« Contacts à écrire » on the CMS's first screen."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from wagtail.admin.ui.components import Component

from snippets.models import SiteSettings
from snippets.placeholders import placeholders


class PlaceholdersPanel(Component):
    """What nobody answers at, with the way to write it, for those who may."""

    name = "placeholders"
    template_name = "config/placeholders_panel.html"
    # A site that cannot be reached comes before what waits for its answer.
    order = 90

    def render_html(self, parent_context: Mapping[str, Any] | None = None) -> str:
        """Nothing for the others, nor once all are written."""
        if parent_context is None:
            return ""
        may_write = parent_context["request"].user.has_perm("snippets.change_sitesettings")
        if not (may_write and placeholders()):
            return ""
        return str(super().render_html(parent_context))

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """No query: the settings are in the cache."""
        options = SiteSettings._meta  # noqa: SLF001 - a documented API of Django's models
        form_url = reverse("wagtailsettings:edit", args=(options.app_label, options.model_name))
        return {"placeholders": placeholders(), "form_url": form_url}
