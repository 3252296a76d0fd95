"""The statements that the ORM cannot write, each around a queryset that it does write."""

from typing import Any

from django.db import connection
from django.db.models import Subquery


class Statement(Subquery):
    """SQL around a queryset, by the means of Django's own `Subquery`.

    `template` is one constant; the queryset stands in it as `%(subquery)s`, and the parameters that
    come after those of the queryset as `%%s`. The conditions of a search are thus written once, by
    the ORM. It has no word for what these statements are for: finding the rows once for a page of
    them and for all the counts, or bounding the rows of each pile of a map.
    """

    def compiled(self, *parameters: Any) -> tuple[str, tuple[Any, ...]]:
        """The text, and its parameters after those of the queryset."""
        compiler = self.query.get_compiler(connection=connection)
        sql, given = self.as_sql(compiler, connection)
        return sql, (*given, *parameters)


class PageAndCounts(Statement):
    """A page of what a search finds, and how many rows each value of each facet would leave.

    The queryset has the columns of the facets, `row_id`, `newest` (the publication), `named`,
    `rank`, `distance_km`; for each facet of several values, whether a row `has_` a chosen one; and
    `number`, how many rows a line stands for. Parameters: whether to sort by relevance, whether to
    sort by distance, the size of the page, its offset. Each line has all the `counts`, as JSON;
    when no row is on the page, one line without an id has them.
    """

    template = """
    WITH matching AS MATERIALIZED (
        SELECT *, has_type AND has_contrat AND has_domaine AND has_temps AND has_horaires AS has_all
        FROM (%(subquery)s) AS one_or_more
    ),
    found AS (
        SELECT row_id, newest, distance_km, %%s AND named AS by_name, rank,
            CASE WHEN %%s THEN distance_km END AS nearness
        FROM matching
        WHERE has_all
        ORDER BY by_name DESC, rank DESC, nearness, newest DESC, row_id DESC
        LIMIT %%s OFFSET %%s
    ),
    counted AS (
        SELECT facet, value, sum(number) AS number
        FROM matching, LATERAL (
            VALUES
                ('all', '1', has_all),
                ('all', 'named', has_all AND named),
                ('type', kind, has_contrat AND has_domaine AND has_temps AND has_horaires),
                ('contrat', contract, has_type AND has_domaine AND has_temps AND has_horaires),
                ('domaine', domain, has_type AND has_contrat AND has_temps AND has_horaires),
                ('temps', working_time, has_type AND has_contrat AND has_domaine AND has_horaires),
                ('debutant', '1', has_all AND beginner_accepted),
                ('sans_permis', '1', has_all AND no_licence),
                ('siae', '1', has_all AND siae),
                ('handicap', '1', has_all AND disabled_workers_welcome)
            UNION ALL
            SELECT 'horaires', schedule, has_type AND has_contrat AND has_domaine AND has_temps
            FROM unnest(schedules) AS schedule
        ) AS told (facet, value, is_left)
        WHERE is_left AND value <> ''
        GROUP BY facet, value
    )
    SELECT o.id, o.kind, o.source, o.url, o.title, o.summary, o.organisation_id,
        o.organisation_name, o.organisation_slug, o.organisation_logo, o.commune_code,
        o.commune_name, o.postal_code,
        o.position, o.precision, o.occupation_code, o.occupation_label, o.domain, o.contract,
        o.duration_months, o.weekly_hours, o.working_time, o.schedules, o.beginner_accepted,
        o.no_licence, o.siae, o.disabled_workers_welcome, o.transport, o.positions, o.starts_at,
        o.ends_at, o.published_at, o.updated_at, o.expires_at, o.details, found.distance_km,
        (SELECT json_agg(json_build_array(facet, value, number))::text FROM counted) AS counts
    FROM (SELECT) AS always
    LEFT JOIN found ON true
    LEFT JOIN search_opportunity AS o ON o.id = found.row_id
    ORDER BY by_name DESC, rank DESC, nearness, newest DESC, row_id DESC
    """


class Members(Statement):
    """What is shown one by one of a map: single rows, and the newest of each pile.

    The queryset has the columns of `Member`, `position` and `published_at`. Parameters: the ids of
    single rows; arrays of the piles' least ids and of their extents, west to north; how many rows
    of a pile are shown. Each line begins with the least id of its group.
    """

    template = """
    WITH matching AS NOT MATERIALIZED (%(subquery)s)
    SELECT id, id, kind, title, url, precision, organisation_name, commune_name, contract, starts_at
    FROM search_opportunity WHERE id = ANY(%%s)
    UNION ALL
    SELECT pile.first_id, shown.*
    FROM unnest(%%s::bigint[], %%s::float8[], %%s::float8[], %%s::float8[], %%s::float8[])
        AS pile (first_id, west, south, east, north),
    LATERAL (
        SELECT id, kind, title, url, precision, organisation_name, commune_name, contract, starts_at
        FROM matching
        WHERE position <@ box(point(west, south), point(east, north))
        ORDER BY published_at DESC, id DESC
        LIMIT %%s
    ) AS shown
    """
