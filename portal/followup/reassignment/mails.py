"""Message to who takes several cases over. It names nobody who is followed."""

from portal.followup.unsaid import UNSAID
from snippets.mail.kinds import MailKind, Variable

KINDS = (
    MailKind(
        "followup_cases_entrusted",
        "Plusieurs dossiers sont confiés",
        "À chaque personne qui reprend des dossiers, quand une unité en réaffecte plusieurs.",
        {
            "recipient_name": Variable("le prénom de l’agent·e", "Camille"),
            "cases": Variable("combien de dossiers", "12 dossiers vous sont confiés"),
            "home_url": Variable("l’adresse de l’accueil", "https://declic.example/suivi/"),
        },
        needs=("cases", "home_url"),
        unsaid=UNSAID,
    ),
)
