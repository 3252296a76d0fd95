"""What stands in a case, as tests of orientation need it, and how they read it."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from portal.followup.models import (
    ActionStep,
    Appointment,
    DelaySetting,
    Draft,
    EngagementContract,
    Entitlement,
    Exit,
    LetterText,
    ReorientationRequest,
    Term,
)
from portal.followup.rows.scope import Scope, system_scope
from tests.portal.followup.people_of_the_area import in_test_scope


@in_test_scope
def make_appointment(case, professional, *, days: float = 3, **fields: Any) -> Appointment:
    starts_at = timezone.now() + timedelta(days=days)
    return Appointment.unscoped.create(
        beneficiary=case, professional=professional, starts_at=starts_at, **fields
    )


@in_test_scope
def make_step(case, label: str = "Appeler le bailleur", **fields: Any) -> ActionStep:
    return ActionStep.unscoped.create(beneficiary=case, label=label, **fields)


@in_test_scope
def make_draft(case, user, text: str = "En cours d’écriture") -> Draft:
    return Draft.unscoped.create(user=user, beneficiary=case, form="note", fields={"text": text})


@in_test_scope
def make_contract(case, state: str = EngagementContract.State.SIGNED, **fields: Any):
    today = timezone.localdate()
    values = {
        "starts_on": today - timedelta(days=10),
        "ends_on": today + timedelta(days=150),
        "weekly_hours": 15,
        "proposed_on": today - timedelta(days=10),
        "signed_on": today - timedelta(days=10),
    }
    return EngagementContract.unscoped.create(beneficiary=case, state=state, **(values | fields))


@in_test_scope
def make_right(case, *, received: int = 0, status: str = "2", **fields: Any) -> Entitlement:
    """A right that the service received so many days ago."""
    day = timezone.localdate() - timedelta(days=received)
    values = {"on": day, "received_on": day, "status": status}
    return Entitlement.unscoped.create(beneficiary=case, **(values | fields))


@in_test_scope
def make_request(
    case, asked_by, *, state: str = "sent", kind: str = "reorientation", **fields: Any
) -> ReorientationRequest:
    """A complete request, in any state."""
    now = timezone.now()
    answered = state in {"accepted", "refused"}
    values = {
        "person_label": f"{case}, dossier {case.shown_number}",
        "reason": "Son projet est de reprendre un emploi.",
        "person_opinion": "Elle est d’accord.",
        "wanted_path": "professional" if kind == "reorientation" else "",
        "exit_reason": "employment" if kind == "exit" else "",
        "exit_on": timezone.localdate() if kind == "exit" else None,
        "sent_at": None if state == "draft" else now,
        "decided_at": now if answered or state == "withdrawn" else None,
        "answer": "Vu en commission." if answered else "",
    }
    return ReorientationRequest.unscoped.create(
        beneficiary=case, asked_by=asked_by, state=state, kind=kind, **(values | fields)
    )


@in_test_scope
def record_exit_of(case) -> Exit:
    """The exit of somebody whose state says that they left."""
    return Exit.unscoped.create(beneficiary=case, reason="employment", on=timezone.localdate())


@in_test_scope
def first_term() -> Term:
    """A term of a list."""
    return Term.unscoped.filter(list=Term.List.JOURNAL_KIND).first()


@in_test_scope
def plan_settings() -> tuple[DelaySetting, LetterText]:
    """A delay and a letter that will apply tomorrow."""
    day = timezone.localdate() + timedelta(days=1)
    delay = DelaySetting.unscoped.create(key="silence_days", value=45, starts_on=day)
    values = {"subject": "Contrat", "body": "Du {debut} au {fin}, {heures}."}
    return delay, LetterText.unscoped.create(key="contract", starts_on=day, **values)


def sent_back(page: Any, **fields: Any) -> dict[str, Any]:
    """What a browser sends of a form that it shows, with what somebody typed."""
    form = page.context["form"]
    shown = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in shown.items()} | fields


def address(name: str, case: Any, *args: Any) -> str:
    """Where a screen of a case is."""
    return reverse(f"followup:{name}", args=[case.pk, *args])


def rows(model: Any, **wanted: Any) -> list[Any]:
    """What the database holds, whoever may read it."""
    with system_scope(Scope.TEST):
        return [*model.unscoped.filter(**wanted).order_by("pk")]
