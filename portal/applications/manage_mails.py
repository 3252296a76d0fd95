"""The messages that follow what the organisation does with applications, or does not do."""

from snippets.mail.kinds import MailKind, Variable

_PERSON = {
    "recipient_name": Variable("le prénom de la personne", "Éloïse"),
    "offer_title": Variable("l’intitulé de l’annonce", "Maçon ou maçonne"),
    "organisation_name": Variable("l’organisation", "Menuiserie des Vosges"),
}
_FOLLOW = Variable(
    "l’adresse où suivre la candidature", "https://declic.example/mon-espace/candidatures/12/"
)
_MESSAGE = Variable(
    "le message de l’organisation",
    "Bonjour Éloïse,\n\nNous aimerions vous rencontrer.\n\nMenuiserie des Vosges",
)
_LATE = Variable("vrai si la réponse vient après le délai", sample=False)
_SEARCH = Variable("l’adresse des offres", "https://declic.example/offres/")
_MEMBER = {
    "recipient_name": Variable("le prénom et le nom de la personne", "Marc Vauthier"),
    "organisation_name": _PERSON["organisation_name"],
    "count": Variable("le nombre de candidatures", 3),
    "list_url": Variable("l’adresse de la liste", "https://declic.example/candidatures/"),
}
_OPPORTUNITIES = Variable(
    "les annonces, et combien de candidatures chacune",
    "Maçon ou maçonne\u00a0: 2\u00a0candidatures\nPeintre\u00a0: 1\u00a0candidature",
)
_HELPER = {
    "recipient_name": Variable("le prénom et le nom de qui a aidé", "Julie Martin"),
    "person_name": Variable("la personne aidée", "Éloïse Martin"),
    "offer_title": _PERSON["offer_title"],
    "organisation_name": _PERSON["organisation_name"],
    "helped_url": Variable(
        "l’adresse de la candidature", "https://declic.example/accompagnement/candidatures/12/"
    ),
}

KINDS = (
    MailKind(
        "application_answered",
        "Candidature\u00a0: bonne nouvelle",
        "À la personne, quand sa candidature est présélectionnée, qu’un entretien ou un poste lui "
        "est proposé, ou qu’elle est embauchée.",
        {
            **_PERSON,
            "mail_subject": Variable("l’objet choisi", "Rencontrons-nous\u00a0: maçon ou maçonne"),
            "news": Variable("ce qui est décidé", "Un entretien vous est proposé."),
            "organisation_message": _MESSAGE,
            "is_late": _LATE,
            "follow_url": _FOLLOW,
        },
        needs=("news", "organisation_message", "follow_url"),
    ),
    MailKind(
        "application_refused",
        "Candidature non retenue",
        "À la personne, quand sa candidature n’est pas retenue, ou que le poste est pourvu.",
        {
            **_PERSON,
            "mail_subject": Variable("l’objet choisi", "Votre candidature\u00a0: maçon ou maçonne"),
            "organisation_message": _MESSAGE,
            "is_late": _LATE,
            "follow_url": _FOLLOW,
            "search_url": _SEARCH,
        },
        needs=("organisation_message", "follow_url"),
    ),
    MailKind(
        "application_no_answer",
        "Candidature sans réponse",
        "À la personne, quand l’organisation n’a pas répondu dans le délai.",
        {
            **_PERSON,
            "days": Variable("le nombre de jours passés", 21),
            "follow_url": _FOLLOW,
            "search_url": _SEARCH,
        },
        needs=("offer_title", "follow_url"),
    ),
    MailKind(
        "application_message",
        "Message aux candidats d’une annonce",
        "Aux personnes qui ont postulé, quand l’organisation ou le service emploi leur écrit au "
        "sujet de cette annonce. Personne ne s’en désabonne.",
        {
            **_PERSON,
            "subject": Variable("l’objet qui a été écrit", "Les entretiens sont reportés"),
            "text": Variable(
                "le message qui a été écrit",
                "Bonjour Éloïse,\n\nLes entretiens auront lieu une semaine plus tard.",
            ),
            "sender": Variable("l’organisation qui écrit", "Menuiserie des Vosges"),
            "follow_url": _FOLLOW,
        },
        needs=("subject", "text", "follow_url"),
    ),
    MailKind(
        "application_helper_word",
        "Mot de l’organisation à qui a aidé",
        "À qui a postulé pour quelqu’un, quand l’organisation ajoute un mot à son refus.",
        {
            **_HELPER,
            "word": Variable("le mot", "Son CV est clair\u00a0: il manque le permis."),
            "reason": Variable("le motif du refus", "Permis ou habilitation"),
        },
        needs=("word", "helped_url"),
    ),
    MailKind(
        "application_to_pass_on",
        "Réponse à transmettre",
        "À qui a postulé pour quelqu’un sans adresse e-mail, quand l’organisation répond.",
        {
            **_HELPER,
            "news": Variable("ce qui est décidé", "Un entretien lui est proposé."),
            "organisation_message": _MESSAGE,
        },
        needs=("person_name", "organisation_message", "helped_url"),
    ),
    MailKind(
        "application_received",
        "Nouvelles candidatures",
        "À l’organisation, quand une candidature arrive\u00a0; au plus une fois par heure.",
        {**_MEMBER, "opportunities": _OPPORTUNITIES},
        needs=("list_url",),
    ),
    MailKind(
        "application_reminder",
        "Candidatures à répondre",
        "À l’organisation, quand des candidatures attendent une réponse depuis trop de jours.",
        {
            **_MEMBER,
            "opportunities": _OPPORTUNITIES,
            "days": Variable("le nombre de jours d’attente", 10),
            "deadline_days": Variable("le délai de réponse promis, en jours", 14),
        },
        needs=("list_url",),
    ),
    MailKind(
        "application_filled",
        "Annonce pourvue\u00a0: candidatures qui attendent",
        "À l’organisation, quand son annonce est pourvue et que des candidatures attendent.",
        {
            **_MEMBER,
            "offer_title": _PERSON["offer_title"],
            "hours": Variable("le nombre d’heures avant que le site réponde", 24),
        },
        needs=("list_url",),
    ),
)
