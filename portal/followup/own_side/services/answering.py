"""A request for one's file: recorded, prepared, extended, given or refused. A person does each.

Who prepares is the manager of the unit; the linked person is told by a mail that says nothing.
"""

from collections.abc import Collection, Mapping
from datetime import date
from hashlib import sha256

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.access.log import Act, log
from portal.followup.access.reach import professional_of
from portal.followup.link.services import hold_link
from portal.followup.models import AccountLink, Beneficiary
from portal.followup.own_side import clock, rules
from portal.followup.own_side.dossier import Section, sections_of
from portal.followup.own_side.errors import (
    ChangedFileError,
    ForbiddenMoveError,
    NotTheManagerError,
    OwnSideError,
)
from portal.followup.own_side.models import FileRequest, WithheldItem
from portal.followup.own_side.paper import file_pdf, withheld_of
from portal.followup.own_side.states import Role, S, may_go
from portal.followup.rows.authors import written_by
from portal.followup.rows.versions import locked_version
from snippets import french
from snippets.mail.queue import queue_mail
from snippets.site import absolute_url

_Delivery = FileRequest.Delivery
_RELATED = ("beneficiary__unit", "beneficiary__household", "beneficiary__commune")


@transaction.atomic
def record_request(
    *,
    beneficiary: Beneficiary,
    way: str,
    received_on: date,
    identity_proof: str,
    actor: Actor,
    about: str = "",
) -> FileRequest:
    """Write a request that came by letter or at the desk: its delay starts that day.

    Raises OwnSideError.
    """
    if not rules.may_record(actor.user, beneficiary):
        message = "Seules les personnes qui suivent ce dossier notent une demande."
        raise OwnSideError(message)
    _check_past(received_on, "received_on")
    try:
        with transaction.atomic():
            made: FileRequest = FileRequest.objects.create(
                beneficiary=beneficiary,
                way=way,
                received_on=received_on,
                due_on=clock.due_on(received_on),
                identity_proof=_said(
                    identity_proof,
                    "Dites comment l’identité a été vérifiée.",
                    field="identity_proof",
                ),
                about=about.strip(),
                **written_by(actor),
            )
    except IntegrityError as error:
        message = "Une demande attend déjà une réponse."
        raise OwnSideError(message) from error
    return made


@transaction.atomic
def withhold(
    *,
    request: FileRequest,
    reasons: Mapping[str, str],
    shown: Collection[str],
    actor: Actor,
    version: int,
) -> FileRequest:
    """Say what is left out, each with its reason: `reasons` by the name of the item.

    All of it at once; what is not in it is given. `shown`: the tokens of the items among which it
    was chosen. Raises OwnSideError, ChangedFileError, ChangedMeanwhileError.
    """
    row = _taken(request, actor, version)
    if row.state != S.RECEIVED:
        raise ForbiddenMoveError(row.get_state_display())
    sections = _looked_at(row, actor, shown)
    known = {item.name: item for section in sections for item in section.items}
    reasons = {
        item.name: reasons[item.within] for item in known.values() if item.within in reasons
    } | dict(reasons)
    rows = WithheldItem.objects.visible_to(actor.user).filter(request=row)
    kept = {f"{one.section}-{one.row_key}": one for one in rows}
    for name, one in kept.items():
        if name not in reasons:
            one.delete()
    for name, reason in reasons.items():
        item = known.get(name)
        if item is None or reason not in WithheldItem.Reason:
            message = "Un élément n’est plus dans le dossier\u00a0: rechargez la page."
            raise OwnSideError(message)
        former = kept.get(name)
        if former is not None:
            if former.reason != reason:
                former.reason = reason
                former.save()
            continue
        WithheldItem.objects.create(
            beneficiary=row.beneficiary,
            request=row,
            section=item.section,
            row_key=item.key,
            reason=reason,
            **written_by(actor),
        )
    row.save()
    return row


