"""Panels of the editor: one column, in the order in which somebody tells a job."""

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

from pages.choosers import CommuneChooser, OccupationChooser, OrganisationChooser
from pages.widgets import PinField


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


OFFER = MultiFieldPanel(
    [
        FieldPanel(
            "title",
            heading="Intitulé du poste",
            help_text="Au féminin et au masculin, comme «\u00a0Maçon ou maçonne\u00a0».",
        ),
        FieldPanel("organisation", widget=OrganisationChooser, heading="Employeur"),
        FieldPanel(
            "occupation",
            widget=OccupationChooser,
            heading="Métier",
            help_text="Le métier le plus proche du répertoire ROME\u00a0: il sert à la recherche.",
        ),
        FieldPanel("summary"),
        FieldPanel("description", attrs={"data-controller": "rich-text-name"}),
        FieldPanel("positions"),
        FieldPanel("siae"),
    ],
    heading="L’offre",
)
CONTRACT = MultiFieldPanel(
    [
        FieldRowPanel([FieldPanel("contract"), FieldPanel("duration_months")]),
        FieldPanel("starts_on"),
        FieldRowPanel([FieldPanel("working_time"), FieldPanel("weekly_hours")]),
        FieldPanel("schedules"),
        FieldRowPanel(
            [FieldPanel("salary_min"), FieldPanel("salary_max"), FieldPanel("salary_period")]
        ),
        FieldPanel("collective_agreement"),
    ],
    heading="Le contrat",
)
PLACE = MultiFieldPanel(
    [
        FieldPanel("commune", widget=CommuneChooser),
        FieldPanel("address"),
        PinPanel("location", address_field="address"),
        FieldPanel("transport_access"),
    ],
    heading="Le lieu",
)
CONDITIONS = MultiFieldPanel(
    [
        FieldRowPanel([FieldPanel("experience"), FieldPanel("training_level")]),
        FieldPanel("driving_licences"),
        FieldPanel("skills"),
        FieldPanel("disabled_workers_welcome"),
    ],
    heading="Qui peut répondre",
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
PUBLICATION = MultiFieldPanel(
    [
        FieldPanel(
            "go_live_at",
            heading="Mettre en ligne le",
            help_text="Vide\u00a0: dès que la relecture est faite.",
        ),
        FieldPanel(
            "expire_at",
            heading="Retirer de la liste le",
            help_text="Vide\u00a0: 60\u00a0jours après la mise en ligne. 180\u00a0jours au plus.",
        ),
    ],
    heading="Dates",
)
JOB_OFFER_PANELS: list[Panel] = [OFFER, CONTRACT, PLACE, CONDITIONS, ANSWER]


def opportunity_edit_handler(panels: list[Panel], form_class: type) -> OpportunityEditHandler:
    """The editor made of these panels, and the dates that every opportunity has."""
    return OpportunityEditHandler(
        [
            ObjectList(panels, heading="Annonce"),
            ObjectList([PUBLICATION, CommentPanel()], heading="Publication"),
        ],
        base_form_class=form_class,
    )
