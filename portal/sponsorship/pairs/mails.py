"""The messages of a pair that runs. None says who the other is: a mail is read by many eyes."""

from snippets.mail.categories import REMINDERS
from snippets.mail.kinds import MailKind, Variable

_PAGE = {
    "recipient_name": Variable("le prénom de qui reçoit le message", "Nadia"),
    "page_url": Variable(
        "l’adresse de la page du parrainage", "https://declic.example/parrainage/mon-binome/12/"
    ),
}
_OF_COORDINATION = {
    "recipient_name": _PAGE["recipient_name"],
    "pair_url": Variable(
        "l’adresse de la page du binôme",
        "https://declic.example/parrainage/coordination/binomes/12/",
    ),
}
_WHEN = {"when": Variable("le jour et l’heure", "Mardi 15 décembre 2026 à 14\u00a0h")}

KINDS = (
    MailKind(
        "sponsorship_alert",
        "Parrainage\u00a0: alerte dans un binôme",
        "À la coordination, quand l’un des deux donne l’alerte. Le motif se lit sur la page.",
        _OF_COORDINATION,
        needs=("pair_url",),
    ),
    MailKind(
        "sponsorship_kept_apart",
        "Parrainage\u00a0: binôme suspendu par le site",
        "À la coordination, quand un binôme ne peut plus se rencontrer. Le motif n’est pas dit.",
        _OF_COORDINATION,
        needs=("pair_url",),
    ),
    MailKind(
        "sponsorship_paused",
        "Parrainage\u00a0: binôme en pause",
        "Aux deux, quand le binôme est suspendu, quelle qu’en soit la raison.",
        _PAGE,
        needs=("page_url",),
    ),
    MailKind(
        "sponsorship_resumed",
        "Parrainage\u00a0: le binôme reprend",
        "Aux deux, quand la coordination met fin à la pause.",
        _PAGE,
        needs=("page_url",),
    ),
    MailKind(
        "sponsorship_farewell",
        "Parrainage\u00a0: l’autre s’arrête là",
        "À l’autre, quand l’un des deux met fin au binôme\u00a0; avec son mot, s’il en écrit un.",
        {
            **_PAGE,
            "word": Variable("le mot de qui part, ou rien", "Merci pour tout, bonne route\u00a0!"),
        },
        needs=("page_url",),
    ),
    MailKind(
        "sponsorship_completed",
        "Parrainage\u00a0: terminé",
        "Aux deux, quand la coordination clôt le parrainage.",
        _PAGE,
        needs=("page_url",),
    ),
    MailKind(
        "sponsorship_silent",
        "Parrainage\u00a0: sans nouvelles de votre binôme",
        "Aux deux, une fois, quand aucune rencontre n’est notée ni prévue depuis longtemps.",
        _PAGE,
        REMINDERS,
        needs=("page_url",),
    ),
    MailKind(
        "sponsorship_meeting_eve",
        "Parrainage\u00a0: rendez-vous demain",
        "Aux deux, la veille d’un rendez-vous.",
        {**_PAGE, **_WHEN},
        REMINDERS,
        needs=("when", "page_url"),
    ),
    MailKind(
        "sponsorship_review_due",
        "Parrainage\u00a0: bilan à faire",
        "À chacun des deux, quand vient le jour d’un bilan.",
        {**_PAGE, "review": Variable("le bilan", "Bilan à mi-chemin")},
        REMINDERS,
        needs=("page_url",),
    ),
)
