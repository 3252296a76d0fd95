"""All that happened in a case, the newest first, in one query.

Who comes here was let into the whole case: its rows are read through the second lock. Notes have
their own scope, since some are confidential: what the reader may not read is neither there nor
counted.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import (
    Case,
    CharField,
    DateTimeField,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Substr
from django.utils import timezone

from portal.followup.case.event_words import ICONS, TABS, TIMED, TITLES
from portal.followup.merging.pointers import Origins
from portal.followup.models import (
    Appointment,
    Beneficiary,
    BreachReport,
    CaseDocument,
    Diagnosis,
    EngagementContract,
    Entitlement,
    Exit,
    FileRequest,
    HoursExemption,
    Invitation,
    JournalEntry,
    OrganismMove,
    Orientation,
    ProcedureAct,
    ReferentAssignment,
    ReorientationRequest,
    SharedItem,
    StepWord,
)

PER_PAGE = 25
# Characters of a text: the rest is in its tab.
_EXCERPT = 400
_COLUMNS = ("at", "what", "code", "label", "text", "who", "key")
_WORDS = CharField()
_NO_WORD = Value("", output_field=_WORDS)


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `is_whole_day`: no hour is known of it."""

    at: datetime
    what: str
    title: str
    label: str
    text: str
    who: str
    # The name of the address that has the whole of it, of the case or of its row `key`.
    address: str
    key: int
    icon: str
    is_whole_day: bool
    # The number of the case that it comes from, of a case in which another was merged.
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """A page of it, from 1."""

    events: list[Event]
    number: int
    has_next: bool


def timeline_of(
    case: Beneficiary, user: Any, *, number: int = 1, origins: Origins | None = None
) -> Timeline:
    """A page of what happened, as this person may read it. `origins`: of which former case."""
    first, *others = _parts(case, user)
    start = (number - 1) * PER_PAGE
    # Of one contract on one day, the signature is newer than the proposal.
    newest_first = ("-tl_at", "-tl_key", "-tl_what")
    rows = list(
        first.union(*others, all=True).order_by(*newest_first)[start : start + PER_PAGE + 1]
    )
    events = [_event(*row) for row in rows[:PER_PAGE]]
    if origins is not None:
        events = [replace(one, origin=origins.of(one.what, one.key)) for one in events]
    return Timeline(events, number, len(rows) > PER_PAGE)


def _parts(case: Beneficiary, user: Any) -> list[Any]:
    appointments = _of(Appointment, case).filter(
        Q(starts_at__lte=timezone.now()) | Q(state=Appointment.State.CANCELLED)
    )
    cancelled = When(cancelled_by_service=True, then=Value("cancelled_by_service"))
    orientations, contracts = _of(Orientation, case), _of(EngagementContract, case)
    requests = _of(ReorientationRequest, case)
    earlier = Entitlement.unscoped.filter(beneficiary=case, on__lt=OuterRef("on"))
    before = Subquery(earlier.order_by("-on").values("status")[:1])
    # Each month has a row: what changed is what happened.
    rights = (
        _of(Entitlement, case)
        .alias(before=before)
        .filter(Q(before__isnull=True) | ~Q(before=F("status")))
    )
    notes = JournalEntry.objects.visible_to(user).filter(beneficiary=case)
    return [
        _rows(
            appointments,
            "appointment",
            "starts_at",
            code=Case(cancelled, default=F("state"), output_field=_WORDS),
            label="kind__label",
            text="state_reason",
            who="professional__name",
        ),
        _rows(notes, "note", "on", code="visibility", label="kind__label", text="text"),
        _rows(orientations, "orientation", "starts_on", code="path", label="structure__name"),
        _rows(
            orientations.filter(notified_on__isnull=False), "notified", "notified_on", code="path"
        ),
        _rows(
            _of(ReferentAssignment, case),
            "referent",
            "starts_at",
            label="structure__name",
            who="professional__name",
        ),
        _rows(
            contracts.filter(proposed_on__isnull=False), "proposed", "proposed_on", code="regime"
        ),
        _rows(contracts.filter(signed_on__isnull=False), "signed", "signed_on", code="regime"),
        _rows(
            contracts.filter(closed_on__isnull=False),
            "closed",
            "closed_on",
            code="state",
            text="closing_reason",
        ),
        _rows(rights, "right", "on", code="status", who=""),
        _rows(_of(OrganismMove, case), "move", "on", code="direction", label="organism", who=""),
        _rows(
            _of(CaseDocument, case).filter(removed_at__isnull=True),
            "document",
            "created_at",
            label="kind__label",
            text="title",
        ),
        _rows(_of(Diagnosis, case), "diagnosis", "on", text="summary"),
        _rows(
            _of(HoursExemption, case),
            "exemption",
            "starts_on",
            code="regime",
            label="reason__label",
        ),
        _rows(
            requests.filter(sent_at__isnull=False),
            "request",
            "sent_at",
            code="kind",
            who="asked_by__name",
        ),
        _rows(
            # A draft that a transfer gave back to its author was never sent.
            requests.filter(decided_at__isnull=False, sent_at__isnull=False),
            "answer",
            "decided_at",
            code="state",
            who="decided_by__name",
        ),
        _rows(_of(Exit, case), "exit", "on", code="reason", text="situation"),
        *_asked(case),
        *_judged(case, user),
        *_of_person(case),
    ]


