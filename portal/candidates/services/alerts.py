"""Saving a search, confirming it, stopping it: one function for each, in one transaction.

Everything about the alerts of an address holds the lock of its row: twenty places, each once.
"""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from portal.accounts.models import User
from portal.candidates.errors import CandidateError
from portal.candidates.links import confirm_url
from portal.candidates.models import MAX_ALERTS, AlertRecipient, Frequency, SavedSearch
from portal.candidates.searches import MAX_NAME, Search, search_of
from snippets.addresses import normal_address
from snippets.mail.queue import queue_mail

FULL = f"Vous avez déjà {MAX_ALERTS} alertes, c’est le maximum. Supprimez-en une, puis recommencez."
TWICE = "Vous avez déjà cette alerte\u00a0: rien n’a changé."


@transaction.atomic
def save_search(*, user: User, search: Search, frequency: Frequency) -> SavedSearch:
    """Save a search for the confirmed address of an account.

    Raises CandidateError when it is saved and active already, or when there are twenty.
    """
    recipient = _lock(user.email)
    alert = recipient.searches.filter(query=search.query).first()
    if alert and _is_running(alert):
        raise CandidateError(TWICE)
    if alert is None:
        alert = _new(recipient, search, frequency)
    alert.frequency = frequency
    _start(alert)
    return alert


@transaction.atomic
def ask_alert(*, address: str, search: Search, frequency: Frequency) -> None:
    """Write to an address that asks for an alert without signing in.

    Nothing that this returns or raises depends on the address: what it already has is told to it
    alone, by mail. No message says words that a stranger could have chosen for its reader.
    """
    recipient = _lock(address)
    alert = recipient.searches.filter(query=search.query).first()
    if alert and _is_running(alert):
        _say_not_added(recipient, search, is_full=False)
        return
    if not _has_room(recipient) and (alert is None or alert.slot is None):
        _say_not_added(recipient, search, is_full=True)
        return
    if alert is None:
        alert = _new(recipient, search, frequency)
    if alert.is_pending:
        now = timezone.now()
        alert.frequency, alert.created_at = frequency, now
        alert.since = alert.watermark = now
    alert.save()
    queue_mail(
        "alert_confirm",
        to=recipient.address,
        context={
            "search": search.harmless_name,
            "frequency": Frequency(frequency).label.lower(),
            "confirm_url": confirm_url(alert),
        },
    )


@transaction.atomic
def confirm_alert(*, alert: SavedSearch) -> SavedSearch:
    """Start an alert whose address has just said yes; said twice, it is once.

    Raises CandidateError when the address has twenty.
    """
    alert = _lock_one(alert)
    if not _is_running(alert):
        _start(alert)
    return alert


@transaction.atomic
def pause_alert(*, alert: SavedSearch) -> SavedSearch:
    """Send nothing more for an alert until it is resumed."""
    alert = _lock_one(alert)
    if alert.paused_at is None:
        alert.paused_at = timezone.now()
        alert.save(update_fields=["paused_at"])
    return alert


@transaction.atomic
def resume_alert(*, alert: SavedSearch) -> SavedSearch:
    """Send what is published from now on: what came meanwhile is on the search page."""
    alert = _lock_one(alert)
    if not _is_running(alert):
        _start(alert)
    return alert


@transaction.atomic
def change_alert(*, alert: SavedSearch, name: str, frequency: Frequency) -> SavedSearch:
    """Give a name and a frequency; an empty name is what the search looks for."""
    alert = _lock_one(alert)
    alert.name = name.strip()[:MAX_NAME] or search_of(alert.query).name
    alert.frequency = frequency
    alert.save(update_fields=["name", "frequency"])
    return alert


@transaction.atomic
def delete_alert(*, alert: SavedSearch) -> SavedSearch:
    """Delete; it can come back for a day."""
    alert = _lock_one(alert)
    alert.deleted_at = timezone.now()
    alert.save(update_fields=["deleted_at"])
    return alert


@transaction.atomic
def restore_alert(*, alert: SavedSearch) -> SavedSearch:
    """Bring back what has just been deleted, as it was."""
    alert = _lock_one(alert)
    alert.deleted_at = None
    alert.save(update_fields=["deleted_at"])
    return alert


