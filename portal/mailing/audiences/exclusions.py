"""Whom a campaign leaves out of what its rule found, and why: one statement of the database.

Each address is judged once, in this order: it designates no mailbox, it receives nothing any more,
it stopped this category, it has not agreed, it was written to by a cancelled campaign that this one
is a copy of, it has had enough campaigns this week. Its other rows are duplicates. The row that
stays is the first one that agreed; then by origin, in the order of `Origin`; then the oldest; then
by the keys of organisation and account.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connection, models

from portal.mailing.audiences.contract import COLUMNS, Chosen, Rule
from portal.mailing.models import Origin, Outcome
from snippets.addresses import MAX_ADDRESS, ONE_MAILBOX
from snippets.mail.models import Delivery

# SQL, and its values.
Statement = tuple[str, tuple[Any, ...]]

WEEK = timedelta(days=7)
# What may be in its mailbox: as where failures alone are sent again, what came back was sent.
_WRITTEN_TO = [Outcome.SENT.value, Outcome.UNCERTAIN.value, Outcome.BOUNCED.value]
_IN_ITS_MAILBOX = [
    Delivery.SENDING.value,
    Delivery.HANDED_OVER.value,
    Delivery.SENT.value,
    Delivery.UNCERTAIN.value,
]
# A constant, so that two statements read the same order.
_MAX_LOCAL = 64


class Exclusion(models.TextChoices):
    """Why an address, or one of its rows, is not in the list."""

    MALFORMED = "malformed", "L’adresse ne désigne pas une seule boîte"
    SUPPRESSED = "suppressed", "L’adresse ne reçoit plus nos messages"
    DECLINED = "declined", "La personne ne veut plus de ces messages"
    NO_CONSENT = "no_consent", "La personne n’a pas donné son accord"
    ALREADY = "already", "A déjà reçu ce message"
    TOO_MANY = "too_many", "A déjà reçu assez de campagnes cette semaine"
    DUPLICATE = "duplicate", "L’adresse était déjà dans la liste"


# Each of these is a statement of its own, around the one that `_around` writes in its `{rows}`: the
# query of a rule, for `_JUDGED` and `_ROWS_AT`; its rows once judged, for `_COUNTS` and `_INSERT`.
_ROWS = "{rows}"
_JUDGED = """
WITH RECURSIVE
chosen (address, user_id, organisation_id, origin, since, reason, has_consent) AS ({rows}),
taken_up (id, copied_from_id, status) AS (
    SELECT id, copied_from_id, status FROM mailing_campaign WHERE id = %s AND status <> 'sent'
    UNION
    SELECT earlier.id, earlier.copied_from_id, earlier.status
    FROM mailing_campaign earlier JOIN taken_up ON earlier.id = taken_up.copied_from_id
    WHERE earlier.status <> 'sent'
),
already AS (
    SELECT recipient.address
    FROM taken_up
    JOIN mailing_campaignrecipient recipient ON recipient.campaign_id = taken_up.id
    LEFT JOIN post_office_email email ON email.id = recipient.dispatch_id
    WHERE taken_up.status = 'cancelled'
      AND (recipient.may_have_arrived OR recipient.kept_outcome = ANY(%s) OR email.status = ANY(%s))
),
busy AS (
    SELECT recipient.address
    FROM mailing_campaignrecipient recipient
    JOIN mailing_campaign campaign ON campaign.id = recipient.campaign_id
    LEFT JOIN snippets_dispatch dispatch ON dispatch.email_id = recipient.dispatch_id
    WHERE recipient.campaign_id IS DISTINCT FROM %s
      AND recipient.withheld = '' AND coalesce(dispatch.withheld, '') = ''
      AND campaign.status NOT IN ('draft', 'submitted')
      AND (campaign.status <> 'cancelled' OR recipient.dispatch_id IS NOT NULL)
      AND greatest(campaign.frozen_at, campaign.started_at, campaign.ended_at) > %s
    GROUP BY recipient.address
    HAVING count(*) >= %s
),
judged AS (
    SELECT chosen.*,
        CASE
            WHEN chosen.address !~ %s OR length(chosen.address) > %s
                OR length(split_part(chosen.address, '@', 1)) > %s THEN 'malformed'
            WHEN EXISTS (SELECT FROM snippets_suppressedaddress suppressed
                         WHERE suppressed.address = chosen.address) THEN 'suppressed'
            WHEN EXISTS (SELECT FROM snippets_mailrefusal refusal
                         WHERE refusal.category = %s AND refusal.address = chosen.address)
                THEN 'declined'
            WHEN NOT chosen.has_consent THEN 'no_consent'
            WHEN EXISTS (SELECT FROM already WHERE already.address = chosen.address) THEN 'already'
            WHEN EXISTS (SELECT FROM busy WHERE busy.address = chosen.address) THEN 'too_many'
            ELSE ''
        END AS verdict
    FROM chosen
),
ranked AS (
    SELECT judged.*,
        row_number() OVER (
            PARTITION BY address
            ORDER BY has_consent DESC, array_position(%s::text[], origin::text), since,
                organisation_id, user_id
        ) AS place
    FROM judged
)
SELECT ranked.*, CASE WHEN place > 1 THEN 'duplicate' ELSE verdict END AS exclusion
FROM ranked
"""
# Two columns, for the database writes what is read twice: no reason is made. Some addresses of the
# list, in an order that is nobody's and the same each time, without sorting the others.
_COUNTS = """
WITH told AS (SELECT address, exclusion FROM ({rows}) AS final)
SELECT exclusion, count(*), CASE WHEN exclusion = '' THEN ARRAY(
    SELECT address FROM told WHERE exclusion = '' ORDER BY md5(address) LIMIT %s) END
