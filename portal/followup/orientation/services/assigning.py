"""The referent: the first one, and a transfer that says what becomes of all they leave."""

from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.functions import TransactionNow
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from portal.accounts.actors import Actor
from portal.followup.access.log import Act, log
from portal.followup.access.models import CareTeamMember
from portal.followup.access.reach import professional_of
from portal.followup.booking import answering
from portal.followup.orientation import rules, telling
from portal.followup.orientation.errors import NotAllowedError, OrientationError
from portal.followup.orientation.models import Handover, Orientation, ReferentAssignment
from portal.followup.orientation.services.handing_over import (
    Key,
    complete,
    hand_over,
    what_to_hand_over,
)
from portal.followup.orientation.services.present import (
    ANY,
    check_active,
    check_seen,
    current_assignment,
    current_orientation,
    locked_case,
)
from portal.followup.people.models import Beneficiary, Professional
from portal.followup.rows.authors import written_by
from portal.followup.rows.scope import Scope, current_scope, system_scope

_MEANWHILE = (
    "Quelqu’un a désigné une autre personne pendant que vous décidiez. "
    "Relisez la situation du dossier, puis décidez."
)
_HANDED_OVER = "Passation"


@transaction.atomic
def assign(
    *,
    beneficiary: Beneficiary,
    professional: Professional,
    actor: Actor,
    fates: Mapping[Key, Handover.Fate] | None = None,
    reason: str = "",
    seen: Any = ANY,
    tells: bool = True,
) -> ReferentAssignment:
    """Name the referent of a case. The former one loses it at once, before the commit.

    Both are told, unless the caller does it of many cases at once (`tells`). `fates` says what
    becomes of each of `what_to_hand_over`; `seen` is the assignment that the form showed. The case
    goes to the unit of its referent. Raises OrientationError, HandoverMissingError,
    DecidedMeanwhileError.
    """
    _check_right(actor, beneficiary, professional)
    with system_scope(Scope.TRANSFER, actor=actor):
        case = locked_case(beneficiary)
        check_active(case)
        former = current_assignment(case)
        check_seen(former, seen, _MEANWHILE)
        _check_fits(professional, former, current_orientation(case))
        items = what_to_hand_over(case)
        decided = complete(items, fates or {})
        if former is not None:
            end_assignment(former, reason or _HANDED_OVER, actor)
        assignment = ReferentAssignment.unscoped.create(
            beneficiary=case,
            professional=professional,
            structure=professional.structure,
            starts_at=TransactionNow(),
            **written_by(actor),
        )
        assignment.refresh_from_db(fields=["starts_at"])
        if professional.unit_id != case.unit_id:
            Beneficiary.unscoped.filter(pk=case.pk).update(unit=professional.unit)
        if former is not None:
            answering.handed_over(case, former.professional)
        hand_over(items=items, fates=decided, assignment=assignment, to=professional)
        if tells:
            telling.tell_entrusted(case, professional)
            if former is not None:
                telling.tell_handed_over(case, former.professional)
    log(actor=actor, act=Act.GRANT, beneficiary=case, reason=f"Référent·e\u00a0: {professional}")
    return assignment


def end_assignment(former: ReferentAssignment, reason: str, actor: Actor) -> None:
    """End what a referent reads of a case, their place in its team included, now.

    `now()` of the transaction, which the locks of the database compare with: the former referent
    reads nothing more even inside it.
    """
    ReferentAssignment.unscoped.filter(pk=former.pk).update(
        ends_at=Greatest(TransactionNow(), F("starts_at")), end_reason=reason[:500]
    )
    CareTeamMember.unscoped.filter(
        beneficiary=former.beneficiary_id, professional=former.professional_id, ends_at__isnull=True
    ).update(ends_at=TransactionNow(), end_reason=reason[:500])
    log(
        actor=actor,
        act=Act.END,
        beneficiary=former.beneficiary,
        reason=f"Référent·e\u00a0: {former.professional}",
    )


def _check_right(actor: Actor, case: Beneficiary, professional: Professional) -> None:
    if current_scope() is not None:
        return
    if not rules.may_assign(actor.user, case):
        message = "Vous ne désignez pas la référente ou le référent de ce dossier."
        raise NotAllowedError(message)
    if rules.decides(actor.user):
        return
    manager = professional_of(actor.user)
    if manager is None or professional.unit_id != manager.unit_id:
        message = "Choisissez quelqu’un de votre unité\u00a0: un changement d’unité se demande à "
        message += "l’orientation."
        raise OrientationError(message, field="professional")


def _check_fits(
    professional: Professional,
    former: ReferentAssignment | None,
    orientation: Orientation | None,
) -> None:
    if orientation is None:
        message = "Orientez d’abord cette personne\u00a0: sa structure dit qui peut la suivre."
        raise OrientationError(message)
    if former is not None and former.professional_id == professional.pk:
        message = f"{professional} suit déjà cette personne."
        raise OrientationError(message, field="professional")
    if not rules.can_follow(professional):
        message = f"{professional} ne suit plus de dossiers. Choisissez quelqu’un d’autre."
        raise OrientationError(message, field="professional")
    if professional.structure_id != orientation.structure_id:
        message = (
            f"{professional} travaille à «\u00a0{professional.structure}\u00a0», et la structure "
            f"référente est «\u00a0{orientation.structure}\u00a0». Choisissez quelqu’un de cette "
            "structure, ou orientez d’abord vers la sienne."
        )
        raise OrientationError(message, field="professional")
