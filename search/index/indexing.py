"""The opportunity index kept true: one row for each live public page, in the same transaction.

A change of a page holds a shared advisory lock until it commits; a change of what many rows copy
(an organisation's name) and a rebuild hold it alone. So whoever comes second reads what the
first has written, and no row is left with yesterday's text.
"""

import dataclasses
import functools
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from psycopg.types.json import Jsonb
from wagtail.models import Page, PageViewRestriction

from search.index.adapters import Entry, adapters, entry
from search.models import Opportunity

SOURCE = "declic"
BATCH = 500
_LOCK = 7_240_913
_OPTIONS = Opportunity._meta  # noqa: SLF001 - public, in spite of its name
_COLUMNS = [field for field in _OPTIONS.concrete_fields if field.name != "document"]
_POSITION = _OPTIONS.get_field("position")
# Entries are one JSON array: the columns of their rows by name, and under their weight the texts of
# the document. A row that says the same is left as it is, and is not among those that are returned.
_WRITE = """
INSERT INTO search_opportunity AS old
SELECT new.*
FROM jsonb_array_elements(%s) AS entry,
    jsonb_build_object('document',
        setweight(to_tsvector('french', entry ->> 'A'), 'A')
        || setweight(to_tsvector('french', entry ->> 'B'), 'B')
        || setweight(to_tsvector('french', entry ->> 'C'), 'C')
        || setweight(to_tsvector('french', entry ->> 'D'), 'D')
    ) AS words,
    jsonb_populate_record(NULL::search_opportunity, entry || words) AS new
ON CONFLICT (id) DO UPDATE SET (
    kind, source, url, title, summary, organisation_id, organisation_name, organisation_slug,
    organisation_logo, commune_code, commune_name, postal_code, position, precision,
    occupation_code, occupation_label, domain, contract, duration_months, weekly_hours,
    working_time, schedules, beginner_accepted, no_licence, siae, disabled_workers_welcome,
    transport, positions, starts_at, ends_at, published_at, updated_at, expires_at, details,
    document
) = ROW (
    excluded.kind, excluded.source, excluded.url, excluded.title, excluded.summary,
    excluded.organisation_id, excluded.organisation_name, excluded.organisation_slug,
    excluded.organisation_logo, excluded.commune_code, excluded.commune_name,
    excluded.postal_code, excluded.position, excluded.precision, excluded.occupation_code,
    excluded.occupation_label, excluded.domain, excluded.contract, excluded.duration_months,
    excluded.weekly_hours, excluded.working_time, excluded.schedules,
    excluded.beginner_accepted, excluded.no_licence, excluded.siae,
    excluded.disabled_workers_welcome, excluded.transport, excluded.positions,
    excluded.starts_at, excluded.ends_at, excluded.published_at, excluded.updated_at,
    excluded.expires_at, excluded.details, excluded.document
)
WHERE to_jsonb(old) IS DISTINCT FROM to_jsonb(excluded)
RETURNING id
"""
_REMOVE = """
DELETE FROM search_opportunity WHERE id = ANY(%s) AND source = %s RETURNING id
"""
_REMOVE_ORPHANS = """
DELETE FROM search_opportunity AS row
WHERE source = %s AND NOT EXISTS (
    SELECT FROM wagtailcore_page page
    WHERE page.id = row.id AND page.live AND page.content_type_id = ANY(%s)
)
RETURNING id
"""


@dataclasses.dataclass
class Changes:
    """Ids of the rows that were not as they should be."""

    written: list[int] = dataclasses.field(default_factory=list)
    removed: list[int] = dataclasses.field(default_factory=list)

    def add(self, other: "Changes") -> None:
        """Take the changes of another part."""
        self.written += other.written
        self.removed += other.removed


def sync(page_ids: Sequence[int], *, alone: bool = False) -> Changes:
    """Make the rows of some pages what the pages say; rows that are right are left untouched.

    `alone` waits for the changes of pages that are under way, and holds the next ones back.
    """
    with transaction.atomic():
        lock(alone=alone)
        changes = Changes()
        for ids in _batches(page_ids):
            entries = list(_entries(ids))
            changes.written += _write(entries)
            changes.removed += _remove(ids, [item.row.pk for item in entries])
        return changes


def remove(page_id: int) -> None:
    """Forget a page that is no longer live."""
    Opportunity.objects.filter(pk=page_id, source=SOURCE).delete()


