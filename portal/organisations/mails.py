"""The messages about organisations: verification, suspension, requests to join."""

from snippets.mail.kinds import MailKind, Variable

_BASE = {
    "recipient_name": Variable("le prénom et le nom de la personne", "Éloïse Martin"),
    "organisation_name": Variable("l’organisation", "Menuiserie des Vosges"),
}
_HOME_URL = Variable(
    "l’adresse de la fiche",
    "https://declic.example/mon-organisation/menuiserie-des-vosges/fiche/",
)

KINDS = (
    MailKind(
        "organisation_to_verify",
        "Organisation à vérifier",
        "Aux chargés d’emploi, quand une organisation attend une vérification.",
        {
            **_BASE,
            "kind": Variable("le type d’organisation", "Entreprise"),
            "asked_by": Variable("la personne qui la demande", "Marc Vauthier"),
            "review_url": Variable(
                "l’adresse où répondre",
                "https://declic.example/organisations/verifier/menuiserie-des-vosges/",
            ),
        },
        needs=("review_url",),
    ),
    MailKind(
        "organisation_verified",
        "Organisation vérifiée",
        "À ses gestionnaires, quand une organisation est vérifiée.",
        {**_BASE, "home_url": _HOME_URL},
        needs=("home_url",),
    ),
    MailKind(
        "organisation_to_correct",
        "Organisation à corriger",
        "À ses gestionnaires, quand le service emploi demande une correction.",
        {
            **_BASE,
            "message": Variable("ce qui ne va pas", "Ce SIRET est celui d’un autre établissement."),
            "edit_url": Variable(
                "l’adresse où corriger",
                "https://declic.example/mon-organisation/menuiserie-des-vosges/fiche/modifier/",
            ),
        },
        needs=("message", "edit_url"),
    ),
    MailKind(
        "organisation_refused",
        "Organisation refusée",
        "À ses gestionnaires, quand une organisation est refusée.",
        {**_BASE, "message": Variable("la raison", "Cette entreprise a cessé son activité.")},
        needs=("organisation_name", "message"),
    ),
    MailKind(
        "organisation_suspended",
        "Organisation suspendue",
        "À ses gestionnaires, quand une organisation est suspendue.",
        {
            **_BASE,
            "message": Variable(
                "la raison", "Plusieurs candidats ont signalé une demande d’argent."
            ),
            "withdrawn": Variable("le nombre d’annonces retirées", 3),
        },
        needs=("organisation_name", "message"),
    ),
    MailKind(
        "organisation_restored",
        "Organisation rétablie",
        "À ses gestionnaires, quand la suspension prend fin.",
        {**_BASE, "home_url": _HOME_URL},
        needs=("home_url",),
    ),
    MailKind(
        "join_asked",
        "Demande à rejoindre une organisation",
        "Aux gestionnaires de l’organisation, ou aux chargés d’emploi quand elle n’en a pas.",
        {
            **_BASE,
            "asker_name": Variable("la personne qui demande", "Paul Richard"),
            "asker_email": Variable("son adresse e-mail", "paul.richard@exemple.fr"),
            "message": Variable("son message", "Je recrute pour notre atelier."),
            "answer_url": Variable(
                "l’adresse où répondre",
                "https://declic.example/mon-organisation/menuiserie-des-vosges/membres/",
            ),
        },
        needs=("answer_url",),
    ),
    MailKind(
        "join_accepted",
        "Demande à rejoindre acceptée",
        "À la personne qui a demandé, quand elle entre dans l’organisation.",
        {**_BASE, "home_url": _HOME_URL},
        needs=("home_url",),
    ),
    MailKind(
        "join_refused",
        "Demande à rejoindre refusée",
        "À la personne qui a demandé, quand la réponse est non.",
        {**_BASE, "message": Variable("la raison", "Vous ne travaillez plus dans l’entreprise.")},
        needs=("organisation_name",),
    ),
)
