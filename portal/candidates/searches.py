"""A saved search: from a query string to criteria, to words, to an address."""

import dataclasses
import re

from django.http import QueryDict
from django.urls import reverse

from portal.candidates.errors import CandidateError
from portal.candidates.models.alerts import MAX_QUERY
from search.criteria import Criteria
from search.feeds.wording import AROUND_ME, clean, filter_labels
from search.models import Kind
from search.parameters.addresses import saved_query
from search.parameters.filters import criteria_from
from search.screens.search_page import kept_pairs
from search.screens.sentences import TITLES
from snippets import french
from snippets.site import absolute

MAX_NAME = 150
_EVERYTHING = "Toutes les offres"
_POSTAL_CODE = re.compile(r"\s*\(\d{5}\)$")
# What a message to an address that has not said yes may repeat of the words: nothing that could
# be an address, a number to call, or a sentence.
_PLAIN_WORDS = re.compile(r"[^\W\d_]+(?:[ '’-][^\W\d_]+){0,3}")
_MAX_PLAIN = 40


@dataclasses.dataclass(frozen=True, slots=True)
class Search:
    """A search that can be saved: `query` is its canonical query string."""

    query: str
    criteria: Criteria

    @property
    def name(self) -> str:
        """“Soudeur, à 20 km de Belfort, CDI”."""
        return _sentence(self.criteria, self.criteria.text)

    @property
    def harmless_name(self) -> str:
        """The same without words that somebody may have put there for somebody else to read."""
        text = self.criteria.text
        is_plain = len(text) <= _MAX_PLAIN and _PLAIN_WORDS.fullmatch(text)
        return _sentence(self.criteria, text if is_plain else "")


def search_of(query: str) -> Search:
    """Read a query string, whoever wrote it.

    Raises CandidateError for a search that would not be the one asked for, or is too long.
    """
    if len(query) > 4 * MAX_QUERY:
        _refuse_length()
    data = QueryDict(query)
    parsed = criteria_from(data)
    if parsed.errors:
        problem = next(iter(parsed.errors.values()))
        message = f"Cette recherche ne peut pas être enregistrée. {problem}"
        raise CandidateError(message)
    canonical = saved_query(kept_pairs(data, parsed))
    if len(canonical) > MAX_QUERY:
        _refuse_length()
    criteria = parsed.criteria.replace(since_days=None, sort="", page=1)
    return Search(canonical, criteria)


def readable(query: str) -> Search | None:
    """A search that was saved, or None when it means nothing any more (a commune that went)."""
    try:
        return search_of(query)
    except CandidateError:
        return None


def results_path(query: str) -> str:
    """Its results on the site, the newest first."""
    path = reverse("search:results")
    return f"{path}?{query}&tri=date" if query else f"{path}?tri=date"


def results_url(query: str) -> str:
    """The same as a mail writes it."""
    return absolute(results_path(query))


def _refuse_length() -> None:
    message = "Cette recherche a trop de critères pour être enregistrée\u00a0: retirez-en."
    raise CandidateError(message)


def _sentence(criteria: Criteria, text: str) -> str:
    """What, where, then the filters."""
    parts = [
        _what(criteria, text),
        _where(criteria),
        *map(french.lower_first, filter_labels(criteria)),
    ]
    sentence = " ".join(clean(", ".join(filter(None, parts))).split(" "))
    return sentence if len(sentence) <= MAX_NAME else f"{sentence[: MAX_NAME - 1].rstrip()}…"


def _what(criteria: Criteria, text: str) -> str:
    words = " ".join(text.split())
    kinds = " et ".join(TITLES[kind].lower() for kind in criteria.kinds)
    if words and criteria.kinds and criteria.kinds != (Kind.JOB.value,):
        return f"{words[:1].upper()}{words[1:]} ({kinds})"
    if words:
        return words[:1].upper() + words[1:]
    return kinds[:1].upper() + kinds[1:] if kinds else _EVERYTHING


def _where(criteria: Criteria) -> str:
    if criteria.box:
        return "dans une zone de la carte"
    if criteria.place is None:
        return ""
    distance = f"à {criteria.radius_km:g}\u00a0km"
    if criteria.place.label == AROUND_ME:
        return f"{distance} d’un point de la carte"
    place = _POSTAL_CODE.sub("", criteria.place.label)
    return f"{distance} {french.of(place)}"