def mark_seen(*, alert: SavedSearch) -> None:
    """The person looks at the results: what is there is no longer new to them."""
    SavedSearch.objects.filter(pk=alert.pk).update(seen_at=timezone.now())


@transaction.atomic
def move_alerts(*, from_address: str, to_address: str) -> None:
    """Let the alerts of an account follow its address; those that it has already stay there."""
    old = AlertRecipient.objects.filter(address=normal_address(from_address)).first()
    if old is None or normal_address(from_address) == normal_address(to_address):
        return
    new = _lock(to_address)
    AlertRecipient.objects.select_for_update().get(pk=old.pk)
    known = set(new.searches.values_list("query", flat=True))
    for alert in old.searches.exclude(query__in=known).filter(slot__isnull=False).order_by("pk"):
        slot = _free_slot(new)
        if slot is None:
            break
        alert.recipient, alert.slot = new, slot
        alert.save(update_fields=["recipient", "slot"])
    told = set(new.told.values_list("opportunity_id", flat=True))
    old.told.exclude(opportunity_id__in=told).update(recipient=new)
    old.delete()


def _lock(address: str) -> AlertRecipient:
    """The row of an address, made when missing, held until the transaction ends."""
    recipient, _ = AlertRecipient.objects.get_or_create(address=normal_address(address))
    return AlertRecipient.objects.select_for_update().get(pk=recipient.pk)


def _lock_one(alert: SavedSearch) -> SavedSearch:
    """An alert as it is now, under the lock of its address. Raises CandidateError: it has gone."""
    if not AlertRecipient.objects.select_for_update().filter(pk=alert.recipient_id).exists():
        message = "Cette alerte n’existe plus."
        raise CandidateError(message)
    current = SavedSearch.objects.select_related("recipient").filter(pk=alert.pk).first()
    if current is None:
        message = "Cette alerte n’existe plus."
        raise CandidateError(message)
    return current


def _new(recipient: AlertRecipient, search: Search, frequency: Frequency) -> SavedSearch:
    """An alert that is not saved, and waits for its address to say yes."""
    now = timezone.now()
    return SavedSearch(
        recipient=recipient,
        query=search.query,
        name=search.name,
        frequency=frequency,
        created_at=now,
        since=now,
        watermark=now,
    )


def _is_running(alert: SavedSearch) -> bool:
    return bool(alert.confirmed_at and not alert.paused_at and not alert.deleted_at)


def _start(alert: SavedSearch) -> None:
    """Give an alert its place, and count what is new from now. Raises CandidateError."""
    now = timezone.now()
    if alert.slot is None:
        alert.slot = _free_slot(alert.recipient)
        if alert.slot is None:
            raise CandidateError(FULL)
    else:
        # A pause ends: what came meanwhile is not sent. A first start keeps when it was asked.
        alert.since = alert.watermark = now
    alert.confirmed_at = alert.confirmed_at or now
    alert.paused_at = alert.deleted_at = None
    alert.save()


def _has_room(recipient: AlertRecipient) -> bool:
    """Whether one more alert would find a place."""
    held = recipient.searches.filter(slot__isnull=False, deleted_at__isnull=True)
    return held.count() < MAX_ALERTS


def _free_slot(recipient: AlertRecipient) -> int | None:
    """The first place that is free, those of deleted alerts included when no other is."""
    taken = set(recipient.searches.exclude(slot=None).values_list("slot", flat=True))
    free = next((slot for slot in range(1, MAX_ALERTS + 1) if slot not in taken), None)
    if free is None:
        deleted = recipient.searches.filter(~Q(slot=None), deleted_at__isnull=False)
        oldest = deleted.order_by("deleted_at").first()
        if oldest:
            free = oldest.slot
            oldest.delete()
    return free


def _say_not_added(recipient: AlertRecipient, search: Search, *, is_full: bool) -> None:
    queue_mail(
        "alert_not_added",
        to=recipient.address,
        context={
            "search": search.harmless_name,
            "is_full": is_full,
            "limit": MAX_ALERTS,
        },
    )
