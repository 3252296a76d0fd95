"""What the employment service is told when a visitor reports an offer."""

from snippets.mail.kinds import MailKind, Variable

KINDS = (
    MailKind(
        "ad_reported",
        "Annonce signalée",
        "À l’équipe, quand un visiteur signale une annonce.",
        {
            "recipient_name": Variable("le prénom et le nom de la personne", "Éloïse Martin"),
            "offer_title": Variable("le titre de l’annonce", "Maçon ou maçonne"),
            "organisation_name": Variable("l’organisation", "Menuiserie des Vosges"),
            "offer_url": Variable(
                "l’adresse de l’annonce", "https://declic.example/offres/macon-ou-maconne-1234/"
            ),
            "edit_url": Variable(
                "l’adresse où modifier l’annonce", "https://declic.example/cms/pages/12/edit/"
            ),
            "reason": Variable("la raison", "On me demande de l’argent"),
            "reporter_message": Variable(
                "le message du visiteur", "On m’a demandé de payer une formation avant l’entretien."
            ),
        },
        needs=("offer_url", "edit_url"),
    ),
)
