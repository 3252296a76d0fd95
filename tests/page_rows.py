"""Live pages without their history: what lists, counts, feeds and reports read, for few queries.

True publication of an offer costs a hundred queries: a revision, references, Wagtail's own search
and log, and most things twice. Here the tables of the pages are written at once, then the rows of
the index as `search.index.indexing` writes them. `tests/test_page_rows.py` holds that both rows
are equal.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.utils import timezone
from modelcluster.models import get_all_child_relations
from wagtail.models import Page

from search.index import indexing


def lay_rows(pages: Sequence[Any], parent: Page) -> list[Any]:
    """Write unsaved pages of one kind below their parent, live and in the index; read them back.

    They have no revision, no log, no reference and no entry in the CMS's own search.
    """
    model = type(pages[0])
    above = Page.objects.get(pk=parent.pk)
    _complete(pages, above)
    base = Page._meta.concrete_fields
    laid = Page.objects.bulk_create(
        Page(**{field.attname: getattr(page, field.attname) for field in base}) for page in pages
    )
    for page, row in zip(pages, laid, strict=True):
        page.pk = page.id = row.pk
    # What Django's bulk_create, which refuses a model with a parent, calls as well.
    model._base_manager._insert(pages, fields=model._meta.local_concrete_fields, using="default")
    for page in pages:
        for relation in get_all_child_relations(model):
            if relation.get_accessor_name() in page.__dict__.get("_cluster_related_objects", {}):
                getattr(page, relation.get_accessor_name()).commit()
    Page.objects.filter(pk=above.pk).update(numchild=F("numchild") + len(pages))
    ids = [page.pk for page in pages]
    indexing.sync(ids)
    return list(model.objects.filter(pk__in=ids).order_by("path"))


def _complete(pages: Sequence[Any], above: Page) -> None:
    """Set what Wagtail and `OpportunityPage.save` set."""
    last = above.get_last_child()
    step = Page._str2int(last.path[-Page.steplen :]) if last else 0
    kind = ContentType.objects.get_for_model(type(pages[0]))
    now = timezone.now()
    for position, page in enumerate(pages, start=1):
        page.set_slug()
        page.derive_position()
        page.derive_expiry()
        page.expire_at = page.expire_at or page.default_expiry()
        page.live, page.has_unpublished_changes, page.numchild = True, False, 0
        page.first_published_at = page.first_published_at or now
        page.last_published_at = page.last_published_at or now
        page.draft_title = page.title
        page.content_type, page.locale_id = kind, above.locale_id
        page.depth = above.depth + 1
        page.path = Page._get_path(above.path, page.depth, step + position)
        page.url_path = f"{above.url_path}{page.slug}/"
