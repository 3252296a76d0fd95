"""What a person agrees to when a sponsor is looked for."""

from portal.participation.texts import AgreementText

ASK = AgreementText(
    "sponsorship",
    "2026-12",
    "J’accepte que la coordination du parrainage lise ma demande, mon nom et mes coordonnées, pour "
    "chercher un parrain ou une marraine. La personne que l’on me proposera ne verra que ce que je "
    "choisirai de lui montrer. Je peux retirer ma demande à tout moment.",
)