def rebuild(*, check: bool = False) -> Changes:
    """Make every row again from the pages, in short transactions; return what was different.

    Readers never miss a row that is right. With `check`, nothing is changed; publications wait
    meanwhile.
    """
    if not check:
        return _rebuild()
    with transaction.atomic():
        lock(alone=True)
        changes = _rebuild()
        transaction.set_rollback(True)
        return changes


def _rebuild() -> Changes:
    changes = Changes()
    for adapter in adapters():
        live = adapter.page_class.objects.filter(live=True).order_by("pk")
        for ids in _batches(live.values_list("pk", flat=True).iterator(BATCH)):
            changes.add(sync(ids, alone=True))
    changes.removed += _remove_orphans()
    return changes


def _batches(ids: Iterable[int]) -> Iterator[list[int]]:
    """Lists of at most BATCH ids."""
    batch: list[int] = []
    for identifier in ids:
        batch.append(identifier)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def lock(*, alone: bool) -> None:
    """Hold the lock of the index until the end of the transaction."""
    with connection.cursor() as cursor:
        if alone:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        else:
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_LOCK])


def _entries(page_ids: Sequence[int]) -> Iterator[Entry]:
    """What the rows of the live public pages among some should be, read from the database.

    A page in memory may hold values that were not saved. Who may read a private page does not
    matter: the index is read by everybody. A kind that none of them is of is not asked for them:
    its query has a hundred columns, and most changes are of one page.
    """
    by_type: dict[int, list[int]] = defaultdict(list)
    some = Page.objects.filter(pk__in=page_ids).order_by()
    for content_type, pk in some.values_list("content_type", "pk"):
        by_type[content_type].append(pk)
    for adapter in adapters():
        ids = by_type[ContentType.objects.get_for_model(adapter.page_class).pk]
        if not ids:
            continue
        pages = adapter.page_class.objects.filter(~_is_private(), pk__in=ids, live=True)
        pages = pages.select_related("organisation__logo", "commune", *adapter.related)
        for page in pages.prefetch_related("organisation__logo__renditions", *adapter.prefetched):
            found = entry(page, adapter)
            if found:
                yield found


def _is_private() -> Exists:
    """Whether a page, or one above it, has a restriction.

    Wagtail's `public()` says the same, with a query of its own for each kind.
    """
    path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    restrictions = PageViewRestriction.objects.alias(below=path)
    return Exists(restrictions.filter(below__startswith=F("page__path")).order_by())


def _write(entries: Sequence[Entry]) -> list[int]:
    """Insert or correct rows; the ids of those that changed."""
    if not entries:
        return []
    return _ids(_WRITE, [Jsonb([_as_json(item) for item in entries], dumps=_dumps)])


def _as_json(item: Entry) -> dict[str, Any]:
    """An entry as `_WRITE` reads it; moments and decimals are texts, as PostgreSQL reads them."""
    row = {column.attname: getattr(item.row, column.attname) for column in _COLUMNS}
    position = _POSITION.get_db_prep_value(item.row.position, connection)
    return {**row, "position": position, **dict(zip("ABCD", item.texts, strict=True))}


_dumps = functools.partial(json.dumps, default=str)


def _ids(statement: str, params: Sequence[Any]) -> list[int]:
    """Run a statement that returns ids."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return [identifier for (identifier,) in cursor.fetchall()]


def _remove(page_ids: Sequence[int], kept: Sequence[int]) -> list[int]:
    """Delete the rows of pages that should have none; their ids."""
    gone = sorted(set(page_ids) - set(kept))
    if not gone:
        return []
    return _ids(_REMOVE, [gone, SOURCE])


def _remove_orphans() -> list[int]:
    """Delete the rows of pages that are gone or not live; their ids.

    One statement, hence one snapshot: a row that it sees and the publication that wrote it are
    seen together.
    """
    types = [ContentType.objects.get_for_model(item.page_class).pk for item in adapters()]
    return _ids(_REMOVE_ORPHANS, [SOURCE, types])


def sync_descendants(page: Page) -> None:
    """The rows of a page and of all below: it was moved, renamed, made private or public."""
    ids: list[int] = []
    for adapter in adapters():
        below = adapter.page_class.objects.filter(path__startswith=page.path)
        ids += below.values_list("pk", flat=True)
    sync(ids, alone=True)
