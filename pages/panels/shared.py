"""Panels of the editor that the kinds share: the place, the answer, the dates."""

from typing import Any

from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    TabbedInterface,
)
from wagtailgeowidget.panels import LeafletPanel

from pages.choosers import CommuneChooser, OrganisationChooser
from pages.pin.widgets import PinField


class PinPanel(LeafletPanel):
    """The pin of a place: a map, a button that places it, and its coordinates as text."""

    def widget_overrides(self) -> dict[str, Any]:
        """Our widget instead of the stock one."""
        return {
            self.field_name: PinField(
                address_field=self.address_field,
                zoom=self.zoom,
                srid=4326,
                id_prefix="id_",
            )
        }


class OpportunityEditHandler(TabbedInterface):
    """The editor. The dates of publication are fields in it, so Wagtail's dialog is not."""

    def get_form_class(self) -> type:
        """Hide the button of a dialog that this editor does not have."""
        form_class = super().get_form_class()
        form_class.show_schedule_publishing_toggle = False
        return form_class


def organisation_panel(heading: str) -> FieldPanel:
    """Who offers it."""
    return FieldPanel("organisation", widget=OrganisationChooser, heading=heading)


def description_panel(help_text: str) -> FieldPanel:
    """The text, whose editor has an accessible name."""
    return FieldPanel(
        "description", attrs={"data-controller": "rich-text-name"}, help_text=help_text
    )


def place_panel(*first: Panel) -> MultiFieldPanel:
    """Where it is: what a kind asks first, then the commune, the address and the pin."""
    return MultiFieldPanel(
        [
            *first,
            FieldPanel("commune", widget=CommuneChooser),
            FieldPanel("address"),
            PinPanel("location", address_field="address"),
            FieldPanel("transport_access"),
        ],
        heading="Le lieu",
    )


ANSWER = MultiFieldPanel(
    [
        FieldPanel("apply_by"),
        FieldPanel("apply_url"),
        FieldRowPanel([FieldPanel("contact_name"), FieldPanel("contact_name_public")]),
        FieldRowPanel([FieldPanel("contact_phone"), FieldPanel("contact_phone_public")]),
        FieldRowPanel([FieldPanel("contact_email"), FieldPanel("contact_email_public")]),
    ],
    heading="Répondre et contact",
    help_text="Le public ne voit que ce que vous choisissez de montrer.",
)
GO_LIVE = FieldPanel(
    "go_live_at",
    heading="Mettre en ligne le",
    help_text="Vide\u00a0: dès que la relecture est faite.",
)
EXPIRE = FieldPanel(
    "expire_at",
    heading="Retirer de la liste le",
    help_text="Vide\u00a0: 60\u00a0jours après la mise en ligne. 180\u00a0jours au plus.",
)


def opportunity_edit_handler(
    panels: list[Panel], form_class: type, dates: tuple[Panel, ...] = (GO_LIVE, EXPIRE)
) -> OpportunityEditHandler:
    """The editor made of these panels, and the dates of publication that the kind has."""
    return OpportunityEditHandler(
        [
            ObjectList(panels, heading="Annonce"),
            ObjectList(
                [MultiFieldPanel(dates, heading="Dates"), CommentPanel()], heading="Publication"
            ),
        ],
        base_form_class=form_class,
    )
