"""Verifying organisations: asked by their members, answered by employment officers."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.errors import refuse
from portal.accounts.models import AuditEntry, User, VerificationRequest
from portal.accounts.services.audit import record
from portal.organisations.services.common import (
    address_of,
    lock,
    managers_of,
    officer,
    person,
    tell,
    tell_officers,
)
from portal.organisations.standing import standing
from snippets.models import Organisation

Outcome = VerificationRequest.Outcome
_ACTIONS = {
    Outcome.VERIFIED: AuditEntry.Action.ORGANISATION_VERIFIED,
    Outcome.CORRECTION: AuditEntry.Action.ORGANISATION_TO_CORRECT,
    Outcome.REFUSED: AuditEntry.Action.ORGANISATION_REFUSED,
}


def ask_verification(*, organisation: Organisation, actor: Actor) -> VerificationRequest:
    """Put an organisation, locked by the caller, in the officers' queue, and tell them.

    When it waits already it keeps its place, and an officer who reads the earlier version cannot
    answer it any more.
    """
    waiting = organisation.verification_requests.waiting().first()
    asked_at = waiting.asked_at if waiting else timezone.now()
    if waiting:
        waiting.delete()
    request = VerificationRequest.objects.create(
        organisation=organisation, asked_by=person(actor), asked_at=asked_at
    )
    if not waiting:
        tell_officers(
            "organisation_to_verify",
            organisation,
            kind=organisation.get_kind_display(),
            asked_by=actor.name,
            review_url=address_of("review", organisation),
        )
    return request


@transaction.atomic
def decide_verification(
    *, organisation: Organisation, outcome: str, message: str, seen: str, actor: Actor
) -> VerificationRequest:
    """Verify, ask for a correction or refuse; tell the managers.

    `seen` is what `Standing.seen` said when the officer read the organisation. Raises AccountError
    when it has changed since, when it is verified already, or without a message where one is due.
    """
    user = officer(actor)
    organisation = lock(organisation)
    message = message.strip()
    state = standing(organisation)
    if organisation.verified_at:
        refuse(f"«\u00a0{organisation.name}\u00a0» est déjà vérifiée.")
    if state.seen != seen:
        refuse("Cette organisation a changé depuis que vous l’avez ouverte\u00a0: relisez-la.")
    if outcome != Outcome.VERIFIED and not message:
        refuse("Dites ce qui ne va pas.")
    request = _close(state.request, organisation, Outcome(outcome), message, user)
    if outcome == Outcome.VERIFIED:
        organisation.verified_at, organisation.verified_by = request.decided_at, user
        organisation.save(update_fields=["verified_at", "verified_by"])
    _announce(organisation, request, actor)
    return request


def follow_cms(*, organisation: Organisation, user: User, **kwargs: Any) -> None:
    """Keep requests, log and managers in step with “Organisation vérifiée”, ticked in the CMS."""
    actor = Actor(user)
    waiting = organisation.verification_requests.waiting().first()
    if organisation.verified_at:
        request = _close(waiting, organisation, Outcome.VERIFIED, "", user)
        _announce(organisation, request, actor)
        return
    record(AuditEntry.Action.ORGANISATION_UNVERIFIED, actor=actor, organisation=organisation)
    if not waiting:
        VerificationRequest.objects.create(
            organisation=organisation, asked_by=user, asked_at=timezone.now()
        )


def _close(
    request: VerificationRequest | None,
    organisation: Organisation,
    outcome: VerificationRequest.Outcome,
    message: str,
    user: User,
) -> VerificationRequest:
    """Write the answer in the request, or in a new one when nobody had asked."""
    now = timezone.now()
    request = request or VerificationRequest(organisation=organisation, asked_by=user, asked_at=now)
    request.decided_at, request.decided_by = now, user
    request.outcome, request.message = outcome, message
    request.save()
    return request


def _announce(organisation: Organisation, request: VerificationRequest, actor: Actor) -> None:
    """The log's line and the managers' message."""
    record(
        _ACTIONS[Outcome(request.outcome)],
        actor=actor,
        organisation=organisation,
        reason=request.message[:300],
    )
    key, context = {
        Outcome.VERIFIED: (
            "organisation_verified",
            {"home_url": address_of("sheet", organisation)},
        ),
        Outcome.CORRECTION: (
            "organisation_to_correct",
            {
                "message": request.message,
                "edit_url": address_of("edit", organisation),
            },
        ),
        Outcome.REFUSED: ("organisation_refused", {"message": request.message}),
    }[Outcome(request.outcome)]
    tell(managers_of(organisation), key, organisation, **context)
