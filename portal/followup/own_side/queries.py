"""What a linked person reads of their case: each in the scope `own_summary`, by their link alone.

Everything is read before the scope is left. Notes, barriers, and what others of the household have
are in none of it.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from portal.accounts.models import User
from portal.followup.booking import telling
from portal.followup.booking.models import Invitation
from portal.followup.booking.states import I
from portal.followup.booking.words import discreet
from portal.followup.contract.models import EngagementContract
from portal.followup.contract.states import OPEN_STEPS
from portal.followup.models import (
    AccountLink,
    ActionStep,
    Appointment,
    Beneficiary,
    CareTeamMember,
    CaseDocument,
    Exit,
    FileRequest,
    ReferentAssignment,
    SharedItem,
    StepWord,
)
from portal.followup.own_side.seen import procedure_of, steps_shown
from portal.followup.rows.scope import Scope, system_scope

_MOST = 20
Kind = SharedItem.Kind


@dataclass(frozen=True, slots=True)
class Meeting:
    """An appointment, in words. `link` moves or cancels it; empty when one has to call."""

    pk: int
    starts_at: datetime
    minutes: int
    where: str
    met: str
    text: str
    link: str
    is_summons: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """An invitation that waits for a choice: where to choose, until when."""

    label: str
    deadline: date | None
    token: str

    @property
    def is_late(self) -> bool:
        """Its day has passed: one may still choose, until the service gives a date."""
        return self.deadline is not None and self.deadline < timezone.localdate()


@dataclass(frozen=True, slots=True)
class Step:
    """A step, and whether the person said that it is done. `may_say`: it is theirs, and open."""

    pk: int
    label: str
    due_on: date | None
    by_person: bool
    is_open: bool
    state: str
    said_at: datetime | None

    @property
    def may_say(self) -> bool:
        return self.by_person and self.is_open and self.said_at is None


@dataclass(frozen=True, slots=True)
class OwnGoal:
    """A goal of the signed contract, with its steps; no label for those that were shared alone."""

    label: str
    steps: list[Step]


@dataclass(frozen=True, slots=True)
class Commitments:
    """What is planned since the signed contract, and the steps that the team shared."""

    signed_on: date | None
    ends_on: date | None
    goals: list[OwnGoal] = field(default_factory=list)

    @property
    def steps(self) -> list[Step]:
        """All of them."""
        return [step for goal in self.goals for step in goal.steps]

    @property
    def to_do(self) -> list[Step]:
        """What the person has still to do, and did not say done."""
        return [step for step in self.steps if step.may_say]


@dataclass(frozen=True, slots=True)
class Person:
    """Who follows one, and how to reach them."""

    name: str
    structure: str
    phone: str
    is_referent: bool


@dataclass(frozen=True, slots=True)
class Awaited:
    """The observations that a procedure waits for."""

    kind: str
    facts_on: date
    until: date | None
    is_over: bool
    # Some are there already; more may be added.
    is_given: bool


@dataclass(frozen=True, slots=True)
class Home:
    """The first screen: what comes next, and which parts have something in them."""

    meetings: list[Meeting]
    choices: list[Choice]
    to_do: int
    to_bring: int
    shared: int
    referent: Person | None
    awaited: Awaited | None
    request: FileRequest | None
    left_on: date | None


def own_link(user: User) -> AccountLink | None:
    """The link that holds now, as the person whose scope is open."""
    rows: QuerySet[AccountLink] = AccountLink.objects.visible_to(user)
    return rows.filter(user=user, cut_at__isnull=True).first()


def own_case(user: User) -> Beneficiary | None:
    """One's own case, with its unit: for the line of the log, and whom to call."""
    link = own_link(user)
    if link is None:
        return None
    with system_scope(Scope.OWN_SUMMARY):
        rows = Beneficiary.objects.in_system_scope().select_related("unit")
        return rows.get(pk=link.beneficiary_id)


