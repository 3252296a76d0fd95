"""Asking somebody for help with a CV, proposing to help, answering, taking back.

Nothing that who asks is told depends on the address: neither what these functions return and raise,
nor how long they take. Who is behind it is looked up by a job (`tell_address`).
"""

from datetime import timedelta
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app

from portal.accounts.capabilities import HELP_CV
from portal.accounts.holders import may, people_who_may
from portal.accounts.models import User
from portal.cv.errors import CvError
from portal.cv.models import (
    REQUEST_LIFETIME,
    Cv,
    CvHelper,
    CvHelpRequest,
    workplaces,
)
from portal.cv.services.cvs import own_cv, start_cv
from portal.cv.services.helping import MAX_HELPERS, give_consent
from snippets.addresses import normal_address, validate_address
from snippets.mail.queue import queue_mail
from snippets.site import absolute_url

Side, Status = CvHelpRequest.Side, CvHelpRequest.Status

# The name of the job that looks up who is behind an address, in `jobs.py`.
TELL = "cv.tell_about_request"
# By who asks; a workshop is a morning with fifteen people.
MAX_A_DAY = {Side.CANDIDATE: 10, Side.HELPER: 40}
# Messages that one address gets from everybody together, in a day.
MAX_TOLD_A_DAY = {Side.CANDIDATE: 30, Side.HELPER: 3}
_DAY = timedelta(days=1)

YOURSELF = "C’est votre propre adresse. Écrivez celle de l’autre personne."
ALREADY_HELPS = "Cette personne peut déjà écrire dans ce CV."
ALREADY_ASKED = "Vous avez déjà fait cette demande. Elle attend une réponse."
FULL = (
    f"Pour ce CV, vous avez déjà {MAX_HELPERS} personnes ou demandes, c’est le maximum. "
    "Arrêtez-en une, puis recommencez."
)
CANNOT_HELP = "Vous ne pouvez pas aider à écrire des CV."
GONE = "Cette demande n’est plus là."
OVER = "Cette demande n’est plus valable\u00a0: elle date de plus de 30\u00a0jours."
TAKEN_BACK = "Cette demande a été annulée."
ANSWERED = "Cette demande a déjà une réponse."

_RECEIVER, _ASKER = "receiver", "asker"
# Who may change what into what. Nothing else moves; thirty days end what is left.
MOVES = {
    (Status.PENDING, Status.ACCEPTED): _RECEIVER,
    (Status.PENDING, Status.REFUSED): _RECEIVER,
    (Status.PENDING, Status.CANCELLED): _ASKER,
    # For who asked, it still waits.
    (Status.REFUSED, Status.CANCELLED): _ASKER,
}


@transaction.atomic
def ask_help(*, cv: Cv, user: User, address: str) -> CvHelpRequest:
    """Let whoever has this address help with a CV, if it is somebody who may.

    The candidate agrees now; it holds once the other one opens the CV (`accept_request`). Raises
    CvError for an address that is none or their own, when it is asked or done already, and past
    five helpers and requests for a CV or ten requests a day.
    """
    address = _start(user, address, Side.CANDIDATE)
    own = own_cv(cv, user)
    helpers = own.helpers.active()
    if helpers.filter(user__email=address).exists():
        raise CvError(ALREADY_HELPS, field="address")
    waiting = own.help_requests.filter(asked_by=Side.CANDIDATE, status=Status.PENDING)
    if waiting.filter(address=address).exists():
        raise CvError(ALREADY_ASKED, field="address")
    if helpers.count() + waiting.count() >= MAX_HELPERS:
        raise CvError(FULL)
    return _make(Side.CANDIDATE, user, address, cv=own)


