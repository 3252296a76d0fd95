"""Messages that were queued together, stopped for now or for good while workers send them.

What waits is stopped at once. A worker may have one in hand: it leaves if its end was handed over,
else it is stopped by what its dispatch says. So both rows are written, the dispatch first: a worker
that finds it halted locks it before it puts the message aside.
"""

from django.db import transaction
from django.db.models import Case, Value, When
from django.utils import timezone
from post_office.models import Email

from snippets.mail.models import Delivery, Dispatch, DispatchQuerySet

_WAITS = (Delivery.QUEUED, Delivery.REQUEUED)
_OVER = (Delivery.SENT, Delivery.WITHHELD)


@transaction.atomic
def hold(*, dispatches: DispatchQuerySet) -> int:
    """Keep these messages from leaving until `release`; return how many were stopped."""
    dispatches.exclude(email__status__in=_OVER).update(halted=Dispatch.Halted.HELD)
    waiting = Email.objects.filter(pk__in=dispatches.values("pk"), status__in=_WAITS)
    return waiting.update(status=Delivery.HELD, last_updated=timezone.now())


@transaction.atomic
def release(*, dispatches: DispatchQuerySet) -> int:
    """Let them leave again, each when it would have; return how many were held."""
    dispatches.filter(halted=Dispatch.Halted.HELD).update(halted="")
    held = Email.objects.filter(pk__in=dispatches.values("pk"), status=Delivery.HELD)
    return held.update(
        status=Case(
            When(number_of_retries__gt=0, then=Value(Delivery.REQUEUED.value)),
            default=Value(Delivery.QUEUED.value),
        ),
        last_updated=timezone.now(),
    )


@transaction.atomic
def cancel(*, dispatches: DispatchQuerySet) -> int:
    """Withhold for good what has not left; return how many were stopped.

    What failed or may have left stays as it is, and cannot be sent again.
    """
    dispatches.exclude(email__status__in=_OVER).update(halted=Dispatch.Halted.CANCELLED)
    waiting = Email.objects.filter(
        pk__in=dispatches.values("pk"), status__in=(*_WAITS, Delivery.HELD)
    )
    stopped = waiting.update(status=Delivery.WITHHELD, last_updated=timezone.now())
    dispatches.filter(email__status=Delivery.WITHHELD, withheld="").update(
        withheld=Dispatch.Withheld.CANCELLED
    )
    return stopped


def stop_in_hand(email: Email) -> bool:
    """Put aside a claimed message whose dispatch was halted; False when it may leave.

    Held, or withheld when it was cancelled, be it since the caller looked.
    """
    with transaction.atomic(durable=True):
        dispatch = Dispatch.objects.select_for_update().get(pk=email.pk)
        if not dispatch.halted:
            return False
        is_over = dispatch.halted == Dispatch.Halted.CANCELLED
        if is_over:
            Dispatch.objects.filter(pk=email.pk).update(withheld=Dispatch.Withheld.CANCELLED)
        Email.objects.filter(pk=email.pk, status=Delivery.SENDING).update(
            status=Delivery.WITHHELD if is_over else Delivery.HELD, last_updated=timezone.now()
        )
    return True
