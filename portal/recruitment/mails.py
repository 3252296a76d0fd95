"""The messages of this app: each module has those of one side."""

from portal.recruitment import mails_manage, mails_person
from snippets.mail.kinds import MailKind, Variable

TOLD_TO_HELPER = MailKind(
    "session_told_to_helper",
    "Nouvelle pour une personne sans e-mail",
    "À qui a inscrit une personne sans adresse e-mail, pour la prévenir.",
    {
        "recipient_name": Variable("le prénom de qui a inscrit la personne", "Nadia"),
        "person": Variable("le nom de la personne", "Paul Martin"),
        "news": Variable("ce qu’il faut lui dire", "elle a maintenant une place"),
        "session_title": Variable("l’intitulé de la rencontre", "Job dating de l’aide à domicile"),
        "when": Variable("le jour et l’heure", "Mardi 12 janvier 2027, de 14\u00a0h à 17\u00a0h"),
        "place": Variable("le lieu", "Maison du peuple, 3 rue de la République"),
        "own_url": Variable(
            "l’adresse de l’inscription", "https://declic.example/inscription/suivi/12.abc/"
        ),
    },
    needs=("person", "news", "own_url"),
)
KINDS: tuple[MailKind, ...] = (*mails_person.KINDS, *mails_manage.KINDS, TOLD_TO_HELPER)
