"""The messages about help with a CV. None says anything of what a CV holds, nor its name."""

from datetime import datetime

from snippets.mail.categories import MailCategory
from snippets.mail.kinds import MailKind, Variable

HELP = MailCategory(
    "cv_help",
    "Aide pour un CV",
    "Quelqu’un propose de vous aider, ou vous demande de l’aide.",
)
_HELPER = {
    "helper_name": Variable("la personne qui aide", "Lucie Marchand"),
    "helper_place": Variable("où elle travaille", "Département"),
}
_CANDIDATE = {"candidate_name": Variable("la personne du CV", "Éloïse Martin")}
_EXPIRES = {"expires_at": Variable("la fin de la demande", datetime(2027, 3, 12, 18, 0))}  # noqa: DTZ001


def _recipient(sample: str) -> dict[str, Variable]:
    return {"recipient_name": Variable("le prénom et le nom du destinataire", sample)}


KINDS = (
    MailKind(
        "cv_help_asked",
        "Demande d’aide pour un CV",
        "À un conseiller ou un partenaire, quand un candidat lui demande de l’aide.",
        {
            **_recipient("Lucie Marchand"),
            **_CANDIDATE,
            **_EXPIRES,
            "helped_url": Variable(
                "l’adresse où répondre", "https://declic.example/mon-espace/cv/aider/"
            ),
        },
        HELP,
        needs=("helped_url",),
    ),
    MailKind(
        "cv_help_proposed",
        "Aide proposée pour un CV",
        "À l’adresse qu’un conseiller ou un partenaire propose d’aider, avec compte ou sans.",
        {
            **_HELPER,
            **_EXPIRES,
            "answer_url": Variable(
                "l’adresse où répondre", "https://declic.example/mon-espace/cv/aides/"
            ),
            "signup_url": Variable(
                "l’adresse où créer un compte", "https://declic.example/compte/inscription/"
            ),
        },
        HELP,
        needs=("answer_url",),
    ),
    MailKind(
        "cv_help_started",
        "Quelqu’un aide pour un CV",
        "À un candidat, quand la personne à qui il a demandé de l’aide ouvre son CV.",
        {
            **_recipient("Éloïse Martin"),
            **_HELPER,
            "helpers_url": Variable(
                "l’adresse où arrêter", "https://declic.example/mon-espace/cv/12/aide/"
            ),
        },
        needs=("helpers_url",),
    ),
    MailKind(
        "cv_help_accepted",
        "Aide acceptée pour un CV",
        "À un conseiller ou un partenaire, quand un candidat accepte son aide.",
        {
            **_recipient("Lucie Marchand"),
            **_CANDIDATE,
            "cv_url": Variable("l’adresse du CV", "https://declic.example/mon-espace/cv/12/"),
        },
        HELP,
        needs=("cv_url",),
    ),
)
