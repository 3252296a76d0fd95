"""From an address to a point, through the geocoder that the settings name (the State's by default).

The editor's browser never calls it: our server does, so that no visitor data leaves it and the
content policy stays closed.
"""

import hashlib
import logging
from dataclasses import dataclass

import requests
from django.conf import settings
from django.core.cache import cache
from django.db.models import Max, Min

from pages.pin.geo import FRANCE_LATITUDES, FRANCE_LONGITUDES, distance_km
from pages.pin.validation import MAX_KM_FROM_COMMUNE
from snippets.models import Commune

logger = logging.getLogger("declic.geocoding")

TIMEOUT_SECONDS = 3
CACHE_SECONDS = 24 * 3600
MAX_ADDRESS_LENGTH = 200
# Under this score the geocoder guesses (0 to 1, as it gives it).
LEAST_SCORE = 0.4
# Degrees around the centres of the department's communes.
BOX_MARGIN = 0.15
EXACT_TYPES = {"housenumber", "street", "locality"}
_NOTHING = "nothing"


@dataclass(frozen=True)
class Located:
    """A point in degrees, WGS 84, or none; the message says what was found and how well."""

    latitude: float | None
    longitude: float | None
    message: str


@dataclass(frozen=True)
class _Candidate:
    latitude: float
    longitude: float
    label: str
    score: float
    is_exact: bool


class GeocoderUnavailable(Exception):  # noqa: N818  # a state of the world, not a fault of ours
    """The geocoder cannot be reached, is too slow, or answers something else than GeoJSON."""


def locate(*, address: str, commune: Commune | None) -> Located:
    """Find the address, else the commune's centre, and say in French which of the two it is."""
    address = " ".join(address.split())[:MAX_ADDRESS_LENGTH]
    if not address:
        return _centre(commune, "Repère placé au centre de {name}\u00a0: déplacez-le si besoin.")
    try:
        found = _search(address, commune)
    except GeocoderUnavailable as error:
        logger.warning("geocoder unavailable: %s", error)
        return _centre(
            commune,
            "La recherche d’adresse ne répond pas. Repère placé au centre de {name}\u00a0: "
            "déplacez-le.",
            "La recherche d’adresse ne répond pas. Cliquez sur la carte pour placer le repère.",
        )
    if found is None or not _is_near(found, commune):
        return _centre(
            commune,
            "Adresse introuvable. Repère placé au centre de {name}\u00a0: déplacez-le.",
            "Adresse introuvable dans le département. Cliquez sur la carte pour placer le repère.",
        )
    message = f"Repère placé\u00a0: {found.label}."
    if not found.is_exact:
        message += " L’adresse n’est pas précise\u00a0: déplacez le repère si besoin."
    return Located(found.latitude, found.longitude, message)


def _centre(commune: Commune | None, with_commune: str, without: str = "") -> Located:
    """The centre of the commune, or no point at all."""
    if commune is None:
        return Located(None, None, without or "Indiquez d’abord une adresse ou une commune.")
    return Located(commune.latitude, commune.longitude, with_commune.format(name=commune.name))


def _search(address: str, commune: Commune | None) -> _Candidate | None:
    """First answer of the geocoder, remembered for a day. Raises GeocoderUnavailable."""
    code = commune.insee_code if commune else ""
    digest = hashlib.sha256(f"{address.lower()}|{code}".encode()).hexdigest()
    key = f"geocoding:{digest}"
    remembered = cache.get(key)
    if remembered is not None:
        return None if remembered == _NOTHING else remembered
    found = _ask(address, commune)
    cache.set(key, found or _NOTHING, CACHE_SECONDS)
    return found


def _ask(address: str, commune: Commune | None) -> _Candidate | None:
    """Call the geocoder once."""
    parameters: dict[str, str | int | float] = {"q": address, "limit": 1, "autocomplete": 0}
    if commune:
        parameters |= {"citycode": commune.insee_code}
        parameters["q"] = f"{address} {commune.postal_code} {commune.name}"
    try:
        response = requests.get(
            settings.GEOCODER_URL,
            params=parameters,
            timeout=TIMEOUT_SECONDS,
            headers={"Accept": "application/json"},
            allow_redirects=False,
        )
        if response.status_code != requests.codes.ok:
            message = f"status {response.status_code}"
            raise GeocoderUnavailable(message)
        return _read(response.json())
    except (requests.RequestException, ValueError, TypeError, KeyError, IndexError) as error:
        raise GeocoderUnavailable(type(error).__name__) from error


def _read(answer: object) -> _Candidate | None:
    """First feature of a FeatureCollection; None when it is empty or a guess."""
    if not isinstance(answer, dict) or answer.get("type") != "FeatureCollection":
        message = "not a FeatureCollection"
        raise GeocoderUnavailable(message)
    if not answer["features"]:
        return None
    feature = answer["features"][0]
    longitude, latitude = (float(value) for value in feature["geometry"]["coordinates"][:2])
    properties = dict(feature["properties"])
    candidate = _Candidate(
        latitude=latitude,
        longitude=longitude,
        label=str(properties.get("label", ""))[:200],
        score=float(properties.get("score", 0)),
        is_exact=properties.get("type") in EXACT_TYPES,
    )
    return candidate if candidate.score >= LEAST_SCORE else None


def _is_near(found: _Candidate, commune: Commune | None) -> bool:
    """Near the commune chosen, or inside the department's box when none is."""
    point = (found.latitude, found.longitude)
    if commune is not None:
        return distance_km(point, (commune.latitude, commune.longitude)) <= MAX_KM_FROM_COMMUNE
    south, north, west, east = department_box()
    return south <= found.latitude <= north and west <= found.longitude <= east


def department_box() -> tuple[float, float, float, float]:
    """South, north, west, east in degrees around the communes; France when none is loaded."""
    box = Commune.objects.aggregate(
        south=Min("latitude"),
        north=Max("latitude"),
        west=Min("longitude"),
        east=Max("longitude"),
    )
    if box["south"] is None:
        return (*FRANCE_LATITUDES, *FRANCE_LONGITUDES)
    return (
        box["south"] - BOX_MARGIN,
        box["north"] + BOX_MARGIN,
        box["west"] - BOX_MARGIN,
        box["east"] + BOX_MARGIN,
    )
