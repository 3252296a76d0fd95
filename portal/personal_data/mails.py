"""What a person is told before their account is erased."""

from datetime import date

from snippets.mail.kinds import MailKind, Variable

_ERASURE = {
    "recipient_name": Variable("le prénom et le nom de la personne", "Éloïse Martin"),
    "erased_on": Variable("le jour de l’effacement", date(2027, 3, 12)),
}

KINDS = (
    MailKind(
        "erasure_asked",
        "Effacement d’un compte demandé",
        "À une personne qui demande l’effacement de son compte.",
        {
            **_ERASURE,
            "data_url": Variable(
                "l’adresse de «\u00a0Mes données\u00a0»",
                "https://declic.example/compte/mes-donnees/",
            ),
        },
        needs=("erased_on", "data_url"),
    ),
    MailKind(
        "account_unused",
        "Compte qui ne sert plus",
        "À une personne qui ne s’est pas connectée depuis deux ans.",
        {
            **_ERASURE,
            "login_url": Variable(
                "l’adresse où se connecter", "https://declic.example/compte/connexion/"
            ),
        },
        needs=("erased_on", "login_url"),
    ),
)
