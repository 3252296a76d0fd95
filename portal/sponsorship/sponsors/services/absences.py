"""A sponsor pauses, comes back, leaves: by themselves, or because the coordinator says so."""

from collections.abc import Callable

from django.db import transaction
from django.urls import reverse

from portal.accounts.actors import SITE, Actor
from portal.accounts.services.grants import end_grant
from portal.sponsorship.errors import SponsorshipError
from portal.sponsorship.rules import SPONSOR, require_coordinator
from portal.sponsorship.signals import sponsor_left, sponsor_paused
from portal.sponsorship.sponsors.models import Sponsor
from portal.sponsorship.sponsors.services.changing import change, lock_sponsor, lock_with_rights
from portal.sponsorship.sponsors.states import MEMBERS, TO_VET, Role, State
from snippets.mail.queue import queue_mail
from snippets.site import absolute

NO_REASON = "Dites pourquoi."
OWN_LEAVING = "Départ demandé par la personne."
GONE = "Vous n’êtes plus parrain ou marraine."


@transaction.atomic
def pause(*, sponsor: Sponsor, role: Role, reason: str, actor: Actor) -> Sponsor:
    """Propose nothing more to a sponsor; what runs goes on. Raises SponsorshipError.

    `role` is the site's when proposals were left without an answer: who calls tells the sponsor.
    """
    found = _held(sponsor, role, reason, actor)
    change(found, State.PAUSED, role=role, actor=actor, reason=reason)
    sponsor_paused.send(Sponsor, sponsor=found, actor=actor)
    if role == Role.COORDINATOR:
        space = absolute(reverse("sponsorship:space"))
        _tell(found, "sponsor_paused", space_url=space)
    return found


@transaction.atomic
def resume(*, sponsor: Sponsor, role: Role, actor: Actor) -> Sponsor:
    """End a pause. Raises SponsorshipError."""
    found = _held(sponsor, role, "Reprise", actor)
    return change(found, State.ACCEPTED, role=role, actor=actor)


@transaction.atomic
def leave(*, sponsor: Sponsor, role: Role, reason: str, actor: Actor) -> Sponsor:
    """End it: the level with its sessions, or the application that nobody has answered yet.

    Raises SponsorshipError, and AccountError when the coordinator may not end the level.
    """
    found = _held(sponsor, role, reason, actor, lock=lock_with_rights)
    if role == Role.PERSON and found.state in TO_VET:
        return change(found, State.WITHDRAWN, role=role, actor=actor, reason=reason)
    change(found, State.LEFT, role=role, actor=actor, reason=reason)
    sponsor_left.send(Sponsor, sponsor=found, actor=actor)
    # Nobody gives or takes their own level: the site does what the person asked.
    giver = SITE if role == Role.PERSON else actor
    for grant in found.user.grants.active().filter(level=SPONSOR):
        end_grant(grant=grant, reason=reason.strip() or OWN_LEAVING, actor=giver)
    if found.user.is_active:
        _tell(found, "sponsor_left", space_url=absolute(reverse("sponsorship:space")))
    return found


@transaction.atomic
def follow_the_level(*, sponsor: Sponsor, reason: str, actor: Actor) -> Sponsor:
    """The level was ended elsewhere: the sponsor is no longer one; nothing when they were not."""
    found = lock_sponsor(sponsor)
    if found.state not in MEMBERS:
        return found
    change(found, State.LEFT, role=Role.SITE, actor=actor, reason=reason)
    sponsor_left.send(Sponsor, sponsor=found, actor=actor)
    return found


def _held(
    sponsor: Sponsor,
    role: Role,
    reason: str,
    actor: Actor,
    lock: Callable[[Sponsor], Sponsor] = lock_sponsor,
) -> Sponsor:
    if role == Role.COORDINATOR:
        require_coordinator(actor)
    found = lock(sponsor)
    if role == Role.PERSON and found.user != actor.user:
        raise SponsorshipError(GONE)
    if role == Role.COORDINATOR and not reason.strip():
        raise SponsorshipError(NO_REASON, field="reason")
    return found


def _tell(sponsor: Sponsor, key: str, **context: str) -> None:
    name = sponsor.user.get_short_name()
    queue_mail(key, to=sponsor.user.email, context={"recipient_name": name, **context})
