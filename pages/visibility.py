"""What everybody may see, whoever asks: of the pages, and of the library."""

from django.db.models import Q
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, Page
from wagtail.query import PageQuerySet


def visible_pages() -> "PageQuerySet[Page]":
    """Pages that are online, not expired, and public with all that is above them."""
    now = timezone.now()
    unexpired = Q(expire_at__isnull=True) | Q(expire_at__gt=now)
    return Page.objects.live().public().filter(unexpired)


def public_collections() -> "PageQuerySet[Collection]":
    """Collections without any restriction, neither their own nor one from above."""
    collections = Collection.objects.all()
    restrictions = CollectionViewRestriction.objects.select_related("collection")
    for restriction in restrictions.order_by("pk"):
        collections = collections.exclude(path__startswith=restriction.collection.path)
    return collections
