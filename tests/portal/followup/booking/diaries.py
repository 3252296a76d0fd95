"""Opening hours, invitations and letters, as tests of appointments need them."""

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.booking.models import (
    AppointmentCategory,
    BookingMessage,
    Invitation,
    OpeningHours,
)
from portal.followup.booking.services import choosing, inviting
from portal.followup.booking.slots import free_slots
from portal.followup.models import Appointment, Beneficiary, Professional
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.followup.people_of_the_area import (
    in_test_scope,
    make_beneficiary,
    make_professional,
)

MAIL = "eloise@exemple.test"


@in_test_scope
def make_category(label: str = "Point d’étape", **fields: Any) -> AppointmentCategory:
    """Mandatory, 45 minutes, unless said otherwise."""
    found = AppointmentCategory.unscoped.filter(label=label).first()
    return found or AppointmentCategory.unscoped.create(label=label, **fields)


@in_test_scope
def open_diary(professional: Professional, **fields: Any) -> list[OpeningHours]:
    """Every day from Monday to Saturday, 9 to 12."""
    values = {
        "starts_at": time(9),
        "ends_at": time(12),
        "valid_from": timezone.localdate() - timedelta(days=30),
        "place": "12 rue des Tilleuls, Courlande",
    }
    return [
        OpeningHours.unscoped.create(professional=professional, weekday=day, **(values | fields))
        for day in OpeningHours.Weekday
    ]


def make_case(professional: Professional | None = None, **fields: Any) -> Beneficiary:
    """Somebody with an address, followed by who has hours."""
    professional = professional or make_professional()
    return make_beneficiary(professional, **({"email": MAIL} | fields))


def invite(case: Beneficiary, by: Professional, **fields: Any) -> Invitation:
    """What the adviser sends."""
    values = {"category": make_category()} | fields
    with acting_as(by.user):
        return inviting.invite(beneficiary=case, actor=Actor(by.user), **values)


def slots(professional: Professional, category: AppointmentCategory | None = None) -> list[str]:
    """The keys of what is free."""
    with system_scope(Scope.TEST):
        return [one.key for one in free_slots(professional, category or make_category())]


def choose(invitation: Invitation, position: int = 0) -> Appointment:
    """The person takes one of the free slots."""
    with system_scope(Scope.TEST):
        free = choosing.slots_of(choosing.invitation_of(invitation.token))
    return choosing.choose(token=invitation.token, slot=free[position].key)


@in_test_scope
def messages_of(case: Beneficiary, **names: Any) -> list[BookingMessage]:
    """What was planned or sent, the first first."""
    return list(BookingMessage.unscoped.filter(beneficiary=case, **names).order_by("pk"))


@in_test_scope
def now_of(row: Any) -> Any:
    """The row as the database has it."""
    return type(row).unscoped.get(pk=row.pk)


@in_test_scope
def age(invitation: Invitation, days: int) -> None:
    """As if it had been sent so many days before."""
    ago = timedelta(days=days)
    row = Invitation.unscoped.get(pk=invitation.pk)
    row.round_at -= ago
    if row.deadline_on:
        row.deadline_on -= ago
    row.save()
    for message in row.messages.all():
        message.due_at -= ago
        message.left_at = message.left_at - ago if message.left_at else None
        message.save()


def at(day: Any, hour: int, minute: int = 0) -> datetime:
    """A moment in the site's time zone."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def lay_booking(world: Any) -> None:
    """What the rows of the matrix name, of `case` and of `other_case`."""
    from portal.followup.booking.services import diary, feeds, letters

    for prefix, case, adviser in (
        ("case", world.case, world.adviser),
        ("other", world.other_case, world.other_adviser),
    ):
        hours = open_diary(adviser)
        waiting = invite(case, adviser, by_mail=False)
        (letter,) = messages_of(case, channel="letter")
        actor = Actor(adviser.user)
        with acting_as(adviser.user):
            letters.print_waiting(keys=[letter.pk], actor=actor)
            start = timezone.now() + timedelta(days=20)
            closed = diary.be_unavailable(
                whose=diary.Whose(professional=adviser),
                starts_at=start,
                ends_at=start + timedelta(hours=2),
                actor=actor,
            )
        for name, made in {
            "opening": hours[0],
            "invitation": waiting,
            "letter": letter,
            "closure": closed.unavailability,
        }.items():
            setattr(world, f"{prefix}_{name}", made)
    booked = invite(world.case, world.adviser, by_mail=False, category=make_category("Bilan"))
    choose(booked)
    world.booked_invitation = booked
    world.category = make_category()
    with acting_as(world.adviser.user):
        world.feed_secret = feeds.make_address(
            professional=world.adviser, actor=Actor(world.adviser.user)
        )


def page(invitation, path=""):
    return f"/rendez-vous/{invitation.token}/{path}"
