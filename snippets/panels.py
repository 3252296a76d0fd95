"""What the CMS screens show of each model, in groups, with help for whoever fills them in."""

from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList

from snippets.forms import CodeForm, OrganisationForm, SiteSettingsForm

ORGANISATION = ObjectList(
    [
        MultiFieldPanel(
            [
                FieldPanel("kind", help_text="Il décide de ce que l’organisation peut proposer."),
                FieldPanel("name", help_text="Le nom que les candidats connaissent."),
                FieldPanel("siret"),
                FieldRowPanel([FieldPanel("rna"), FieldPanel("naf_code")]),
            ],
            heading="Identité",
        ),
        MultiFieldPanel(
            [
                FieldPanel("description", help_text="Quelques phrases simples, sans slogan."),
                FieldPanel("logo"),
                FieldPanel("website", help_text="Adresse complète, avec https://"),
            ],
            heading="Présentation",
        ),
        MultiFieldPanel(
            [
                FieldPanel("address", help_text="Numéro et rue, sans la commune."),
                FieldPanel("commune"),
                FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
            ],
            heading="Lieu et contact",
            help_text="Pour le service emploi. Chaque annonce a son propre contact.",
        ),
        MultiFieldPanel(
            [
                FieldPanel("is_verified"),
                HelpPanel(template="snippets/verification.html"),
            ],
            heading="Vérification",
        ),
    ],
    base_form_class=OrganisationForm,
)

COMMUNE = ObjectList(
    [
        MultiFieldPanel(
            [
                FieldPanel("insee_code", help_text="Le code INSEE, pas le code postal."),
                FieldPanel("name"),
                FieldPanel("postal_codes"),
                FieldPanel("population", help_text="Les plus peuplées sont proposées d’abord."),
            ],
            heading="Commune",
        ),
        MultiFieldPanel(
            [FieldPanel("epci_code"), FieldPanel("epci_name")],
            heading="Intercommunalité",
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")])],
            heading="Centre",
            help_text="Là où s’affiche une annonce qui n’a pas d’adresse précise.",
        ),
    ],
    base_form_class=CodeForm,
)

OCCUPATION = ObjectList(
    [
        FieldPanel("code", help_text="Une lettre de A à N, qui est le domaine, et 4 chiffres."),
        FieldPanel(
            "label", help_text="Au masculin et au féminin, comme «\u00a0Maçon / Maçonne\u00a0»."
        ),
    ],
    base_form_class=CodeForm,
)


SITE_SETTINGS = ObjectList(
    [
        MultiFieldPanel(
            [
                FieldPanel("site_name"),
                FieldPanel("department_code"),
                FieldPanel("authority_name"),
                FieldPanel("tagline"),
                FieldPanel("logo"),
            ],
            heading="Le site",
        ),
        MultiFieldPanel(
            [
                FieldPanel("contact_email", help_text="Les réponses aux messages y arrivent."),
                FieldPanel("contact_phone", help_text="Affiché à côté de chaque annonce."),
                FieldPanel("contact_address"),
                FieldPanel(
                    "contact_hours", help_text="Affichés sur la page Contact. Vide\u00a0: rien."
                ),
            ],
            heading="Le service emploi",
        ),
        MultiFieldPanel(
            [FieldPanel("moderation_days"), FieldPanel("second_reader")],
            heading="Relecture des annonces",
        ),
        MultiFieldPanel(
            [
                FieldPanel("reply_reminder_days"),
                FieldPanel("reply_deadline_days"),
                FieldPanel("no_answer_days"),
                FieldPanel("offer_cutoff_hours"),
                FieldPanel("outcome_window_days"),
                FieldPanel("call_back_days"),
                FieldPanel("hours_reminder_days"),
            ],
            heading="Candidatures et sessions",
        ),
        MultiFieldPanel([FieldPanel("sponsor_contact_days")], heading="Parrainage"),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("map_latitude", heading="Latitude du centre"),
                        FieldPanel("map_longitude", heading="Longitude du centre"),
                        FieldPanel("map_zoom", help_text="De 5 (pays) à 18 (rue)."),
                    ]
                ),
                FieldPanel("tile_layer"),
                FieldPanel(
                    "tile_url",
                    help_text="Pour «\u00a0Une autre adresse\u00a0»\u00a0: avec {z}, {x} et {y}.",
                ),
                FieldPanel(
                    "tile_attribution",
                    help_text="Pour «\u00a0Une autre adresse\u00a0» seulement\u00a0: son auteur, "
                    "avec un lien si ses conditions le demandent.",
                ),
            ],
            heading="La carte",
        ),
        MultiFieldPanel(
            [
                FieldPanel("legal_notice"),
                FieldPanel("accessibility_statement"),
                FieldPanel("accessibility_conformity"),
            ],
            heading="Textes obligatoires",
            help_text="Vides\u00a0: un texte type est affiché, avec l’état de conformité "
            "de notre auto-évaluation.",
        ),
    ],
    base_form_class=SiteSettingsForm,
)
