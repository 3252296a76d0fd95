"""Levels on which two administrators agree: one proposes, another approves or refuses.

Whoever waits for the lock asks everything again: two may approve at once, and a right may have
ended meanwhile.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import SITE, Actor
from portal.accounts.capabilities import MANAGE_RIGHTS, has_capability
from portal.accounts.errors import AccountError, refuse
from portal.accounts.models import AuditEntry, GrantProposal, LevelGrant, User
from portal.accounts.models.proposals import VALIDITY
from portal.accounts.services.audit import record
from portal.accounts.services.authority import require_rights_administrator
from portal.accounts.services.grants import (
    checked_grant,
    grant_level,
    lock_administrators,
    lock_person,
    needs_approval,
    refuse_giver,
    store_grant,
)
from snippets.mail.kinds import MailValue
from snippets.mail.queue import queue_mail
from snippets.site import absolute_url

Outcome = GrantProposal.Outcome


@transaction.atomic
def give_level(
    *, user: User, level: str, reason: str, actor: Actor, ends_on: date | None = None
) -> LevelGrant | GrantProposal:
    """Give a level, or ask the other administrators first when one of them must approve it.

    Raises AccountError as `grant_level` does, and when the same level waits already.
    """
    if actor.user:
        lock_administrators()
    if not needs_approval(level=level, actor=actor):
        return grant_level(user=user, level=level, reason=reason, actor=actor, ends_on=ends_on)
    lock_person(user)
    refuse_giver(user=user, level=level, actor=actor)
    grant = checked_grant(
        user=user, level=level, reason=reason, granted_by=actor.user, ends_on=ends_on
    )
    proposal = GrantProposal(
        user=user,
        level=level,
        reason=grant.reason,
        ends_on=ends_on,
        proposed_by=actor.user,
        expires_at=timezone.now() + VALIDITY,
    )
    try:
        proposal.full_clean()
    except ValidationError as error:
        raise AccountError(" ".join(error.messages)) from error
    proposal.save()
    _record(AuditEntry.Action.LEVEL_PROPOSED, proposal, actor, proposal.reason)
    administrators = LevelGrant.objects.administrators().exclude(user=actor.user)
    for colleague in administrators.select_related("user").order_by("pk"):
        _tell(
            "level_to_approve",
            proposal,
            colleague.user,
            proposed_by=actor.name,
            reason=proposal.reason,
            expires_on=timezone.localdate(proposal.expires_at),
        )
    return proposal


@transaction.atomic
def approve_proposal(*, proposal: GrantProposal, actor: Actor) -> LevelGrant:
    """Give the level that a colleague has proposed, and tell the person.

    Raises AccountError when it has an answer or is too old, for one's own proposal and one's own
    level, when either administrator no longer is one, and when the level cannot be given any more.
    """
    locked = _lock_waiting(proposal, actor)
    if locked.expires_at <= timezone.now():
        refuse("Cette proposition est trop ancienne\u00a0: proposez de nouveau ce niveau.")
    if actor.user == locked.user:
        refuse("Personne ne valide son propre niveau.")
    if actor.user == locked.proposed_by:
        refuse("Un ou une collègue valide ce que vous proposez.")
    if not has_capability(locked.proposed_by, MANAGE_RIGHTS):
        refuse(
            f"{locked.proposed_by} n’administre plus les droits\u00a0: "
            "refusez, puis proposez ce niveau vous-même."
        )
    grant = checked_grant(
        user=locked.user,
        level=locked.level,
        reason=locked.reason,
        granted_by=locked.proposed_by,
        approved_by=actor.user,
        ends_on=locked.ends_on,
    )
    _close(locked, Outcome.APPROVED, actor)
    store_grant(grant, Actor(locked.proposed_by))
    _record(AuditEntry.Action.LEVEL_APPROVED, locked, actor, locked.reason)
    queue_mail(
        "level_given",
        to=locked.user.email,
        context={
            "recipient_name": str(locked.user),
            "level": locked.get_level_display(),
            "login_url": absolute_url("account_login"),
        },
    )
    return grant


@transaction.atomic
def refuse_proposal(*, proposal: GrantProposal, reason: str, actor: Actor) -> GrantProposal:
    """Give nothing, and tell whoever proposed it why.

    Raises AccountError without a reason, when it has an answer, for one's own proposal (which one
    takes back), and when who acts no longer administers rights.
    """
    locked = _lock_waiting(proposal, actor)
    reason = reason.strip()
    if not reason:
        refuse("Dites pourquoi vous refusez.")
    if actor.user == locked.proposed_by:
        refuse("C’est votre proposition\u00a0: vous pouvez la retirer.")
    if actor.user == locked.user:
        refuse("Personne ne répond pour son propre niveau.")
    _close(locked, Outcome.REFUSED, actor, reason)
    _record(AuditEntry.Action.PROPOSAL_REFUSED, locked, actor, reason)
    _tell(
        "level_proposal_refused", locked, locked.proposed_by, refused_by=actor.name, answer=reason
    )
    return locked


@transaction.atomic
def withdraw_proposal(*, proposal: GrantProposal, actor: Actor) -> GrantProposal:
    """Take back one's own proposal. Raises AccountError when it has an answer, or is another's."""
    locked = _lock_waiting(proposal, actor)
    if actor.user != locked.proposed_by:
        refuse("Seule la personne qui a proposé ce niveau retire sa proposition.")
    _close(locked, Outcome.WITHDRAWN, actor)
    _record(AuditEntry.Action.PROPOSAL_WITHDRAWN, locked, actor)
    return locked


def expire_proposals() -> int:
    """Close the proposals that nobody answered in time, and tell their authors; return how many.

    May be run at any time, twice too.
    """
    due = GrantProposal.objects.waiting().filter(expires_at__lte=timezone.now())
    return sum(_expire(pk) for pk in due.values_list("pk", flat=True))


@transaction.atomic
def _expire(pk: int) -> bool:
    """Close one; False when somebody answers it meanwhile."""
    waiting = GrantProposal.objects.waiting().select_for_update(of=("self",), skip_locked=True)
    proposal = waiting.select_related("user", "proposed_by").filter(pk=pk).first()
    if proposal is None:
        return False
    _close(proposal, Outcome.EXPIRED, SITE)
    _record(AuditEntry.Action.PROPOSAL_EXPIRED, proposal, SITE)
    _tell(
        "level_proposal_expired",
        proposal,
        proposal.proposed_by,
        expires_on=timezone.localdate(proposal.expires_at),
    )
    return True


def close_proposals_for(user: User) -> None:
    """Nothing waits any more for a person who leaves."""
    for proposal in GrantProposal.objects.waiting().filter(user=user).select_for_update():
        _close(proposal, Outcome.WITHDRAWN, SITE)
        _record(AuditEntry.Action.PROPOSAL_WITHDRAWN, proposal, SITE)


def _lock_waiting(proposal: GrantProposal, actor: Actor) -> GrantProposal:
    """The proposal as it is now, which waits, for an actor who administers rights now.

    In the order of every change of rights: administrators, the person, the row.
    """
    lock_administrators()
    lock_person(proposal.user)
    require_rights_administrator(actor)
    rows = GrantProposal.objects.select_for_update(of=("self",))
    locked = rows.select_related("user", "proposed_by", "decided_by").get(pk=proposal.pk)
    if locked.decided_at:
        by = f" par {locked.decided_by}" if locked.decided_by else ""
        refuse(f"Cette proposition a déjà une réponse\u00a0: {locked.said}{by}.")
    return locked


def _close(proposal: GrantProposal, outcome: Outcome, actor: Actor, answer: str = "") -> None:
    proposal.decided_at, proposal.decided_by = timezone.now(), actor.user
    proposal.outcome, proposal.answer = outcome, answer
    proposal.save(update_fields=["decided_at", "decided_by", "outcome", "answer"])


def _record(
    action: AuditEntry.Action, proposal: GrantProposal, actor: Actor, reason: str = ""
) -> None:
    record(
        action,
        actor=actor,
        subject=proposal.user,
        level=proposal.level,
        reason=reason,
        details={"proposal": proposal.pk},
    )


def _tell(key: str, proposal: GrantProposal, recipient: User, **more: MailValue) -> None:
    """Queue a message about a proposal to one administrator, who may have left since."""
    if not recipient.is_active:
        return
    queue_mail(
        key,
        to=recipient.email,
        context={
            "level": proposal.get_level_display(),
            "person": str(proposal.user),
            "proposals_url": absolute_url("administration:proposals"),
            **more,
        },
    )
