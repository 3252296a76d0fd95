"""Asking for a place: the agreement, the registration and the message, in one transaction."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from pages.models import ApplyBy
from pages.models.session import SessionAudience
from portal.accounts.actors import Actor
from portal.accounts.models import User
from portal.cv.models import Cv
from portal.participation.helping import (
    Helper,
    is_of_the_department,
    may_type_names,
)
from portal.participation.models import Agreement, CallBack, Channel, FrozenCv, Participant
from portal.participation.rules import may_act_for
from portal.participation.services.agreements import record_agreement
from portal.participation.services.cvs import freeze_cv
from portal.participation.services.participants import (
    confirm_address,
    guest,
    helped_guest,
    participant_of,
)
from portal.participation.texts import REGISTER
from portal.recruitment import person_messages
from portal.recruitment.errors import FullError, RecruitmentError
from portal.recruitment.models import Registration, Roster, Slot
from portal.recruitment.services import registering
from portal.recruitment.services.places import lock_roster, locked, occupancy
from portal.recruitment.states import LEFT, Role, Status

ON_INVITATION = (
    "Cette rencontre est sur invitation\u00a0: c’est le service emploi qui inscrit les personnes "
    "invitées. Appelez-le si vous avez reçu une invitation."
)
ELSEWHERE = "Pour cette rencontre, on s’inscrit autrement\u00a0: sa page dit comment."
NOT_THEIRS = "Choisissez une personne de votre liste."
ONLY_DEPARTMENT = (
    "Pour cette rencontre, seul le Département inscrit quelqu’un d’autre. La personne peut "
    "s’inscrire elle-même, ou appeler le service emploi."
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks for, as they typed it. `may_wait`: they read what the list is."""

    slot: Slot | None = None
    agreed: bool = False
    shares_identity: bool = False
    accessibility_needs: str = ""
    may_wait: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """Who somebody without an account says they are, or whom a helper registers."""

    first_name: str
    last_name: str
    email: str = ""
    phone: str = ""


@transaction.atomic
def ask(
    *,
    roster: Roster,
    participant: Participant,
    wish: Wish,
    actor: Actor,
    cv: FrozenCv | None = None,
    channel: Channel = Channel.SELF,
    how: Agreement.How = Agreement.How.SCREEN,
    helper: Helper | None = None,
    role: Role = Role.PERSON,
) -> Registration:
    """Register a person who is known, by themselves or with help, and write to them.

    Raises RecruitmentError (double, closed, on invitation, a slot that is none), FullError,
    ParticipationError when they did not agree.
    """
    if role == Role.PERSON:
        refuse_uninvited(roster)
    agreement = record_agreement(
        participant=participant,
        text=REGISTER,
        agreed=wish.agreed,
        how=how,
        actor=actor,
        organisation=helper.organisation if helper else None,
    )
    registration = registering.register(
        roster=roster,
        participant=participant,
        agreement=agreement,
        actor=actor,
        slot=wish.slot,
        may_wait=wish.may_wait,
        channel=channel,
        helper=helper,
        shares_identity=wish.shares_identity,
        cv=cv,
        accessibility_needs=wish.accessibility_needs,
        role=role,
    )
    _tell(registration)
    return registration


@transaction.atomic
def ask_with_account(
    *, roster: Roster, user: User, wish: Wish, actor: Actor, cv: Cv | None = None
) -> Registration:
    """Register who is signed in, with a CV of theirs as it is now. Raises as `ask` does."""
    refuse_uninvited(roster)
    participant = participant_of(user=user)
    frozen = freeze_cv(participant=participant, cv=cv) if cv else None
    return ask(roster=roster, participant=participant, wish=wish, actor=actor, cv=frozen)


@transaction.atomic
def ask_for(
    *,
    roster: Roster,
    helper: Helper,
    wish: Wish,
    how: Agreement.How,
    actor: Actor,
    account: User | None = None,
    person: Person | None = None,
    confirmed_warning: bool = False,
) -> Registration:
    """Register somebody who agreed, and write to them; without an e-mail, who helps tells them.

    It is an account that the helper acts for, or who was typed: an adviser types nobody. Raises as
    `ask` does, ParticipationError for the helper's own address, UsedAddressError for one that they
    gave for somebody else.
    """
    refuse_helper(roster, helper)
    participant = _helped(helper, account, person, confirmed_warning=confirmed_warning)
    return ask_for_participant(
        roster=roster, helper=helper, participant=participant, wish=wish, how=how, actor=actor
    )


@transaction.atomic
def ask_for_participant(
    *,
    roster: Roster,
    helper: Helper,
    participant: Participant,
    wish: Wish,
    how: Agreement.How,
    actor: Actor,
) -> Registration:
    """The same for somebody whom the caller knows, and may act for: it has checked that.

    Raises as `ask_for` does.
    """
    refuse_helper(roster, helper)
    is_by_phone = how == Agreement.How.PHONE
    return ask(
        roster=roster,
        participant=participant,
        wish=wish,
        actor=actor,
        channel=Channel.PHONE if is_by_phone else Channel.ADVISER,
        how=how,
        helper=helper,
        role=role_of(roster, helper),
    )


def _helped(
    helper: Helper, account: User | None, person: Person | None, *, confirmed_warning: bool
) -> Participant:
    if account is not None and may_act_for(helper.user, account):
        return participant_of(user=account)
    if account is not None or person is None or not may_type_names(helper.user):
        raise RecruitmentError(NOT_THEIRS, field="account")
    return helped_guest(
        helper=helper.user,
        first_name=person.first_name,
        last_name=person.last_name,
        email=person.email,
        phone=person.phone,
        confirmed_warning=confirmed_warning,
    )


