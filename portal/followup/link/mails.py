"""Messages about the link."""

from portal.followup.unsaid import UNSAID
from snippets.mail.kinds import MailKind, Variable

KINDS = (
    MailKind(
        "followup_account_linked",
        "Compte lié à un accompagnement",
        "À la personne, quand son compte vient d’être lié par un code.",
        {
            "recipient_name": Variable("le nom de la personne", "Éloïse Martin"),
            "page_url": Variable(
                "la page où couper le lien", "https://declic.example/mon-espace/accompagnement/"
            ),
        },
        needs=("page_url",),
        unsaid=UNSAID,
    ),
)
