"""What a transfer must say the fate of: nothing of the former referent's is forgotten."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F
from django.utils import timezone

from portal.accounts.actors import SITE
from portal.followup.appointments.models import Appointment
from portal.followup.booking.answering import freed, moved
from portal.followup.contract.models import ActionStep, EngagementContract
from portal.followup.journal.models import Draft
from portal.followup.orientation.errors import HandoverMissingError
from portal.followup.orientation.models import Handover, ReferentAssignment, ReorientationRequest
from portal.followup.orientation.states import OPEN
from portal.followup.people.models import Beneficiary, Professional
from portal.followup.rows.scope import Scope, system_scope
from snippets import french

Fate = Handover.Fate
Key = tuple[str, int]
APPOINTMENT, STEP, CONTRACT, REQUEST, DRAFT = "appointment", "step", "contract", "request", "draft"


@dataclass(frozen=True, slots=True)
class ToHandOver:
    """One thing that a transfer decides of.

    `label` is for who reads the whole case, `neutral_label` for who does not (orientation
    officers). `fates` pairs what may become of it with how a form says it; one alone is not asked.
    """

    kind: str
    object_id: int
    label: str
    neutral_label: str
    default: Handover.Fate
    fates: tuple[tuple[Handover.Fate, str], ...]

    @property
    def key(self) -> Key:
        """What names it."""
        return self.kind, self.object_id

    @property
    def is_asked(self) -> bool:
        """Whether somebody chooses."""
        return len(self.fates) > 1


_OF_APPOINTMENTS = (
    (Fate.MOVED, "Tenu par la personne qui reprend"),
    (Fate.KEPT, "Reste avec la personne qui part"),
    (Fate.CANCELLED, "Annulé par le service"),
)
_OF_STEPS = ((Fate.KEPT, "Continue"), (Fate.CANCELLED, "Annulée par le service"))
_OF_CONTRACTS = ((Fate.KEPT, "Continue à se préparer"), (Fate.CANCELLED, "Abandonné"))
_OF_REQUESTS = ((Fate.KEPT, "Reste à décider"), (Fate.CANCELLED, "Sans objet"))
_RETURNED = ((Fate.RETURNED, "Rendu à son auteur·rice"),)


def what_to_hand_over(beneficiary: Beneficiary) -> list[ToHandOver]:
    """What the referent of a case leaves; nothing without a referent.

    Appointments whose end nobody noted, open steps, contracts and requests in preparation, texts
    being typed. It sees the whole case: the caller has checked who asks.
    """
    with system_scope(Scope.TRANSFER):
        former = ReferentAssignment.unscoped.filter(
            beneficiary=beneficiary, ends_at__isnull=True
        ).first()
        if former is None:
            return []
        return [
            *_appointments(beneficiary, former.professional_id),
            *_steps(beneficiary),
            *_contracts(beneficiary),
            *_requests(beneficiary, former),
            *_drafts(beneficiary, former),
        ]


def complete(
    items: list[ToHandOver], fates: Mapping[Key, Handover.Fate]
) -> dict[Key, Handover.Fate]:
    """The fate of each; what is not asked has its only one. Raises HandoverMissingError."""
    chosen = {}
    for item in items:
        fate = fates.get(item.key) if item.is_asked else item.default
        if fate not in dict(item.fates):
            raise HandoverMissingError(items)
        chosen[item.key] = Fate(fate)
    return chosen


def hand_over(
    *,
    items: list[ToHandOver],
    fates: Mapping[Key, Handover.Fate],
    assignment: ReferentAssignment,
    to: Professional,
) -> None:
    """Do what was decided, and keep a line of each. Runs in the scope of the transfer."""
    for item in items:
        fate = fates[item.key]
        _ACTS.get((item.kind, fate), _nothing)(item.object_id, to)
        Handover.unscoped.create(
            beneficiary=assignment.beneficiary,
            assignment=assignment,
            kind=item.kind,
            object_id=item.object_id,
            label=item.label[:250],
            fate=fate,
        )


def _appointments(case: Beneficiary, former: int) -> list[ToHandOver]:
    rows = Appointment.unscoped.filter(
        beneficiary=case, professional=former, state=Appointment.State.PLANNED
    ).order_by("starts_at", "pk")
    return [_of_appointment(row) for row in rows]


def _of_appointment(row: Appointment) -> ToHandOver:
    label = f"Rendez-vous du {french.full_date(row.starts_at)} à {french.hour(row.starts_at)}"
    if row.starts_at < timezone.now():
        label += ", dont l’issue n’est pas notée"
    return ToHandOver(APPOINTMENT, row.pk, label, label, Fate.MOVED, _OF_APPOINTMENTS)


def _steps(case: Beneficiary) -> list[ToHandOver]:
    states = ActionStep.State
    rows = ActionStep.unscoped.filter(
        beneficiary=case, state__in=[states.PLANNED, states.IN_PROGRESS]
    ).order_by(F("due_on").asc(nulls_last=True), "pk")
    return [
        ToHandOver(
            STEP,
            row.pk,
            f"Étape\u00a0: {row.label}",
            f"Étape n°\u00a0{rank}{_for(row.due_on)}",
            Fate.KEPT,
            _OF_STEPS,
        )
        for rank, row in enumerate(rows, start=1)
    ]


def _for(day: date | None) -> str:
    return f", pour le {day:%d/%m/%Y}" if day else ", sans date"


def _contracts(case: Beneficiary) -> list[ToHandOver]:
    states = EngagementContract.State
    rows = EngagementContract.unscoped.filter(
        beneficiary=case, state__in=[states.DRAFT, states.PROPOSED]
    )
    return [
        ToHandOver(
            CONTRACT,
            row.pk,
            f"Contrat d’engagement, {row.get_state_display().lower()}",
            f"Contrat d’engagement, {row.get_state_display().lower()}",
            Fate.KEPT,
            _OF_CONTRACTS,
        )
        for row in rows.order_by("pk")
    ]


def _requests(case: Beneficiary, former: ReferentAssignment) -> list[ToHandOver]:
    rows = ReorientationRequest.unscoped.filter(beneficiary=case, state__in=OPEN)
    return [_of_request(row, former) for row in rows.order_by("pk")]


def _of_request(row: ReorientationRequest, former: ReferentAssignment) -> ToHandOver:
    if row.state == ReorientationRequest.State.DRAFT:
        # What they had in mind to ask is nobody's matter: a text like another.
        label = _text_of(former)
        return ToHandOver(REQUEST, row.pk, label, label, Fate.RETURNED, _RETURNED)
    label = f"Demande «\u00a0{row.get_kind_display()}\u00a0», {row.get_state_display().lower()}"
    asks_another = row.kind == ReorientationRequest.Kind.REFERENT
    default = Fate.CANCELLED if asks_another else Fate.KEPT
    return ToHandOver(REQUEST, row.pk, label, label, default, _OF_REQUESTS)


def _drafts(case: Beneficiary, former: ReferentAssignment) -> list[ToHandOver]:
    """Texts that the former referent types: given back to them, read by nobody else."""
    label = _text_of(former)
    rows = Draft.unscoped.filter(
        beneficiary=case, user=former.professional.user_id, returned_at__isnull=True
    )
    return [
        ToHandOver(DRAFT, pk, label, label, Fate.RETURNED, _RETURNED)
        for pk in rows.order_by("pk").values_list("pk", flat=True)
    ]


def _text_of(former: ReferentAssignment) -> str:
    return f"Texte en cours de {former.professional}"


def _move_appointment(key: int, to: Professional) -> None:
    # Beside what they have at that hour already: nothing was asked of their diary.
    Appointment.unscoped.filter(pk=key).update(
        professional=to, holds_slot=False, version=F("version") + 1
    )
    moved(_appointment(key), actor=SITE)


def _cancel_appointment(key: int, to: Professional) -> None:
    Appointment.unscoped.filter(pk=key).update(
        state=Appointment.State.CANCELLED,
        cancelled_by_service=True,
        state_reason="Changement de référent·e",
        version=F("version") + 1,
        updated_at=timezone.now(),
    )
    freed(_appointment(key), by_service=True, actor=SITE)


def _appointment(key: int) -> Appointment:
    rows = Appointment.unscoped.select_related(
        *("professional", "category", "beneficiary__unit", "invitation__category"),
        "invitation__beneficiary__unit",
    )
    return rows.get(pk=key)


def _cancel_step(key: int, to: Professional) -> None:
    ActionStep.unscoped.filter(pk=key).update(
        state=ActionStep.State.CANCELLED_BY_SERVICE,
        done_on=timezone.localdate(),
        version=F("version") + 1,
    )


def _drop_contract(key: int, to: Professional) -> None:
    EngagementContract.unscoped.filter(pk=key).update(
        state=EngagementContract.State.DROPPED,
        closed_on=timezone.localdate(),
        closing_reason="Changement de référent·e",
        version=F("version") + 1,
    )


def _withdraw_request(key: int, to: Professional) -> None:
    ReorientationRequest.unscoped.filter(pk=key).update(
        state=ReorientationRequest.State.WITHDRAWN,
        decided_at=timezone.now(),
        answer="Sans objet\u00a0: la personne a une autre référente ou un autre référent.",
        version=F("version") + 1,
    )


def _nothing(key: int, to: Professional) -> None:
    """It stays as it is."""


_ACTS: dict[tuple[str, Handover.Fate], Callable[[int, Professional], Any]] = {
    (APPOINTMENT, Fate.MOVED): _move_appointment,
    (APPOINTMENT, Fate.CANCELLED): _cancel_appointment,
    (STEP, Fate.CANCELLED): _cancel_step,
    (CONTRACT, Fate.CANCELLED): _drop_contract,
    (REQUEST, Fate.CANCELLED): _withdraw_request,
    (REQUEST, Fate.RETURNED): _withdraw_request,
}
