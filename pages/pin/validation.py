"""Where a pin may be: in France, and not far from the commune that was chosen."""

import math

from pages.pin.geo import distance_km, is_in_france, parse_pin
from snippets import french
from snippets.models import Commune

MAX_KM_FROM_COMMUNE = 30


def pin_refusal(text: str, commune: Commune | None) -> str:
    """What is wrong with the text of a pin (see `geo`), in a sentence; no pin is no fault."""
    if not text:
        return ""
    pin = parse_pin(text)
    if pin is None:
        return "Ce repère n’est pas lisible\u00a0: écrivez une latitude et une longitude."
    if not is_in_france(*pin):
        return "Ce repère est hors de France. Déplacez-le sur la carte."
    if commune is None:
        return ""
    away = distance_km(pin, (commune.latitude, commune.longitude))
    if away <= MAX_KM_FROM_COMMUNE:
        return ""
    return (
        f"Ce repère est à {math.floor(away)}\u00a0km {french.of(commune.name)}. "
        "Déplacez le repère, ou choisissez une autre commune."
    )
