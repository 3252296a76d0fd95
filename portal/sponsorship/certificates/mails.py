"""What a sponsor is told of their certificates."""

from snippets.mail.kinds import MailKind, Variable

KINDS = (
    MailKind(
        "sponsor_certificate",
        "Attestation d’engagement délivrée",
        "Au parrain, à la marraine dont la coordination délivre l’attestation.",
        {
            "recipient_name": Variable("le prénom de la personne", "Karim"),
            "space_url": Variable("l’espace de parrainage", "https://declic.example/parrainage/"),
        },
        needs=("space_url",),
    ),
)
