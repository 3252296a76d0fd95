"""The nearest spelling, proposed when a search finds nothing."""

import re

from django.core.cache import cache
from django.db import connection
from rapidfuzz import fuzz, process

from search.criteria import MAX_RADIUS_KM, Criteria
from search.folding import words
from search.models import Opportunity
from search.queries.conditions import TABLE, where
from search.stop_words import STOP_WORDS, meaningful
from snippets.models import Occupation

# The newest titles are enough to know how people write; the labels of ROME are always there.
TITLES_READ = 20_000
KEPT_SECONDS = 600
MIN_SIMILARITY = 75
MIN_LENGTH = 4
_KEY = "search.suggestions.vocabulary"
_WORD = re.compile(r"[^\W\d_]+")

# Folded word → the word as it is written, in lower case with its accents.
Vocabulary = dict[str, str]


def suggest(criteria: Criteria) -> str | None:
    """The text with its unknown words replaced by the nearest known ones.

    None when no word is unknown, or when the new text would find nothing either.
    """
    if not criteria.words:
        return None
    vocabulary = _vocabulary()
    text = _WORD.sub(lambda match: _nearest(match[0], vocabulary), criteria.text)
    if text == criteria.text:
        return None
    corrected = criteria.replace(
        text=text,
        words=meaningful(text)[: len(criteria.words)],
        radius_km=max(criteria.radius_km, MAX_RADIUS_KM),
    )
    return text if corrected.words and _finds(corrected) else None


def _nearest(word: str, vocabulary: Vocabulary) -> str:
    """A known word close to an unknown one, or the word itself."""
    folded = [part for part in words(word) if part not in STOP_WORDS]
    if len(folded) != 1 or len(folded[0]) < MIN_LENGTH or folded[0] in vocabulary:
        return word
    found = process.extractOne(
        folded[0], vocabulary.keys(), scorer=fuzz.ratio, score_cutoff=MIN_SIMILARITY
    )
    return vocabulary[found[0]] if found else word


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


def _finds(criteria: Criteria) -> bool:
    """Whether a search has any result."""
    condition = where(criteria)
    sql = " ".join(("SELECT EXISTS (SELECT FROM", TABLE, "WHERE", condition.sql, ")"))
    with connection.cursor() as cursor:
        cursor.execute(sql, condition.params)
        return bool(cursor.fetchone()[0])
