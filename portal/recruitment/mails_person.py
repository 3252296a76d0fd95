"""What a person is told of their registration to a session.

No text says whom a session is for: `session_title` is the neutral one where that would disclose
something, and links lead to the registration's own page.
"""

from snippets.mail.kinds import MailKind, Variable

_ABOUT = {
    "recipient_name": Variable("le prénom de la personne", "Éloïse"),
    "session_title": Variable(
        "le titre de la rencontre (neutre pour certaines)", "Job dating de l’industrie"
    ),
    "when": Variable("la date et l’heure", "Mardi 12\u00a0janvier 2027 à 14\u00a0h\u00a020"),
    "place": Variable("le lieu", "Maison du peuple, 1 place de la Mairie"),
}
_OWN = {
    **_ABOUT,
    "own_url": Variable(
        "l’adresse de la page de l’inscription",
        "https://declic.example/inscription/suivi/12.abc/",
    ),
}
_BRING = {
    "what_to_bring": Variable("ce qu’il faut apporter", "Votre CV, si vous en avez un"),
    "code": Variable("le code d’entrée", "K7QM2 XP4AB"),
}
_COMING = {
    "coming_url": Variable(
        "l’adresse où dire «\u00a0Je viens\u00a0»",
        "https://declic.example/inscription/suivi/12.abc/je-viens/",
    ),
    "not_coming_url": Variable(
        "l’adresse où dire «\u00a0Je ne viens pas\u00a0»",
        "https://declic.example/inscription/suivi/12.abc/je-ne-viens-pas/",
    ),
}
_HELPER = {
    "helper_name": Variable("qui a inscrit la personne, si ce n’est pas elle", "Farid Benali"),
    "withdraw_url": Variable(
        "l’adresse où retirer son accord, si quelqu’un l’a inscrite",
        "https://declic.example/inscription/suivi/12.abc/retirer-mon-accord/",
    ),
}
_RANK = {
    "rank": Variable("le rang sur la liste d’attente", 3),
    "before": Variable("combien de personnes sont avant", 2),
}
_DEADLINE = {
    "deadline": Variable("jusqu’à quand répondre", "mercredi 6\u00a0janvier 2027 à 14\u00a0h")
}

KINDS = (
    MailKind(
        "session_to_confirm",
        "Inscription à confirmer",
        "À une adresse donnée sans compte, avant que la place soit prise.",
        {
            **_ABOUT,
            "confirm_url": Variable(
                "l’adresse où confirmer",
                "https://declic.example/inscription/suivi/12.abc/confirmer/",
            ),
        },
        needs=("confirm_url",),
    ),
    MailKind(
        "session_already_registered",
        "Inscription déjà faite",
        "À une adresse qui s’inscrit de nouveau, sans compte.",
        _OWN,
        needs=("own_url",),
    ),
    MailKind(
        "session_registered",
        "Inscription à une rencontre",
        "À la personne qui a une place, avec son code d’entrée et un fichier d’agenda.",
        {**_OWN, **_BRING, **_HELPER},
        needs=("when", "place", "own_url"),
    ),
    MailKind(
        "session_walk_in",
        "Arrivée sans inscription",
        "À la personne notée à l’entrée d’une rencontre, qui a donné son adresse de vive voix.",
        _OWN,
        needs=("own_url",),
    ),
    MailKind(
        "session_waitlisted",
        "Liste d’attente d’une rencontre",
        "À la personne qui entre en liste d’attente, avec son rang.",
        {**_OWN, **_RANK, **_HELPER},
        needs=("rank", "own_url"),
    ),
    MailKind(
        "session_place_offered",
        "Place proposée",
        "À la première personne de la liste d’attente, quand une place se libère.",
        {
            **_ABOUT,
            **_DEADLINE,
            "accept_url": Variable(
                "l’adresse où accepter",
                "https://declic.example/inscription/suivi/12.abc/place/6f1c2d8e-3f5a-4b6c-8d7e-9f0a1b2c3d4e/accepter/",
            ),
            "decline_url": Variable(
                "l’adresse où refuser",
                "https://declic.example/inscription/suivi/12.abc/place/6f1c2d8e-3f5a-4b6c-8d7e-9f0a1b2c3d4e/refuser/",
            ),
        },
        needs=("when", "place", "deadline", "accept_url", "decline_url"),
    ),
    MailKind(
        "session_offer_expired",
        "Place proposée à quelqu’un d’autre",
        "À la personne qui n’a pas répondu à temps.",
        {**_OWN, **_DEADLINE},
        needs=("own_url",),
    ),
    MailKind(
        "session_slot_changed",
        "Heure de passage changée",
        "À la personne dont l’heure a changé, par elle ou par nous.",
        {**_OWN, **_BRING},
        needs=("when", "own_url"),
    ),
    MailKind(
        "session_slot_lost",
        "Heure de passage à choisir de nouveau",
        "À la personne dont l’heure n’existe plus.",
        {
            **_ABOUT,
            "slot_url": Variable(
                "l’adresse où choisir une heure",
                "https://declic.example/inscription/suivi/12.abc/heure/",
            ),
        },
        needs=("slot_url",),
    ),
    MailKind(
        "session_registration_cancelled",
        "Inscription annulée",
        "À la personne dont l’inscription est annulée, par elle ou par nous.",
        {
            **_OWN,
            "is_by_person": Variable("vrai si la personne l’a demandé", sample=True),
        },
        needs=("own_url",),
    ),
    MailKind(
        "session_reminder",
        "Rappel d’une rencontre",
        "À la personne inscrite, trois jours puis un jour avant, avec un fichier d’agenda.",
        {
            **_OWN,
            **_BRING,
            **_COMING,
            "is_tomorrow": Variable("vrai la veille", sample=False),
            "has_said_yes": Variable("vrai si elle a dit qu’elle vient", sample=False),
        },
        needs=("when", "place", "coming_url", "not_coming_url", "own_url"),
    ),
    MailKind(
        "session_moved",
        "Rencontre déplacée",
        "À toutes les personnes inscrites, quand la date, l’heure ou le lieu change.",
        {
            **_OWN,
            **_COMING,
            "is_waiting": Variable("vrai sur la liste d’attente", sample=False),
        },
        needs=("when", "place", "own_url"),
    ),
    MailKind(
        "session_postponed",
        "Rencontre reportée",
        "À toutes les personnes inscrites, quand la nouvelle date n’est pas encore connue.",
        {
            **_OWN,
            "not_coming_url": _COMING["not_coming_url"],
            "is_waiting": Variable("vrai sur la liste d’attente", sample=False),
        },
        needs=("when", "own_url"),
    ),
    MailKind(
        "session_cancelled",
        "Rencontre annulée",
        "À toutes les personnes inscrites, quand la rencontre n’aura pas lieu.",
        _OWN,
        needs=("when", "own_url"),
    ),
)
