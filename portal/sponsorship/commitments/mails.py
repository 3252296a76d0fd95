"""The messages of volunteering commitments."""

from snippets.mail.categories import REMINDERS
from snippets.mail.kinds import MailKind, Variable

_VOLUNTEER = {
    "recipient_name": Variable("le prénom de la personne", "Nadia"),
    "follow_url": Variable(
        "l’adresse de l’engagement", "https://declic.example/mon-espace/benevolat/12/"
    ),
}
_PERSON = {
    **_VOLUNTEER,
    "title": Variable("la mission", "Distribution de repas"),
    "organisation": Variable("l’association", "Les Mains tendues"),
}
_MEMBER = {
    "recipient_name": Variable("le prénom et le nom de la personne", "Éloïse Martin"),
    "title": Variable("la mission", "Distribution de repas"),
    "follow_url": Variable(
        "l’adresse de l’engagement", "https://declic.example/benevolat/engagements/12/"
    ),
}
_WAITING = {
    "count": Variable("le nombre de déclarations", 3),
    "missions": Variable(
        "les missions et leurs nombres", "Distribution de repas\u00a0: 3\u00a0déclarations"
    ),
    "days": Variable("jours d’attente au-delà desquels on rappelle\u00a0; 0 la première fois", 0),
}
_ANSWER = {
    "is_confirmed": Variable("vrai si les heures sont confirmées", sample=True),
    "lines": Variable("les jours et leurs heures", "Mardi 12 janvier 2027\u00a0: 3\u00a0h"),
    "reason": Variable("le motif du refus", "Ce jour-là, l’épicerie était fermée."),
}
_WORD = {"word": Variable("le mot de l’autre", "Merci pour le temps donné.")}

KINDS: tuple[MailKind, ...] = (
    MailKind(
        "volunteer_commitment_made",
        "Engagement bénévole commencé",
        "À la personne, quand une association l’accepte pour une mission.",
        _PERSON,
        needs=("title", "follow_url"),
    ),
    MailKind(
        "volunteer_commitment_ended",
        "Engagement bénévole terminé",
        "À la personne, quand l’association y met fin, ou quand sa période est finie.",
        {**_PERSON, **_WORD},
        needs=("title", "word", "follow_url"),
    ),
    MailKind(
        "volunteer_commitment_left",
        "Un·e bénévole met fin à son engagement",
        "À qui gère l’association.",
        {**_MEMBER, **_WORD},
        needs=("title", "word", "follow_url"),
    ),
    MailKind(
        "volunteer_hours_to_confirm",
        "Heures de bénévolat à confirmer, pour l’association",
        "À qui gère l’association\u00a0: une fois par jour au plus, puis un rappel par semaine.",
        {
            "recipient_name": _MEMBER["recipient_name"],
            "organisation_name": Variable("l’association", "Les Mains tendues"),
            **_WAITING,
            "follow_url": Variable(
                "l’adresse de la liste", "https://declic.example/benevolat/engagements/"
            ),
        },
        REMINDERS,
        needs=("follow_url",),
    ),
    MailKind(
        "volunteer_hours_declared",
        "Heures de bénévolat à confirmer, pour la personne",
        "À la personne dont l’association a noté des heures\u00a0: une fois par jour au plus, puis "
        "un rappel par semaine.",
        {**_VOLUNTEER, **_WAITING},
        REMINDERS,
        needs=("follow_url",),
    ),
    MailKind(
        "volunteer_hours_answered",
        "Heures de bénévolat confirmées ou refusées",
        "À la personne, quand l’association répond.",
        {**_PERSON, **_ANSWER},
        needs=("lines", "follow_url"),
    ),
    MailKind(
        "volunteer_hours_answered_to_association",
        "Heures notées par l’association\u00a0: la réponse de la personne",
        "À qui les a notées pour l’association.",
        {**_MEMBER, **_ANSWER},
        needs=("lines", "follow_url"),
    ),
    MailKind(
        "volunteer_certificate_ready",
        "Attestation de bénévolat prête",
        "À la personne, quand l’association la délivre, ou à la fin de la mission.",
        {
            **_PERSON,
            "hours": Variable("les heures confirmées", "12\u00a0h"),
            "number": Variable("le numéro de l’attestation", "K7MP-29XQ-B4TD"),
        },
        needs=("follow_url",),
    ),
)