@transaction.atomic
def ask_as_guest(*, roster: Roster, person: Person, wish: Wish, network: str = "") -> Registration:
    """Note the wish of somebody without an account, and ask who they say they are to prove it.

    By a link of a message, else by a call. What is answered never tells whether this person, or
    their account, was registered already: the message or the call does.
    Raises as `ask` does, but for a double registration.
    """
    refuse_uninvited(roster)
    participant = guest(
        first_name=person.first_name,
        last_name=person.last_name,
        email=person.email,
        phone=person.phone,
    )
    # After the person, as everywhere: two requests for one person never wait for each other.
    roster = lock_roster(roster)
    registering.refuse_closed(roster, role=Role.PERSON, now=timezone.now())
    refuse_full(roster, wish)
    registration = _known(roster, participant)
    if registration is None:
        registration = registering.register(
            roster=roster,
            participant=participant,
            agreement=record_agreement(participant=participant, text=REGISTER, agreed=wish.agreed),
            actor=Actor(None, network, participant.name),
            slot=wish.slot,
            must_confirm=True,
            shares_identity=wish.shares_identity,
            accessibility_needs=wish.accessibility_needs,
        )
    if not participant.email:
        _call_back(registration, participant)
    elif registration.status == Status.TO_CONFIRM:
        person_messages.to_confirm(registration)
    else:
        person_messages.already_registered(registration)
    return registration


@transaction.atomic
def confirm(*, registration: Registration, actor: Actor, slot: Slot | None = None) -> Registration:
    """The link was opened: the address is proved, the place or the rank is theirs.

    `slot` replaces one that is full by now. Said twice, it is once. Raises as `ask` does.
    """
    # The person before the list, as everywhere.
    confirm_address(participant=registration.participant)
    found = locked(registration)
    if found.status == Status.TO_CONFIRM:
        refuse_uninvited(found.roster)
    confirmed = registering.confirm(registration=found, slot=slot, actor=actor, role=Role.PERSON)
    if found.status == Status.TO_CONFIRM:
        _tell(confirmed)
    return confirmed


@transaction.atomic
def ask_again(*, registration: Registration, wish: Wish, actor: Actor) -> Registration:
    """Come back after having left, at the end of the list, from the registration's own page."""
    if registration.status not in LEFT:
        raise RecruitmentError(registering.ALREADY)
    confirm_address(participant=registration.participant)
    return ask(
        roster=registration.roster,
        participant=registration.participant,
        wish=wish,
        actor=actor,
        cv=registration.cv if registration.cv and not registration.cv.erased_at else None,
    )


def refuse_uninvited(roster: Roster) -> None:
    """Raise RecruitmentError where people do not register by themselves."""
    if roster.audience == SessionAudience.INVITATION:
        raise RecruitmentError(ON_INVITATION)
    if roster.page and roster.page.apply_by != ApplyBy.PLATFORM:
        raise RecruitmentError(ELSEWHERE)


def refuse_helper(roster: Roster, helper: Helper) -> None:
    """Raise RecruitmentError for who may not register somebody there.

    A session for RSA beneficiaries would disclose who they are: only the Département does, and no
    body to which it delegates.
    """
    if roster.is_for_rsa and not is_of_the_department(helper):
        raise RecruitmentError(ONLY_DEPARTMENT)
    if role_of(roster, helper) != Role.MANAGER:
        refuse_uninvited(roster)


def role_of(roster: Roster, helper: Helper) -> Role:
    """Who manages the list registers after the closing as well, and those who are invited."""
    manages = Roster.objects.manageable_by(helper.user).filter(pk=roster.pk).exists()
    return Role.MANAGER if manages else Role.PERSON


def refuse_full(roster: Roster, wish: Wish) -> None:
    """Raise FullError when what is asked could not be given now; a proof comes later."""
    taken = occupancy(roster)
    if taken.can_seat and not taken.waiting:
        if roster.has_slots and wish.slot is None:
            raise RecruitmentError(registering.NO_SLOT, field="slot")
        if roster.has_slots and wish.slot and not taken.left_in(wish.slot):
            raise FullError(registering.slot_full(wish.slot), field="slot")
    elif not wish.may_wait or not taken.waiting_left:
        raise FullError(registering.FULL)


def _known(roster: Roster, participant: Participant) -> Registration | None:
    """What this person, or their account, has there and has not left.

    Couples share addresses: an account of this address is theirs when it has their name.
    """
    same = Q(participant=participant)
    if participant.email:
        same |= Q(
            participant__user__email=participant.email,
            participant__user__folded_name=participant.folded_name,
        )
    return (
        roster.registrations.filter(same)
        .exclude(status__in=(*LEFT, Status.TO_CONFIRM))
        .select_related("participant__user", "slot", "roster__commune")
        .order_by("pk")
        .first()
    )


def _tell(registration: Registration) -> None:
    """Write what was given: a place, or a rank."""
    if registration.status == Status.CONFIRMED:
        person_messages.registered(registration)
    elif registration.status == Status.WAITLISTED:
        person_messages.waitlisted(registration)


def _call_back(registration: Registration, participant: Participant) -> None:
    """Put the person in the officers' list, once."""
    CallBack.objects.get_or_create(
        purpose=CallBack.Purpose.REGISTRATION,
        subject_id=registration.pk,
        closed_at=None,
        defaults={
            "participant": participant,
            "phone": participant.phone,
            "page_id": registration.roster.page_id,
            "about": registration.roster.title,
        },
    )
