"""Pages that may say the same thing twice, for a moderator to judge.

Two pages, open or under review, look alike when they are of the same kind, close in time, and
either come from the same organisation with titles alike, or have the same words in their titles
and the same commune. The words of a title are folded, those that say nothing are dropped, and the
endings that tell « boulanger » from « boulangère » are cut; rapidfuzz's `ratio` then compares the
sorted words: « Maçon ou maçonne » and « Maçon (H/F) » give 100, « Aide-soignant » and
« Aide-soignante de nuit » 78. From 85 up two titles are alike: on the demo's 150 offers,
comparing subsets of words (`token_set_ratio`) showed many other jobs of the same employer.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from rapidfuzz import fuzz

from pages.every_kind import every_opportunity
from pages.models import RecruitmentSessionPage
from pages.moderation.delays import with_waiting
from snippets.folding import fold_name

ALIKE = 85
# A position is offered again after some months; a session is repeated from one week to the next.
CLOSE = timedelta(days=60)
CLOSE_SESSIONS = timedelta(days=1)
_SAYING_NOTHING = "a au aux cdd cdi d de des du en et f h hf l la le les m ou par pour sur un une"
_EMPTY = frozenset(_SAYING_NOTHING.split())
# After three letters at least; the longest first.
_ENDING = re.compile(
    r"(?<=\w{3})(trice|teuse|teur|ienne|euse|iere|onne|ante|ente|ien|eur|ier|ere|ant|ent|ee|er|on|e)?s?$"
)


@dataclass(frozen=True)
class Row:
    """What is compared of one page."""

    pk: int
    title: str
    words: str
    kind: int
    organisation: int | None
    organisation_name: str
    commune: str | None
    commune_name: str
    moment: datetime
    is_session: bool
    live: bool


@dataclass(frozen=True)
class Pair:
    """Two pages that look alike; `older` was there first. `score` goes to 100."""

    older: Row
    newer: Row
    score: int


def every_pair() -> list[Pair]:
    """Pairs among all open and waiting pages, the most alike first: two queries."""
    rows = _rows(every_opportunity())
    groups: defaultdict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        if row.organisation is not None:
            groups["organisation", row.kind, row.organisation].append(row)
        if row.commune is not None and row.words:
            groups["words", row.kind, row.commune, row.words].append(row)
    found: dict[tuple[int, int], Pair] = {}
    for group in groups.values():
        for first, second in combinations(group, 2):
            pair = _compare(first, second)
            if pair:
                found[pair.older.pk, pair.newer.pk] = pair
    return sorted(found.values(), key=lambda pair: (-pair.score, -pair.newer.pk))


def similar_to(page: Any, *, limit: int = 5) -> list[Row]:
    """Other open or waiting pages that look like this draft: two queries."""
    this = _row_of(page)
    around = Q(pk__in=[])
    if this.organisation is not None:
        around |= Q(organisation_key=this.organisation)
    if this.commune is not None:
        around |= Q(commune_key=this.commune)
    others = every_opportunity().filter(around, content_type=page.content_type_id)
    pairs = [(_compare(this, other), other) for other in _rows(others) if other.pk != this.pk]
    alike = [(pair.score, other) for pair, other in pairs if pair]
    alike.sort(key=lambda item: (-item[0], -item[1].pk))
    return [other for _, other in alike[:limit]]


def title_words(title: str) -> str:
    """The words that tell one title from another: folded, without their endings, sorted, once."""
    words = set(fold_name(title).split()) - _EMPTY
    return " ".join(sorted({_ENDING.sub("", word) for word in words}))


def _rows(pages: QuerySet[Any]) -> list[Row]:
    now = timezone.now()
    is_open = pages.filter(live=True, expire_at__gt=now)
    return [*_read(is_open), *_read(with_waiting(pages.filter(live=False)))]


def _read(pages: QuerySet[Any]) -> Iterator[Row]:
    values = (
        pages.select_related(None)
        .order_by("pk")
        .values_list(
            "pk",
            "draft_title",
            "content_type",
            "organisation_key",
            "organisation_name",
            "commune_key",
            "commune_name",
            "live",
            F("recruitmentsessionpage__starts_at"),
            Coalesce("first_published_at", "latest_revision_created_at"),
        )
    )
    session_type = ContentType.objects.get_for_model(RecruitmentSessionPage).pk
    for pk, title, kind, organisation, o_name, commune, c_name, live, starts_at, sent in values:
        is_session = kind == session_type
        yield Row(
            pk=pk,
            title=title,
            words=title_words(title),
            kind=kind,
            organisation=organisation,
            organisation_name=o_name,
            commune=commune,
            commune_name=c_name,
            moment=(starts_at if is_session else sent) or timezone.now(),
            is_session=is_session,
            live=live,
        )


def _row_of(page: Any) -> Row:
    """The draft in the editor, which may not be sent yet."""
    is_session = isinstance(page, RecruitmentSessionPage)
    moment = page.starts_at if is_session else page.first_published_at
    return Row(
        pk=page.pk,
        title=page.title,
        words=title_words(page.title),
        kind=page.content_type_id,
        organisation=page.organisation_id,
        organisation_name="",
        commune=page.commune_id,
        commune_name="",
        moment=moment or page.latest_revision_created_at or timezone.now(),
        is_session=is_session,
        live=page.live,
    )


def _compare(first: Row, second: Row) -> Pair | None:
    close = CLOSE_SESSIONS if first.is_session else CLOSE
    if not first.words or not second.words or abs(first.moment - second.moment) > close:
        return None
    score = round(fuzz.ratio(first.words, second.words))
    same_organisation = first.organisation is not None and first.organisation == second.organisation
    same_place = first.commune is not None and first.commune == second.commune
    if not ((same_organisation and score >= ALIKE) or (same_place and first.words == second.words)):
        return None
    older, newer = sorted((first, second), key=lambda row: (row.moment, row.pk))
    return Pair(older, newer, score)