def home_of(case: Beneficiary) -> Home:
    """What the first screen says."""
    with system_scope(Scope.OWN_SUMMARY):
        shared = SharedItem.objects.in_system_scope().filter(
            beneficiary=case, ended_at__isnull=True
        )
        kinds = list(shared.values_list("kind", flat=True))
        requests = FileRequest.objects.in_system_scope().filter(beneficiary=case)
        exits = Exit.objects.in_system_scope().filter(beneficiary=case)
        last = exits.order_by("-on").first() if case.has_left else None
        return Home(
            meetings=_meetings(case),
            choices=_choices(case),
            to_do=len(_commitments(case).to_do),
            to_bring=kinds.count(Kind.BRING),
            shared=kinds.count(Kind.DOCUMENT) + kinds.count(Kind.NOTE),
            referent=_referent(case),
            awaited=_awaited(case),
            request=requests.first(),
            left_on=last.on if last else None,
        )


def meetings_of(case: Beneficiary) -> tuple[list[Meeting], list[Choice]]:
    """Appointments to come, and those to choose."""
    with system_scope(Scope.OWN_SUMMARY):
        return _meetings(case), _choices(case)


def appointment_of(case: Beneficiary, pk: int) -> Appointment | None:
    """One that is planned, to put in a calendar."""
    with system_scope(Scope.OWN_SUMMARY):
        return _planned(case).filter(pk=pk).first()


def commitments_of(case: Beneficiary) -> Commitments:
    """What the person has to do."""
    with system_scope(Scope.OWN_SUMMARY):
        return _commitments(case)


def to_bring(case: Beneficiary) -> list[SharedItem]:
    """What the team asked to bring."""
    with system_scope(Scope.OWN_SUMMARY):
        return list(_shared(case).filter(kind=Kind.BRING)[:_MOST])


def shared_with(case: Beneficiary) -> list[SharedItem]:
    """Documents and words of notes."""
    with system_scope(Scope.OWN_SUMMARY):
        rows = _shared(case).filter(kind__in=[Kind.DOCUMENT, Kind.NOTE])
        return list(rows.exclude(document__removed_at__isnull=False).select_related("document"))


def document_shared(case: Beneficiary, pk: int) -> CaseDocument | None:
    """The document of a sharing that holds."""
    with system_scope(Scope.OWN_SUMMARY):
        rows = _shared(case).filter(kind=Kind.DOCUMENT, document__removed_at__isnull=True)
        found = rows.filter(pk=pk).select_related("document").first()
        return found.document if found else None


def team_of(case: Beneficiary) -> list[Person]:
    """The referent first, then the care team."""
    now = timezone.now()
    with system_scope(Scope.OWN_SUMMARY):
        referent = _referent(case)
        members = (
            CareTeamMember.objects.in_system_scope()
            .filter(beneficiary=case, confirmed_at__lte=now)
            .exclude(ends_at__lte=now)
            .select_related("professional__structure")
            .order_by("professional__name")
        )
        others = [_person(one.professional, one.professional.structure) for one in members]
        return [referent, *others] if referent else others


def awaited_of(case: Beneficiary) -> Awaited | None:
    """The observations that are waited for, the delay over or not."""
    with system_scope(Scope.OWN_SUMMARY):
        return _awaited(case)


def requests_of(case: Beneficiary) -> list[FileRequest]:
    """One's requests for one's file, the newest first."""
    with system_scope(Scope.OWN_SUMMARY):
        return list(FileRequest.objects.in_system_scope().filter(beneficiary=case)[:_MOST])


def file_given(case: Beneficiary, pk: int, today: date) -> FileRequest | None:
    """An answer whose link holds today."""
    with system_scope(Scope.OWN_SUMMARY):
        return _given(case, pk, today)


def documents_given(case: Beneficiary, pk: int, today: date) -> list[CaseDocument]:
    """The documents that go with an answer: those that were chosen when it was prepared.

    One that the team withdrew since is among them: it is said, and opened no more.
    """
    with system_scope(Scope.OWN_SUMMARY):
        found = _given(case, pk, today)
        if found is None:
            return []
        rows = CaseDocument.objects.in_system_scope().filter(beneficiary=case)
        return list(rows.filter(pk__in=found.document_keys))