def _asked(case: Beneficiary) -> list[Any]:
    """What the person was asked to choose, what stayed without an answer, what was fixed."""
    invitations = _of(Invitation, case)
    summonses = _of(Appointment, case).filter(is_summons=True)
    closed = invitations.filter(state=Invitation.State.WITHDRAWN)
    return [
        _rows(invitations, "invitation", "created_at", label="category__label"),
        _rows(
            invitations.filter(expired_at__isnull=False),
            "unanswered",
            "expired_at",
            label="category__label",
            who="",
        ),
        _rows(
            closed,
            "withdrawn",
            "updated_at",
            label="category__label",
            text="closing_reason",
            who="",
        ),
        _rows(summonses, "summons", "created_at", label="category__label", text="basis_reason"),
    ]


def _judged(case: Beneficiary, user: Any) -> list[Any]:
    """Reports and acts of procedures, as far as this person reads them.

    A delegated body reads its own reports: no act is there for it.
    """
    reports = BreachReport.objects.visible_to(user).filter(beneficiary=case)
    acts = ProcedureAct.objects.visible_to(user).filter(beneficiary=case)
    answered = reports.filter(state=BreachReport.State.DISMISSED)
    return [
        _rows(reports, "report", "created_at", code="kind", text="facts", who="reported_by__name"),
        _rows(
            answered,
            "dismissed",
            "answered_on",
            code="kind",
            text="answer",
            who="answered_by__name",
        ),
        _rows(acts, "act", "on", code="kind", text="text"),
    ]


def _of_person(case: Beneficiary) -> list[Any]:
    """What the person said and asked, and what was shared with them."""
    shared, requests = _of(SharedItem, case), _of(FileRequest, case)
    said = _of(StepWord, case).filter(taken_back_at__isnull=True)
    return [
        _rows(shared, "shared", "created_at", code="kind", label="document__title", text="text"),
        _rows(
            shared.filter(ended_at__isnull=False),
            "unshared",
            "ended_at",
            code="kind",
            label="document__title",
            who="ended_by",
        ),
        _rows(said, "said", "said_at", label="step__label", who=""),
        _rows(requests, "file_asked", "received_on", code="way"),
        _rows(
            requests.filter(extended_on__isnull=False),
            "file_extended",
            "extended_on",
            text="extension_reason",
            who="",
        ),
        _rows(
            requests.filter(answered_on__isnull=False),
            "file_answered",
            "answered_on",
            code="state",
            text="refusal_reason",
            who="prepared_by__name",
        ),
    ]


def _of(model: Any, case: Beneficiary) -> Any:
    return model.unscoped.filter(beneficiary=case)


def _rows(
    rows: Any,
    what: str,
    at: str,
    *,
    code: Any = "",
    label: str = "",
    text: str = "",
    who: str = "author_name",
) -> QuerySet[Any, Any]:
    """Rows of one kind as the columns of all."""

    def words(name: str) -> Any:
        return Coalesce(Cast(F(name), _WORDS), _NO_WORD) if name else _NO_WORD

    found: QuerySet[Any, Any] = (
        rows.order_by()
        .annotate(
            tl_at=Cast(F(at), DateTimeField()),
            tl_what=Value(what, output_field=_WORDS),
            tl_code=words(code) if isinstance(code, str) else code,
            tl_label=words(label),
            tl_text=Substr(words(text), 1, _EXCERPT) if text else _NO_WORD,
            tl_who=words(who),
            tl_key=F("pk"),
        )
        .values_list(*(f"tl_{name}" for name in _COLUMNS))
    )
    return found


def _event(
    at: datetime,
    what: str,
    code: str,
    label: str,
    text: str,
    who: str,
    key: int,
) -> Event:
    told = TITLES[what]
    tab = TABS[what]
    return Event(
        at=at,
        what=what,
        title=told if isinstance(told, str) else told.get(code, code),
        label=label,
        text=f"{text}…" if len(text) == _EXCERPT else text,
        who=who,
        address=f"followup:{'document' if what == 'document' else tab}",
        key=key,
        icon=ICONS[tab],
        is_whole_day=what not in TIMED,
    )
