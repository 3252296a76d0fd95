"""Occupations of ROME by what people type: neither accents nor gender matter."""

import dataclasses
from collections.abc import Sequence

from search.words.folding import words
from search.words.stop_words import meaningful
from snippets.folding import fold_name
from snippets.models import Occupation
from snippets.models.reference import RomeDomain


@dataclasses.dataclass(frozen=True, slots=True)
class KnownOccupation:
    """What is kept in memory of an occupation."""

    code: str
    label: str
    folded: str
    keys: frozenset[str]
    """Its words in the masculine, as the index folds them."""
    beginnings: tuple[str, ...]
    """The same, and its words as they are written: what is being typed may be a feminine."""

    @property
    def domain(self) -> str:
        """Letter of the ROME domain."""
        return self.code[:1]

    @property
    def domain_label(self) -> str:
        """Name of the ROME domain."""
        return RomeDomain(self.domain).label


class _Nomenclature:
    """The occupations, some 1,600, kept in the memory of each process with their version."""

    def __init__(self) -> None:
        self._kept: tuple[str, tuple[KnownOccupation, ...]] = ("", ())

    def read(self, version: str) -> tuple[KnownOccupation, ...]:
        """Every occupation in the order of the labels."""
        known, occupations = self._kept
        if known != version:
            rows = Occupation.objects.order_by("folded_label", "code")
            occupations = tuple(_known(*row) for row in rows.values_list("code", "label"))
            self._kept = (version, occupations)
        return occupations


def _known(code: str, label: str) -> KnownOccupation:
    folded = fold_name(label)
    keys = frozenset(words(label))
    return KnownOccupation(code, label, folded, keys, (*keys, *folded.split()))


_nomenclature = _Nomenclature()


def find(text: str, *, domains: Sequence[str], version: str) -> list[KnownOccupation]:
    """Occupations whose label has all the words, the last one as a beginning; or by code.

    Those whose label begins as it is typed come first. Nothing typed finds all of them; nothing
    legible finds nothing. `version` is that of the table (`search.index.change_log`).
    """
    known = _nomenclature.read(version)
    if domains:
        known = tuple(item for item in known if item.domain in domains)
    if not text:
        return list(known)
    typed = fold_name(text)
    if not typed:
        return []
    code = typed.upper()
    *complete, last = meaningful(text) or tuple(typed.split())
    raw = typed.split()[-1]
    found = [
        item
        for item in known
        if item.code.startswith(code)
        or (
            item.keys.issuperset(complete)
            and any(word.startswith((last, raw)) for word in item.beginnings)
        )
    ]
    return sorted(found, key=lambda item: not item.folded.startswith(typed))
