"""The nearest spelling, for when a search finds nothing."""

import re
from typing import NamedTuple

from django.core.cache import cache
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from search.criteria import Criteria
from search.models import Opportunity
from search.words.folding import words
from search.words.stop_words import STOP_WORDS, meaningful
from snippets.models import Occupation

# The newest titles are enough to know how people write; the labels of ROME are always there.
TITLES_READ = 20_000
KEPT_SECONDS = 600
MIN_SIMILARITY = 75
# An obvious misspelling is corrected, another near word is only proposed. It has so many letters
# that are wrong, missing, added or exchanged: one, or two in a long word.
LONG_WORD = 8
MIN_LENGTH = 4
_KEY = "search.spelling.vocabulary"
_WORD = re.compile(r"[^\W\d_]+")

# Folded word → the word as it is written, in lower case with its accents.
Vocabulary = dict[str, str]


class Correction(NamedTuple):
    """A text with known words in the place of unknown ones, and its folded words."""

    text: str
    words: tuple[str, ...]
    is_obvious: bool


def corrected(criteria: Criteria) -> Correction | None:
    """The text with its unknown words replaced by the nearest known ones.

    None when no word is unknown, or when nothing is near. Whether the new text finds something is
    for the search to say.
    """
    if not criteria.words:
        return None
    vocabulary = _vocabulary()
    are_obvious: list[bool] = []

    def nearest(match: re.Match[str]) -> str:
        word, is_obvious = _nearest(match[0], vocabulary)
        are_obvious.append(is_obvious)
        return word

    text = _WORD.sub(nearest, criteria.text)
    words_ = meaningful(text)[: len(criteria.words)]
    if text == criteria.text or not words_:
        return None
    return Correction(text, words_, is_obvious=all(are_obvious))


def _nearest(word: str, vocabulary: Vocabulary) -> tuple[str, bool]:
    """A known word close to an unknown one, or the word itself; and whether that is obvious."""
    folded = [part for part in words(word) if part not in STOP_WORDS]
    if len(folded) != 1 or len(folded[0]) < MIN_LENGTH or folded[0] in vocabulary:
        return word, True
    found = process.extractOne(
        folded[0], vocabulary.keys(), scorer=fuzz.ratio, score_cutoff=MIN_SIMILARITY
    )
    if not found:
        return word, True
    mistakes = OSA.distance(folded[0], found[0])
    return vocabulary[found[0]], mistakes <= (2 if len(folded[0]) >= LONG_WORD else 1)


def _vocabulary() -> Vocabulary:
    """The words of occupations and of live titles, kept for ten minutes."""
    kept: Vocabulary | None = cache.get(_KEY)
    if kept is None:
        labels = Occupation.objects.order_by("code").values_list("label", flat=True)
        titles = Opportunity.objects.order_by("-published_at", "-id").values_list(
            "title", flat=True
        )[:TITLES_READ]
        kept = {}
        for text in (*labels, *titles):
            for written in _WORD.findall(text.lower()):
                _learn(written, kept)
        cache.set(_KEY, kept, KEPT_SECONDS)
    return kept


def _learn(written: str, vocabulary: Vocabulary) -> None:
    """Keep the first writing of a word; the masculine, which has the letters of the key, wins."""
    folded = words(written)
    if len(folded) != 1 or len(folded[0]) < MIN_LENGTH or folded[0] in STOP_WORDS:
        return
    known = vocabulary.get(folded[0])
    if known is None or (len(known) != len(folded[0]) and len(written) == len(folded[0])):
        vocabulary[folded[0]] = written
