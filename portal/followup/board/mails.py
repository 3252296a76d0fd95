"""Message to who is called to a session: when, where, and nothing of any case."""

from portal.followup.unsaid import UNSAID
from snippets.mail.kinds import MailKind, Variable

KINDS = (
    MailKind(
        "followup_board_called",
        "Convocation à une séance",
        "À chaque membre d’une séance, quand la personne qui la prépare l’ajoute.",
        {
            "recipient_name": Variable("le prénom du membre", "Camille"),
            "session_day": Variable("le jour et l’heure", "mardi 9 mars 2027 à 14 h"),
            "session_place": Variable("le lieu", "Salle du conseil"),
            "sessions_url": Variable(
                "l’adresse de ses séances", "https://declic.example/suivi/equipe/"
            ),
        },
        needs=("session_day", "sessions_url"),
        unsaid=UNSAID,
    ),
)
