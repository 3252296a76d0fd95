"""What the register of personal data says of this choice."""

from django.db.models import Q

from portal.personal_data.register import Holding

HOLDINGS = (
    Holding(
        "sponsorship.AdviserTold",
        "Votre réponse sur ce que votre conseiller sait de votre parrainage",
        "Ne dire à la personne qui vous suit que vous avez un parrain que si vous le voulez.",
        "Jusqu’à ce que vos données soient effacées.",
        lambda user: Q(participant__user=user),
        {
            "version": "Savoir quel texte vous avez lu.",
            "given_at": "Dater votre accord.",
            "withdrawn_at": "Savoir s’il tient encore.",
        },
        left_out=frozenset({"id", "participant"}),
    ),
)
