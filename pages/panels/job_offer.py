"""Panels of a job offer: one column, in the order in which somebody tells a job."""

from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel

from pages.choosers import OccupationChooser
from pages.panels.shared import ANSWER, description_panel, organisation_panel, place_panel

OFFER = MultiFieldPanel(
    [
        FieldPanel(
            "title",
            heading="Intitulé du poste",
            help_text="Au féminin et au masculin, comme «\u00a0Maçon ou maçonne\u00a0».",
        ),
        organisation_panel("Employeur"),
        FieldPanel(
            "occupation",
            widget=OccupationChooser,
            heading="Métier",
            help_text="Le métier le plus proche du répertoire ROME\u00a0: il sert à la recherche.",
        ),
        FieldPanel("summary"),
        description_panel(
            "Ce que la personne fera, avec qui, et comment elle sera accueillie. "
            "Des phrases courtes."
        ),
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
CONDITIONS = MultiFieldPanel(
    [
        FieldRowPanel([FieldPanel("experience"), FieldPanel("training_level")]),
        FieldPanel("driving_licences"),
        FieldPanel("skills"),
        FieldPanel("disabled_workers_welcome"),
    ],
    heading="Qui peut répondre",
)
JOB_OFFER_PANELS: list[Panel] = [OFFER, CONTRACT, place_panel(), CONDITIONS, ANSWER]
