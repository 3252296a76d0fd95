"""Organisations that the public may see: verified, or with an opportunity online."""

from collections.abc import Sequence

from django.db.models import BigIntegerField, Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from search.models import Opportunity
from snippets.models import Organisation

MAX_ID = 2**63 - 1


def visible() -> QuerySet[Organisation]:
    """With their commune and `opportunities`, the number that is online, in one query."""
    online = Opportunity.objects.filter(
        Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now()),
        organisation_id=OuterRef("pk"),
    ).order_by()
    counted = online.values("organisation_id").annotate(number=Count("pk")).values("number")
    return (
        Organisation.objects.filter(Q(verified_at__isnull=False) | Exists(online))
        .select_related("commune")
        .defer("commune__contour")
        .annotate(opportunities=Coalesce(Subquery(counted), 0, output_field=BigIntegerField()))
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
