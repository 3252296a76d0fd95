"""What is shared, said and asked, as tests need it: made in the scope `test`."""

from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from portal.followup.models import (
    Beneficiary,
    CaseDocument,
    FileRequest,
    Professional,
    SharedItem,
)
from tests.portal.followup.contract.contracts import make_hours
from tests.portal.followup.people_of_the_area import in_test_scope


@in_test_scope
def share(case: Beneficiary, by: Professional, kind: str = "bring", **fields: Any) -> SharedItem:
    """A thing to bring, unless said otherwise."""
    values = {"text": "Votre carte d’identité"} if kind in {"bring", "note"} else {}
    return SharedItem.unscoped.create(
        beneficiary=case, kind=kind, author_name=by.name, **(values | fields)
    )


@in_test_scope
def make_document(case: Beneficiary, title: str = "Attestation", **fields: Any) -> CaseDocument:
    """With a file."""
    row = CaseDocument(
        beneficiary=case, title=title, media_type="application/pdf", size=4, **fields
    )
    row.file.save("", ContentFile(b"%PDF-1.7 attestation"), save=False)
    row.save()
    return row


@in_test_scope
def make_request(case: Beneficiary, state: str = "received", **fields: Any) -> FileRequest:
    """Made in the person's space a week ago, in a state, with what this state asks."""
    today = timezone.localdate()
    received = today - timedelta(days=7)
    values: dict[str, Any] = {
        "way": "space",
        "received_on": received,
        "due_on": received + timedelta(days=30),
        "state": state,
    }
    if state in {"ready", "delivered"}:
        values["prepared_at"] = timezone.now()
    if state == "delivered":
        values |= {
            "answered_on": today,
            "delivery": "space",
            "available_until": today + timedelta(days=30),
        }
    if state == "refused":
        values |= {"answered_on": today, "refusal_reason": "L’identité n’est pas sûre."}
    row = FileRequest(beneficiary=case, **(values | fields))
    if state in {"ready", "delivered"}:
        row.file.save("", ContentFile(b"%PDF-1.7 dossier"), save=False)
    row.save()
    return row


@in_test_scope
def lay_own_side(world: Any) -> None:
    """What the rows of the matrix name, of `case`, whose account is linked, and of another."""
    today = timezone.localdate()
    waiting = {"by_person": True, "state": "waiting", "decided_at": None, "decider_name": ""}
    for prefix, case, author in (
        ("case", world.case, world.adviser),
        ("other", world.other_case, world.other_adviser),
    ):
        step, appointment = (getattr(world, f"{prefix}_{name}") for name in ("step", "appointment"))
        document = make_document(case)
        laid = {
            "item": share(case, author, "document", document=document),
            "given_document": document,
            "asked": make_request(case),
            "given": make_request(case, "delivered", document_keys=[document.pk]),
            "planned": appointment,
            "own_step": step,
            "declared": make_hours(case, day=today, **waiting),
        }
        share(case, author, "step", step=step)
        share(case, author)
        for name, made in laid.items():
            setattr(world, f"{prefix}_{name}", made)
