"""Give a code, use it, cut the link. Never by an equal address: couples and helpers share them."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.models import User
from portal.followup.access import reach
from portal.followup.access.log import Act, log
from portal.followup.configuration.delays import Delay, value
from portal.followup.link.codes import hash_of, new_code
from portal.followup.link.errors import LinkError
from portal.followup.models import AccountLink, Beneficiary, LinkCode
from portal.followup.rows.authors import written_by
from portal.followup.rows.scope import Scope, system_scope
from snippets.mail.queue import queue_mail
from snippets.site import absolute_url

_WRONG = (
    "Ce code ne convient pas\u00a0: il est mal recopié, il a déjà servi, ou sa date est passée. "
    "Vérifiez-le, ou demandez-en un autre à la personne qui vous accompagne."
)
# Whoever gives a code knows it: their own account would go on reading after their access ended.
_FOLLOWS = (
    "Vous suivez ce dossier\u00a0: votre compte ne peut pas y être lié. Ce code est pour la "
    "personne que vous accompagnez."
)


@dataclass(frozen=True, slots=True)
class Given:
    """A code that was just made: shown or printed now, it is written nowhere."""

    code: str
    expires_at: datetime


def give_code(*, beneficiary: Beneficiary, actor: Actor) -> Given:
    """Make a code for one use; the former one that waits is of no use any more.

    Who calls has checked that the actor writes in the case. Raises LinkError for a case that is
    linked already.
    """
    today = timezone.localdate()
    last_day = today + timedelta(days=value(Delay.LINK_CODE_DAYS, today))
    expires_at = timezone.make_aware(datetime.combine(last_day, time(23, 59)))
    code = new_code()
    with system_scope(Scope.LINK, actor=actor):
        # In turn: two colleagues who give one at once leave one code.
        Beneficiary.objects.in_system_scope().select_for_update().get(pk=beneficiary.pk)
        if AccountLink.objects.in_system_scope().filter(
            beneficiary=beneficiary, cut_at__isnull=True
        ):
            message = "Ce dossier est déjà lié à un compte. Coupez d’abord ce lien."
            raise LinkError(message)
        waiting = LinkCode.objects.in_system_scope().filter(
            beneficiary=beneficiary, used_at__isnull=True, cancelled_at__isnull=True
        )
        waiting.update(cancelled_at=timezone.now())
        LinkCode.unscoped.create(
            beneficiary=beneficiary,
            code_hash=hash_of(code),
            expires_at=expires_at,
            **written_by(actor),
        )
    log(actor=actor, act=Act.LINK, beneficiary=beneficiary, reason="Code donné")
    return Given(code, expires_at)


def use_code(*, code: str, user: User, actor: Actor) -> AccountLink:
    """Link an account with the case of a code, once, and say so by mail to the account.

    Raises LinkError, the same for a code that is wrong, used, cancelled or too old.
    """
    with system_scope(Scope.LINK, actor=actor):
        found = (
            LinkCode.objects.in_system_scope()
            .select_for_update()
            .filter(
                code_hash=hash_of(code),
                used_at__isnull=True,
                cancelled_at__isnull=True,
                expires_at__gt=timezone.now(),
            )
            .first()
        )
        if found is None:
            raise LinkError(_WRONG, field="code")
        if reach.case_ids(user).filter(pk=found.beneficiary_id).exists():
            raise LinkError(_FOLLOWS, field="code")
        try:
            with transaction.atomic():
                link = AccountLink.unscoped.create(
                    beneficiary_id=found.beneficiary_id, user=user, code=found
                )
        except IntegrityError as error:
            message = "Votre compte, ou cet accompagnement, est déjà lié. Coupez d’abord ce lien."
            raise LinkError(message, field="code") from error
        found.used_at = timezone.now()
        found.save(update_fields=["used_at"])
        log(actor=actor, act=Act.LINK, beneficiary=link.beneficiary, reason="Compte lié")
    queue_mail(
        "followup_account_linked",
        to=user.email,
        context={"recipient_name": str(user), "page_url": absolute_url("followup:own")},
    )
    return link


def hold_link(*, beneficiary_id: int, actor: Actor) -> bool:
    """Whether an account is linked, until the caller's transaction ends: a cut waits for it."""
    with system_scope(Scope.LINK, actor=actor):
        rows = AccountLink.objects.in_system_scope().select_for_update(of=("self",))
        held = rows.filter(beneficiary=beneficiary_id, cut_at__isnull=True, user__isnull=False)
        return held.first() is not None


def cut(*, link: AccountLink, side: str, actor: Actor) -> None:
    """End a link, from either side; it can be made again with another code."""
    with system_scope(Scope.LINK, actor=actor):
        rows = AccountLink.objects.in_system_scope().filter(pk=link.pk, cut_at__isnull=True)
        if rows.update(cut_at=timezone.now(), cut_by=side):
            log(actor=actor, act=Act.LINK, beneficiary=link.beneficiary, reason="Lien coupé")