def _given(case: Beneficiary, pk: int, today: date) -> FileRequest | None:
    rows = FileRequest.objects.in_system_scope().filter(
        beneficiary=case,
        pk=pk,
        state=FileRequest.State.DELIVERED,
        available_until__gte=today,
    )
    found: FileRequest | None = rows.exclude(file="").first()
    return found


def _shared(case: Beneficiary) -> Any:
    return SharedItem.objects.in_system_scope().filter(beneficiary=case, ended_at__isnull=True)


def _planned(case: Beneficiary) -> Any:
    now = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    rows = Appointment.objects.in_system_scope().filter(
        beneficiary=case, state=Appointment.State.PLANNED, starts_at__gte=now
    )
    return rows.select_related("professional", "category", "invitation").order_by("starts_at")


def _meetings(case: Beneficiary) -> list[Meeting]:
    return [_meeting(row) for row in _planned(case)[:_MOST]]


def _meeting(row: Appointment) -> Meeting:
    invitation = row.invitation
    may_change = bool(
        invitation and invitation.state == I.BOOKED and row.starts_at > timezone.now()
    )
    return Meeting(
        pk=row.pk,
        starts_at=row.starts_at,
        minutes=row.minutes,
        where=telling.where(row.mode, row.place),
        met=row.professional.name,
        text=discreet(row.category.page_text) if row.category else "",
        link=invitation.token if invitation and may_change else "",
        is_summons=row.is_summons,
    )


def _choices(case: Beneficiary) -> list[Choice]:
    rows = Invitation.objects.in_system_scope().filter(
        beneficiary=case, state__in=[I.WAITING, I.EXPIRED]
    )
    return [
        Choice(discreet(row.category.label, "Rendez-vous"), row.deadline_on, row.token)
        for row in rows.select_related("category").order_by("round_at")
    ]


def _commitments(case: Beneficiary) -> Commitments:
    contract = (
        EngagementContract.objects.in_system_scope()
        .filter(beneficiary=case, state=EngagementContract.State.SIGNED)
        .first()
    )
    steps = list(steps_shown(case.pk).select_related("goal"))
    said = dict(
        StepWord.objects.in_system_scope()
        .filter(step__in=[step.pk for step in steps], taken_back_at__isnull=True)
        .values_list("step", "said_at")
    )
    goals: dict[str, list[Step]] = {}
    for step in sorted(steps, key=_place):
        in_contract = contract is not None and step.goal and step.goal.contract_id == contract.pk
        label = step.goal.label if in_contract and step.goal else ""
        goals.setdefault(label, []).append(_step(step, said.get(step.pk)))
    return Commitments(
        contract.signed_on if contract else None,
        contract.ends_on if contract else None,
        [OwnGoal(label, found) for label, found in goals.items()],
    )


def _place(step: ActionStep) -> tuple[int, bool, date, int]:
    """Goals in their order, then what is to be done, the most pressing first."""
    order = step.goal.order if step.goal else 9_999
    return order, step.state not in OPEN_STEPS, step.due_on or date.max, step.pk


def _step(step: ActionStep, said_at: datetime | None) -> Step:
    is_open = step.state in OPEN_STEPS
    return Step(
        pk=step.pk,
        label=step.label,
        due_on=step.due_on,
        by_person=step.by_person,
        is_open=is_open,
        state=step.get_state_display(),
        said_at=said_at if is_open else None,
    )


def _referent(case: Beneficiary) -> Person | None:
    row = (
        ReferentAssignment.objects.in_system_scope()
        .filter(beneficiary=case, ends_at__isnull=True)
        .select_related("professional", "structure")
        .first()
    )
    return _person(row.professional, row.structure, is_referent=True) if row else None


def _person(professional: Any, structure: Any, *, is_referent: bool = False) -> Person:
    return Person(professional.name, structure.name, professional.phone, is_referent)


def _awaited(case: Beneficiary) -> Awaited | None:
    row = procedure_of(case.pk)
    if row is None:
        return None
    until = row.observations_until
    return Awaited(
        kind=row.report.get_kind_display(),
        facts_on=row.report.facts_on,
        until=until,
        is_over=until is not None and timezone.localdate() > until,
        is_given=row.observations.exists(),
    )
