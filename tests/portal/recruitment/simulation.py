"""Sessions lived from the opening of registration to the door, by people drawn from a seed.

A quarter of the people cancel, three in ten never answer a message nor the phone, some decline. The
same people meet two allocators: the site's services (`Site`), on the database, and one that knows
what each will answer (`Oracle`). Both are bound by the same hours, the same deadlines, one offer at
a time for each person, and the same officer who calls once nothing is offered by itself.
"""

import heapq
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from portal.accounts.actors import SITE
from portal.participation.models import Agreement, Participant
from portal.participation.texts import REGISTER
from portal.recruitment.errors import FullError
from portal.recruitment.hours import deadline_of, is_night, next_day_time, offers_are_over
from portal.recruitment.models import PlaceOffer, Registration, Roster
from portal.recruitment.services import call_list, cancelling, offers, registering
from portal.recruitment.services.places import occupancy
from portal.recruitment.states import HOLDING, Role, Status
from tests.portal.recruitment.lists import at, make_roster

CANCELS, IS_SILENT, DECLINES = 0.25, 0.30, 0.10
CALL = timedelta(minutes=15)
# Somebody who was not reached is not called again within the hour.
CALL_AGAIN = timedelta(hours=1)
OFFICE_OPENS, OFFICE_CLOSES = 8, 18


@dataclass(frozen=True)
class Person:
    """What one will do, whatever the allocator."""

    number: int
    registers_at: datetime
    cancels_at: datetime | None
    is_silent: bool
    declines: bool
    thinks_for: timedelta

    def answer(self) -> bool | None:
        """To an offer or to the phone; None is silence."""
        return None if self.is_silent else not self.declines


@dataclass(frozen=True)
class Story:
    """A session and its people."""

    roster: dict[str, Any]
    people: list[Person]

    @classmethod
    def drawn(cls, seed: int) -> "Story":
        """The same story for the same seed."""
        draw = random.Random(seed)
        starts_at = at(15, draw.choice((9, 10, 14, 17)))
        opens_at = starts_at - timedelta(days=draw.randint(4, 10))
        before = draw.choice((timedelta(0), timedelta(hours=12), timedelta(days=1)))
        slots = draw.choice((0, 0, 3, 4))
        capacity = slots * 2 or draw.randint(4, 8)
        roster = {
            "starts_at": starts_at,
            "opens_at": opens_at,
            "closes_at": starts_at - before,
            "waiting_list_size": 40,
            **({"slots": slots, "at_once": 2} if slots else {"capacity": capacity}),
        }
        open_for = (starts_at - before - opens_at).total_seconds()
        people = []
        for number in range(round(capacity * draw.uniform(1.4, 2.6))):
            # Most people come in the first days.
            registers_at = opens_at + timedelta(seconds=int(open_for * draw.random() ** 2))
            left = (starts_at - registers_at).total_seconds()
            cancels = draw.random() < CANCELS
            people.append(
                Person(
                    number=number,
                    registers_at=registers_at,
                    # More and more as the day comes.
                    cancels_at=registers_at + timedelta(seconds=int(left * draw.random() ** 0.5))
                    if cancels
                    else None,
                    is_silent=draw.random() < IS_SILENT,
                    declines=draw.random() < DECLINES,
                    thinks_for=timedelta(minutes=5 + int(draw.expovariate(1 / 300))),
                )
            )
        return cls(roster, sorted(people, key=lambda person: person.registers_at))


@dataclass
class Clock:
    """Events in order of time; those of the same moment in the order in which they were added."""

    now: datetime
    events: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)
    count: int = 0

    def add(self, moment: datetime, event: Callable[[], None]) -> None:
        self.count += 1
        heapq.heappush(self.events, (moment, self.count, event))

    def run(self, until: datetime, after_each: Callable[[], None]) -> None:
        while self.events and self.events[0][0] < until:
            self.now, _, event = heapq.heappop(self.events)
            event()
            after_each()