@transaction.atomic
def propose_help(*, user: User, address: str) -> CvHelpRequest:
    """Propose to help whoever has this address, account or not.

    Who refused in the last thirty days is not asked again, and who asks is not told. Raises CvError
    for somebody who may not help, and like `ask_help`.
    """
    if not may(user, HELP_CV):
        raise CvError(CANNOT_HELP)
    address = _start(user, address, Side.HELPER)
    mine = CvHelpRequest.objects.owned_by(user).filter(asked_by=Side.HELPER)
    if mine.shown().filter(address=address).exists():
        raise CvError(ALREADY_ASKED, field="address")
    lately = timezone.now() - REQUEST_LIFETIME
    # Who refused is the account, at whatever address it is now.
    refused = mine.filter(refused_at__gt=lately).filter(
        Q(receiver__isnull=True, address=address) | Q(receiver__email=address)
    )
    refusal = refused.order_by("-refused_at").first()
    if refusal is None:
        return _make(Side.HELPER, user, address)
    return _make(
        Side.HELPER,
        user,
        address,
        status=Status.REFUSED,
        refused_at=refusal.refused_at,
        decided_at=timezone.now(),
    )


@transaction.atomic
def accept_request(*, request: CvHelpRequest, user: User, cv: Cv | None = None) -> CvHelper:
    """Say yes to what was asked or proposed; twice is once.

    A candidate names one of their CVs, or None for a new one. Raises CvError when the request is
    over, taken back or refused, when who asked may no longer, and past five helpers.
    """
    locked = _lock(CvHelpRequest.objects.received_by(user), request)
    if locked.status == Status.ACCEPTED and locked.consent and not locked.consent.revoked_at:
        return locked.consent
    _check(locked, Status.ACCEPTED)
    if locked.asked_by == Side.CANDIDATE:
        owner, helper, wanted = locked.asker, user, locked.cv
    else:
        owner, helper, wanted = user, locked.asker, cv or start_cv(owner=user)
    if wanted is None:
        raise CvError(GONE)
    consent = give_consent(cv=wanted, owner=owner, helper=helper)
    locked.consent, locked.cv = consent, consent.cv
    _move(locked, Status.ACCEPTED)
    place = workplaces([helper.pk]).get(helper.pk, "")
    if locked.asked_by == Side.CANDIDATE:
        queue_mail(
            "cv_help_started",
            to=owner.email,
            context={
                "recipient_name": owner.get_full_name(),
                "helper_name": str(helper),
                "helper_place": place,
                "helpers_url": absolute_url("cv:helpers", consent.cv_id),
            },
        )
    else:
        queue_mail(
            "cv_help_accepted",
            to=helper.email,
            context={
                "recipient_name": helper.get_full_name(),
                "candidate_name": str(owner),
                "cv_url": absolute_url("cv:edit", consent.cv_id),
            },
        )
    return consent


@transaction.atomic
def refuse_request(*, request: CvHelpRequest, user: User) -> CvHelpRequest:
    """Say no; twice is once. Raises CvError when it is too late for that."""
    locked = _lock(CvHelpRequest.objects.received_by(user), request)
    if locked.status != Status.REFUSED:
        _check(locked, Status.REFUSED)
        locked.refused_at = timezone.now()
        _move(locked, Status.REFUSED)
    return locked


@transaction.atomic
def cancel_request(*, request: CvHelpRequest, user: User) -> CvHelpRequest:
    """Take one's own request back; twice is once. Raises CvError when it was accepted."""
    locked = _lock(CvHelpRequest.objects.owned_by(user), request)
    if locked.status != Status.CANCELLED:
        if (Status(locked.status), Status.CANCELLED) not in MOVES:
            raise CvError(ANSWERED)
        _move(locked, Status.CANCELLED)
    return locked


@transaction.atomic
def follow_account(*, user: User, from_address: str) -> int:
    """Keep the requests for an address with the account that leaves it; return how many."""
    left = CvHelpRequest.objects.filter(
        receiver__isnull=True, address=normal_address(from_address)
    ).exclude(asker_id=user.pk)
    return left.update(receiver=user)


