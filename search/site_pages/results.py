"""The search of the site's pages: what is found, where, with the sentence that says why."""

import dataclasses
import datetime
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from search.models import PageText
from search.parameters.fields import PageField, TextField
from search.queries.conditions import MIN_PREFIX
from search.words.folding import words
from search.words.stop_words import STOP_WORDS

PER_PAGE = 10
MAX_WORDS = 12
EXCERPT_LENGTH = 220
# How much is shown before the first word found.
_BEFORE = 70
_WORD = re.compile(r"[\w’'-]+")
# Words that say nothing of an offer, and something of a page.
_KEPT = frozenset(words("emploi emplois offre offres"))
_QUERY, _PAGE = TextField(), PageField()


Piece = tuple[str, bool]


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """One page: `excerpt` is in pieces, each with whether it is one of the words looked for."""

    title: str
    url: str
    excerpt: list[Piece]
    date: datetime.date | None


@dataclasses.dataclass(frozen=True, slots=True)
class Results:
    """One page of results; without words nothing is looked for and `count` is 0."""

    text: str
    note: str
    pages: list[Found]
    count: int
    number: int
    num_pages: int
    offers_url: str
    previous_url: str
    next_url: str


def search_pages(data: Mapping[str, Any]) -> Results:
    """Read `q` and `page` from a query string and search. Never fails: see `parameters.fields`."""
    text, note = _read(_QUERY, data.get("q"))
    number, _ = _read(_PAGE, data.get("page"))
    wanted = meaningful(text)
    paginator = Paginator(matching(wanted), PER_PAGE)
    page = paginator.get_page(number)
    offers = reverse("search:results")
    return Results(
        text=text,
        note=note,
        pages=[_found(row, frozenset(wanted)) for row in page.object_list],
        count=paginator.count,
        number=page.number,
        num_pages=paginator.num_pages,
        offers_url=f"{offers}?{urlencode({'q': text})}" if text else offers,
        previous_url=_page_url(text, page.number - 1) if page.has_previous() else "",
        next_url=_page_url(text, page.number + 1) if page.has_next() else "",
    )


def meaningful(text: str) -> tuple[str, ...]:
    """The folded words of a text without articles and the like, each once, in order."""
    found = (word for word in words(text) if word in _KEPT or word not in STOP_WORDS)
    return tuple(dict.fromkeys(found))[:MAX_WORDS]


def matching(wanted: tuple[str, ...]) -> QuerySet[PageText]:
    """The texts of the pages that hold all the words and that anybody may read, the best first.

    The last word may be the beginning of one.
    """
    if not wanted:
        return PageText.objects.none()
    *complete, last = wanted
    raw = " & ".join([*complete, f"{last}:*" if len(last) >= MIN_PREFIX else last])
    query = SearchQuery(raw, config="french", search_type="raw")
    unexpired = Q(expire_at__isnull=True) | Q(expire_at__gt=timezone.now())
    readable = Page.objects.live().public().filter(unexpired)
    return (
        PageText.objects.filter(document=query, page__in=readable.values("pk"))
        .select_related("page")
        .annotate(rank=SearchRank(F("document"), query))
        .order_by("-rank", F("date").desc(nulls_last=True), "-page_id")
    )


def excerpt(text: str, wanted: frozenset[str]) -> list[Piece]:
    """The part of a text around the first word found, each of them told apart; or the beginning.

    Words are compared as the index compares them: without accents, plural or gender.
    """
    spans = [match.span() for match in _WORD.finditer(text) if _is_wanted(match[0], wanted)]
    start = 0
    if spans and spans[0][0] > EXCERPT_LENGTH - _BEFORE:
        start = text.find(" ", spans[0][0] - _BEFORE) + 1
    end = min(len(text), start + EXCERPT_LENGTH)
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + EXCERPT_LENGTH // 2)
    pieces: list[Piece] = [("… ", False)] if start else []
    position = start
    for left, right in spans:
        if left < position or right > end:
            continue
        pieces += [(text[position:left], False), (text[left:right], True)]
        position = right
    rest = text[position:end] + ("…" if end < len(text) else "")
    return [*pieces, (rest, False)]


def _is_wanted(word: str, wanted: frozenset[str]) -> bool:
    return any(
        key in wanted or any(len(w) >= MIN_PREFIX and key.startswith(w) for w in wanted)
        for key in words(word)
    )


def _found(row: Any, wanted: frozenset[str]) -> Found:
    """One result; the introduction first, unless only the text has the words."""
    introduction, text = row.introduction, row.text
    in_introduction = any(_is_wanted(word, wanted) for word in _WORD.findall(introduction))
    shown = introduction if in_introduction or not text else text
    if not in_introduction and not any(_is_wanted(word, wanted) for word in _WORD.findall(text)):
        shown = introduction or text
    return Found(
        title=row.page.title,
        url=row.page.url or "/",
        excerpt=excerpt(shown, wanted),
        date=row.date,
    )


def _page_url(text: str, number: int) -> str:
    return f"{reverse('search:pages')}?{urlencode({'q': text, 'page': number})}"


def _read(field: Any, value: Any) -> tuple[Any, str]:
    """What a field reads, or the nearest value and why."""
    try:
        return field.clean(value), ""
    except ValidationError as problem:
        return (problem.params or {})["nearest"], problem.messages[0]
