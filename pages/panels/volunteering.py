"""Panels of a volunteering opportunity: what for, when, where, with whom."""

from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel

from pages.panels.shared import ANSWER, description_panel, organisation_panel, place_panel

MISSION = MultiFieldPanel(
    [
        FieldPanel(
            "title",
            heading="Intitulé de la mission",
            help_text="Un verbe d’abord, comme «\u00a0Aider aux devoirs le mercredi\u00a0».",
        ),
        organisation_panel("Association"),
        FieldPanel("cause"),
        FieldPanel("summary"),
        description_panel(
            "Ce que la personne fera, avec qui, et comment elle sera accueillie. "
            "Des phrases courtes."
        ),
        FieldPanel("places"),
    ],
    heading="La mission",
)
TIMES = MultiFieldPanel(
    [
        FieldRowPanel([FieldPanel("rhythm"), FieldPanel("hours")]),
        FieldPanel("days"),
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
    ],
    heading="Quand",
)
CONDITIONS = MultiFieldPanel(
    [
        FieldPanel("remote"),
        FieldPanel("minors_accepted"),
        FieldPanel("step_free"),
        FieldPanel("certificate_given"),
        FieldPanel("counts_as_activity"),
    ],
    heading="Pour qui, et ce que la personne en retire",
)
VOLUNTEERING_PANELS: list[Panel] = [MISSION, TIMES, place_panel(), CONDITIONS, ANSWER]
