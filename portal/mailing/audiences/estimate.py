"""What an audience would be, while it is written: how many, who for example, who is left out."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from portal.accounts.models import User
from portal.mailing.audiences import exclusions
from portal.mailing.audiences.contract import Chosen
from portal.mailing.audiences.registry import audience_of, rule_of
from portal.mailing.errors import AudienceError
from portal.mailing.models import sources_for

SAMPLE = 10
_OUT_OF_REACH = "Vous n’écrivez pas à ce public."


@dataclass(frozen=True, slots=True)
class Estimate:
    """An audience as it is now. `excluded` is by `Exclusion`; nothing for a reason means nobody."""

    sentence: str
    count: int
    excluded: dict[str, int] = field(default_factory=dict)
    sample: tuple[Chosen, ...] = ()


def estimate(
    *,
    source: str,
    criteria: Any,
    user: User,
    now: datetime | None = None,
    copied_from: int | None = None,
) -> Estimate:
    """Count an audience, in as many queries whatever its size.

    `copied_from`: the key of the campaign that this one is a copy of. Raises AudienceError for a
    public out of the reach of `user`, and criteria that do not hold.
    """
    now = now or timezone.now()
    audience = audience_of(source)
    if source not in sources_for(user):
        raise AudienceError(_OUT_OF_REACH, field="source")
    rule = rule_of(source=source, criteria=criteria, now=now)
    count, excluded, some = exclusions.counts(
        rule, category=audience.category.key, now=now, some=SAMPLE, copied_from=copied_from
    )
    sample = tuple(exclusions.first_rows(rule, some)) if some else ()
    return Estimate(rule.sentence, count, excluded, sample)
