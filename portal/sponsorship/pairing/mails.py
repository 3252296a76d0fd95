"""The messages about proposals. None says who the other is: a mail is read by many eyes."""

from datetime import date

from snippets.mail.kinds import MailKind, Variable

_PAGE = {
    "recipient_name": Variable("le prénom de qui reçoit le message", "Nadia"),
    "page_url": Variable(
        "l’adresse de la page du parrainage", "https://declic.example/parrainage/mon-binome/12/"
    ),
}
_ANSWER_BY = {"answer_by": Variable("le dernier jour pour répondre", date(2026, 12, 10))}
_CONTACT_BY = {"contact_by": Variable("le dernier jour pour se parler", date(2026, 12, 17))}
_LINK = "https://declic.example/lien/abc/"

KINDS = (
    MailKind(
        "sponsorship_proposed",
        "Parrainage\u00a0: proposition à la personne",
        "À la personne qui attend, quand un parrain ou une marraine lui est proposé.",
        {**_PAGE, **_ANSWER_BY},
        needs=("page_url", "answer_by"),
    ),
    MailKind(
        "sponsorship_proposed_to_sponsor",
        "Parrainage\u00a0: proposition au parrain, à la marraine",
        "Au parrain ou à la marraine, quand une personne lui est proposée.",
        {**_PAGE, **_ANSWER_BY},
        needs=("page_url", "answer_by"),
    ),
    MailKind(
        "sponsorship_accepted",
        "Parrainage\u00a0: accepté par les deux",
        "Aux deux, quand chacun a accepté\u00a0: comment se joindre.",
        {**_PAGE, **_CONTACT_BY},
        needs=("page_url", "contact_by"),
    ),
    MailKind(
        "sponsorship_proposal_over",
        "Parrainage\u00a0: proposition sans suite, à la personne",
        "À la personne, quand une proposition n’aboutit pas\u00a0: elle garde son rang.",
        _PAGE,
        needs=("page_url",),
    ),
    MailKind(
        "sponsorship_proposal_over_for_sponsor",
        "Parrainage\u00a0: proposition sans suite, au parrain, à la marraine",
        "Au parrain ou à la marraine, quand une proposition n’aboutit pas.",
        _PAGE,
        needs=("page_url",),
    ),
    MailKind(
        "sponsorship_ended",
        "Parrainage\u00a0: fin d’un binôme",
        "À l’autre, quand un binôme prend fin parce que l’un des deux part.",
        _PAGE,
        needs=("page_url",),
    ),
    MailKind(
        "sponsorship_first_meeting",
        "Parrainage\u00a0: première rencontre",
        "Aux deux, quand la coordination fixe ou déplace la première rencontre.",
        {
            **_PAGE,
            "when": Variable("le jour et l’heure", "Mardi 15 décembre 2026 à 14\u00a0h"),
            "place": Variable("le lieu", "Maison du Département, salle 2"),
        },
        needs=("when", "place", "page_url"),
    ),
    MailKind(
        "sponsorship_first_meeting_waived",
        "Parrainage\u00a0: sans rencontre avec la coordination",
        "Aux deux, quand la coordination les laisse se joindre sans elle.",
        _PAGE,
        needs=("page_url",),
    ),
    MailKind(
        "sponsorship_contact",
        "Parrainage\u00a0: vous êtes-vous parlé\u00a0?",
        "Aux deux, quelques jours avant la fin du délai pour se parler.",
        {
            **_PAGE,
            **_CONTACT_BY,
            "spoken_url": Variable(
                "l’adresse pour dire «\u00a0nous nous sommes parlé\u00a0»", _LINK
            ),
            "not_yet_url": Variable("l’adresse pour dire «\u00a0pas encore\u00a0»", _LINK),
        },
        needs=("spoken_url", "not_yet_url", "page_url"),
    ),
    MailKind(
        "sponsor_paused_unanswered",
        "Parrainage\u00a0: pause faute de réponse",
        "Au parrain ou à la marraine qui a laissé des propositions sans réponse.",
        {
            "recipient_name": _PAGE["recipient_name"],
            "space_url": Variable(
                "l’adresse de l’espace des parrains", "https://declic.example/parrainage/"
            ),
        },
        needs=("space_url",),
    ),
    MailKind(
        "sponsorship_returned",
        "Parrainage\u00a0: binômes sans contact",
        "À la coordination, quand personne n’a dit que le premier contact a eu lieu.",
        {
            "recipient_name": _PAGE["recipient_name"],
            "pairs": Variable("combien de binômes", "2\u00a0binômes ne se sont pas parlé"),
            "board_url": Variable(
                "l’adresse du tableau des binômes",
                "https://declic.example/parrainage/coordination/binomes/",
            ),
        },
        needs=("pairs", "board_url"),
    ),
)
