"""Lists of sessions: full ones, one that is over with what became of people, one for the RSA."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone

from demo.data_files import read_folder, slug_of
from demo.guests import guest_number
from pages.models import RecruitmentSessionPage
from pages.models.job_offer import Contract
from portal.accounts.actors import Actor
from portal.accounts.models import User
from portal.participation.helping import Helper
from portal.participation.models import (
    About,
    Agreement,
    CallBack,
    Channel,
    Outcome,
    Participant,
    Side,
)
from portal.participation.services.agreements import record_agreement
from portal.participation.services.outcomes import record_outcome
from portal.participation.services.participants import participant_of
from portal.participation.texts import REGISTER
from portal.recruitment.models import Registration, Roster, Slot
from portal.recruitment.services.cancelling import cancel
from portal.recruitment.services.following import follow_page, roster_of
from portal.recruitment.services.moving import mark
from portal.recruitment.services.places import occupancy
from portal.recruitment.services.registering import register
from portal.recruitment.states import Role, Status

OFFICER = "sophie.kessler@declic.example"
CANDIDATE = "eloise.martin@declic.example"
PARTNER = "jeanne.collin@plan-passerelles.example"
# The key of a session, and how many people of which numbers register there.
FULL, SLOTS, OPEN = (
    ("session-proprete-belfort", range(34)),
    ("session-jobdating-soin-giromagny", range(10, 44)),
    ("session-jobdating-industrie-belfort", range(30, 75)),
)
PAST = ("session-passee-batiment-bretagne", range(50, 74))
RSA = ("session-rsa-reprendre-belfort", range(80, 87))
# Tomorrow, on a day of the week: its check-in is open.
WORKSHOP = "session-atelier-cv-delle"
_COMING = range(60, 66)
# Of those who came: the first ones were hired, the next seen again…
_OUTCOMES = (
    *(Outcome.Kind.HIRED,) * 5,
    *(Outcome.Kind.SECOND_INTERVIEW,) * 3,
    Outcome.Kind.PMSMP,
    *(Outcome.Kind.REFUSED,) * 4,
)


def load_registrations() -> int:
    """Fill the lists once; return how many people registered. Sessions and people come before."""
    if Registration.objects.exists():
        return 0
    pages = _pages()
    officer = User.objects.get(email=OFFICER)
    for key, numbers in (FULL, SLOTS, OPEN):
        _fill(_opened(pages[key]), numbers)
    _free_one(_opened(pages[FULL[0]]))
    _hold(pages[PAST[0]], PAST[1], officer)
    _register_for(_opened(pages[RSA[0]]), RSA[1], officer)
    _fill(_opened(pages[WORKSHOP]), _COMING)
    _register_candidate(_opened(pages[WORKSHOP]), _opened(pages[SLOTS[0]]))
    _wait_for_a_call(_opened(pages[WORKSHOP]))
    return Registration.objects.count()


def _pages() -> dict[str, RecruitmentSessionPage]:
    """Each session by its key in the data files."""
    by_slug = {page.slug: page for page in RecruitmentSessionPage.objects.all()}
    records = ((record["key"], slug_of(record)) for record in read_folder("sessions"))
    return {key: by_slug[slug] for key, slug in records if slug in by_slug}


def _opened(page: RecruitmentSessionPage) -> Roster:
    """The list of a session that is on line."""
    return roster_of(page) or follow_page(page=page)


def _fill(roster: Roster, numbers: Iterable[int]) -> None:
    """Places first, then the waiting list; one in three does not show their name to companies."""
    for number in numbers:
        person = guest_number(number)
        taken = occupancy(roster)
        if not (taken.can_seat or taken.waiting_left):
            return
        slots = taken.free_slots
        register(
            roster=roster,
            participant=person,
            agreement=_own_agreement(person),
            actor=Actor(None, guest_name=person.name),
            slot=slots[number % len(slots)] if slots else None,
            shares_identity=number % 3 != 0,
            accessibility_needs="J’entends mal\u00a0: parlez-moi en face." if number == 12 else "",
        )
        roster.refresh_from_db()


def _free_one(roster: Roster) -> None:
    """Somebody leaves: in the daytime, the first who waits is offered the place at once."""
    leaving = roster.registrations.filter(status=Status.CONFIRMED).order_by("arrival")[3]
    who = Actor(None, guest_name=leaving.participant.name)
    cancel(registration=leaving, role=Role.PERSON, actor=who)


def _hold(page: RecruitmentSessionPage, numbers: Iterable[int], officer: User) -> None:
    """A session that is over: who came, who was seen, what companies answered."""
    roster = follow_page(page=page)
    before = roster.starts_at - timedelta(days=4)
    actor, slots = Actor(officer), list(roster.slots.all())
    rows = []
    for rank, number in enumerate(numbers):
        person = guest_number(number)
        row = register(
            roster=roster,
            participant=person,
            agreement=_own_agreement(person),
            actor=Actor(None, guest_name=person.name),
            slot=_slot(slots, rank),
            shares_identity=True,
            channel=Channel.SELF,
            now=before + timedelta(minutes=rank),
        )
        rows.append(row)
        roster.refresh_from_db()
    came = rows[: len(_OUTCOMES) + 4]
    during = roster.starts_at + timedelta(minutes=5)
    for row in came:
        mark(registration=row, to=Status.PRESENT, actor=actor, now=during)
    for row in rows[len(came) :]:
        mark(registration=row, to=Status.ABSENT, actor=actor, now=roster.ends_at)
    for row, kind in zip(came, _OUTCOMES, strict=False):
        mark(registration=row, to=Status.INTERVIEWED, actor=actor, now=roster.ends_at)
        is_hired = kind == Outcome.Kind.HIRED
        record_outcome(
            participant=row.participant,
            organisation=roster.organisation,
            about=About.SESSION,
            about_id=roster.pk,
            kind=kind,
            contract=Contract.CDI if is_hired else "",
            start_date=timezone.localdate() + timedelta(days=7) if is_hired else None,
            side=Side.OFFICER,
            actor=actor,
        )


def _slot(slots: list[Slot], rank: int) -> Slot | None:
    return slots[rank % len(slots)] if slots else None


def _register_for(roster: Roster, numbers: Iterable[int], officer: User) -> None:
    """The officer registers people who agreed, on the phone."""
    actor = Actor(officer)
    for number in numbers:
        person = guest_number(number, by_phone=number % 2 == 0)
        register(
            roster=roster,
            participant=person,
            agreement=record_agreement(
                participant=person,
                text=REGISTER,
                agreed=True,
                how=Agreement.How.PHONE,
                actor=actor,
            ),
            actor=actor,
            channel=Channel.PHONE,
            helper=Helper(officer),
            role=Role.MANAGER,
        )
        roster.refresh_from_db()


def _register_candidate(workshop: Roster, job_dating: Roster) -> None:
    """Éloïse has a place in the workshop, and waits for one in the job dating of care."""
    user = User.objects.get(email=CANDIDATE)
    person = participant_of(user=user)
    for roster in (workshop, job_dating):
        slots = occupancy(roster).free_slots
        register(
            roster=roster,
            participant=person,
            agreement=_own_agreement(person),
            actor=Actor(user),
            slot=slots[0] if slots else None,
            shares_identity=True,
        )


def _wait_for_a_call(roster: Roster) -> None:
    """Somebody without e-mail, and two who want help: what officers call back."""
    person = guest_number(90, by_phone=True)
    waiting = register(
        roster=roster,
        participant=person,
        agreement=_own_agreement(person),
        actor=Actor(None, guest_name=person.name),
        must_confirm=True,
    )
    CallBack.objects.create(
        participant=person,
        phone=person.phone,
        purpose=CallBack.Purpose.REGISTRATION,
        subject_id=waiting.pk,
        page_id=roster.page_id,
        about=roster.title,
    )
    for number, message, best_time in (
        (91, "Je n’arrive pas à faire mon CV.", "Le matin"),
        (92, "Je cherche un travail près de Delle, sans voiture.", "Après 17 h"),
    ):
        person = guest_number(number, by_phone=True)
        CallBack.objects.create(
            participant=person,
            phone=person.phone,
            purpose=CallBack.Purpose.HELP,
            message=message,
            best_time=best_time.replace(" h", "\u00a0h"),
            asked_at=timezone.now() - timedelta(days=number - 90),
        )


def _own_agreement(person: Participant) -> Agreement:
    return record_agreement(participant=person, text=REGISTER, agreed=True)
