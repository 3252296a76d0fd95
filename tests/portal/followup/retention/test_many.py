"""Thousands of cases with dates over five years: what remains equals what plain Python computes."""

import random
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from unittest.mock import patch

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection
from django.utils import timezone

from portal.followup.models import (
    Appointment,
    Beneficiary,
    BreachReport,
    CaseDocument,
    CaseRetention,
    Diagnosis,
    EngagementContract,
    Entitlement,
    Exit,
    JournalEntry,
    Orientation,
    RetentionHold,
    SanctionProcedure,
    SlipLine,
    Term,
)
from portal.followup.retention.services import running, slips
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.followup.people_of_the_area import make_professional, make_unit
from tests.portal.followup.retention.laid import TODAY, actor_of, at, manager_of
from tests.sizes import at_size

pytestmark = pytest.mark.django_db

COUNT = at_size(600, 20_000)
DAY = timedelta(days=1)


def add_months(day: date, count: int) -> date:
    """Computed here, apart from the program: the same day, or the last of the month."""
    first = date(day.year + (day.month - 1 + count) // 12, (day.month - 1 + count) % 12 + 1, 1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first.replace(day=min(day.day, (following - DAY).day))


# The nights of the test: notice, archive; a year later, the destruction is announced, then done.
FIRST = TODAY
SECOND = FIRST + 30 * DAY
THIRD = add_months(SECOND, 12) - 30 * DAY
LAST = max(add_months(SECOND, 12), THIRD + 30 * DAY)
NIGHTS = (FIRST, SECOND, THIRD, LAST)


@dataclass
class Person:
    """What the test knows of a case: days of contacts, holds as (from, until)."""

    number: int
    unit: int
    opened: date
    contacts: list[date] = field(default_factory=list)
    holds: list[tuple[date, date]] = field(default_factory=list)
    pk: int = 0

    @property
    def mark(self) -> str:
        return f"zqx{self.number:05d}zqx"

    def last(self, day: date) -> date:
        return max(one for one in (self.opened, *self.contacts) if one <= day)

    def is_held(self, day: date) -> bool:
        return any(since <= day <= until for since, until in self.holds)


def expected(person: Person) -> str:
    """The state after the last night, then the destruction of what was due."""
    state, base, on, destroy_on = "", person.opened, FIRST, None
    for night in NIGHTS:
        contact, held = person.last(night), person.is_held(night)
        if state in {"", "lapsed"}:
            term = add_months(contact, 24)
            if not held and night >= term - 30 * DAY:
                state, base, on = "noticed", contact, max(term, night + 30 * DAY)
        elif contact > base or (state == "noticed" and held):
            state = "lapsed"
        elif state == "noticed":
            if on <= night:
                state, on, destroy_on = "archived", night, None
        else:
            destroy_on = announced(on, destroy_on, night, is_held=held)
    is_due = state == "archived" and destroy_on is not None and destroy_on <= LAST
    return "anonymised" if is_due else state


def announced(archived_on: date, known: date | None, night: date, *, is_held: bool) -> date | None:
    """The day of a destruction that is announced on a night, or was."""
    term = add_months(archived_on, 12)
    if is_held or (known is None and night < term - 30 * DAY):
        return None
    return known or max(term, night + 30 * DAY)


def invented(chance: random.Random) -> list[Person]:
    """Dates over five years; some come back, some are held, at each step."""
    found = []
    for number in range(COUNT):
        opened = TODAY - chance.randrange(30, 5 * 365) * DAY
        person = Person(number, chance.randrange(2), opened)
        ago = (TODAY - opened).days
        person.contacts = [opened + chance.randrange(ago) * DAY for _ in range(chance.randrange(3))]
        turn = chance.random()
        for share, back in ((0.05, FIRST + 10 * DAY), (0.1, SECOND + 90 * DAY), (0.13, LAST)):
            if turn < share:
                person.contacts.append(back)
                break
        if turn > 0.9:
            since = chance.choice([date(2000, 1, 1), FIRST + DAY, SECOND + DAY, THIRD + DAY])
            until = chance.choice([FIRST + 20 * DAY, THIRD, date(2199, 1, 1)])
            if until >= since:
                person.holds.append((since, until))
        found.append(person)
    return found


def moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(10)))


