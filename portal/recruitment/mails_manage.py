"""What who manages a list writes to its people."""

from snippets.mail.kinds import MailKind, Variable

KINDS = (
    MailKind(
        "session_message",
        "Message aux inscrits d’une session",
        "Aux personnes d’une liste, quand le service emploi ou l’organisateur leur écrit au sujet "
        "de cette session. Personne ne s’en désabonne.",
        {
            "recipient_name": Variable("le prénom de la personne", "Éloïse"),
            "subject": Variable("l’objet qui a été écrit", "La salle a changé"),
            "text": Variable(
                "le message qui a été écrit",
                "Bonjour Éloïse,\n\nNous vous attendons salle 4, au premier étage.",
            ),
            "session_title": Variable("l’intitulé", "Job dating de l’aide à domicile"),
            "session_date": Variable("la date", "Mardi 12 janvier 2027 à 14\u00a0h\u00a020"),
            "session_place": Variable("le lieu", "Maison du peuple"),
            "sender": Variable("l’organisation qui écrit", "Menuiserie des Vosges"),
            "own_url": Variable(
                "l’adresse de l’inscription", "https://declic.example/inscription/suivi/abc/"
            ),
        },
        needs=("subject", "text", "own_url"),
    ),
)
