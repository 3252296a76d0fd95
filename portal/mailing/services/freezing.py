"""The list of a campaign: made once, at its approval, and closed from then on.

A trigger (migration 0002) lets rows in and out while the campaign is a draft or submitted, and
never after: nobody can be added to a list that was approved.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction

from portal.mailing.audiences import exclusions
from portal.mailing.audiences.registry import audience_of, rule_of
from portal.mailing.errors import AudienceError, CampaignError
from portal.mailing.models import Campaign
from portal.mailing.states import Status
from portal.mailing.why import service_of

_NOT_NOW = "La liste de cette campagne est déjà arrêtée."
_NOBODY = "Ce public ne contient personne à qui écrire\u00a0: changez ses critères."
# Until the transaction ends: the triggers of the list read it.
_MAINTENANCE = "SELECT set_config('declic.campaign_maintenance', %s, true)"
# What says how a list was made, beside its rows.
_WRITTEN = ("frozen_at", "frozen_count", "rule", "excluded", "author_service", "version")
_OPEN = frozenset({Status.DRAFT, Status.SUBMITTED})


@transaction.atomic
def freeze(*, campaign: Campaign, now: datetime) -> int:
    """Write the list of a campaign and what it was made by; how many it has.

    The caller holds the campaign's row, and approves it afterwards. Raises AudienceError for
    criteria that do not hold or choose nobody, CampaignError when the list is closed.
    """
    if campaign.status not in _OPEN or campaign.frozen_at is not None:
        raise CampaignError(_NOT_NOW)
    rule = rule_of(source=campaign.source, criteria=campaign.criteria, now=now)
    count, excluded = exclusions.insert(
        rule,
        category=audience_of(campaign.source).category.key,
        now=now,
        campaign_id=campaign.pk,
        copied_from=campaign.copied_from_id,
    )
    if not count:
        raise AudienceError(_NOBODY, field="criteria")
    campaign.frozen_at, campaign.frozen_count = now, count
    campaign.rule, campaign.excluded = rule.sentence, excluded
    campaign.author_service = service_of(campaign.author)
    _save_list(campaign)
    return count


@transaction.atomic
def forget_list(*, campaign: Campaign) -> None:
    """Empty the list of a campaign that is a draft again. Raises CampaignError for any other."""
    if campaign.status not in _OPEN:
        raise CampaignError(_NOT_NOW)
    campaign.recipients.all().delete()
    campaign.frozen_at = campaign.frozen_count = None
    campaign.rule, campaign.excluded, campaign.author_service = "", {}, ""
    _save_list(campaign)


@contextmanager
def rewriting_lists() -> Iterator[None]:
    """Let closed lists be redacted or deleted, in this transaction and block alone.

    For the purge of old campaigns; the erasure of a person has the same of every row that only
    grows (`accounts.services.audit.rewriting_history`). What fails in the block undoes the
    transaction, and this with it.
    """
    _let_rewrite("on")
    yield
    _let_rewrite("off")


def _save_list(campaign: Campaign) -> None:
    """What the list is made by; pages that showed another list are old."""
    campaign.version += 1
    campaign.save(update_fields=_WRITTEN)


def _let_rewrite(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_MAINTENANCE, [value])