class World:
    """The rows of these people."""

    def __init__(self) -> None:
        self.chance = random.Random(17)
        self.people = invented(self.chance)
        self.units = [make_unit(), make_unit()]
        self.advisers = [make_professional(unit=unit) for unit in self.units]
        self.managers = [manager_of(unit) for unit in self.units]
        self.loaded: set[tuple[int, date]] = set()
        with system_scope(Scope.TEST):
            self.kinds = {term.code: term for term in Term.unscoped.filter(list="journal_kind")}
            self._load()

    def _load(self) -> None:
        rows = Beneficiary.unscoped.bulk_create(
            [
                Beneficiary(
                    birth_name=person.mark,
                    first_name=f"A{person.mark}",
                    birth_date=date(1960 + person.number % 40, 3, 4),
                    identity_key=f"{person.mark}|a|{person.number}",
                    sort_name=person.mark,
                    title="mme" if person.number % 2 else "m",
                    unit=self.units[person.unit],
                    phone="0600000000",
                    address_line=f"12 rue {person.mark}",
                    state="exited" if person.number % 3 == 0 else "active",
                    # Until the statement below.
                    identity_on=person.opened,
                )
                for person in self.people
            ]
        )
        for person, row in zip(self.people, rows, strict=True):
            person.pk = row.pk
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE followup_beneficiary SET created_at = identity_on + interval '12 hours'"
            )
        self._load_pathways()
        self._load_sanctions()
        self.arrive(FIRST)

    def _load_pathways(self) -> None:
        Orientation.unscoped.bulk_create(
            Orientation(
                beneficiary_id=person.pk,
                path=("social", "professional", "socio_professional")[person.number % 3],
                structure=self.advisers[0].structure,
                unit=self.units[person.unit],
                starts_on=person.opened,
                reason=f"Choix de {person.mark}",
            )
            for person in self.people
        )
        Exit.unscoped.bulk_create(
            Exit(
                beneficiary_id=person.pk,
                reason=("employment", "move", "lost")[person.number % 9 // 3],
                on=person.opened + 20 * DAY,
                situation=f"Parti {person.mark}",
            )
            for person in self.people
            if person.number % 3 == 0
        )
        # Written by agents on the very day: no contact.
        JournalEntry.unscoped.bulk_create(
            JournalEntry(
                beneficiary_id=person.pk,
                on=TODAY,
                text=f"Relu {person.mark}",
                profession="social",
                kind=self.kinds["team"],
            )
            for person in self.people
        )
        storage = storages["private"]
        CaseDocument.unscoped.bulk_create(
            CaseDocument(
                beneficiary_id=person.pk,
                title=f"Courrier {person.mark}",
                kind=Term.unscoped.get(list="document_kind", code="letter"),
                media_type="application/pdf",
                size=1,
                sha256="0" * 64,
                file=storage.save(f"followup/{person.mark}.pdf", ContentFile(b"x")),
            )
            for person in self.people
            if person.number % 20 == 0
        )

    def _load_sanctions(self) -> None:
        some = [person for person in self.people if person.number % 25 == 0]
        reports = BreachReport.unscoped.bulk_create(
            BreachReport(
                beneficiary_id=person.pk,
                kind="commitments",
                facts_on=person.opened,
                facts=f"Aucune démarche de {person.mark}",
                reported_by=self.advisers[person.unit],
                structure=self.advisers[person.unit].structure,
            )
            for person in some
        )
        SanctionProcedure.unscoped.bulk_create(
            SanctionProcedure(
                beneficiary_id=person.pk,
                report=report,
                state="closed",
                situation=f"Situation de {person.mark}",
            )
            for person, report in zip(some, reports, strict=True)
        )

    def arrive(self, day: date) -> None:
        """Write the contacts and the holds that are known on a day."""
        made: dict[type, list] = {kind: [] for kind in (Appointment, Diagnosis, Entitlement)}
        made |= {JournalEntry: [], EngagementContract: [], RetentionHold: []}
        for person in self.people:
            own = {"beneficiary_id": person.pk}
            for on in set(person.contacts):
                if on <= day and (person.number, on) not in self.loaded:
                    self.loaded.add((person.number, on))
                    row = self._contact(person, on, own)
                    made[type(row)].append(row)
            for since, until in person.holds:
                if since <= day and (-person.number - 1, since) not in self.loaded:
                    self.loaded.add((-person.number - 1, since))
                    reason = f"Tribunal {person.mark}"
                    made[RetentionHold].append(
                        RetentionHold(kind="litigation", reason=reason, ends_on=until, **own)
                    )
        with system_scope(Scope.TEST):
            for model, rows in made.items():
                model.unscoped.bulk_create(rows)

    def _contact(self, person: Person, on: date, own: dict):
        adviser, told = self.advisers[person.unit], f"Vu {person.mark}"
        match (person.number + on.day) % 5:
            case 0:
                return Diagnosis(on=on, summary=told, **own)
            case 1:
                return Entitlement(on=on, status="2", received_on=on, explanation=told, **own)
            case 2:
                kind = self.kinds["phone"]
                return JournalEntry(on=on, text=told, profession="social", kind=kind, **own)
            case 3:
                return EngagementContract(
                    state="ended",
                    starts_on=on,
                    ends_on=on + 30 * DAY,
                    weekly_hours=15,
                    proposed_on=on,
                    signed_on=on,
                    closed_on=on,
                    person_words=told,
                    **own,
                )
        return Appointment(
            professional=adviser, state="held", starts_at=moment(on), place=told, **own
        )

    def destroy(self) -> int:
        """A slip a unit: prepared, sent, approved, launched, destroyed."""
        count = 0
        for manager in self.managers:
            actor = actor_of(manager)
            with acting_as(manager.user), patch.object(slips, "read_document", _clean):
                slip = slips.prepare(actor=actor)
                slips.send(slip=slip, on=LAST, version=1, actor=actor)
                slips.record_visa(
                    slip=slip, on=LAST, number="V", upload=_Upload(), version=2, actor=actor
                )
                slips.launch(slip=slip, version=3, actor=actor)
            count += slips.destroy(slip_id=slip.pk, day=LAST)
        return count


class _Upload:
    name = "visa.pdf"

    def read(self) -> bytes:
        return b"%PDF-"


class _Clean:
    content = b"%PDF-"
    media_type = "application/pdf"


def _clean(*_args, **_options) -> _Clean:
    return _Clean()


INDICATORS = (
    "SELECT to_char(starts_at, 'YYYY-MM'), state, professional_id FROM followup_appointment",
    "SELECT to_char(starts_on, 'YYYY-MM'), path, unit_id FROM followup_orientation",
    "SELECT to_char(\"on\", 'YYYY-MM'), reason FROM followup_exit",
    "SELECT to_char(signed_on, 'YYYY-MM'), state, regime FROM followup_engagementcontract",
    "SELECT to_char(created_at, 'YYYY-MM'), state, outcome FROM followup_sanctionprocedure",
    "SELECT to_char(facts_on, 'YYYY-MM'), kind, state FROM followup_breachreport",
    "SELECT to_char(\"on\", 'YYYY-MM'), status FROM followup_entitlement",
    "SELECT to_char(\"on\", 'YYYY-MM'), kind_id FROM followup_journalentry",
    "SELECT date_part('year', birth_date), title, unit_id, state FROM followup_beneficiary",
)


def indicators() -> list[Counter]:
    found = []
    with system_scope(Scope.TEST), connection.cursor() as cursor:
        for query in INDICATORS:
            cursor.execute(query)
            found.append(Counter(cursor.fetchall()))
    return found


def marks() -> set[int]:
    """The numbers of the people whose mark is in any column of any table."""
    found: set[int] = set()
    with system_scope(Scope.TEST), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            name = connection.ops.quote_name(table)
            cursor.execute(
                f"SELECT DISTINCT (regexp_matches(row::text, 'zqx([0-9]{{5}})zqx', 'gi'))[1]"
                f" FROM {name} row"
            )
            found |= {int(number) for (number,) in cursor.fetchall()}
    return found


def test_what_remains_is_what_plain_python_computes(django_capture_on_commit_callbacks):
    world = World()
    assert marks() == {person.number for person in world.people}
    for night in NIGHTS:
        world.arrive(night)
        running.run(day=night, is_dry=False)
    before = indicators()
    with at(LAST), django_capture_on_commit_callbacks(execute=True):
        destroyed = world.destroy()
    wanted = {person.pk: expected(person) for person in world.people}
    with system_scope(Scope.TEST):
        known = dict(CaseRetention.unscoped.values_list("beneficiary", "state"))
        listed = set(SlipLine.unscoped.values_list("beneficiary", flat=True))
    assert {pk: known.get(pk, "") for pk in wanted} == wanted
    gone = {person.number for person in world.people if wanted[person.pk] == "anonymised"}
    # Every outcome is there, so that the comparison says something.
    assert {*wanted.values()} == {"", "noticed", "archived", "lapsed", "anonymised"}
    assert destroyed == len(gone) == len(listed) > COUNT / 10
    assert marks() == {person.number for person in world.people} - gone
    files = {int(found) for found in re.findall(r"\d{5}", " ".join(stored()))}
    some = {person.number for person in world.people if person.number % 20 == 0}
    assert files == some - gone
    # Not one month, unit, path, exit, contract or sanction is counted otherwise.
    assert indicators() == before
    # Again: nothing moves any more.
    states = dict(known)
    running.run(day=LAST, is_dry=False)
    with system_scope(Scope.TEST):
        now = dict(CaseRetention.unscoped.values_list("beneficiary", "state"))
    assert {pk: now[pk] for pk, state in states.items() if state == "anonymised"} == {
        pk: "anonymised" for pk, state in states.items() if state == "anonymised"
    }


def stored() -> list[str]:
    names = storages["private"].listdir("followup")[1]
    return [name for name in names if name.startswith("zqx")]
