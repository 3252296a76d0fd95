"""What became of those who came to a session: planning the questions, and entering the answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from pages.models.session import SessionStatus
from portal.accounts.actors import Actor
from portal.participation.errors import ParticipationError
from portal.participation.models import About, Outcome, OutcomeQuestion, Side
from portal.participation.services.outcomes import record_outcome
from portal.participation.services.questions import plan
from portal.recruitment.errors import RecruitmentError
from portal.recruitment.models import Registration, RegistrationQuerySet, Roster
from portal.recruitment.states import CAME
from portal.recruitment.subject import came_and_agree, recruiting, shown_to_organisations
from snippets.models import Organisation
from snippets.one_by_one import sum_of_each

# Presences are still corrected for some days.
_LATE_PRESENCES = timedelta(days=15)
NOT_STARTED = "Cette session n’a pas commencé\u00a0: il n’y a encore rien à noter."
MEANWHILE = (
    "Quelqu’un a noté «\u00a0{said}\u00a0» entre-temps. Vérifiez, puis enregistrez de nouveau."
)
NOT_HERE = "Cette personne n’est plus dans la liste\u00a0: rien n’est noté pour elle."


class RowsError(RecruitmentError):
    """What is wrong, by registration and field; nothing of the form was written."""

    def __init__(self, rows: dict[int, tuple[str | None, str]]) -> None:
        super().__init__("Rien n’est enregistré\u00a0: corrigez les lignes signalées.")
        self.rows = rows


@dataclass(frozen=True, slots=True)
class Entry:
    """What was typed for one person, and the fact that the screen showed (`seen`, its key)."""

    registration_id: int
    organisation: Organisation | None
    kind: str
    contract: str
    start_date: date | None
    seen: int | None

    def says(self, fact: Outcome | None) -> bool:
        """Whether this is what was said already; an empty line says nothing."""
        if fact is None:
            return not self.kind
        return (self.kind, self.contract, self.start_date) == (
            fact.kind,
            fact.contract,
            fact.start_date,
        ) and (self.organisation is None or self.organisation.pk == fact.organisation_id)


@transaction.atomic
def enter(
    *,
    roster: Roster,
    entries: Sequence[Entry],
    side: Side,
    actor: Actor,
    organisations: Sequence[Organisation],
    now: datetime | None = None,
) -> int:
    """Write what is new among these lines, all or nothing; return how many facts.

    `organisations`: those that whoever enters may speak for. Somebody else's answer since the
    screen was shown is said first. Raises RecruitmentError before the session, RowsError.
    """
    now = now or timezone.now()
    if roster.starts_at > now:
        raise RecruitmentError(NOT_STARTED)
    asked = [entry.registration_id for entry in entries]
    people = entered_by(roster, side).select_related("participant").in_bulk(asked)
    facts = latest_facts(roster, [row.participant_id for row in people.values()], organisations)
    wrong: dict[int, tuple[str | None, str]] = {}
    written = 0
    for entry in entries:
        registration = people.get(entry.registration_id)
        if registration is None:
            wrong[entry.registration_id] = (None, NOT_HERE)
            continue
        last = facts.get(registration.participant_id)
        if entry.says(last) or entry.says(_seen(entry, registration)):
            continue
        if last is not None and last.pk != entry.seen:
            said = last.get_kind_display().lower()
            wrong[entry.registration_id] = ("kind", MEANWHILE.format(said=said))
            continue
        try:
            _record(roster, registration, entry, side=side, actor=actor, now=now)
        except ParticipationError as error:
            wrong[entry.registration_id] = (error.field, str(error))
        written += 1
    if wrong:
        raise RowsError(wrong)
    return written


def _record(
    roster: Roster,
    registration: Registration,
    entry: Entry,
    *,
    side: Side,
    actor: Actor,
    now: datetime,
) -> None:
    record_outcome(
        participant=registration.participant,
        organisation=entry.organisation,
        about=About.SESSION,
        about_id=roster.pk,
        kind=entry.kind,
        side=side,
        actor=actor,
        contract=entry.contract,
        start_date=entry.start_date,
        now=now,
    )


def entered_by(roster: Roster, side: Side) -> RegistrationQuerySet:
    """Those who came whom this side may enter: the officers all, an organisation who agreed."""
    if side == Side.OFFICER:
        return Registration.objects.filter(
            roster=roster, status__in=CAME, participant__erased_at=None
        )
    return shown_to_organisations().filter(roster=roster)


def latest_facts(
    roster: Roster, people: Sequence[int], organisations: Sequence[Organisation]
) -> dict[int, Outcome]:
    """The last fact of each person about this session with these organisations, by participant."""
    facts = Outcome.objects.filter(
        participant__in=people,
        about=About.SESSION,
        about_id=roster.pk,
        organisation__in=organisations,
    ).exclude(side=Side.PERSON)
    return {fact.participant_id: fact for fact in facts.order_by("said_at", "pk")}


def plan_questions(now: datetime) -> int:
    """Plan what will be asked about the sessions that have ended; return for how many people.

    For each person once, in a transaction of their own: killed, it goes on at the next run.
    """
    planned = OutcomeQuestion.objects.filter(
        about=About.SESSION,
        about_id=OuterRef("roster_id"),
        participant_id=OuterRef("participant_id"),
    )
    ended = (
        Registration.objects.filter(
            came_and_agree(),
            ~Exists(planned),
            roster__status=SessionStatus.SCHEDULED,
            roster__ends_at__lte=now,
            roster__ends_at__gt=now - _LATE_PRESENCES,
            participant__erased_at=None,
        )
        .select_related("participant", "roster")
        .order_by("roster", "pk")
    )
    rosters: dict[int, tuple[Organisation, ...]] = {}

    def plan_one(registration: Registration) -> bool:
        roster = registration.roster
        if roster.pk not in rosters:
            rosters[roster.pk] = recruiting(roster)
        _plan_for(registration, rosters[roster.pk], now)
        return True

    return sum_of_each(
        ended, plan_one, failed="what became of registration %s will not be asked yet"
    )


@transaction.atomic
def _plan_for(
    registration: Registration, organisations: Sequence[Organisation], now: datetime
) -> None:
    """The organisations about who shows themselves, never after a session for RSA beneficiaries."""
    roster = registration.roster
    met_on = timezone.localtime(roster.starts_at).date()

    def ask(organisation: Organisation | None, side: Side) -> None:
        plan(
            participant=registration.participant,
            organisation=organisation,
            about=About.SESSION,
            about_id=roster.pk,
            met_on=met_on,
            sides=(side,),
            now=now,
        )

    if registration.shares_identity and not roster.is_for_rsa:
        for organisation in organisations:
            ask(organisation, Side.ORGANISATION)
    ask(None, Side.PERSON)


def _seen(entry: Entry, registration: Registration) -> Outcome | None:
    """The fact that the screen showed."""
    if entry.seen is None:
        return None
    found = Outcome.objects.filter(participant=registration.participant_id, pk=entry.seen)
    return found.first()