class Allocator:
    """The life of a story, and the officer; each allocator gives places in its own way."""

    def __init__(self, story: Story, roster: Roster) -> None:
        self.story, self.roster = story, roster
        self.clock = Clock(roster.opens_at)
        self.called_at: dict[int, datetime] = {}
        for person in story.people:
            self.clock.add(person.registers_at, lambda person=person: self.register(person))
            if person.cancels_at:
                self.clock.add(person.cancels_at, lambda person=person: self.cancel(person))
        morning = roster.opens_at
        while (morning := next_day_time(morning)) < roster.starts_at:
            self.clock.add(morning, self.offer)
            # The last evening, the office is closed: it opens with the day.
            morning += timedelta(hours=12)
        self.plan_calls()

    def plan_calls(self) -> None:
        """One call after another while the office is open, once nothing is offered by itself."""
        moment = self.roster.starts_at - timedelta(days=2)
        while (moment := moment + CALL) < self.roster.starts_at:
            if OFFICE_OPENS <= moment.hour < OFFICE_CLOSES and offers_are_over(self.roster, moment):
                self.clock.add(moment, self.call)

    def run(self) -> int:
        """Live it; return how many places are taken when the door opens."""
        self.clock.run(self.roster.starts_at, self.check)
        return self.filled()

    def may_be_called(self, number: int) -> bool:
        last = self.called_at.get(number)
        return last is None or self.clock.now - last >= CALL_AGAIN

    def register(self, person: Person) -> None: ...
    def cancel(self, person: Person) -> None: ...
    def offer(self) -> None: ...
    def call(self) -> None: ...
    def check(self) -> None: ...
    def filled(self) -> int: ...


class Oracle(Allocator):
    """Offers a place only to who will take it in time and come, the first of them first."""

    def __init__(self, story: Story, roster: Roster, capacity: int) -> None:
        self.capacity = capacity
        self.seated: set[int] = set()
        self.offered: set[int] = set()
        self.line: list[Person] = []
        super().__init__(story, roster)

    @property
    def free(self) -> int:
        return self.capacity - len(self.seated) - len(self.offered)

    @property
    def willing(self) -> list[Person]:
        """Those in line who would say yes and come, the first first; the others are no loss."""
        return [person for person in self.line if person.answer() and not person.cancels_at]

    def register(self, person: Person) -> None:
        if self.free > 0 and not self.willing:
            self.seated.add(person.number)
        else:
            self.line.append(person)

    def cancel(self, person: Person) -> None:
        self.seated.discard(person.number)
        self.offered.discard(person.number)
        self.line = [other for other in self.line if other != person]
        self.offer()

    def offer(self) -> None:
        now = self.clock.now
        deadline = deadline_of(self.roster, now)
        if deadline is None:
            return
        willing = [person for person in self.willing if now + person.thinks_for < deadline]
        for person in willing[: max(self.free, 0)]:
            self.line.remove(person)
            self.offered.add(person.number)
            self.clock.add(now + person.thinks_for, lambda person=person: self.accept(person))

    def accept(self, person: Person) -> None:
        self.offered.discard(person.number)
        self.seated.add(person.number)

    def call(self) -> None:
        if self.free > 0 and self.willing:
            person = self.willing[0]
            self.line.remove(person)
            self.seated.add(person.number)

    def filled(self) -> int:
        return len(self.seated)