@transaction.atomic
def make_ready(
    *, request: FileRequest, shown: Collection[str], actor: Actor, version: int
) -> FileRequest:
    """Draw the file as it will be given, of what was `shown` and chosen, and of nothing else.

    Raises OwnSideError, ChangedFileError, ChangedMeanwhileError.
    """
    row = _taken(request, actor, version)
    if row.state != S.RECEIVED:
        raise ForbiddenMoveError(row.get_state_display())
    sections = _looked_at(row, actor, shown)
    _go(row, S.READY)
    today = timezone.localdate()
    content = file_pdf(row.beneficiary, row, actor.user, day=today, sections=sections)
    withheld = withheld_of(row, actor.user)
    row.document_keys = [
        item.key
        for section in sections
        if section.slug == "documents"
        for item in section.items
        if item.name not in withheld
    ]
    row.file.save("", ContentFile(content), save=False)
    row.sha256 = sha256(content).hexdigest()
    row.prepared_by = professional_of(actor.user)
    row.prepared_at = timezone.now()
    row.save()
    log(actor=actor, act=Act.PRINT, beneficiary=row.beneficiary, place="followup:file_request")
    return row


@transaction.atomic
def prepare_again(*, request: FileRequest, actor: Actor, version: int) -> FileRequest:
    """Something was forgotten: the file goes, the choices stay. Raises OwnSideError."""
    row = _taken(request, actor, version)
    _go(row, S.RECEIVED)
    clock.drop_file(row)
    row.prepared_by, row.prepared_at, row.document_keys = None, None, []
    row.save()
    return row


@transaction.atomic
def extend(*, request: FileRequest, reason: str, actor: Actor, version: int) -> FileRequest:
    """Take more time, once, within the first delay, and tell the person why (art. 12, § 3).

    Raises OwnSideError, ChangedMeanwhileError.
    """
    row = _taken(request, actor, version)
    if not row.is_open:
        raise ForbiddenMoveError(row.get_state_display())
    if row.extended_on is not None:
        message = "Cette demande est déjà prolongée\u00a0: elle ne l’est qu’une fois."
        raise OwnSideError(message)
    today = timezone.localdate()
    if today > row.due_on:
        message = (
            f"Le délai a fini le {french.full_date(row.due_on)}\u00a0: une prolongation se dit "
            "avant. Répondez maintenant."
        )
        raise OwnSideError(message)
    row.extension_reason = _said(reason, "Dites pourquoi\u00a0: la personne le lira.")
    row.due_on = clock.extended_until(row)
    row.extended_on = today
    row.save()
    _tell(row, "followup_own_file_news")
    return row


@transaction.atomic
def refuse(*, request: FileRequest, reason: str, actor: Actor, version: int) -> FileRequest:
    """Answer that it is not given, and why (art. 12, § 4 and 5). Raises OwnSideError."""
    row = _taken(request, actor, version)
    _go(row, S.REFUSED)
    row.refusal_reason = _said(reason, "Dites pourquoi\u00a0: la personne le lira.")
    row.answered_on = timezone.localdate()
    row.save()
    _tell(row, "followup_own_file_news")
    return row


@transaction.atomic
def withdraw(*, request: FileRequest, actor: Actor, version: int) -> FileRequest:
    """The person said that they give it up. Raises OwnSideError."""
    row = _taken(request, actor, version)
    _go(row, S.WITHDRAWN)
    row.answered_on = timezone.localdate()
    clock.drop_file(row)
    row.save()
    return row


