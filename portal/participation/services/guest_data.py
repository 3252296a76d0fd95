"""What somebody without an account does with their own data: a link, a withdrawal, the erasure."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.models import User
from portal.participation.data_links import my_data_url
from portal.participation.guests import activities, held, withdrawal_of
from portal.participation.models import Agreement, CallBack, FrozenCv, Participant
from portal.participation.services.agreements import withdraw_agreement
from portal.participation.services.cvs import erase_frozen_cv
from portal.participation.services.questions import drop
from portal.participation.signals import participant_erased, participant_erasing
from portal.personal_data.register import OnErasure
from snippets.addresses import normal_address
from snippets.mail.queue import queue_mail
from snippets.site import absolute_url

KEPT = timedelta(days=2 * 365)
# Somebody whose address or number was never proved, once what waited for it is closed.
UNPROVED = timedelta(days=14)
BATCH = 500
ALLOW = "SELECT set_config('declic.audit_maintenance', %s, true)"


@transaction.atomic
def send_links(*, address: str) -> None:
    """Write to an address what is known of it, and how to see it; nothing known is said as well.

    The screen says the same whatever is found. One line for each person: couples share addresses.
    """
    address = normal_address(address)
    people = Participant.objects.at_address(address).filter(erased_at=None).order_by("pk")
    has_account = User.objects.filter(email=address, is_active=True).exists()
    queue_mail(
        "guest_data",
        to=address,
        context={
            "people": "\n\n".join(f"{person.name}\n{my_data_url(person)}" for person in people),
            "account_url": absolute_url("accounts:my_data") if has_account else "",
        },
    )


@transaction.atomic
def withdraw_one(*, agreement: Agreement, actor: Actor) -> None:
    """Withdraw one agreement, and what it was about. Raises DomainError."""
    withdrawal = withdrawal_of(agreement)
    if withdrawal is not None:
        withdrawal(agreement, actor)
    withdraw_agreement(agreement=agreement)


@transaction.atomic
def erase_guest(*, participant: Participant) -> None:
    """Erase somebody without an account: what the register deletes or redacts, CVs, questions.

    What they applied and registered for is withdrawn; counts stay. Twice is once.
    """
    person = Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
    if person.erased_at is not None or person.user_id is not None:
        return
    participant_erasing.send(Participant, participant=person)
    drop(participant=person)
    for frozen in FrozenCv.objects.filter(participant=person, erased_at=None):
        erase_frozen_cv(frozen=frozen)
    now = timezone.now()
    Agreement.objects.active().filter(participant=person).update(withdrawn_at=now)
    _maintenance(on=True)
    for holding, rows in held(person):
        if holding.on_erasure == OnErasure.DELETE:
            rows.delete()
        elif holding.on_erasure == OnErasure.REDACT and holding.redacted:
            rows.update(**holding.redacted)
    _maintenance(on=False)
    # What names the person stands here, whatever the register says.
    CallBack.objects.filter(participant=person).delete()
    person.first_name = person.last_name = person.email = person.phone = ""
    person.email_confirmed_at, person.commune, person.erased_at = None, None, now
    person.save()
    participant_erased.send(Participant, participant=person)


def erase_old_guests(now: datetime | None = None) -> int:
    """Erase the guests of whom there is nothing since two years, or who never proved anything.

    One transaction for each: killed, it goes on at the next run.
    """
    now = now or timezone.now()
    erased = 0
    for lasts, unproved in ((KEPT, False), (UNPROVED, True)):
        people = Participant.objects.guests().filter(erased_at=None, created_at__lt=now - lasts)
        since = now - KEPT
        if unproved:
            people = people.filter(email_confirmed_at=None).exclude(agreements__how__in=_HEARD)
        for activity in activities():
            people = people.exclude(pk__in=activity(since))
        people = people.exclude(call_backs__asked_at__gte=since)
        for person in people.order_by("pk").distinct()[:BATCH]:
            erase_guest(participant=person)
            erased += 1
    return erased


# Somebody else wrote down that they agreed: they are known to the helper.
_HEARD = (Agreement.How.IN_PERSON, Agreement.How.PHONE, Agreement.How.WRITTEN)


def _maintenance(*, on: bool) -> None:
    """Let facts be redacted in this transaction."""
    with connection.cursor() as cursor:
        cursor.execute(ALLOW, ["on" if on else "off"])
