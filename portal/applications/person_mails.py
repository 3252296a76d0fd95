"""The messages to the person who applies."""

from datetime import date

from snippets.mail.kinds import MailKind, Variable

_FOLLOW = "https://declic.example/candidature/12.abc/"
_ABOUT = {
    "recipient_name": Variable("le prénom de la personne", "Nadia"),
    "title": Variable("l’intitulé de l’annonce", "Maçon ou maçonne"),
    "organisation": Variable("le nom de l’organisation", "Menuiserie des Vosges"),
}
_FOLLOW_URL = {"follow_url": Variable("l’adresse où suivre la candidature", _FOLLOW)}
_REPLY_BY = {"reply_by": Variable("le jour où la réponse est attendue", date(2027, 1, 26))}

KINDS = (
    MailKind(
        "application_to_confirm",
        "Candidature à confirmer",
        "À qui postule sans compte\u00a0: rien ne part avant sa confirmation.",
        {**_ABOUT, **_FOLLOW_URL, "days": Variable("le nombre de jours pour confirmer", 7)},
        needs=("follow_url",),
    ),
    MailKind(
        "application_sent",
        "Candidature envoyée",
        "À la personne, quand sa candidature part à l’organisation.",
        {**_ABOUT, **_FOLLOW_URL, **_REPLY_BY},
        needs=("title", "follow_url"),
    ),
    MailKind(
        "application_helped",
        "Candidature envoyée par quelqu’un d’autre",
        "À la personne pour qui un agent ou un partenaire a postulé, avec son accord.",
        {
            **_ABOUT,
            **_FOLLOW_URL,
            **_REPLY_BY,
            "helper_name": Variable("qui a postulé pour elle", "Camille Petit (Mission locale)"),
            "agreement": Variable(
                "le texte de l’accord", "J’accepte que ce site envoie ma candidature…"
            ),
        },
        needs=("title", "helper_name", "agreement", "follow_url"),
    ),
    MailKind(
        "application_already",
        "Candidature déjà envoyée",
        "À qui refait, sans compte, une candidature déjà envoyée.",
        {**_ABOUT, **_FOLLOW_URL},
        needs=("title", "follow_url"),
    ),
    MailKind(
        "application_withdrawn",
        "Candidature retirée",
        "À la personne, quand sa candidature est retirée.",
        {
            **_ABOUT,
            "search_url": Variable("l’adresse des offres", "https://declic.example/offres/"),
        },
        needs=("title", "search_url"),
    ),
)
