"""Campaigns that are ready to be agreed to and sent, and what servers answer of their messages."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from post_office.models import Email, RecipientDeliveryStatus

from portal.accounts.models import User
from portal.mailing.ledger import Ledger, counts
from portal.mailing.models import Campaign, CampaignRecipient, Outcome
from portal.mailing.sending import send_round
from portal.mailing.services import lifecycle
from portal.mailing.services.freezing import forget_list
from portal.mailing.states import Status
from snippets.folding import fold_name
from snippets.models import Delivery, Organisation
from tests.factories import CommuneFactory, OrganisationFactory
from tests.portal.mailing.world import campaign
from tests.states import fresh

BODY = "Bonjour {{ organisation_name }}, le forum a lieu le 14 janvier."
# What a status of the mail engine is for a campaign.
OUTCOME_OF: Mapping[int, str] = {
    **dict.fromkeys(Delivery, Outcome.WAITING),
    Delivery.SENT: Outcome.SENT,
    Delivery.FAILED: Outcome.FAILED,
    Delivery.UNCERTAIN: Outcome.UNCERTAIN,
    Delivery.WITHHELD: Outcome.WITHHELD,
}


def companies(count: int, *, name: str = "contact") -> list[str]:
    """So many companies with an address on their sheet; the addresses."""
    addresses = [f"{name}{number}@exemple.test" for number in range(count)]
    commune = CommuneFactory(belfort=True)
    rows = [OrganisationFactory.build(email=address, commune=commune) for address in addresses]
    for row in rows:
        row.folded_name = fold_name(row.name)
    Organisation.objects.bulk_create(rows)
    return addresses


def ready(author: User, **fields: Any) -> Campaign:
    """A draft that nothing refuses."""
    made = campaign(author, **{"reply_to": "reponses@exemple.test", "body": BODY, **fields})
    made.fallbacks.create(variable="organisation_name", text="votre organisation")
    return made


def approved(author: User, **fields: Any) -> Campaign:
    """The same, its list closed."""
    made = ready(author, **fields)
    return lifecycle.submit(campaign=made, user=author, version=made.version)


def act(name: str, row: Campaign, user: User | None = None, **fields: Any) -> Campaign:
    """One act of the author, or somebody else, who read the campaign as it is."""
    row = fresh(row)
    function = getattr(lifecycle, name)
    return function(campaign=row, user=user or row.author, version=row.version, **fields)


def sending(author: User, **fields: Any) -> Campaign:
    """The same, started, and every message queued."""
    row = act("start", approved(author, **fields))
    send_round(campaign_id=row.pk)
    return fresh(row)


def answer(row: Campaign, status: Delivery, count: int | None = None, **fields: Any) -> None:
    """So many of the messages that wait are now in this state, as if a server had said so."""
    waiting = Email.objects.filter(
        dispatch__campaign_recipient__campaign=row, status=Delivery.QUEUED
    )
    keys = list(waiting.order_by("pk").values_list("pk", flat=True)[:count])
    Email.objects.filter(pk__in=keys).update(status=status, last_updated=timezone.now(), **fields)


def bounce(row: Campaign, count: int) -> None:
    """So many of those that left came back."""
    sent = Email.objects.filter(dispatch__campaign_recipient__campaign=row, status=Delivery.SENT)
    keys = list(sent.order_by("pk").values_list("pk", flat=True)[:count])
    Email.objects.filter(pk__in=keys).update(
        recipient_delivery_status=RecipientDeliveryStatus.HARD_BOUNCED
    )


def ledger(row: Campaign) -> Ledger:
    """Its ledger, whose parts are the list."""
    row = fresh(row)
    found = counts(row)
    assert found.parts == found.total == (row.frozen_count or 0)
    return found


def states(row: Campaign) -> dict[str, int]:
    """The statuses of the messages of a campaign: address → status."""
    rows = CampaignRecipient.objects.filter(campaign=row, dispatch__isnull=False)
    return dict(rows.values_list("address", "dispatch__email__status"))


def mails(*keys: str) -> list[tuple[str, str]]:
    """The messages to colleagues that were queued: which, and to whom."""
    rows = Email.objects.filter(dispatch__key__in=keys).order_by("pk")
    return list(rows.values_list("dispatch__key", "dispatch__address"))


def put(row: Campaign, status: Status) -> Campaign:
    """The campaign, which is being sent, in this state as it is then."""
    over = status in {Status.SENT, Status.CANCELLED}
    Campaign.objects.filter(pk=row.pk).update(
        status=status,
        scheduled_at=timezone.now() if status == Status.SCHEDULED else None,
        ended_at=timezone.now() if over else None,
    )
    if over:
        answer(row, Delivery.FAILED)
    if status in {Status.DRAFT, Status.SUBMITTED}:
        forget_list(campaign=fresh(row))
    return fresh(row)
