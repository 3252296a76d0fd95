"""The messages about rights: invitations, levels, reviews."""

from datetime import date, datetime

from snippets.mail.kinds import MailKind, Variable

_EXPIRES = Variable("la fin de validité du lien", datetime(2027, 3, 12, 18, 0))  # noqa: DTZ001
_INVITED_BY = Variable("la personne qui invite", "Nadia Roussel")
_ACCEPT_URL = Variable(
    "l’adresse où accepter", "https://declic.example/invitation/Zm9yLXRoZS1wcmV2aWV3/"
)
_ANSWERING = {
    "proposed_by": Variable("la personne qui le propose", "Nadia Roussel"),
    "reason": Variable("le motif", "Recrutée au service insertion"),
}
_UNTIL = {"expires_on": Variable("le dernier jour pour répondre", date(2027, 3, 12))}
_PROPOSAL = {
    "level": Variable("le niveau proposé", "Conseiller·ère RSA"),
    "person": Variable("la personne à qui il est proposé", "Léa Martin"),
    "proposals_url": Variable(
        "l’adresse des niveaux à valider", "https://declic.example/habilitations/validations/"
    ),
}
_REVIEW = {
    "waiting": Variable("le nombre de niveaux à confirmer", 12),
    "due_on": Variable("le dernier jour de la revue", date(2027, 3, 12)),
    "review_url": Variable("l’adresse de la revue", "https://declic.example/habilitations/revue/"),
}

KINDS = (
    MailKind(
        "invitation_level",
        "Invitation d’un agent",
        "À une personne à qui l’administration des droits donne un niveau.",
        {
            "level": Variable("le niveau donné", "Conseiller·ère RSA"),
            "invited_by": _INVITED_BY,
            "accept_url": _ACCEPT_URL,
            "expires_at": _EXPIRES,
        },
        needs=("accept_url",),
    ),
    MailKind(
        "invitation_organisation",
        "Invitation dans une organisation",
        "À une personne invitée à rejoindre une entreprise, un partenaire ou une association.",
        {
            "organisation_name": Variable("l’organisation", "Menuiserie des Vosges"),
            "role": Variable("le rôle donné", "Gestionnaire"),
            "invited_by": _INVITED_BY,
            "accept_url": _ACCEPT_URL,
            "expires_at": _EXPIRES,
        },
        needs=("organisation_name", "accept_url"),
    ),
    MailKind(
        "level_to_approve",
        "Niveau à valider",
        "Aux autres personnes qui administrent les droits, quand l’une propose un niveau.",
        {**_PROPOSAL, **_UNTIL, **_ANSWERING},
        needs=("proposals_url",),
    ),
    MailKind(
        "level_proposal_refused",
        "Niveau refusé",
        "À la personne qui a proposé un niveau, quand un ou une collègue le refuse.",
        {
            **_PROPOSAL,
            "refused_by": Variable("la personne qui refuse", "Paul Girardot"),
            "answer": Variable("la raison", "Le contrat n’est pas signé"),
        },
        needs=("level", "answer", "proposals_url"),
    ),
    MailKind(
        "level_proposal_expired",
        "Niveau resté sans réponse",
        "À la personne qui a proposé un niveau que personne n’a validé à temps.",
        {**_PROPOSAL, **_UNTIL},
        needs=("level", "proposals_url"),
    ),
    MailKind(
        "level_given",
        "Niveau validé",
        "À la personne qui reçoit un niveau sur lequel deux administrateurs s’accordent.",
        {
            "recipient_name": Variable("le prénom et le nom de la personne", "Éloïse Martin"),
            "level": Variable("le niveau donné", "Conseiller·ère RSA"),
            "login_url": Variable(
                "l’adresse où se connecter", "https://declic.example/compte/connexion/"
            ),
        },
        needs=("login_url",),
    ),
    MailKind(
        "administrator_removed",
        "Administration des droits retirée",
        "À la personne qui n’administre plus les droits, et à celles qui restent.",
        {
            "person": Variable("la personne concernée", "Paul Girardot"),
            "removed_by": Variable("la personne qui a décidé", "Nadia Roussel"),
            "reason": Variable("la raison", "Départ en retraite"),
        },
        needs=("person", "reason"),
    ),
    MailKind(
        "review_opened",
        "Revue des niveaux\u00a0: ouverture",
        "À l’administration des droits, deux fois par an.",
        _REVIEW,
        needs=("review_url",),
    ),
    MailKind(
        "review_reminder",
        "Revue des niveaux\u00a0: rappel",
        "À l’administration des droits, 14 jours puis 3 jours avant la fin de la revue.",
        _REVIEW,
        needs=("review_url",),
    ),
    MailKind(
        "level_lapsed",
        "Niveau retiré à la fin d’une revue",
        "À un agent dont personne n’a confirmé le niveau.",
        {
            "level": Variable("le niveau retiré", "Conseiller·ère RSA"),
            "opened_on": Variable("le début de la revue", datetime(2027, 2, 10, 6, 30)),  # noqa: DTZ001
        },
        needs=("level",),
    ),
)
