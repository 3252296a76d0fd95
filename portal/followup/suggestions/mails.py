"""The message that proposes an ad: it tells of the ad, and of nothing that the case says."""

from portal.followup.unsaid import UNSAID
from snippets.mail.kinds import MailKind, Variable

KINDS = (
    MailKind(
        "followup_suggestion",
        "Annonce proposée",
        "À la personne, quand la ou le professionnel qui la suit lui propose une annonce.",
        {
            "page_url": Variable(
                "la page de l’annonce proposée",
                "https://declic.example/proposition/ABCDEFGHJKMNPQRS/",
            ),
            "what": Variable("ce que c’est", "une offre d’emploi"),
            "title": Variable("l’intitulé", "Commis de cuisine"),
            "organisation": Variable("l’organisation, vide si elle n’est pas dite", "Les Tilleuls"),
            "place": Variable("la commune", "Courlande"),
            "starts": Variable(
                "le jour et l’heure d’une rencontre, vide sinon",
                "mardi 9 mars 2027 à 14\u00a0h\u00a030",
            ),
            "sender": Variable("qui propose", "Camille Bernard"),
            "phone": Variable("le téléphone de l’unité", "01 23 45 67 89"),
        },
        needs=("page_url", "title"),
        unsaid=UNSAID,
    ),
)
