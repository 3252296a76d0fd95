"""Panels of a recruitment session: what, when, where, who recruits, who may come."""

from typing import Any

from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    MultipleChooserPanel,
    PageChooserPanel,
    Panel,
)

from pages.choosers import OccupationChooser, OrganisationChooser
from pages.panels.shared import (
    ANSWER,
    GO_LIVE,
    OpportunityEditHandler,
    description_panel,
    opportunity_edit_handler,
    organisation_panel,
    place_panel,
)

SESSION = MultiFieldPanel(
    [
        FieldPanel(
            "title",
            heading="Intitulé de la session",
            help_text="Comme «\u00a0Job dating des métiers de l’aide à domicile\u00a0».",
        ),
        FieldPanel("session_type"),
        organisation_panel("Organisateur"),
        FieldPanel("summary"),
        description_panel("Ce qui se passe ce jour-là, dans l’ordre. Des phrases courtes."),
        FieldPanel("what_to_bring"),
        FieldPanel("status"),
    ],
    heading="La session",
)
TIMES = MultiFieldPanel(
    [
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
        FieldRowPanel([FieldPanel("registration_opens_at"), FieldPanel("registration_closes_at")]),
    ],
    heading="Quand",
)
PLACES = MultiFieldPanel(
    [
        FieldPanel("audience"),
        FieldRowPanel([FieldPanel("capacity"), FieldPanel("waiting_list_size")]),
        FieldRowPanel([FieldPanel("slot_minutes"), FieldPanel("interviewers")]),
        FieldPanel("childcare"),
        FieldPanel("transport_provided"),
        FieldPanel("interpreter"),
    ],
    heading="Le public et les places",
)
RECRUITING = MultiFieldPanel(
    [
        FieldPanel("positions"),
        MultipleChooserPanel(
            "partners",
            chooser_field_name="organisation",
            panels=[FieldPanel("organisation", widget=OrganisationChooser)],
            heading="Qui recrute, en plus de l’organisateur",
            label="Organisation",
        ),
        MultipleChooserPanel(
            "occupations",
            chooser_field_name="occupation",
            panels=[FieldPanel("occupation", widget=OccupationChooser)],
            heading="Métiers concernés",
            label="Métier",
        ),
        MultipleChooserPanel(
            "offers",
            chooser_field_name="offer",
            panels=[PageChooserPanel("offer")],
            heading="Offres concernées",
            label="Offre",
        ),
    ],
    heading="Qui recrute et pour quoi",
)
SESSION_PANELS: list[Panel] = [
    SESSION,
    TIMES,
    place_panel(FieldPanel("place_name")),
    PLACES,
    RECRUITING,
    ANSWER,
]


def session_edit_handler(panels: list[Panel], form_class: Any) -> OpportunityEditHandler:
    """A session leaves the lists when it is over: nobody chooses another end."""
    return opportunity_edit_handler(panels, form_class, dates=(GO_LIVE,))
