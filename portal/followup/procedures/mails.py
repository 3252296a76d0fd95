"""Messages to who has something to answer. They name nobody, and say nothing of what it is."""

from portal.followup.unsaid import UNSAID
from snippets.mail.kinds import MailKind, Variable

_NAME = Variable("le prénom de l’agent·e", "Camille")
KINDS = (
    MailKind(
        "followup_report_waits",
        "Un signalement attend une réponse",
        "À la personne responsable de l’unité, quand quelqu’un signale un fait dans un dossier.",
        {
            "recipient_name": _NAME,
            "case_number": Variable("le numéro du dossier", "000123"),
            "work_url": Variable(
                "l’adresse de ce qui attend", "https://declic.example/suivi/procedures/"
            ),
        },
        needs=("case_number", "work_url"),
        unsaid=UNSAID,
    ),
    MailKind(
        "followup_appeal_waits",
        "Une demande attend une réponse",
        "À chaque personne qui répond aux recours, quand un recours est enregistré.",
        {
            "recipient_name": _NAME,
            "appeals_url": Variable(
                "l’adresse des demandes", "https://declic.example/suivi/recours/"
            ),
        },
        needs=("appeals_url",),
        unsaid=UNSAID,
    ),
)
