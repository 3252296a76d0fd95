"""The messages about messages."""

from snippets.mail.kinds import MailKind, Variable
from snippets.mail.preferences.links import PREFERENCES_VARIABLE

PREFERENCES_LINK = "mail_preferences_link"
ADDRESS_TEST = "mail_address_test"

KINDS = (
    MailKind(
        PREFERENCES_LINK,
        "Choisir ses messages",
        "À une personne qui demande un nouveau lien vers ses préférences.",
        {
            PREFERENCES_VARIABLE: Variable(
                "l’adresse des préférences", "https://declic.example/courriels/abc/"
            )
        },
        needs=(PREFERENCES_VARIABLE,),
    ),
    MailKind(
        ADDRESS_TEST,
        "Essai d’une adresse",
        "À une personne dont l’adresse ne recevait plus nos messages, et qui réessaie.",
        {},
        needs=(),
    ),
)
