"""Marking presences: a scan counts once, whatever the network did, and stops no other."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.models import Membership, User
from portal.participation.models import Agreement, Channel, Participant
from portal.participation.services.agreements import record_agreement
from portal.participation.services.participants import guest
from portal.participation.texts import REGISTER
from portal.recruitment import person_messages
from portal.recruitment.checkin.incoming import IncomingScan
from portal.recruitment.checkin.queries import AROUND, day_of, named_people
from portal.recruitment.codes import hash_of, read_code, salts_of
from portal.recruitment.errors import RecruitmentError
from portal.recruitment.models import ListAccess, Registration, Roster, Scan
from portal.recruitment.rules import may_see_identity
from portal.recruitment.services.accesses import record_access
from portal.recruitment.services.changing import change, write_change
from portal.recruitment.services.moving import undo_presence
from portal.recruitment.services.places import lock_roster
from portal.recruitment.states import CAME, HOLDING, LEFT, Role, Status
from snippets import french
from snippets.addresses import normal_address
from snippets.errors import DomainError
from snippets.folding import fold_name
from snippets.models import Organisation

# Two clocks are never quite the same.
CLOCK_TOLERANCE = timedelta(minutes=2)
ELSEWHERE = "Ce code est celui d’une autre session."
UNKNOWN_CODE = "Ce code n’est celui d’aucune inscription. Cherchez la personne par son nom."
UNKNOWN_PERSON = "Cette personne n’est plus dans la liste. Cherchez-la par son nom."
NOTHING_TO_UNDO = "Ce pointage ne peut plus être annulé ici. Corrigez-le dans la liste."
TOO_EARLY = "Le pointage ouvre la veille de la session, le {day}."


def record_scans(
    *,
    roster: Roster,
    scans: Sequence[IncomingScan],
    actor: Actor,
    now: datetime | None = None,
) -> list[Scan]:
    """Mark whom each scan says present, one transaction for each: what is done stays done.

    A scan that was received already gives what it gave the first time. One that is refused is kept
    with its reason.
    """
    now = now or timezone.now()
    known: dict[str, int] = {}
    if any(scan.person for scan in scans):
        codes = list(roster.registrations.values_list("pk", "code"))
        known = {hash_of(salt, code): pk for salt in salts_of(roster) for pk, code in codes}
    return [
        record_scan(roster=roster, scan=scan, known=known, actor=actor, now=now) for scan in scans
    ]


@transaction.atomic
def record_scan(
    *,
    roster: Roster,
    scan: IncomingScan,
    known: Mapping[str, int],
    actor: Actor,
    now: datetime,
) -> Scan:
    """One scan; `known` gives the registration of each hash that a device has."""
    participant: Participant | None = None
    problem = scan.problem or _too_early(roster, now)
    if scan.walk_in and not problem and not _received(roster, scan):
        # Before the list is locked: it takes a lock of its own.
        participant, problem = _person(scan)
    roster = lock_roster(roster)
    if received := _received(roster, scan):
        return received
    at = _believed(scan.at, roster=roster, now=now)
    try:
        if problem:
            raise RecruitmentError(problem)
        with transaction.atomic():
            registration = (
                _walk_in(roster, scan, participant, actor=actor, now=now)
                if participant
                else _found(roster, scan, known)
            )
            result = _mark(registration, at=at, actor=actor, now=now)
    except DomainError as error:
        return _write(roster, scan, Scan.Result.REFUSED, at, actor, now, reason=str(error))
    return _write(roster, scan, result, at, actor, now, registration=registration)


@transaction.atomic
def names_for_offline(*, roster: Roster, actor: Actor) -> list[Registration]:
    """The people whose names leave for a device; written down, whoever asked."""
    people = [row for row in named_people(roster, actor.user) if may_see_identity(actor.user, row)]
    record_access(roster=roster, how=ListAccess.How.OFFLINE, actor=actor, rows=len(people))
    return people


@transaction.atomic
def take_back(*, roster: Roster, nonce: UUID, actor: Actor) -> Registration:
    """Undo what a scan did, when it was somebody else's: the person is what they were before.

    Raises RecruitmentError when it marked nobody, or when what it did has changed since.
    """
    marked = roster.scans.filter(
        nonce=nonce, result__in=(Scan.Result.PRESENT, Scan.Result.PRESENT_CANCELLED)
    )
    registration = roster.registrations.filter(scans__in=marked, status=Status.PRESENT).first()
    if registration is None:
        raise RecruitmentError(NOTHING_TO_UNDO)
    return undo_presence(registration=registration, role=Role.DOOR, actor=actor)


def _too_early(roster: Roster, now: datetime) -> str:
    opens = day_of(roster) - AROUND
    return TOO_EARLY.format(day=french.full_date(opens)) if now < opens else ""


def _received(roster: Roster, scan: IncomingScan) -> Scan | None:
    return (
        roster.scans.filter(nonce=scan.nonce)
        .select_related(
            "registration__participant__user", "registration__slot", "registration__agreement"
        )
        .first()
    )


def _write(
    roster: Roster,
    scan: IncomingScan,
    result: Scan.Result,
    at: datetime,
    actor: Actor,
    now: datetime,
    *,
    registration: Registration | None = None,
    reason: str = "",
) -> Scan:
    return Scan.objects.create(
        roster=roster,
        nonce=scan.nonce,
        how=scan.how,
        result=result,
        at=at,
        received_at=now,
        by=_somebody(actor),
        registration=registration,
        reason=reason[:200],
    )


def _believed(at: datetime | None, *, roster: Roster, now: datetime) -> datetime:
    """The device's time where it can be true: since the day of the session, and not to come."""
    if at is None or at > now + CLOCK_TOLERANCE or at < day_of(roster):
        return now
    return min(at, now)


