"""The messages about alerts."""

from snippets.mail.categories import MailCategory
from snippets.mail.kinds import MailKind, Variable

ALERTS = MailCategory(
    "alerts",
    "Alertes d’offres",
    "Les nouvelles offres des recherches que vous avez enregistrées.",
)
_SEARCH = Variable("la recherche", "Soudeur, à 20\u00a0km de Villeneuve, CDI")

KINDS = (
    MailKind(
        "alert_confirm",
        "Alerte à confirmer",
        "À une adresse qui demande une alerte sans compte.",
        {
            "search": _SEARCH,
            "frequency": Variable("la fréquence", "chaque matin"),
            "confirm_url": Variable(
                "l’adresse où confirmer", "https://declic.example/alertes/confirmer/abc/"
            ),
        },
        needs=("confirm_url",),
    ),
    MailKind(
        "alert_not_added",
        "Alerte qui n’est pas ajoutée",
        "À une adresse qui a déjà cette alerte, ou qui en a trop.",
        {
            "search": _SEARCH,
            "is_full": Variable("vrai si l’adresse a trop d’alertes", sample=False),
            "limit": Variable("le nombre d’alertes permis", 20),
        },
        needs=("search",),
    ),
    MailKind(
        "alert_new_offers",
        "Nouvelles offres d’une alerte",
        "À qui a enregistré une recherche, quand il y a du nouveau.",
        {
            "count": Variable("le nombre de nouvelles offres", 3),
            "first_title": Variable("le titre de la première", "Soudeur ou soudeuse"),
            "offers_urls": Variable(
                "les offres et leurs liens",
                "«\u00a0Soudeur, à 20\u00a0km de Villeneuve\u00a0»\u00a0: 1 nouvelle offre\n\n"
                "Soudeur ou soudeuse\nMenuiserie des Tilleuls, Villeneuve, CDI\n\n"
                "https://declic.example/offres/soudeur-1234/",
            ),
        },
        ALERTS,
        needs=("offers_urls",),
    ),
)
