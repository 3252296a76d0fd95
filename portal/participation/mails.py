"""The messages of this app."""

from snippets.mail.categories import MailCategory
from snippets.mail.kinds import MailKind, Variable

OUTCOMES = MailCategory(
    "outcomes",
    "Questions sur la suite",
    "Ce que sont devenues les personnes après une rencontre ou une candidature.",
)

KINDS: tuple[MailKind, ...] = (
    MailKind(
        "guest_data",
        "Lien vers ses données, sans compte",
        "À une adresse pour laquelle quelqu’un demande ce que le site garde.",
        {
            "people": Variable(
                "les personnes et leurs liens",
                "Nadia Benali\nhttps://declic.example/mes-donnees/12.abc.def/",
            ),
            "account_url": Variable(
                "l’adresse des données du compte, s’il y en a un",
                "https://declic.example/compte/mes-donnees/",
            ),
        },
        needs=(),
    ),
    MailKind(
        "outcomes_of_organisation",
        "Suites à dire par une organisation",
        "À qui gère une organisation, 7, 30 et 90 jours après une rencontre ou une embauche.",
        {
            "recipient_name": Variable("le prénom et le nom de la personne", "Éloïse Martin"),
            "organisation_name": Variable("l’organisation", "Menuiserie des Vosges"),
            "count": Variable("le nombre de personnes", 3),
            "meetings": Variable(
                "les rencontres et les annonces",
                "Job dating du bois, mardi 12 janvier 2027\u00a0: 3\u00a0personnes",
            ),
            "answer_url": Variable(
                "l’adresse où répondre", "https://declic.example/suites/abc.def.ghi/"
            ),
        },
        OUTCOMES,
        needs=("answer_url",),
    ),
    MailKind(
        "outcome_of_person",
        "Suite à dire par la personne",
        "À une personne, 30 et 90 jours après une rencontre ou une embauche.",
        {
            "recipient_name": Variable("le prénom de la personne", "Éloïse"),
            "about": Variable("la rencontre ou l’annonce", "Job dating du bois"),
            "date": Variable("le jour", "mardi 12 janvier 2027"),
            "asks_still": Variable("vrai si la personne avait été embauchée", sample=False),
            "answer_url": Variable(
                "l’adresse où répondre", "https://declic.example/suite/abc.def.ghi/"
            ),
        },
        OUTCOMES,
        needs=("answer_url",),
    ),
)
