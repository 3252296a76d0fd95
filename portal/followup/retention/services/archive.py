"""The restricted archive: read with a reason by the unit's manager, reopened for who returns."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.access import reach
from portal.followup.access.log import Act, log
from portal.followup.access.models import BreakGlass
from portal.followup.people.models import Beneficiary
from portal.followup.people.searching import write_keys
from portal.followup.retention import rules
from portal.followup.retention.errors import NotYourUnitError, RetentionError
from portal.followup.retention.models import CaseRetention
from portal.followup.retention.states import R, Role, may_case_go
from portal.followup.rows.moments import this_moment
from portal.followup.rows.scope import Scope, system_scope
from snippets import locks
from snippets.folding import fold_name
from snippets.limits import HOUR, Limit

READ_FOR = timedelta(hours=1)
_PLACE = "followup:archive"
_MOST = 20
# Counted by the area's door, outside of the transaction.
READINGS = Limit("followup.archive_readings", 20, HOUR)
SEARCHES = Limit("followup.archive_searches", 40, HOUR)


@transaction.atomic
def read_archive(*, case_pk: int, reason: str, actor: Actor) -> BreakGlass:
    """Open an archived case for an hour, without writing in it. Raises RetentionError."""
    reason = _said(reason)
    row = _archived(case_pk, actor)
    locks.take(f"followup.archive {case_pk} {actor.user.pk if actor.user else ''}")
    now = this_moment()
    with system_scope(Scope.RETENTION, actor=actor):
        opened = BreakGlass.objects.in_system_scope().create(
            beneficiary_id=case_pk,
            user=actor.user,
            name=actor.name,
            reason=reason,
            opened_at=now,
            expires_at=now + READ_FOR,
        )
        log(actor=actor, act=Act.BREAK_GLASS, beneficiary=row.beneficiary, place=_PLACE,
            reason=reason)  # fmt: skip
    return opened


@transaction.atomic
def reopen(*, case_pk: int, reason: str, actor: Actor) -> CaseRetention:
    """Take a case out of the archive: it is the unit's again, without a referent.

    It counts as a contact. Raises RetentionError.
    """
    reason = _said(reason)
    _archived(case_pk, actor)
    with system_scope(Scope.RETENTION, actor=actor):
        case = Beneficiary.objects.in_system_scope().select_for_update(of=("self",)).get(pk=case_pk)
        row: CaseRetention = CaseRetention.objects.in_system_scope().get(beneficiary=case)
        if not may_case_go(row.state, R.LAPSED, Role.MANAGER):
            raise _not_archived()
        row.state, row.reopened_on, row.destroy_on = R.LAPSED, timezone.localdate(), None
        row.save()
        write_keys([case])
        log(actor=actor, act=Act.GRANT, beneficiary=case, place=_PLACE,
            reason=f"Dossier rouvert\u00a0: {reason}"[:500])  # fmt: skip
    return row


def search(*, text: str, actor: Actor) -> list[Beneficiary]:
    """Archived people of the unit of exactly this name, or this case number; each is logged."""
    word = fold_name(text)
    digits = "".join(filter(str.isdigit, text))
    with system_scope(Scope.RETENTION, actor=actor):
        # Which cases are archived is known to all who work in the area.
        kept = CaseRetention.objects.in_system_scope().filter(
            state=R.ARCHIVED, unit__in=reach.led_unit_ids(actor.user)
        )
        rows = Beneficiary.objects.in_system_scope().filter(pk__in=kept.values("beneficiary"))
        found = [
            one
            for one in rows.order_by("sort_name", "pk")
            if (digits and one.shown_number.lstrip("0") == digits.lstrip("0"))
            or (word and word in {fold_name(one.birth_name), fold_name(one.used_name)})
        ][:_MOST]
        for one in found:
            log(actor=actor, act=Act.SEARCH, beneficiary=one, place=_PLACE)
    return found


def rules_for(row: CaseRetention, actor: Actor) -> bool:
    """Whether who acts manages the unit of an archived case."""
    return rules.answers_for(actor.user, Beneficiary(pk=row.beneficiary_id, unit_id=row.unit_id))


def _archived(case_pk: int, actor: Actor) -> CaseRetention:
    with system_scope(Scope.RETENTION, actor=actor):
        rows = CaseRetention.objects.in_system_scope().select_related("beneficiary")
        row = rows.filter(beneficiary=case_pk).first()
        if row is None or row.state != R.ARCHIVED:
            raise _not_archived()
        if not rules_for(row, actor):
            raise NotYourUnitError
    found: CaseRetention = row
    return found


def _said(reason: str) -> str:
    if not reason.strip():
        message = "Dites pourquoi\u00a0: votre motif est gardé au journal des accès."
        raise RetentionError(message, field="reason")
    return reason.strip()


def _not_archived() -> RetentionError:
    return RetentionError("Ce dossier n’est pas, ou plus, en archive restreinte.")
