"""Places that people type: a commune, a postal code, an INSEE code."""

import dataclasses
import uuid

from django.core.cache import cache
from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.criteria import Place
from search.parameters.elsewhere import elsewhere
from snippets.folding import TypedPlace, fold_place, typed_place
from snippets.models import Commune
from snippets.site import site_settings

# A change of communes that sent no signal is seen within this delay.
REFRESH_SECONDS = 60
_STAMP_KEY = "search.places.stamp"
SUGGESTIONS = 3
_LETTERS_PER_MISTAKE = 4
_LONGEST = 100
_CODE_LENGTH = 5


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
    def codes(self) -> tuple[str, ...]:
        """Its postal codes, and the code of INSEE."""
        return (*self.postal_codes, self.code)

    def has_code(self, beginning: str) -> bool:
        """Whether one of its codes begins so."""
        return any(code.startswith(beginning) for code in self.codes)

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


def resolve(text: str) -> Place | None:
    """The place that a text names, or None.

    Accents, capitals, hyphens and "Cedex" do not matter. Beside a name that is known, a postal code
    only tells namesakes apart: « Bourogne (90000) » is Bourogne. A postal code shared by several
    communes stands for the most populated one, since a radius follows.
    """
    typed = typed_place(text)
    if _is_elsewhere(typed):
        return None
    if not typed.name:
        return _by_code(typed.code)
    found = _by_name(typed)
    if found or not typed.code or _near(typed.name):
        return found
    return _by_code(typed.code)  # a commune that has changed its name


def largest_commune() -> KnownCommune | None:
    """Where most people live: the seat of the territory; None before the communes are loaded."""
    return next(iter(_gazetteer.communes()), None)


def is_elsewhere(text: str) -> bool:
    """Whether a text names a place that we know to be in none of our communes."""
    return _is_elsewhere(typed_place(text))


def _is_elsewhere(typed: TypedPlace) -> bool:
    communes = _gazetteer.communes()
    names = elsewhere(site_settings().department_code)
    if typed.name in names and all(commune.folded != typed.name for commune in communes):
        return True
    # Overseas, three characters tell départements apart.
    beginning = typed.code[: 3 if typed.code.startswith("97") else 2]
    return (
        bool(communes)
        and len(typed.code) == _CODE_LENGTH
        and not any(commune.has_code(beginning) for commune in communes)
    )


def _by_name(typed: TypedPlace) -> Place | None:
    named = [commune for commune in _gazetteer.communes() if commune.folded == typed.name]
    agreeing = [commune for commune in named if commune.has_code(typed.code)]
    return next((commune.place for commune in (*agreeing, *named)), None)


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
    """The communes that a beginning may mean: by name, by a word of the name, by code, by both."""
    name, code = typed_place(text[:_LONGEST])
    if not (name or code):
        return []
    communes = [commune for commune in _gazetteer.communes() if commune.has_code(code)]
    first = [commune for commune in communes if commune.folded.startswith(name)]
    inside = [
        commune
        for commune in communes
        if f" {name}" in commune.folded and not commune.folded.startswith(name)
    ]
    return [*first, *inside][:limit]


def suggestions(text: str) -> list[str]:
    """Labels of the communes that begin so or are nearly spelled so; none for what is elsewhere."""
    if is_elsewhere(text):
        return []
    found = complete(text, SUGGESTIONS) or _near(typed_place(text[:_LONGEST]).name)
    return [commune.label for commune in found]


def _near(name: str) -> list[KnownCommune]:
    """Communes a few strokes away from a name that is not known, or from their first words.

    One stroke in four letters may be wrong: « Paris » is no Faverois.
    """
    count = len(name.split())
    allowed = max(1, len(name) // _LETTERS_PER_MISTAKE)
    communes = _gazetteer.communes()
    beginnings = [" ".join(commune.folded.split()[:count]) for commune in communes]
    whole = [commune.folded for commune in communes]
    nearest: dict[int, None] = {}
    for spellings in (whole, beginnings):
        found = process.extract(
            name, spellings, scorer=OSA.distance, limit=SUGGESTIONS, score_cutoff=allowed
        )
        nearest |= {index: None for _, _, index in found}
    return [communes[index] for index in nearest][:SUGGESTIONS]
