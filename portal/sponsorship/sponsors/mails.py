"""Messages to sponsors, and to who coordinates them."""

from datetime import date

from snippets.mail.kinds import MailKind, Variable

_NAME = {"recipient_name": Variable("le prénom de la personne", "Karim")}

KINDS = (
    MailKind(
        "sponsor_applied",
        "Candidature au parrainage reçue",
        "À qui propose de parrainer\u00a0: quand on l’appelle, et la suite.",
        {
            **_NAME,
            "contact_by": Variable("le dernier jour du contact promis", date(2027, 1, 22)),
            "space_url": Variable("l’espace de parrainage", "https://declic.example/parrainage/"),
        },
        needs=("contact_by", "space_url"),
    ),
    MailKind(
        "sponsor_accepted",
        "Bienvenue dans le parrainage",
        "À la personne que la coordination accueille\u00a0: il lui reste à signer la charte.",
        {
            **_NAME,
            "charter_url": Variable(
                "l’adresse de la charte", "https://declic.example/parrainage/charte/"
            ),
        },
        needs=("charter_url",),
    ),
    MailKind(
        "sponsor_declined",
        "Candidature au parrainage non retenue",
        "À la personne dont la coordination ne retient pas la candidature.",
        {
            **_NAME,
            "word": Variable(
                "le mot de la coordination, s’il y en a un",
                "Notre équipe d’accueil de bénévoles vous recevrait avec plaisir.",
            ),
            "missions_url": Variable(
                "l’adresse des missions bénévoles", "https://declic.example/recherche/"
            ),
        },
        needs=("missions_url",),
    ),
    MailKind(
        "sponsor_paused",
        "Parrainage en pause",
        "À la personne que la coordination met en pause.",
        {
            **_NAME,
            "space_url": Variable("l’espace de parrainage", "https://declic.example/parrainage/"),
        },
        needs=("space_url",),
    ),
    MailKind(
        "sponsor_left",
        "Fin du parrainage",
        "À la personne qui n’est plus parrain ou marraine, qu’elle parte ou que la coordination "
        "le décide.",
        {
            **_NAME,
            "space_url": Variable("l’espace de parrainage", "https://declic.example/parrainage/"),
        },
        needs=("space_url",),
    ),
    MailKind(
        "sponsors_late",
        "Candidatures au parrainage à appeler",
        "À la coordination, le matin, quand le délai de contact est passé pour quelqu’un.",
        {
            **_NAME,
            "people": Variable("combien de personnes", "2 personnes attendent un appel"),
            "list_url": Variable(
                "l’adresse de la liste", "https://declic.example/parrainage/coordination/parrains/"
            ),
        },
        needs=("people", "list_url"),
    ),
)