@transaction.atomic
def tell_address(*, request_id: int) -> bool:
    """Write to the address of a request, once; return whether it was written to.

    Whom a candidate asks is written to only if they may help. A proposal goes to any address: it
    says how to make an account. Neither goes past a few a day, nor twice a day from one person.
    """
    waiting = CvHelpRequest.objects.waiting().filter(pk=request_id, told_at__isnull=True)
    request = waiting.select_for_update(of=("self",)).select_related("asker", "receiver").first()
    if request is None:
        return False
    lately = CvHelpRequest.objects.filter(
        asked_by=request.asked_by,
        address=request.address,
        told_at__gt=timezone.now() - _DAY,
    )
    if (
        lately.filter(asker=request.asker).exists()
        or lately.count() >= MAX_TOLD_A_DAY[Side(request.asked_by)]
    ):
        return False
    to = request.receiver.email if request.receiver else request.address
    if request.asked_by == Side.CANDIDATE:
        helper = people_who_may(HELP_CV).filter(email__iexact=to).first()
        if helper is None:
            return False
        queue_mail(
            "cv_help_asked",
            to=helper.email,
            context={
                "recipient_name": helper.get_full_name(),
                "candidate_name": str(request.asker),
                "expires_at": request.expires_at,
                "helped_url": absolute_url("cv:helped"),
            },
        )
    else:
        queue_mail(
            "cv_help_proposed",
            to=to,
            context={
                "helper_name": str(request.asker),
                "helper_place": workplaces([request.asker_id]).get(request.asker_id, ""),
                "expires_at": request.expires_at,
                "answer_url": absolute_url("cv:proposals"),
                "signup_url": _leading_to("cv:proposals"),
            },
        )
    request.told_at = timezone.now()
    request.save(update_fields=["told_at"])
    return True


def _start(user: User, address: str, side: CvHelpRequest.Side) -> str:
    """The address, once it may be asked. The person's row is locked: they ask one at a time."""
    address = normal_address(address)
    try:
        validate_address(address)
    except ValidationError as error:
        raise CvError(str(error.message), field="address") from error
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if address == normal_address(user.email):
        raise CvError(YOURSELF, field="address")
    mine = CvHelpRequest.objects.owned_by(user)
    mine.filter(expires_at__lte=timezone.now()).delete()
    lately = mine.filter(asked_by=side, created_at__gt=timezone.now() - _DAY)
    if lately.count() >= MAX_A_DAY[side]:
        message = f"Vous avez fait {MAX_A_DAY[side]}\u00a0demandes en un jour. Réessayez demain."
        raise CvError(message)
    return address


def _make(side: CvHelpRequest.Side, user: User, address: str, **fields: object) -> CvHelpRequest:
    now = timezone.now()
    made = CvHelpRequest.objects.create(
        asked_by=side,
        asker=user,
        address=address,
        created_at=now,
        expires_at=now + REQUEST_LIFETIME,
        **fields,
    )
    app.configure_task(TELL, allow_unknown=False).defer(request_id=made.pk)
    return made


def _lock(rows: QuerySet[CvHelpRequest], request: CvHelpRequest) -> CvHelpRequest:
    """The request as it is now, if it is one of these. Raises CvError."""
    locked = CvHelpRequest.objects.select_for_update().filter(pk=request.pk).first()
    if locked is None or not rows.filter(pk=request.pk).exists():
        raise CvError(GONE)
    return locked


def _check(locked: CvHelpRequest, to: CvHelpRequest.Status) -> None:
    """Refuse what the table of moves does not have, and what is over."""
    if locked.status == Status.CANCELLED:
        raise CvError(TAKEN_BACK)
    if (Status(locked.status), to) not in MOVES:
        raise CvError(ANSWERED)
    if locked.is_over:
        raise CvError(OVER)


def _move(locked: CvHelpRequest, to: CvHelpRequest.Status) -> None:
    locked.status, locked.decided_at = to, timezone.now()
    locked.save(update_fields=["status", "decided_at", "refused_at", "consent", "cv"])


def _leading_to(name: str) -> str:
    """Where an account is made, then this page shown."""
    return f"{absolute_url('account_signup')}?{urlencode({'next': reverse(name)})}"
