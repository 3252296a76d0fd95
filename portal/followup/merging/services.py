"""A merge is proposed by one person and agreed by another, then done at once or not at all."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.access.log import Act, log
from portal.followup.access.reach import professional_of
from portal.followup.booking.answering import hold
from portal.followup.imports.staging import LOCK as IMPORTS
from portal.followup.merging import rules
from portal.followup.merging.comparing import KEPT, LOSER, compare, seal
from portal.followup.merging.errors import (
    ChangedSinceError,
    ChoiceMissingError,
    MergeError,
    NotBothYoursError,
    StoppedError,
)
from portal.followup.merging.joining import join
from portal.followup.merging.models import CaseMerge
from portal.followup.merging.obstacles import stops
from portal.followup.people.models import Beneficiary
from portal.followup.people.searching import write_keys
from portal.followup.rows.authors import written_by
from portal.followup.rows.scope import Scope, system_scope
from snippets import locks

_State = CaseMerge.State
_NO_REASON = "Dites pourquoi ce sont les dossiers d’une même personne."


@transaction.atomic
def propose(
    *,
    kept: Beneficiary,
    loser: Beneficiary,
    choices: Mapping[str, str],
    reason: str,
    actor: Actor,
    seen: str = "",
) -> CaseMerge:
    """Propose that a case goes into another; nothing moves until somebody else agrees.

    `choices` says, for each thing of which the two have one each, whose stays. `seen` is the seal
    of what was shown. Raises MergeError.
    """
    if not rules.may_merge(actor.user, kept, loser):
        raise NotBothYoursError
    if not reason.strip():
        raise MergeError(_NO_REASON, field="reason")
    with system_scope(Scope.MERGE, actor=actor):
        kept, loser = _locked(kept, loser)
    shown = compare(kept, loser, actor.user)
    if shown.stops:
        raise StoppedError(shown.stops)
    if seen and seen != shown.seal:
        message = "Un des dossiers a changé pendant que vous lisiez\u00a0: regardez, puis proposez."
        raise MergeError(message)
    chosen = _chosen(shown.to_choose, choices)
    with system_scope(Scope.MERGE, actor=actor):
        try:
            with transaction.atomic():
                merge: CaseMerge = CaseMerge.unscoped.create(
                    beneficiary=kept,
                    loser=loser,
                    number=loser.number,
                    reason=reason.strip(),
                    choices=chosen,
                    seal=shown.seal,
                    asked_by=professional_of(actor.user),
                    **written_by(actor),
                )
        except IntegrityError as error:
            message = "Une fusion est déjà proposée pour ce dossier."
            raise MergeError(message) from error
        _log(actor, merge, "Fusion proposée")
    return merge


@transaction.atomic
def agree(*, merge: CaseMerge, actor: Actor) -> CaseMerge:
    """Merge, as it was proposed: who agrees is not who proposed. Raises MergeError.

    Both cases are locked before their rows are read: what somebody writes in one of them meanwhile
    comes with the rest, or is refused to them.
    """
    with system_scope(Scope.MERGE, actor=actor):
        # No import writes in the two cases, nor counts on their numbers, until it is done.
        locks.take(IMPORTS)
        row = _waiting(merge)
        kept, loser = _locked(row.beneficiary, row.loser)
    if not rules.may_agree(actor.user, row):
        message = "L’accord revient à une autre personne que celle qui propose, avec un droit sur "
        message += "les deux dossiers."
        raise MergeError(message)
    with system_scope(Scope.MERGE, actor=actor):
        if found := stops(kept, loser, says_all=rules.reads_both(actor.user, kept, loser)):
            raise StoppedError(found)
        if seal(kept, loser) != row.seal:
            raise ChangedSinceError
        join(row, kept, loser, actor=actor)
        row.state, row.decided_at = _State.DONE, timezone.now()
        row.decided_by = professional_of(actor.user)
        row.save()
        # The words of both find the case that is kept.
        write_keys([kept])
        _log(actor, row, "Fusion faite")
    return row


@transaction.atomic
def refuse(*, merge: CaseMerge, answer: str, actor: Actor) -> CaseMerge:
    """Say no, with a reason. Raises MergeError."""
    if not answer.strip():
        message = "Dites pourquoi la fusion est refusée."
        raise MergeError(message, field="answer")
    with system_scope(Scope.MERGE, actor=actor):
        row = _waiting(merge)
    if not rules.may_agree(actor.user, row):
        raise NotBothYoursError
    with system_scope(Scope.MERGE, actor=actor):
        row.state, row.answer, row.decided_at = _State.REFUSED, answer.strip(), timezone.now()
        row.decided_by = professional_of(actor.user)
        row.save()
    return row


@transaction.atomic
def withdraw(*, merge: CaseMerge, actor: Actor) -> CaseMerge:
    """Take back what one proposed. Raises MergeError."""
    with system_scope(Scope.MERGE, actor=actor):
        row = _waiting(merge)
        if not rules.may_withdraw(actor.user, row):
            message = "Seule la personne qui propose retire sa proposition."
            raise MergeError(message)
        row.state, row.decided_at = _State.WITHDRAWN, timezone.now()
        row.save()
    return row


def _waiting(merge: CaseMerge) -> CaseMerge:
    rows = CaseMerge.unscoped.select_for_update(of=("self",))
    row: CaseMerge = rows.select_related("beneficiary", "loser", "asked_by").get(pk=merge.pk)
    if row.state != _State.ASKED:
        message = f"Cette proposition est déjà «\u00a0{row.get_state_display().lower()}\u00a0»."
        raise MergeError(message)
    return row


def _locked(kept: Beneficiary, loser: Beneficiary) -> tuple[Beneficiary, Beneficiary]:
    """Both, in one order for everybody, as they stand now. Raises MergeError."""
    keys = sorted((kept.pk, loser.pk))
    for key in keys:
        hold(key)
    rows = Beneficiary.unscoped.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    found = {row.pk: row for row in rows.select_related("household", "unit", "commune")}
    if len(found) != len(set(keys)) or len(found) == 1:
        message = "Choisissez deux dossiers différents."
        raise MergeError(message)
    return found[kept.pk], found[loser.pk]


def _chosen(lines: Any, choices: Mapping[str, str]) -> dict[str, str]:
    """What was chosen of each. What a case has one of is never chosen by default."""
    chosen = {}
    for line in lines:
        value = choices.get(line.name)
        if value not in {KEPT, LOSER}:
            raise ChoiceMissingError(line.label, line.name)
        chosen[line.name] = value
    return chosen


def _log(actor: Actor, merge: CaseMerge, reason: str) -> None:
    for case in (merge.beneficiary, merge.loser):
        log(actor=actor, act=Act.MERGE, beneficiary=case, place="followup:merge", reason=reason)