class Site(Allocator):
    """The services of the site; each event is what a request, the job or the officer does."""

    def __init__(self, story: Story, roster: Roster) -> None:
        self.sent: list[tuple[datetime, str]] = []
        self.rows: dict[int, Registration] = {}
        self.numbers: dict[int, int] = {}
        self.slots = dict(roster.slots.values_list("pk", "places"))
        self.people = {person.number: person for person in story.people}
        made = Participant.objects.bulk_create(
            Participant(
                first_name="Alex",
                last_name=f"N{person.number}",
                folded_name=f"n{person.number} alex",
                email=f"alex{person.number}.{roster.pk}@exemple.test",
            )
            for person in story.people
        )
        self.agreements = Agreement.objects.bulk_create(
            Agreement(
                participant=participant,
                purpose=REGISTER.purpose,
                version=REGISTER.version,
                text=REGISTER.text,
                how=Agreement.How.SCREEN,
            )
            for participant in made
        )
        super().__init__(story, roster)

    # What `services.telling` says, with the hour of the story. Nothing else is written by itself.

    def place_offered(self, offer: PlaceOffer) -> bool:
        self.sent.append((self.clock.now, "offer"))
        person = self.people[self.numbers[offer.registration_id]]
        self.clock.add(offer.deadline, self.offer)
        answer, moment = person.answer(), self.clock.now + person.thinks_for
        if answer is not None and moment < offer.deadline:
            self.clock.add(moment, lambda: self.reply(offer, accepts=answer))
        return True

    def offer_expired(self, offer: PlaceOffer) -> bool:
        self.sent.append((self.clock.now, "expired"))
        return True

    def said(self, *_args: Any, **_fields: Any) -> bool:
        """The answer to what somebody has just done, at whatever hour."""
        return True

    def register(self, person: Person) -> None:
        agreement = self.agreements[person.number]
        free = occupancy(self.roster).free_slots
        try:
            row = registering.register(
                roster=self.roster,
                participant=agreement.participant,
                agreement=agreement,
                actor=SITE,
                slot=free[0] if free and self.roster.has_slots else None,
                now=self.clock.now,
            )
        except FullError:
            return
        self.rows[person.number], self.numbers[row.pk] = row, person.number

    def cancel(self, person: Person) -> None:
        row = self.rows.get(person.number)
        if row is not None:
            row.refresh_from_db(fields=["status"])
            if row.status in HOLDING | {Status.WAITLISTED}:
                cancelling.cancel(
                    registration=row, role=Role.PERSON, actor=SITE, now=self.clock.now
                )

    def reply(self, offer: PlaceOffer, *, accepts: bool) -> None:
        offer.refresh_from_db()
        if offer.answer:
            return
        act = offers.accept if accepts else offers.decline
        act(offer=offer, actor=SITE, role=Role.PERSON, now=self.clock.now)

    def offer(self) -> None:
        offers.tick(self.clock.now)

    def call(self) -> None:
        now = self.clock.now
        for row in call_list.people_to_call(self.roster, now):
            number = self.numbers[row.pk]
            if self.may_be_called(number):
                self.called_at[number] = now
                free = occupancy(self.roster).free_slots
                call_list.answer(
                    registration=row,
                    accepts=self.people[number].answer(),
                    slot=free[0] if free and self.roster.has_slots else None,
                    actor=SITE,
                    now=now,
                )
                return

    def check(self) -> None:
        """Never oversold, nobody with two offers, no message at night: after every event."""
        rows = self.roster.registrations.holding().values_list("pk", "status", "slot")
        held = list(rows)
        assert len(held) <= self.roster.capacity
        by_slot = Counter(slot for _, _, slot in held if slot)
        assert all(by_slot[pk] <= places for pk, places in self.slots.items())
        if self.sent:
            assert not is_night(self.sent[-1][0]), self.sent[-1]
        open_offers = PlaceOffer.objects.filter(registration__roster=self.roster, answer="")
        assert sorted(open_offers.values_list("registration", flat=True)) == sorted(
            pk for pk, status, _ in held if status == Status.OFFERED_PLACE
        )

    def filled(self) -> int:
        return self.roster.registrations.filter(status=Status.CONFIRMED).count()


@dataclass(frozen=True)
class Outcome:
    """How many places were taken at the door, of how many, and by the allocator that knows."""

    capacity: int
    site: int
    oracle: int
    offers: int


def lived(seed: int, monkeypatch: Any) -> Outcome:
    """Live one story with both, and leave nothing of it."""
    story = Story.drawn(seed)
    with monkeypatch.context() as patch, transaction.atomic():
        roster = make_roster(**story.roster)
        site = Site(story, roster)
        for name in ("place_offered", "offer_expired"):
            patch.setattr(offers.telling, name, getattr(site, name))
        for name in ("registered", "cancelled"):
            patch.setattr(offers.telling, name, site.said)
        filled = site.run()
        transaction.set_rollback(True)
    return Outcome(
        roster.capacity,
        filled,
        Oracle(story, roster, roster.capacity).run(),
        sum(1 for _, what in site.sent if what == "offer"),
    )
