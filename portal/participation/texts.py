"""The texts that people agree to. A text that changes gets another version, never an edit."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AgreementText:
    """One version of what is agreed to, as the person reads it or is told it."""

    purpose: str
    version: str
    text: str


APPLY = AgreementText(
    "application",
    "2026-12",
    "J’accepte que ce site envoie ma candidature (mon nom, mes coordonnées, mon message et mon CV) "
    "à l’organisation qui recrute, pour qu’elle me réponde. Je peux la retirer à tout moment.",
)
REGISTER = AgreementText(
    "registration",
    "2026-12",
    "J’accepte que ce site garde mon nom et mes coordonnées pour m’inscrire à cette rencontre et "
    "m’écrire à son sujet. Je peux annuler à tout moment.",
)
SHARE_IDENTITY = (
    "J’accepte que les organisations qui recrutent lors de cette rencontre voient mon nom, mes "
    "coordonnées et mon CV."
)
KEEP_IN_MIND = "J’accepte que l’organisation garde ma candidature deux ans, pour d’autres postes."
TEXTS = (APPLY, REGISTER)