FROM told GROUP BY exclusion
"""
_INSERT = """
WITH final AS ({rows}),
added AS (
    INSERT INTO mailing_campaignrecipient
        (campaign_id, address, user_id, organisation_id, origin, since, reason, withheld,
         kept_outcome)
    SELECT %s, address, user_id, organisation_id, origin, since, reason, '', ''
    FROM final WHERE exclusion = ''
)
SELECT exclusion, count(*) FROM final GROUP BY exclusion
"""
_ROWS_AT = """
WITH chosen (address, user_id, organisation_id, origin, since, reason, has_consent) AS ({rows})
SELECT address, user_id, organisation_id, origin, since, reason, has_consent
FROM chosen WHERE address = ANY(%s)
"""
_BUSY_SINCE = """
SELECT recipient.address
FROM mailing_campaignrecipient recipient
JOIN snippets_dispatch dispatch ON dispatch.email_id = recipient.dispatch_id
JOIN post_office_email email ON email.id = dispatch.email_id
WHERE recipient.campaign_id <> %s AND recipient.address = ANY(%s)
  AND dispatch.withheld = '' AND greatest(email.created, email.last_updated) > %s
GROUP BY recipient.address
HAVING count(*) >= %s
"""


def counts(
    rule: Rule, *, category: str, now: datetime, some: int, copied_from: int | None = None
) -> tuple[int, dict[str, int], list[str]]:
    """How many addresses would be written to, how many rows are left out by reason, `some` of them.

    The sum is how many rows the rule found; `some` is how many addresses come as examples.
    """
    found = _judge(
        _COUNTS,
        rule,
        category=category,
        now=now,
        campaign_id=None,
        copied_from=copied_from,
        more=(some,),
    )
    sampled: list[str] = next((addresses for key, _, addresses in found if not key), [])
    return *_summed([(key, count) for key, count, _ in found]), sampled


def insert(
    rule: Rule,
    *,
    category: str,
    now: datetime,
    campaign_id: int,
    copied_from: int | None = None,
) -> tuple[int, dict[str, int]]:
    """Write the list of a campaign in one statement; the same numbers as `counts`."""
    return _summed(
        _judge(
            _INSERT,
            rule,
            category=category,
            now=now,
            campaign_id=campaign_id,
            copied_from=copied_from,
            more=(campaign_id,),
        )
    )


def rows_at(rule: Rule, addresses: Sequence[str]) -> list[dict[str, Any]]:
    """What a rule finds now at these addresses, as rows of `COLUMNS`, exclusions aside."""
    try:
        found = _fetch(*_around(_ROWS_AT, _statement_of(rule), (list(addresses),)))
    except EmptyResultSet:
        return []
    return [dict(zip(COLUMNS, row, strict=True)) for row in found]


@lru_cache(maxsize=8)
def _statement_of(rule: Rule) -> Statement:
    """The query of a rule, written once for each object: it is asked for many messages.

    Raises EmptyResultSet when the ORM knows that it finds nobody.
    """
    sql, parameters = rule.chosen.query.sql_with_params()
    return sql, tuple(parameters)


def first_rows(rule: Rule, addresses: Sequence[str]) -> list[Chosen]:
    """At each of these addresses where the rule finds somebody, the row that a list would keep."""
    kept: dict[str, Chosen] = {}
    for row in sorted(rows_at(rule, addresses), key=_rank):
        del row["has_consent"]
        kept.setdefault(row["address"], Chosen(**row))
    return list(kept.values())


def _rank(row: dict[str, Any]) -> tuple[Any, ...]:
    """The order of `_JUDGED`."""
    since, organisation, user = row["since"], row["organisation_id"], row["user_id"]
    return (
        not row["has_consent"],
        Origin.values.index(row["origin"]),
        since is None,
        since.timestamp() if since else 0,
        organisation is None,
        organisation or 0,
        user is None,
        user or 0,
    )


def busy_among(addresses: Sequence[str], *, campaign_id: int, now: datetime) -> set[str]:
    """Those to whom other campaigns queued as many messages this week as the setting allows."""
    limit = settings.CAMPAIGNS_PER_WEEK
    found = _fetch(_BUSY_SINCE, (campaign_id, list(addresses), now - WEEK, limit))
    return {address for (address,) in found}


def _judge(
    asked: str,
    rule: Rule,
    *,
    category: str,
    now: datetime,
    campaign_id: int | None,
    copied_from: int | None,
    more: tuple[Any, ...],
) -> list[tuple[Any, ...]]:
    """What is asked of the rows of a rule once they are judged; `more` are its parameters."""
    judged = (
        copied_from,
        _WRITTEN_TO,
        _IN_ITS_MAILBOX,
        campaign_id,
        now - WEEK,
        settings.CAMPAIGNS_PER_WEEK,
        ONE_MAILBOX,
        MAX_ADDRESS,
        _MAX_LOCAL,
        category,
        Origin.values,
    )
    try:
        rows = _around(_JUDGED, _statement_of(rule), judged)
    except EmptyResultSet:
        return []
    return _fetch(*_around(asked, rows, more))


def _around(outer: str, rows: Statement, parameters: tuple[Any, ...]) -> Statement:
    """A constant of this module around the statement that gives its rows, whose values come first.

    The one place that puts SQL into SQL. Nothing that anybody typed is in it: values stay apart.
    """
    sql, values = rows
    return outer.replace(_ROWS, sql), (*values, *parameters)


def _fetch(sql: str, parameters: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def _summed(found: list[tuple[Any, ...]]) -> tuple[int, dict[str, int]]:
    by_reason = dict(found)
    excluded = {key: by_reason[key] for key in Exclusion.values if key in by_reason}
    return by_reason.get("", 0), excluded
