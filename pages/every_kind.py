"""Opportunities of every kind in one query: rows of Page, with what reports say of them."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    F,
    OuterRef,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from django.utils.text import capfirst
from wagtail.models import Page
from wagtail.query import PageQuerySet

from pages.models import OPPORTUNITY_MODELS
from snippets.models import Commune, Organisation


def every_opportunity() -> PageQuerySet:
    """Pages of every kind with `organisation_key`, `commune_key` and their names.

    A page that is not online is as its latest revision says: its own columns may be older.
    """
    types = ContentType.objects.get_for_models(*OPPORTUNITY_MODELS).values()
    rows: PageQuerySet = Page.objects.filter(content_type__in=types).annotate(
        organisation_key=_now("organisation", BigIntegerField()),
        commune_key=_now("commune", CharField()),
    )
    return rows.annotate(
        organisation_name=_name(Organisation, "organisation_key"),
        commune_name=_name(Commune, "commune_key"),
    ).select_related("content_type", "owner")


def open_now() -> PageQuerySet:
    """Those that the public reads, ended or not by the job that takes them off line."""
    return every_opportunity().filter(live=True, expire_at__gt=timezone.now())


def kind_text(page: Any) -> str:
    """`Offre d’emploi`, without reading the page of its kind."""
    return capfirst(str(page.specific_class._meta.verbose_name))  # noqa: SLF001 - Django's public API


def _now(field: str, output: Any) -> Case:
    columns = [F(f"{model._meta.model_name}__{field}") for model in OPPORTUNITY_MODELS]  # noqa: SLF001 - Django's public API
    column: Combinable = Coalesce(*columns, output_field=output)
    draft = Cast(KeyTextTransform(field, "latest_revision__content"), output)
    return Case(When(live=True, then=column), default=Coalesce(draft, column), output_field=output)


def _name(model: Any, key: str) -> Coalesce:
    name = model.objects.filter(pk=OuterRef(key)).order_by().values("name")[:1]
    return Coalesce(Subquery(name), Value(""))
