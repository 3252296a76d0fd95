"""Opportunity pages by a shorter way than Wagtail's walk down the tree, with the same answers."""

import dataclasses
from contextlib import suppress
from typing import Self, TypeVar

from django.db import connection, models
from django.http import Http404, HttpRequest, HttpResponse
from wagtail import views as wagtail_views
from wagtail.models import PageViewRestriction, Site

from pages.models import OpportunityPage

Model = TypeVar("Model", bound=models.Model)

# What a page shows of the rows that it names, where its kind has them; another column costs a
# query.
RELATED = {
    "organisation": ("id", "name", "slug", "website", "logo_id"),
    "commune": ("insee_code", "name", "postal_codes", "latitude", "longitude"),
    "occupation": ("code", "label"),
}


def serve_opportunity(
    request: HttpRequest, slug: str, model: type[OpportunityPage]
) -> HttpResponse:
    """Serve an opportunity found by its address: one query where Wagtail reads each ancestor twice.

    Only the way is shorter: Wagtail keeps the method check, the privacy settings and the page's
    own `route` and `serve`. What is not found here, it looks for in its own way.
    """
    page = _at(request.path_info, slug, model)
    if page is not None:
        with suppress(Http404):
            request._wagtail_route_for_request = page.route(request, [])  # type: ignore[attr-defined]  # noqa: SLF001 - where Wagtail keeps it
    return wagtail_views.serve(request, request.path_info.lstrip("/"))


def _at(path: str, slug: str, model: type[OpportunityPage]) -> OpportunityPage | None:
    """The page at a path, with what its template reads; None as well when there are many sites."""
    roots = Site.get_site_root_paths()
    if len(roots) != 1:
        return None
    reading = _readings.get(model)
    if reading is None:
        reading = _readings[model] = Reading.of(model)
    with connection.cursor() as cursor:
        cursor.execute(reading.statement, (slug, roots[0].root_path.rstrip("/") + path))
        row = cursor.fetchone()
    if row is None:
        return None
    *values, private_pages = row
    columns = reading.columns
    page = _instance(model, dict(zip(columns, values, strict=False)))
    for (name, related), found in zip(reading.related, values[len(columns) :], strict=True):
        setattr(page, name, found and _instance(related, found))
    page.site_has_private_pages = private_pages
    return page


def _instance(model: type[Model], values: dict[str, object]) -> Model:
    """A saved object from the columns that were read; the others are read when asked for."""
    names = [field.attname for field in model._meta.concrete_fields if field.attname in values]  # noqa: SLF001
    return model.from_db(connection.alias, names, [values[name] for name in names])


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """How the pages of a kind are read: SQL that finds one by slug and path, and what it gives.

    `columns` are attributes of the page; after them come the rows of `related` (relation, model)
    as JSON, then whether the site has private pages. Written here and not by the ORM, which takes
    longer to compile seventy columns than PostgreSQL to find them; subqueries, of which the
    planner has nothing to choose, and no joins.
    """

    statement: str
    columns: list[str]
    related: list[tuple[str, type[models.Model]]]

    @classmethod
    def of(cls, model: type[OpportunityPage]) -> Self:
        """The reading of a kind."""
        options = model._meta  # noqa: SLF001
        fields = {field.name: field for field in options.concrete_fields}
        related = [(name, fields[name].related_model) for name in RELATED if name in fields]
        read = [f"{_table(field.model)}.{field.column}" for field in fields.values()]
        for name, other in related:
            pairs = ", ".join(f"'{column}', {column}" for column in RELATED[name])
            read.append(
                f"(SELECT json_build_object({pairs}) FROM {_table(other)} WHERE"  # noqa: S608 - names of models
                f" {other._meta.pk.column} = {_table(model)}.{fields[name].column})"  # noqa: SLF001
            )
        read.append(f"EXISTS (SELECT FROM {_table(PageViewRestriction)})")
        parent = options.pk.related_model
        statement = (
            f"SELECT {', '.join(read)} FROM {_table(parent)}"  # noqa: S608
            f" JOIN {_table(model)} ON {options.pk.column} = {_table(parent)}.id"
            f" WHERE {_table(parent)}.slug = %s AND {_table(parent)}.url_path = %s"
        )
        return cls(statement, [field.attname for field in fields.values()], related)


_readings: dict[type[OpportunityPage], Reading] = {}


def _table(model: type[models.Model]) -> str:
    return model._meta.db_table  # noqa: SLF001
