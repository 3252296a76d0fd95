"""A place that is free goes to the first who waits, until the deadline, then to the next.

Every function that takes a place locks the list first, then counts. `tick` is the job of each
minute: killed or run twice, it does no harm, for each list is one transaction under that lock.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from pages.models.session import SessionStatus
from portal.accounts.actors import SITE, Actor
from portal.participation.models import CallBack
from portal.recruitment import wording
from portal.recruitment.errors import FullError, RecruitmentError
from portal.recruitment.hours import deadline_of, is_night
from portal.recruitment.models import PlaceOffer, Registration, Roster, Slot
from portal.recruitment.services import telling
from portal.recruitment.services.changing import change
from portal.recruitment.services.places import locked, occupancy, slot_of
from portal.recruitment.states import HOLDING, Role, Status
from snippets import french
from snippets.one_by_one import sum_of_each

GONE = "Cette place n’est plus proposée."
TOO_LATE = "Le délai pour répondre est passé\u00a0: la place va à la personne suivante."
NOT_HELD = "Cette rencontre n’a pas lieu à cette date."
NO_SLOT = "Choisissez une heure de passage."
SLOT_TAKEN = "Il n’y a plus de place à {hour}. Choisissez une autre heure."
NO_PLACE = "Aucune place n’est libre."
TO_CALL = "Une place est libre à «\u00a0{title}\u00a0»\u00a0: à proposer avant {until}"
NOT_WAITING = "Cette personne n’est pas en liste d’attente."


def offer_places(*, roster: Roster, now: datetime) -> list[PlaceOffer]:
    """Offer each free place to one person who waits, in order of arrival; none at night.

    Who calls holds the lock of `roster`. Each offer holds its place until it is answered.
    """
    deadline = deadline_of(roster, now)
    if deadline is None:
        return []
    seats = occupancy(roster).free_seats
    line = roster.registrations.in_line().select_related("participant__user", "helped_by")
    made = []
    for registration, slot in zip(line[: len(seats)], seats, strict=False):
        registration.roster, registration.slot = roster, slot
        change(registration, Status.OFFERED_PLACE, role=Role.SITE, actor=SITE, now=now)
        offer = PlaceOffer.objects.create(
            registration=registration, slot=slot, sent_at=now, deadline=deadline
        )
        if not telling.place_offered(offer):
            _have_called(registration, deadline)
        made.append(offer)
    return made


@transaction.atomic
def accept(
    *,
    offer: PlaceOffer,
    actor: Actor,
    role: Role,
    slot: Slot | None = None,
    now: datetime | None = None,
) -> Registration:
    """Take the place that was offered, at its hour or at another that is free; twice is once.

    Raises RecruitmentError when it is too late, FullError when the hour chosen is taken.
    """
    now = now or timezone.now()
    registration = locked(offer.registration)
    offer = registration.place_offers.select_related("slot").get(pk=offer.pk)
    if offer.answer == PlaceOffer.Answer.ACCEPTED:
        return registration
    _refuse_closed(offer, registration.roster, now)
    wanted = slot_of(registration.roster, slot, message=NO_SLOT)
    if wanted and wanted.pk != offer.slot_id:
        _refuse_full(registration.roster, wanted)
        registration.slot = wanted
    if registration.roster.has_slots and not (registration.slot and registration.slot.places):
        # The page has other hours since.
        raise RecruitmentError(NO_SLOT, field="slot")
    change(registration, Status.CONFIRMED, role=role, actor=actor, now=now)
    telling.registered(registration)
    return registration


@transaction.atomic
def decline(
    *, offer: PlaceOffer, actor: Actor, role: Role, now: datetime | None = None
) -> Registration:
    """Leave the place to the next person, at once if it is day; twice is once.

    Raises RecruitmentError when the offer was closed otherwise.
    """
    now = now or timezone.now()
    registration = locked(offer.registration)
    offer = registration.place_offers.get(pk=offer.pk)
    if offer.answer == PlaceOffer.Answer.DECLINED:
        return registration
    if offer.answer:
        raise RecruitmentError(GONE)
    registration.slot = None
    change(registration, Status.DECLINED, role=role, actor=actor, now=now)
    offer_places(roster=registration.roster, now=now)
    return registration


def expire(*, roster: Roster, now: datetime) -> list[Registration]:
    """Close the offers that nobody answered in time, and say so; nothing at night.

    Who calls holds the lock of `roster`, and offers the places to the next.
    """
    if is_night(now):
        return []
    late = PlaceOffer.objects.filter(
        registration__roster=roster, answer="", deadline__lte=now
    ).select_related("registration__participant__user", "registration__helped_by", "slot")
    expired = []
    for offer in late.order_by("registration__arrival"):
        registration = offer.registration
        registration.roster, registration.slot = roster, None
        change(registration, Status.OFFER_EXPIRED, role=Role.SITE, actor=SITE, now=now)
        telling.offer_expired(offer)
        expired.append(registration)
    return expired


def take_back(*, roster: Roster, now: datetime, note: str) -> None:
    """Close the open offers of a session that changed: each goes back to its rank.

    Who calls holds the lock of `roster`, and tells the people.
    """
    for registration in roster.registrations.filter(status=Status.OFFERED_PLACE):
        registration.roster, registration.slot = roster, None
        change(registration, Status.WAITLISTED, role=Role.SITE, actor=SITE, now=now, note=note)


@transaction.atomic
def promote(
    *, registration: Registration, slot: Slot | None, actor: Actor, now: datetime | None = None
) -> Registration:
    """Give a free place to somebody who waits, whatever their rank: by hand, by who manages.

    Raises RecruitmentError when they do not wait, FullError when no place is free.
    """
    now = now or timezone.now()
    return give_place(locked(registration), slot=slot, actor=actor, now=now)


def give_place(
    registration: Registration, *, slot: Slot | None, actor: Actor, now: datetime
) -> Registration:
    """The same, of a registration that is read under the lock."""
    roster = registration.roster
    if not roster.takes_place or roster.ends_at <= now:
        raise RecruitmentError(NOT_HELD)
    if registration.status != Status.WAITLISTED:
        raise RecruitmentError(NOT_WAITING)
    if not occupancy(roster).can_seat:
        raise FullError(NO_PLACE)
    wanted = slot_of(roster, slot, message=NO_SLOT)
    if roster.has_slots:
        if wanted is None:
            raise RecruitmentError(NO_SLOT, field="slot")
        _refuse_full(roster, wanted)
    registration.slot = wanted
    change(registration, Status.CONFIRMED, role=Role.MANAGER, actor=actor, now=now)
    telling.registered(registration)
    return registration


def tick(now: datetime | None = None) -> int:
    """Close what nobody answered, offer what is free; return how many lists were looked at.

    One query when there is nothing to do. A list that somebody holds waits for the next minute; one
    that fails is logged, and holds nobody else back.
    """
    now = now or timezone.now()
    if is_night(now):
        return 0
    return sum_of_each(
        due_rosters(now).values_list("pk", flat=True),
        lambda pk: _tick_one(pk, now),
        failed="places of list %s were not offered",
    )


def due_rosters(now: datetime) -> QuerySet[Roster]:
    """The lists with an offer past its deadline, or with both a free place and somebody waiting."""
    rows = Registration.objects.filter(roster=OuterRef("pk")).order_by().values("roster")
    held = rows.filter(status__in=HOLDING, came_unexpected=False).annotate(n=Count("pk"))
    waiting = Registration.objects.filter(roster=OuterRef("pk"), status=Status.WAITLISTED)
    late = PlaceOffer.objects.filter(answer="", deadline__lte=now)
    has_free = (
        Roster.objects.filter(
            Exists(waiting),
            status=SessionStatus.SCHEDULED,
            taken_down_at__isnull=True,
            closes_at__gt=now,
            starts_at__gt=now,
        )
        .annotate(held=Coalesce(Subquery(held.values("n")), 0))
        .filter(held__lt=F("capacity"))
    )
    return Roster.objects.filter(
        Q(pk__in=late.values("registration__roster")) | Q(pk__in=has_free.values("pk"))
    ).order_by("pk")


@transaction.atomic
def _tick_one(pk: int, now: datetime) -> int:
    roster = (
        Roster.objects.select_for_update(no_key=True, skip_locked=True, of=("self",))
        .select_related("organisation", "commune")
        .filter(pk=pk)
        .first()
    )
    if roster is None:
        return 0
    expire(roster=roster, now=now)
    offer_places(roster=roster, now=now)
    return 1


def _refuse_closed(offer: PlaceOffer, roster: Roster, now: datetime) -> None:
    if offer.answer == PlaceOffer.Answer.EXPIRED or (not offer.answer and offer.deadline <= now):
        raise RecruitmentError(TOO_LATE)
    if offer.answer:
        raise RecruitmentError(GONE)
    if not roster.takes_place:
        raise RecruitmentError(NOT_HELD)


def _refuse_full(roster: Roster, slot: Slot) -> None:
    if not occupancy(roster).has_room(slot):
        raise FullError(SLOT_TAKEN.format(hour=french.hour(slot.starts_at)), field="slot")


def _have_called(registration: Registration, deadline: datetime) -> None:
    """Put on the officers' list somebody to whom nothing can be written: the call answers for them.

    The line goes with the offer.
    """
    person, roster = registration.participant, registration.roster
    if person.phone:
        CallBack.objects.create(
            participant=person,
            phone=person.phone,
            purpose=CallBack.Purpose.REGISTRATION,
            subject_id=registration.pk,
            page_id=roster.page_id,
            about=TO_CALL.format(title=roster.told_title, until=wording.moment(deadline))[:300],
        )
