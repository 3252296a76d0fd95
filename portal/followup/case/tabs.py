"""The tabs of a case: each is a screen of its theme."""

from dataclasses import dataclass
from enum import StrEnum


class Needs(StrEnum):
    """How much of the case a screen shows or changes."""

    IDENTITY = "identity"
    WHOLE = "whole"
    WRITING = "writing"
    ORIENTING = "orienting"


@dataclass(frozen=True, slots=True)
class Tab:
    """`address` is a name of `followup`; `needs` says to whom the tab is shown."""

    address: str
    label: str
    needs: Needs = Needs.WHOLE


TABS = (
    Tab("case", "Synthèse"),
    Tab("diagnosis", "Diagnostic"),
    Tab("contract", "Contrat et plan d’action"),
    Tab("hours", "Heures"),
    Tab("appointments", "Rendez-vous"),
    Tab("suggestions", "Offres et sessions"),
    Tab("journal", "Journal"),
    Tab("documents", "Documents"),
    Tab("procedure", "Manquements"),
    Tab("own_side", "Côté personne"),
    Tab("pathway", "Parcours", Needs.IDENTITY),
    Tab("rights", "Droits", Needs.IDENTITY),
    Tab("identity", "Identité", Needs.IDENTITY),
    Tab("team", "Accès"),
)
