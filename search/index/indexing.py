"""The opportunity index kept true: one row for each live public page, in the same transaction.

A change of a page holds a shared advisory lock until it commits; a change of what many rows copy
(an organisation's name) and a rebuild hold it alone. So whoever comes second reads what the
first has written, and no row is left with yesterday's text.
"""

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from psycopg.sql import SQL, Identifier, Placeholder
from wagtail.models import Page, PageViewRestriction

from search.index.adapters import Entry, adapters, entry
from search.models import Opportunity

SOURCE = "declic"
BATCH = 500
_LOCK = 7_240_913
# What is written as it is: the two others have a form of their own below.
_COLUMNS = [
    field
    for field in Opportunity._meta.concrete_fields  # noqa: SLF001 - public, in spite of its name
    if field.name not in {"position", "document"}
]
_POSITION = Opportunity._meta.get_field("position")  # noqa: SLF001
# A row that says the same is left as it is, and is not among those that are returned. The texts of
# an entry have the weights of its document.
_WRITE = SQL("""
INSERT INTO search_opportunity AS old ({columns}, position, document) VALUES {rows}
ON CONFLICT (id) DO UPDATE
SET ({columns}, position, document) = ROW({new}, excluded.position, excluded.document)
WHERE ({old}, old.position::text, old.document)
    IS DISTINCT FROM ({new}, excluded.position::text, excluded.document)
RETURNING id
""")
_ROW = SQL("""
({values}, %s::point,
 setweight(to_tsvector('french', %s), 'A') || setweight(to_tsvector('french', %s), 'B')
 || setweight(to_tsvector('french', %s), 'C') || setweight(to_tsvector('french', %s), 'D'))
""")
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
    matter: the index is read by everybody.
    """
    for adapter in adapters():
        pages = adapter.page_class.objects.filter(~_is_private(), pk__in=page_ids, live=True)
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
    params: list[Any] = []
    for item in entries:
        params += [
            field.get_db_prep_save(getattr(item.row, field.attname), connection)
            for field in (*_COLUMNS, _POSITION)
        ]
        params += item.texts
    return _ids(_writing(len(entries)), params)


def _writing(count: int) -> str:
    """The statement that writes so many rows."""
    names = [field.attname for field in _COLUMNS]
    comma = SQL(", ")
    row = _ROW.format(values=comma.join(Placeholder() * len(names)))
    statement = _WRITE.format(
        columns=comma.join(map(Identifier, names)),
        old=comma.join(Identifier("old", name) for name in names),
        new=comma.join(Identifier("excluded", name) for name in names),
        rows=comma.join([row] * count),
    )
    return statement.as_string()


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
