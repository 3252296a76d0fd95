"""The text of the box that a person ticks. A text that changes gets another version."""

VERSION = "2026-12"
LABEL = "Mes heures peuvent être communiquées à mon conseiller"
EXPLANATION = (
    "Cela vaut pour toutes vos missions, et pour les heures confirmées seulement. Si personne ne "
    "vous suit, rien n’est communiqué. Les associations ne savent pas si cette case est cochée. "
    "Vous pouvez la décocher à tout moment."
)
THANKS = "Merci pour le temps donné."
PERIOD_OVER = "La période de la mission est finie. Merci pour le temps donné."
TAKEN_BACK = "La candidature a été retirée."
ERASED = "Données effacées"
