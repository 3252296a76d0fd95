"""A sponsor is asked for: by the person, or by who helps them and heard them say yes."""

from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.models import User
from portal.participation.data_links import my_data_url
from portal.participation.helping import Helper
from portal.participation.models import Agreement, Channel, Participant
from portal.participation.services.agreements import record_agreement
from portal.participation.services.participants import helped_guest, participant_of
from portal.sponsorship.errors import SponsorshipError
from portal.sponsorship.requests.models import SponsorshipRequest
from portal.sponsorship.requests.people import asker_of, people_asked_for
from portal.sponsorship.requests.services.changing import write_step
from portal.sponsorship.requests.texts import ASK
from snippets.mail.kinds import MailValue
from snippets.mail.queue import queue_mail
from snippets.models import Commune
from snippets.site import absolute

ALREADY = "Vous avez déjà une demande de parrainage en cours."
EXISTS = "Une demande de parrainage est déjà en cours pour cette personne."
NOT_THEIRS = "Choisissez une personne de votre liste."
NO_RIGHT = "Vous ne pouvez plus demander un parrainage pour quelqu’un."
_ONCE = "sponsorship_request_once"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody looks for, and how they would like to be met."""

    goal: str = ""
    phone: str = ""
    commune: Commune | None = None
    domains: list[str] = field(default_factory=list)
    modes: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    availability: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Somebody without an account, as who helps them typed it."""

    first_name: str
    last_name: str
    email: str = ""


@transaction.atomic
def ask_for_oneself(*, user: User, wish: Wish, agreed: bool, actor: Actor) -> SponsorshipRequest:
    """Put somebody on the waiting list; two taps are one request.

    Raises SponsorshipError when one is there, ParticipationError without a yes.
    """
    participant = participant_of(user=user)
    request = _write(participant, wish, agreed=agreed, actor=actor, exists=ALREADY)
    _tell(request, "sponsorship_asked")
    return request


@transaction.atomic
def ask_for_somebody(
    *,
    user: User,
    wish: Wish,
    agreed: bool,
    how: Agreement.How,
    actor: Actor,
    person: User | None = None,
    identity: Identity | None = None,
    confirmed_warning: bool = False,
) -> SponsorshipRequest:
    """Ask for who agreed to it: an account of the helper's list, or who came to their partner.

    The person is told by whom, and how to take it back. Raises SponsorshipError for somebody who is
    not theirs, or waits already; ParticipationError as `check_helped` does, and without a yes.
    """
    helper = asker_of(user, types_a_name=person is None)
    if helper is None:
        raise SponsorshipError(NO_RIGHT)
    if person is not None:
        if not people_asked_for(user).filter(pk=person.pk).exists():
            raise SponsorshipError(NOT_THEIRS, field="person")
        participant = participant_of(user=person)
    elif identity is not None and helper.organisation is not None:
        participant = _typed(helper, identity, wish, confirmed_warning=confirmed_warning)
    else:
        raise SponsorshipError(NOT_THEIRS, field="person")
    request = _write(
        participant, wish, agreed=agreed, actor=actor, exists=EXISTS, helper=helper, how=how
    )
    _tell(
        request,
        "sponsorship_asked_for",
        helper_name=_named(helper),
        agreement=request.agreement.text,
    )
    return request


def _typed(
    helper: Helper, identity: Identity, wish: Wish, *, confirmed_warning: bool
) -> Participant:
    return helped_guest(
        helper=helper.user,
        first_name=identity.first_name,
        last_name=identity.last_name,
        email=identity.email,
        phone=wish.phone,
        confirmed_warning=confirmed_warning,
        may_be_unreachable=False,
    )


def _write(
    participant: Participant,
    wish: Wish,
    *,
    agreed: bool,
    actor: Actor,
    exists: str,
    helper: Helper | None = None,
    how: Agreement.How = Agreement.How.SCREEN,
) -> SponsorshipRequest:
    # One at a time: the second tap finds what the first one wrote.
    Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
    if SponsorshipRequest.objects.open().filter(participant=participant).exists():
        raise SponsorshipError(exists)
    agreement = record_agreement(
        participant=participant,
        text=ASK,
        agreed=agreed,
        how=how,
        actor=actor,
        organisation=helper.organisation if helper else None,
    )
    if wish.phone and helper is None:
        participant.phone = wish.phone
        participant.save(update_fields=["phone"])
    now = timezone.now()
    request = SponsorshipRequest(
        participant=participant,
        agreement=agreement,
        channel=Channel.ADVISER if helper else Channel.SELF,
        helped_by=helper.user if helper else None,
        helped_for=helper.organisation if helper else None,
        goal=wish.goal.strip(),
        phone=wish.phone,
        commune=wish.commune,
        domains=wish.domains,
        modes=wish.modes,
        languages=wish.languages,
        availability=wish.availability,
        asked_at=now,
        changed_at=now,
    )
    try:
        with transaction.atomic():
            request.save()
    except IntegrityError as error:
        if _ONCE not in str(error):
            raise
        raise SponsorshipError(exists) from error
    write_step(request, "", actor=actor, now=now)
    return request


def _named(helper: Helper) -> str:
    """« Camille Petit (Mission locale) »: for the person alone."""
    name = str(helper.user)
    return f"{name} ({helper.organisation})" if helper.organisation else name


def _tell(request: SponsorshipRequest, key: str, **context: MailValue) -> None:
    """Tell the person, where they can be written to."""
    participant = request.participant
    if not participant.address:
        return
    follow = (
        absolute(reverse("sponsorship:own_request"))
        if participant.user_id
        else my_data_url(participant)
    )
    queue_mail(
        key,
        to=participant.address,
        context={"recipient_name": participant.first, "follow_url": follow, **context},
    )
