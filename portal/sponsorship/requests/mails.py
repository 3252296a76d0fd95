"""Messages to the person for whom a sponsor is looked for."""

from snippets.mail.kinds import MailKind, Variable

_NAME = {"recipient_name": Variable("le prénom de la personne", "Nadia")}
_FOLLOW = {
    "follow_url": Variable(
        "l’adresse où suivre ou retirer la demande", "https://declic.example/parrainage/demande/"
    )
}

KINDS = (
    MailKind(
        "sponsorship_asked",
        "Demande de parrainage reçue",
        "À la personne qui demande un parrain ou une marraine.",
        {**_NAME, **_FOLLOW},
        needs=("follow_url",),
    ),
    MailKind(
        "sponsorship_asked_for",
        "Demande de parrainage faite par quelqu’un d’autre",
        "À la personne pour qui on demande un parrain ou une marraine, avec son accord.",
        {
            **_NAME,
            **_FOLLOW,
            "helper_name": Variable("qui a fait la demande", "Camille Petit (Mission locale)"),
            "agreement": Variable(
                "le texte de l’accord", "J’accepte que la coordination du parrainage lise…"
            ),
        },
        needs=("helper_name", "agreement", "follow_url"),
    ),
    MailKind(
        "sponsorship_closed",
        "Demande de parrainage classée",
        "À la personne dont la coordination classe la demande.",
        {
            **_NAME,
            "ask_url": Variable(
                "l’adresse où demander de nouveau", "https://declic.example/parrainage/demander/"
            ),
        },
        needs=("ask_url",),
    ),
)