@transaction.atomic
def deliver(
    *,
    request: FileRequest,
    delivery: str,
    actor: Actor,
    version: int,
    on: date | None = None,
    proof: str = "",
) -> FileRequest:
    """Give the file: in the person's space until a day, or by hand or letter, with its proof.

    What was given on paper is kept no longer. Raises OwnSideError, ChangedMeanwhileError.
    """
    # The link before the request, as the person's own acts hold them.
    is_linked = delivery == _Delivery.SPACE and hold_link(
        beneficiary_id=request.beneficiary_id, actor=actor
    )
    row = _taken(request, actor, version)
    _go(row, S.DELIVERED)
    today = timezone.localdate()
    row.delivery = delivery
    if delivery == _Delivery.SPACE:
        if not is_linked:
            message = "Aucun compte n’est lié à ce dossier\u00a0: remettez-le en main propre."
            raise OwnSideError(message, field="delivery")
        row.answered_on = today
        row.available_until = clock.available_until(today)
    else:
        row.answered_on = on or today
        _check_past(row.answered_on, "on", after=row.received_on)
        row.delivery_proof = _said(
            proof,
            "Écrivez le numéro du recommandé, ou qui a signé.",
            field="proof",
        )
        clock.drop_file(row)
        row.deleted_at = timezone.now()
    row.save()
    _tell(row, "followup_own_file_ready")
    return row


@transaction.atomic
def give_otherwise(*, request: FileRequest, actor: Actor, version: int) -> FileRequest:
    """Take back an answer that nobody can read: the link was cut. Its file is given another way.

    Raises OwnSideError, ChangedMeanwhileError.
    """
    row = _taken(request, actor, version)
    if row.state != S.DELIVERED or not row.file:
        raise ForbiddenMoveError(row.get_state_display())
    if _account_of(row) is not None:
        message = "La personne peut lire ce dossier dans son espace."
        raise OwnSideError(message)
    _go(row, S.READY)
    row.delivery, row.answered_on, row.available_until = "", None, None
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        message = "Une autre demande attend déjà une réponse\u00a0: répondez à celle-là."
        raise OwnSideError(message) from error
    return row


def _taken(request: FileRequest, actor: Actor, version: int) -> FileRequest:
    """The request, locked, at its next version, for who prepares it. Raises NotTheManagerError."""
    rows = FileRequest.objects.visible_to(actor.user).select_related(*_RELATED)
    try:
        row: FileRequest = locked_version(rows, pk=request.pk, version=version)
    except FileRequest.DoesNotExist:
        raise NotTheManagerError from None
    if not rules.may_prepare(actor.user, row.beneficiary):
        raise NotTheManagerError
    return row


def _looked_at(row: FileRequest, actor: Actor, shown: Collection[str]) -> list[Section]:
    """What there is in the file: all of it was shown, as it is now. Raises ChangedFileError."""
    sections = sections_of(row.beneficiary, actor.user)
    known = set(shown)
    others = [item for one in sections for item in one.items if item.token not in known]
    if others:
        raise ChangedFileError(len(others))
    return sections


def _go(row: FileRequest, to: S) -> None:
    if not may_go(row.state, to, Role.PREPARER):
        raise ForbiddenMoveError(row.get_state_display())
    row.state = to


def _account_of(row: FileRequest) -> AccountLink | None:
    found: AccountLink | None = (
        AccountLink.unscoped.filter(beneficiary=row.beneficiary_id, cut_at__isnull=True)
        .select_related("user")
        .first()
    )
    return found if found and found.user else None


def _tell(row: FileRequest, key: str) -> None:
    """By a neutral mail, when an account is linked; by what the manager writes otherwise."""
    link = _account_of(row)
    if link is None or link.user is None or row.delivery in {_Delivery.HAND, _Delivery.LETTER}:
        return
    context = {"page_url": absolute_url("followup:own_file")}
    if row.available_until:
        context["until"] = french.full_date(row.available_until)
    queue_mail(key, to=link.user.email, context=context)


def _said(text: str, message: str, *, field: str = "reason") -> str:
    kept = text.strip()
    if not kept:
        raise OwnSideError(message, field=field)
    return kept


def _check_past(day: date, field: str, *, after: date | None = None) -> None:
    if day > timezone.localdate():
        message = "Cette date est dans l’avenir."
        raise OwnSideError(message, field=field)
    if after is not None and day < after:
        message = f"Cette date précède la demande, du {french.full_date(after)}."
        raise OwnSideError(message, field=field)
