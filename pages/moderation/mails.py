"""What the author of an offer is told about it."""

from datetime import date

from snippets.mail.categories import REMINDERS
from snippets.mail.kinds import MailKind, Variable

# Authors know what they wrote: the word for it is theirs.
_OWN = {
    "recipient_name": Variable("le prénom et le nom de la personne", "Éloïse Martin"),
    "offer_title": Variable("le titre de l’annonce", "Maçon ou maçonne"),
    "organisation_name": Variable("l’organisation", "Menuiserie des Vosges"),
    "noun": Variable(
        "le mot «\u00a0offre\u00a0», «\u00a0mission\u00a0» ou «\u00a0session\u00a0»", "offre"
    ),
}
_OFFER_URL = {
    "offer_url": Variable(
        "l’adresse de l’annonce", "https://declic.example/offres/macon-ou-maconne-1234/"
    )
}

KINDS = (
    MailKind(
        "offer_submitted",
        "Annonce reçue",
        "À l’auteur, quand son annonce est envoyée en relecture.",
        {**_OWN, "moderation_days": Variable("le délai de relecture, en jours ouvrés", 2)},
        needs=("offer_title",),
    ),
    MailKind(
        "offer_published",
        "Annonce publiée",
        "À l’auteur, quand son annonce paraît.",
        {
            **_OWN,
            **_OFFER_URL,
            "expires_on": Variable("le dernier jour de parution", date(2027, 3, 12)),
        },
        needs=("offer_url",),
    ),
    MailKind(
        "offer_refused",
        "Annonce à corriger",
        "À l’auteur, quand la relecture demande une correction.",
        {
            **_OWN,
            "edit_url": Variable(
                "l’adresse où modifier l’annonce", "https://declic.example/cms/pages/12/edit/"
            ),
            "reason": Variable("la raison", "La rémunération n’est pas indiquée"),
            "comment": Variable(
                "le commentaire", "Indiquez un salaire, ou la convention collective."
            ),
        },
        needs=("reason", "edit_url"),
    ),
    MailKind(
        "offer_expiring",
        "Annonce bientôt terminée",
        "À l’auteur, 7 jours puis 1 jour avant la fin de parution.",
        {
            **_OWN,
            **_OFFER_URL,
            "expires_on": Variable("le dernier jour de parution", date(2027, 3, 12)),
            "days_left": Variable("le nombre de jours qui restent", 7),
            "prolong_url": Variable(
                "l’adresse pour prolonger", "https://declic.example/annonces/action/prolonger-abc/"
            ),
            "filled_url": Variable(
                "l’adresse pour dire que le poste est pourvu",
                "https://declic.example/annonces/action/pourvue-abc/",
            ),
        },
        REMINDERS,
        needs=("prolong_url", "filled_url"),
    ),
    MailKind(
        "offer_withdrawn",
        "Annonce retirée",
        "À l’auteur, quand l’équipe retire son annonce du site.",
        {
            **_OWN,
            "reason": Variable("la raison", "Le poste n’existe plus"),
            "comment": Variable("le commentaire", "L’entreprise nous a signalé un recrutement."),
        },
        needs=("offer_title", "reason"),
    ),
)
