"""Places that people type: a commune, a postal code, an INSEE code."""

import dataclasses
import re
import uuid

from django.core.cache import cache
from rapidfuzz import fuzz, process

from search.criteria import Place
from snippets.models import Commune
from snippets.models.reference import fold_name

# A change of communes that sent no signal is seen within this delay.
REFRESH_SECONDS = 60
_STAMP_KEY = "search.places.stamp"
SUGGESTIONS = 3
MIN_SIMILARITY = 60
_LABEL = re.compile(r"^(?P<name>.+?)\s*\((?P<code>\d{5})\)$")


@dataclasses.dataclass(frozen=True, slots=True)
class KnownCommune:
    """What is kept in memory of a commune."""

    code: str
    name: str
    folded: str
    postal_codes: tuple[str, ...]
    population: int
    latitude: float
    longitude: float

    @property
    def label(self) -> str:
        """“Belfort (90000)”: the text that the search form proposes and reads."""
        return f"{self.name} ({self.postal_codes[0]})" if self.postal_codes else self.name

    @property
    def place(self) -> Place:
        """The commune's centre."""
        return Place(self.label, self.latitude, self.longitude)


class _Gazetteer:
    """The communes, about a hundred, kept in the memory of each process.

    A stamp in the shared cache says that what is kept is still good.
    """

    def __init__(self) -> None:
        self._communes: tuple[KnownCommune, ...] = ()
        self._stamp = ""

    def forget(self) -> None:
        """Read the table again at the next question."""
        cache.delete(_STAMP_KEY)

    def communes(self) -> tuple[KnownCommune, ...]:
        """Every commune, the most populated first."""
        stamp = cache.get(_STAMP_KEY)
        if stamp is None or stamp != self._stamp:
            self._communes = _read_communes()
            self._stamp = uuid.uuid4().hex if stamp is None else stamp
            if self._communes:  # an empty table is about to be loaded: ask again
                cache.set(_STAMP_KEY, self._stamp, REFRESH_SECONDS)
        return self._communes


def _read_communes() -> tuple[KnownCommune, ...]:
    rows = Commune.objects.order_by("-population", "insee_code").values_list(
        "insee_code", "name", "postal_codes", "population", "latitude", "longitude"
    )
    return tuple(
        KnownCommune(code, name, fold_place(name), tuple(postal), population, latitude, longitude)
        for code, name, postal, population, latitude, longitude in rows
    )


_gazetteer = _Gazetteer()
forget_communes = _gazetteer.forget


def fold_place(text: str) -> str:
    """Lower-case ASCII name; hyphens are spaces and “st” is “saint”."""
    spelled = {"st": "saint", "ste": "sainte"}
    return " ".join(spelled.get(word, word) for word in fold_name(text).split())


def resolve(text: str) -> Place | None:
    """The place that a text names exactly, or None.

    Accents, capitals and hyphens do not matter. A postal code shared by several communes stands
    for the most populated one, since a radius follows.
    """
    text = text.strip()
    label = _LABEL.match(text)
    if label:
        return _by_name(label["name"], label["code"]) or _by_code(label["code"])
    return _by_code(text) if text.isdecimal() else _by_name(text)


def _by_name(name: str, postal_code: str = "") -> Place | None:
    folded = fold_place(name)
    for commune in _gazetteer.communes():
        if commune.folded == folded and (not postal_code or postal_code in commune.postal_codes):
            return commune.place
    return None


def _by_code(code: str) -> Place | None:
    sharing = [commune for commune in _gazetteer.communes() if code in commune.postal_codes]
    if len(sharing) == 1:
        return sharing[0].place
    if sharing:
        first = sharing[0]
        return Place(f"{code} ({first.name} et alentours)", first.latitude, first.longitude)
    for commune in _gazetteer.communes():
        if commune.code == code:
            return commune.place
    return None


def complete(text: str, limit: int = 8) -> list[KnownCommune]:
    """The communes that a beginning may mean: by name, by a word of the name or by code."""
    folded = fold_place(text[:100])
    if not folded:
        return []
    communes = _gazetteer.communes()
    if folded.isdecimal():
        found = [
            commune
            for commune in communes
            if commune.code.startswith(folded)
            or any(code.startswith(folded) for code in commune.postal_codes)
        ]
        return found[:limit]
    first = [commune for commune in communes if commune.folded.startswith(folded)]
    inside = [
        commune
        for commune in communes
        if f" {folded}" in commune.folded and not commune.folded.startswith(folded)
    ]
    return [*first, *inside][:limit]


def suggestions(text: str) -> list[str]:
    """Labels of the communes nearest in spelling to a text that names none."""
    started = complete(text, SUGGESTIONS)
    if started:
        return [commune.label for commune in started]
    communes = _gazetteer.communes()
    nearest = process.extract(
        fold_place(text[:100]),
        [commune.folded for commune in communes],
        scorer=fuzz.ratio,
        limit=SUGGESTIONS,
        score_cutoff=MIN_SIMILARITY,
    )
    return [communes[index].label for _, _, index in nearest]
