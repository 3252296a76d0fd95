"""Message to who asked for a file. The file is opened on the site, signed in."""

from portal.followup.unsaid import UNSAID
from snippets.mail.kinds import MailKind, Variable

KINDS = (
    MailKind(
        "followup_export_ready",
        "Un fichier demandé est prêt",
        "À la personne qui exporte beaucoup de dossiers, quand le fichier est prêt.",
        {
            "recipient_name": Variable("le prénom de l’agent·e", "Camille"),
            "hours": Variable("combien d’heures il reste", "24"),
            "exports_url": Variable(
                "l’adresse de ses exports", "https://declic.example/suivi/dossiers/exports/"
            ),
        },
        needs=("exports_url",),
        unsaid=UNSAID,
    ),
)
