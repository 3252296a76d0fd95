"""Organisations that the public may see: verified and not suspended, or with an opportunity online.

An opportunity is its organiser's and, for a session, that of each partner, as on their pages.
"""

from collections.abc import Sequence

from django.db.models import BigIntegerField, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from snippets.models import Organisation

MAX_ID = 2**63 - 1
_WITH_OPPORTUNITIES = """
SELECT organisation_id FROM search_opportunity
WHERE organisation_id IS NOT NULL AND (expires_at IS NULL OR expires_at > %s)
UNION
SELECT (partner->>'id')::bigint
FROM search_opportunity, jsonb_array_elements(details->'partners') partner
WHERE kind = 'session' AND (expires_at IS NULL OR expires_at > %s)
"""
_NUMBER = """
SELECT count(*) FROM search_opportunity WHERE (expires_at IS NULL OR expires_at > %s) AND (
    organisation_id = snippets_organisation.id OR details @> jsonb_build_object(
        'partners', jsonb_build_array(jsonb_build_object('id', snippets_organisation.id))
    )
)
"""


def visible() -> QuerySet[Organisation]:
    """With their commune and `opportunities`, the number that is online, in one query."""
    now = timezone.now()
    having = RawSQL(_WITH_OPPORTUNITIES, (now, now))  # noqa: S611 - constants, and parameters
    number = RawSQL(_NUMBER, (now,), output_field=BigIntegerField())  # noqa: S611 - the same
    return (
        Organisation.objects.filter(
            Q(verified_at__isnull=False, suspended_at__isnull=True) | Q(pk__in=having)
        )
        .select_related("commune")
        .defer("commune__contour")
        .annotate(opportunities=number, is_verified=Q(verified_at__isnull=False))
    )


def search(
    *, text: str = "", kinds: Sequence[str] = (), commune: str = ""
) -> QuerySet[Organisation]:
    """Visible ones by words of the name (or SIRET, RNA), kinds and INSEE code, by name."""
    found = visible()
    if text:
        found = found.filter(pk__in=Organisation.objects.search(text).values("pk"))
    if kinds:
        found = found.filter(kind__in=kinds)
    if commune:
        found = found.filter(commune_id=commune)
    return found.order_by("folded_name", "pk")


def one(key: str) -> Organisation | None:
    """A visible one by its id, else by its slug."""
    condition = Q(slug=key)
    if key.isdecimal() and int(key) <= MAX_ID:
        condition |= Q(pk=int(key))
    found = list(visible().filter(condition)[:2])
    return next((item for item in found if str(item.pk) == key), found[0] if found else None)
