"""The coordinator meets whoever offers to be a sponsor, and answers them."""

from collections.abc import Callable

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.services.grants import grant_level
from portal.sponsorship.errors import SponsorshipError
from portal.sponsorship.rules import SPONSOR, require_coordinator
from portal.sponsorship.sponsors.models import Sponsor
from portal.sponsorship.sponsors.services.changing import (
    NOT_NOW,
    change,
    lock_sponsor,
    lock_with_rights,
)
from portal.sponsorship.sponsors.states import TO_VET, Role, State
from snippets.mail.queue import queue_mail
from snippets.site import absolute, absolute_url

YOURSELF = "C’est votre propre candidature\u00a0: un ou une collègue s’en occupe."
NO_REASON = "Dites pourquoi."


@transaction.atomic
def note_contact(*, sponsor: Sponsor, actor: Actor) -> Sponsor:
    """Write that they were called or met: the clock stops. Raises SponsorshipError."""
    found = _to_vet(sponsor, actor)
    found.contacted_at = timezone.now()
    return change(found, State.CONTACTED, role=Role.COORDINATOR, actor=actor)


@transaction.atomic
def note_interview(*, sponsor: Sponsor, note: str, actor: Actor) -> Sponsor:
    """Write what was said in the interview, which nobody else reads; again, to correct the note.

    Raises SponsorshipError, once they were answered too.
    """
    found = _to_vet(sponsor, actor)
    if found.state not in TO_VET:
        raise SponsorshipError(NOT_NOW.format(state=State(found.state).label))
    found.interview_note = note.strip()
    if found.state == State.INTERVIEWED:
        found.save(update_fields=["interview_note"])
        return found
    now = timezone.now()
    found.contacted_at = found.contacted_at or now
    found.interviewed_at = now
    return change(found, State.INTERVIEWED, role=Role.COORDINATOR, actor=actor, now=now)


@transaction.atomic
def accept(*, sponsor: Sponsor, reason: str, actor: Actor) -> Sponsor:
    """Welcome a sponsor: they receive the level, as any level is given. They sign the charter next.

    Raises SponsorshipError, and AccountError when the level cannot be given.
    """
    found = _to_vet(sponsor, actor, lock=lock_with_rights)
    _said(reason)
    found.decided_at = timezone.now()
    change(found, State.ACCEPTED, role=Role.COORDINATOR, actor=actor, reason=reason)
    if not found.user.grants.active().filter(level=SPONSOR).exists():
        grant_level(user=found.user, level=SPONSOR, reason=reason, actor=actor)
    _tell(found, "sponsor_accepted", charter_url=absolute(reverse("sponsorship:charter")))
    return found


@transaction.atomic
def decline(*, sponsor: Sponsor, reason: str, word: str, actor: Actor) -> Sponsor:
    """Say no, kindly. `reason` is kept; the mail has `word` alone. Raises SponsorshipError."""
    found = _to_vet(sponsor, actor)
    _said(reason)
    found.decided_at = timezone.now()
    change(found, State.DECLINED, role=Role.COORDINATOR, actor=actor, reason=reason)
    missions = f"{absolute_url('search:results')}?type=volunteering"
    _tell(found, "sponsor_declined", word=word.strip(), missions_url=missions)
    return found


def _to_vet(
    sponsor: Sponsor, actor: Actor, lock: Callable[[Sponsor], Sponsor] = lock_sponsor
) -> Sponsor:
    """The sponsor, held; somebody else than who acts."""
    require_coordinator(actor)
    found = lock(sponsor)
    if found.user == actor.user:
        raise SponsorshipError(YOURSELF)
    return found


def _said(reason: str) -> None:
    if not reason.strip():
        raise SponsorshipError(NO_REASON, field="reason")


def _tell(sponsor: Sponsor, key: str, **context: str) -> None:
    name = sponsor.user.get_short_name()
    queue_mail(key, to=sponsor.user.email, context={"recipient_name": name, **context})
