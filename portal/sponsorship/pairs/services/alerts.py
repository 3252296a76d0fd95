"""The alert: suspends at once, and the coordinator alone learns who gave it and why."""

from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import SITE, Actor
from portal.sponsorship.errors import SponsorshipError
from portal.sponsorship.pairs.apart import kept_apart
from portal.sponsorship.pairs.following import Alert
from portal.sponsorship.pairs.models import Sponsorship
from portal.sponsorship.pairs.services.changing import change, lock_coordinated, lock_pair
from portal.sponsorship.pairs.services.own import lock_own
from portal.sponsorship.pairs.states import REACHED, RUNNING, Role, Side, State
from portal.sponsorship.pairs.tell import tell_both, tell_coordination
from snippets.one_by_one import sum_of_each

STEP = "Alerte"
APART = "Suspendu par le site."
HANDLED = "Cette alerte est déjà traitée."
# A complaint may come once it is over.
ALERTING = RUNNING | {State.COMPLETED, State.BROKEN}


@transaction.atomic
def raise_alert(*, pair: Sponsorship, side: Side, reason: str, actor: Actor) -> Alert:
    """Tell the coordinator that something is wrong, and suspend what runs.

    Both get the same message, so that the mail of one says nothing of who gave it. Once the pair is
    over, it is a complaint: the coordinator alone is told. The same words, as long as nobody has
    dealt with them, are one alert. Raises SponsorshipError.
    """
    found = lock_own(pair, side, actor, ALERTING)
    reason = reason.strip()
    same = found.alerts.filter(side=side, reason=reason, handled_at=None).first()
    if same is not None:
        return same
    alert = Alert.objects.create(pair=found, side=side, raised_by=actor.user, reason=reason)
    if found.state in REACHED:
        change(found, State.SUSPENDED, role=Role(side.value), actor=actor, reason=STEP)
        tell_both(found, "sponsorship_paused")
    tell_coordination(found, "sponsorship_alert")
    return alert


@transaction.atomic
def handle_alert(*, pair: Sponsorship, alert: int, actor: Actor) -> Alert:
    """The coordinator has dealt with one; the pair stays as it is. Raises SponsorshipError."""
    found = lock_coordinated(pair, actor)
    row = found.alerts.filter(pk=alert, handled_at__isnull=True).first()
    if row is None:
        raise SponsorshipError(HANDLED)
    row.handled_at, row.handled_by = timezone.now(), actor.user
    row.save(update_fields=["handled_at", "handled_by"])
    return row


def suspend_kept_apart() -> int:
    """Suspend the pairs of two who may not meet any more; return how many. Why is not kept."""
    rows = Sponsorship.objects.filter(state__in=REACHED).select_related(
        "request__participant__user", "participant__user", "sponsor__user"
    )
    apart = kept_apart(rows)
    return sum_of_each(
        [pair for pair in rows if pair.pk in apart],
        _suspend,
        failed="Pair %s could not be suspended.",
    )


@transaction.atomic
def _suspend(pair: Sponsorship) -> bool:
    found = lock_pair(pair)
    if found.state not in REACHED:
        return False
    change(found, State.SUSPENDED, role=Role.SITE, actor=SITE, reason=APART)
    tell_both(found, "sponsorship_paused")
    tell_coordination(found, "sponsorship_kept_apart")
    return True