def _found(roster: Roster, scan: IncomingScan, known: Mapping[str, int]) -> Registration:
    """Who was meant, read under the lock. Raises RecruitmentError."""
    rows = roster.registrations.select_related("participant__user", "slot", "agreement")
    if scan.person:
        found = rows.filter(pk=known.get(scan.person, 0)).first()
        if found is None:
            raise RecruitmentError(UNKNOWN_PERSON)
        return found
    list_key, code = read_code(scan.code)
    if list_key not in {None, roster.pk}:
        raise RecruitmentError(ELSEWHERE)
    found = rows.filter(code=code).first()
    if found is None:
        is_elsewhere = Roster.objects.filter(registrations__code=code).exists()
        raise RecruitmentError(ELSEWHERE if is_elsewhere else UNKNOWN_CODE)
    return found


def _mark(registration: Registration, *, at: datetime, actor: Actor, now: datetime) -> Scan.Result:
    """Take the registration to « présente », whatever the list says. Raises RecruitmentError."""
    before = Status(registration.status)
    if before in CAME:
        return Scan.Result.ALREADY
    if registration.came_at is None:
        # When they came, which may be before this was received.
        registration.came_at = at
        registration.came_unexpected |= before not in HOLDING
    change(registration, Status.PRESENT, role=Role.DOOR, actor=actor, now=now)
    return Scan.Result.PRESENT_CANCELLED if before in LEFT else Scan.Result.PRESENT


def _person(scan: IncomingScan) -> tuple[Participant | None, str]:
    """Who came without having registered, or why that cannot be written."""
    typed = scan.walk_in.cleaned_data if scan.walk_in else {}
    if not typed.get("agreed"):
        return None, "Demandez d’abord l’accord de la personne."
    try:
        person = guest(
            first_name=typed["first_name"],
            last_name=typed["last_name"],
            email=typed["email"],
            phone=typed["phone"],
        )
    except DomainError as error:
        return None, str(error)
    return person, ""


def _walk_in(
    roster: Roster,
    scan: IncomingScan,
    participant: Participant,
    *,
    actor: Actor,
    now: datetime,
) -> Registration:
    """The registration of who says that they had none: theirs if there is one, else a new one."""
    typed = scan.walk_in.cleaned_data if scan.walk_in else {}
    if found := _registered(roster, participant, normal_address(typed["email"])):
        return found
    agreement = record_agreement(
        participant=participant,
        text=REGISTER,
        agreed=typed["agreed"],
        how=Agreement.How.IN_PERSON,
        actor=actor,
        organisation=_organisation_of(roster, actor),
    )
    registration = Registration.objects.create(
        roster=roster,
        participant=participant,
        status=Status.TO_CONFIRM,
        channel=Channel.WALK_IN,
        agreement=agreement,
        shares_identity=typed["shares"] and not roster.is_for_rsa,
        created_at=now,
    )
    write_change(registration, "", actor=actor, at=now)
    person_messages.walked_in(registration)
    return registration


def _registered(roster: Roster, participant: Participant, email: str) -> Registration | None:
    """The same person in this list: the same row, or an account with this name and address."""
    folded = fold_name(f"{participant.last_name} {participant.first_name}")
    is_theirs = Q(participant=participant)
    if email:
        is_theirs |= Q(participant__user__folded_name=folded, participant__user__email=email)
    rows = roster.registrations.select_related("participant__user", "slot", "agreement")
    return rows.filter(is_theirs).first()


def _somebody(actor: Actor) -> User:
    """Whoever is at the door: nobody scans by themselves."""
    if actor.user is None:
        message = "A scan has somebody who made it."
        raise TypeError(message)
    return actor.user


def _organisation_of(roster: Roster, actor: Actor) -> Organisation | None:
    """The organisation for which a member is at the door; none for the Département."""
    membership = (
        Membership.objects.active()
        .filter(user=actor.user, organisation__in=roster.organisations.all())
        .select_related("organisation")
        .first()
    )
    return membership.organisation if membership else None
