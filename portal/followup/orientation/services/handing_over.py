"""What a transfer must say the fate of: nothing of the former referent's is forgotten."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
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
# The present referent of each case, and what one of these leaves.
Formers = dict[int, ReferentAssignment]
Item = tuple[int, "ToHandOver"]
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
        former = ReferentAssignment.unscoped.select_related("professional").filter(
            beneficiary=beneficiary, ends_at__isnull=True
        )
        return what_each_hands_over(former).get(beneficiary.pk, [])


def what_each_hands_over(assignments: Iterable[ReferentAssignment]) -> dict[int, list[ToHandOver]]:
    """The same for several cases, by their keys, in as many queries as for one.

    Runs in the scope of the transfer.
    """
    formers = {former.beneficiary_id: former for former in assignments}
    found: dict[int, list[ToHandOver]] = defaultdict(list)
    if not formers:
        return found
    for rows in (_appointments, _steps, _contracts, _requests, _drafts):
        for case, item in rows(formers):
            found[case].append(item)
    return found


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


def _appointments(formers: Formers) -> Iterator[Item]:
    rows = Appointment.unscoped.filter(
        beneficiary__in=formers, state=Appointment.State.PLANNED
    ).order_by("starts_at", "pk")
    for row in rows:
        if row.professional_id == formers[row.beneficiary_id].professional_id:
            yield row.beneficiary_id, _of_appointment(row)


def _of_appointment(row: Appointment) -> ToHandOver:
    label = f"Rendez-vous du {french.full_date(row.starts_at)} à {french.hour(row.starts_at)}"
    if row.starts_at < timezone.now():
        label += ", dont l’issue n’est pas notée"
    return ToHandOver(APPOINTMENT, row.pk, label, label, Fate.MOVED, _OF_APPOINTMENTS)


def _steps(formers: Formers) -> Iterator[Item]:
    states = ActionStep.State
    rows = ActionStep.unscoped.filter(
        beneficiary__in=formers, state__in=[states.PLANNED, states.IN_PROGRESS]
    ).order_by("beneficiary", F("due_on").asc(nulls_last=True), "pk")
    for case, own in groupby(rows, key=lambda row: row.beneficiary_id):
        for rank, row in enumerate(own, start=1):
            neutral = f"Étape n°\u00a0{rank}{_for(row.due_on)}"
            label = f"Étape\u00a0: {row.label}"
            yield case, ToHandOver(STEP, row.pk, label, neutral, Fate.KEPT, _OF_STEPS)


def _for(day: date | None) -> str:
    return f", pour le {day:%d/%m/%Y}" if day else ", sans date"


def _contracts(formers: Formers) -> Iterator[Item]:
    states = EngagementContract.State
    rows = EngagementContract.unscoped.filter(
        beneficiary__in=formers, state__in=[states.DRAFT, states.PROPOSED]
    )
    for row in rows.order_by("pk"):
        label = f"Contrat d’engagement, {row.get_state_display().lower()}"
        yield (
            row.beneficiary_id,
            ToHandOver(CONTRACT, row.pk, label, label, Fate.KEPT, _OF_CONTRACTS),
        )


def _requests(formers: Formers) -> Iterator[Item]:
    rows = ReorientationRequest.unscoped.filter(beneficiary__in=formers, state__in=OPEN)
    for row in rows.order_by("pk"):
        yield row.beneficiary_id, _of_request(row, formers[row.beneficiary_id])


def _of_request(row: ReorientationRequest, former: ReferentAssignment) -> ToHandOver:
    if row.state == ReorientationRequest.State.DRAFT:
        # What they had in mind to ask is nobody's matter: a text like another.
        label = _text_of(former)
        return ToHandOver(REQUEST, row.pk, label, label, Fate.RETURNED, _RETURNED)
    label = f"Demande «\u00a0{row.get_kind_display()}\u00a0», {row.get_state_display().lower()}"
    asks_another = row.kind == ReorientationRequest.Kind.REFERENT
    default = Fate.CANCELLED if asks_another else Fate.KEPT
    return ToHandOver(REQUEST, row.pk, label, label, default, _OF_REQUESTS)


def _drafts(formers: Formers) -> Iterator[Item]:
    """Texts that the former referent types: given back to them, read by nobody else."""
    authors = {former.professional.user_id for former in formers.values()}
    rows = Draft.unscoped.filter(
        beneficiary__in=formers, user__in=authors, returned_at__isnull=True
    )
    for pk, case, author in rows.order_by("pk").values_list("pk", "beneficiary", "user"):
        former = formers[case]
        if author == former.professional.user_id:
            label = _text_of(former)
            yield case, ToHandOver(DRAFT, pk, label, label, Fate.RETURNED, _RETURNED)


def _text_of(former: ReferentAssignment) -> str:
    return f"Texte en cours {french.of(former.professional)}"


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
        "professional",
        "category",
        "beneficiary__unit",
        "invitation__category",
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
