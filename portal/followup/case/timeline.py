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

from portal.followup.entitlements.models import Status
from portal.followup.merging.pointers import Origins
from portal.followup.models import (
    Appointment,
    Beneficiary,
    CaseDocument,
    Diagnosis,
    EngagementContract,
    Entitlement,
    Exit,
    ExitReason,
    HoursExemption,
    JournalEntry,
    OrganismMove,
    Orientation,
    Path,
    ReferentAssignment,
    ReorientationRequest,
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


_STATES = {
    **{state.value: f"Rendez-vous {state.label.lower()}" for state in Appointment.State},
    "excused": "Rendez-vous manqué, absence excusée",
    "no_show": "Rendez-vous manqué, absence non excusée",
    "cancelled": "Rendez-vous annulé par la personne",
    "cancelled_by_service": "Rendez-vous annulé par le service",
    "planned": "Rendez-vous à noter",
}
_CLOSED = {
    "amended": "Contrat remplacé par un avenant",
    "ended": "Contrat terminé",
    "breached": "Contrat rompu",
    "dropped": "Contrat abandonné",
}
_TITLES: dict[str, dict[str, str] | str] = {
    "appointment": _STATES,
    "note": {"team": "Note", "profession": "Note confidentielle"},
    "orientation": {path.value: f"Orientation, parcours {path.label.lower()}" for path in Path},
    "notified": "Orientation notifiée",
    "referent": "Nouveau référent ou nouvelle référente",
    "proposed": "Contrat proposé à la signature",
    "signed": "Contrat d’engagement signé",
    "closed": _CLOSED,
    "right": {status.value: str(status.label) for status in Status},
    "move": {"in": "Arrivée d’un autre organisme", "out": "Départ vers un autre organisme"},
    "document": "Document ajouté",
    "diagnosis": "Diagnostic",
    "exemption": {"reduced": "Heures réduites", "waived": "Dispense d’heures"},
    "request": {
        kind.value: f"Demande\u00a0: {kind.label.lower()}" for kind in ReorientationRequest.Kind
    },
    "answer": {"accepted": "Demande acceptée", "refused": "Demande refusée"},
    "exit": {reason.value: f"Sortie\u00a0: {reason.label.lower()}" for reason in ExitReason},
}
_TABS = {
    "appointment": "appointments",
    "note": "journal",
    "document": "documents",
    "diagnosis": "diagnosis",
    "exemption": "hours",
    "right": "rights",
    "move": "rights",
    **dict.fromkeys(("proposed", "signed", "closed"), "contract"),
    **dict.fromkeys(
        ("orientation", "notified", "referent", "request", "answer", "exit"), "pathway"
    ),
}
_ICONS = {
    "appointments": "calendar-event",
    "journal": "file-earmark-text",
    "documents": "link-45deg",
    "contract": "check-circle",
    "pathway": "signpost-2",
    "rights": "info-circle",
    "diagnosis": "list-ul",
    "hours": "clock",
}
_TIMED = frozenset({"appointment", "referent", "document", "request", "answer"})


def _event(
    at: datetime,
    what: str,
    code: str,
    label: str,
    text: str,
    who: str,
    key: int,
) -> Event:
    told = _TITLES[what]
    tab = _TABS[what]
    return Event(
        at=at,
        what=what,
        title=told if isinstance(told, str) else told.get(code, code),
        label=label,
        text=f"{text}…" if len(text) == _EXCERPT else text,
        who=who,
        address=f"followup:{'document' if what == 'document' else tab}",
        key=key,
        icon=_ICONS[tab],
        is_whole_day=what not in _TIMED,
    )
