"""Each of the two answers a proposal: yes, with what they show; or no."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.cv.models import Cv
from portal.participation.services.cvs import freeze_cv
from portal.sponsorship.errors import SponsorshipError
from portal.sponsorship.pairing.conflicts import NOT_PROPOSED, forbidden_pairs
from portal.sponsorship.pairing.models import Delay
from portal.sponsorship.pairing.table import delay
from portal.sponsorship.pairing.telling import tell_accepted, tell_over
from portal.sponsorship.pairs.models import Sharing, Sponsorship
from portal.sponsorship.pairs.services.changing import change, lock_pair
from portal.sponsorship.pairs.states import Role, Side, State
from portal.sponsorship.sponsors.models import Sponsor
from portal.sponsorship.sponsors.services.changing import lock_sponsor

TOO_LATE = "Le délai pour répondre est passé. La coordination cherche un autre binôme."
OVER = "Cette proposition n’est plus à accepter."
ALREADY = "Vous avez déjà répondu."
NOT_YOURS = "Cette proposition n’est pas la vôtre."
NO_CONTACT = "Donnez au moins un moyen de vous joindre."
NOT_A_SPONSOR = "Vous ne recevez pas de proposition en ce moment. Appelez la coordination."
FULL = "Vous accompagnez déjà autant de personnes que possible."
OTHER = {Side.PERSON: Side.SPONSOR, Side.SPONSOR: Side.PERSON}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What one of the two shows the other; a sponsor has neither CV nor goal."""

    profile: bool = False
    goal: bool = False
    cv: Cv | None = None
    email: bool = False
    phone: str = ""
    word: str = ""


@transaction.atomic
def accept(*, pair: Sponsorship, side: Side, shown: Shown, actor: Actor) -> Sponsorship:
    """Say yes, and keep what is shown; with the other's yes, each reads what the other shows.

    Raises SponsorshipError after the last day, for what is over or answered, without a way to be
    reached, when the sponsor has no place any more, and when the two may no longer meet.
    """
    lock_sponsor(pair.sponsor)
    found = _proposed(pair, side, actor)
    now = timezone.now()
    if found.is_too_late(now):
        raise SponsorshipError(TOO_LATE)
    if not (shown.email or shown.phone.strip()):
        raise SponsorshipError(NO_CONTACT, field="email")
    if side == Side.SPONSOR:
        _check_may_accept(found)
    if forbidden_pairs([found.request], [found.sponsor]):
        raise SponsorshipError(NOT_PROPOSED)
    _share(found, side, shown, now)
    setattr(found, f"{side.value}_accepted_at", now)
    if found.accepted_by(OTHER[side]) is None:
        found.save(update_fields=[f"{side.value}_accepted_at"])
        return found
    found.accepted_at = now
    found.contact_by = contact_by(now, found.first_meeting_at)
    change(found, State.ACCEPTED, role=Role(side.value), actor=actor, now=now)
    tell_accepted(found)
    return found


@transaction.atomic
def decline(*, pair: Sponsorship, side: Side, reason: str, actor: Actor) -> Sponsorship:
    """Say no, with a reason that the coordinator alone reads; the person waits at their rank.

    Somebody who said yes may still say no, until the other answers. Raises SponsorshipError.
    """
    found = _held(pair, side, actor)
    change(found, State.DECLINED, role=Role(side.value), actor=actor, reason=reason)
    tell_over(found, OTHER[side])
    return found


def contact_by(accepted_at: datetime, first_meeting_at: datetime | None) -> date:
    """The last day of a first talk: counted from the yes of both, or from the first meeting."""
    begins = max(accepted_at, first_meeting_at) if first_meeting_at else accepted_at
    return timezone.localdate(begins) + timedelta(days=delay(Delay.CONTACT))


def _held(pair: Sponsorship, side: Side, actor: Actor) -> Sponsorship:
    found = lock_pair(pair)
    if actor.user is None or found.side_of(actor.user) != side:
        raise SponsorshipError(NOT_YOURS)
    return found


def _proposed(pair: Sponsorship, side: Side, actor: Actor) -> Sponsorship:
    """The pair, held, while this side may say yes."""
    found = _held(pair, side, actor)
    if found.state == State.EXPIRED:
        raise SponsorshipError(TOO_LATE)
    if found.accepted_by(side) is not None:
        raise SponsorshipError(ALREADY)
    if found.state != State.PROPOSED:
        raise SponsorshipError(OVER)
    return found


def _check_may_accept(pair: Sponsorship) -> None:
    """A sponsor may have paused, left, or lowered their capacity since."""
    if not Sponsor.objects.pairable().filter(pk=pair.sponsor_id).exists():
        raise SponsorshipError(NOT_A_SPONSOR)
    others = Sponsorship.objects.open().filter(sponsor=pair.sponsor_id).exclude(pk=pair.pk)
    if others.count() >= pair.sponsor.capacity:
        raise SponsorshipError(FULL)


def _share(pair: Sponsorship, side: Side, shown: Shown, now: datetime) -> None:
    """What is shown is kept as it was chosen; the CV as it is today."""
    is_person = side == Side.PERSON
    cv = freeze_cv(participant=pair.participant, cv=shown.cv) if is_person and shown.cv else None
    Sharing.objects.create(
        pair=pair,
        side=side,
        shows_profile=shown.profile,
        shows_goal=is_person and shown.goal,
        cv=cv,
        email=shown.email,
        phone=shown.phone.strip(),
        word=shown.word.strip(),
        given_at=now,
    )
