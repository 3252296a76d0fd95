"""Messages to a linked person: neutral, they lead to their space, which says the rest."""

from portal.followup.unsaid import UNSAID
from snippets.mail.kinds import MailKind, Variable

_PAGE = Variable(
    "la page de la demande", "https://declic.example/mon-espace/accompagnement/dossier/"
)
KINDS = (
    MailKind(
        "followup_own_file_ready",
        "Dossier à lire dans son espace",
        "À la personne qui a demandé son dossier, quand il est remis dans son espace.",
        {"page_url": _PAGE, "until": Variable("le dernier jour du lien", "mardi 9 mars 2027")},
        needs=("page_url",),
        unsaid=UNSAID,
    ),
    MailKind(
        "followup_own_file_news",
        "Du nouveau pour une demande",
        "À la personne qui a demandé son dossier, quand la réponse prend plus de temps ou n’est "
        "pas possible\u00a0: le motif se lit dans son espace.",
        {"page_url": _PAGE},
        needs=("page_url",),
        unsaid=UNSAID,
    ),
)
