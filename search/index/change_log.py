"""When what the public reads has changed: one line per writing statement, kept by triggers.

An answer of the API is the same as long as the lines of the tables that it reads are the same and
no row has expired meanwhile: asking this costs one short query, where the answer costs a search.
Triggers also see bulk updates, imports and raw SQL; a statement that changes no row leaves no line.
"""

import dataclasses
import datetime
from collections.abc import Sequence

from django.db import connection
from django.db.models import Max
from django.utils import timezone

from search.models import DataChange

OPPORTUNITIES = "search_opportunity"
COMMUNES = "snippets_commune"
OCCUPATIONS = "snippets_occupation"
ORGANISATIONS = "snippets_organisation"
# Old lines are forgotten, the newest of each table excepted. A version names its day, so that what
# is forgotten cannot make two states look the same.
KEPT = datetime.timedelta(days=2)


@dataclasses.dataclass(frozen=True, slots=True)
class Version:
    """The state of some tables: `key` differs whenever it does."""

    key: str
    changed_at: datetime.datetime | None


UNKNOWN = Version("", None)


def version(sources: Sequence[str]) -> Version:
    """The present state of some tables, in one query.

    Lines are summed up and not only compared by the highest: transactions may commit in another
    order than they were numbered.
    """
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(_VERSION, [list(sources), now, OPPORTUNITIES in sources])
        rows = cursor.fetchall()
    moments = [moment for *_, moment in rows if moment is not None]
    state = ";".join(f"{source}:{count}:{total}:{moment}" for source, count, total, moment in rows)
    return Version(f"{now.date()};{state}", max(moments, default=None))


_VERSION = """
SELECT source, count(*), sum(id), max(changed_at) FROM search_datachange
WHERE source = ANY(%s) GROUP BY source
UNION ALL
SELECT 'expired', 0, 0, max(expires_at) FROM search_opportunity WHERE expires_at <= %s AND %s
ORDER BY 1
"""


def forget_old_changes() -> int:
    """Delete the lines that no version in use can name; how many."""
    newest = DataChange.objects.values("source").annotate(last=Max("pk")).values("last")
    old = DataChange.objects.filter(changed_at__lt=timezone.now() - KEPT).exclude(pk__in=newest)
    return old.delete()[0]
