"""One person whose account is linked: what they read in their space, and a file that they asked."""

from datetime import date, datetime, time, timedelta
from hashlib import sha256

from django.core.files.base import ContentFile
from django.utils import timezone

from demo.candidates import LINKED
from demo.followup.written import at, by
from portal.accounts.models import User
from portal.cv.pdf.sheet import Sheet
from portal.followup.models import (
    AccountLink,
    ActionStep,
    Appointment,
    Beneficiary,
    CaseDocument,
    EngagementContract,
    FileRequest,
    LinkCode,
    Professional,
    SharedItem,
    StepWord,
)
from portal.followup.own_side import clock
from snippets.holidays import why_closed

_TITLE = "Attestation de participation à l’atelier CV"
_BRING = ("Votre carte d’identité", "Votre dernier avis d’imposition")


def load_own_side(adviser: Professional, today: date) -> None:
    """Link the demo's account with somebody whom this adviser follows. In the demo's scope."""
    user = User.objects.filter(email=LINKED).first()
    signed = EngagementContract.State.SIGNED
    contract = (
        EngagementContract.unscoped.filter(
            state=signed,
            goals__steps__state=ActionStep.State.PLANNED,
            beneficiary__referentassignment__professional=adviser,
            beneficiary__referentassignment__ends_at__isnull=True,
            beneficiary__state=Beneficiary.State.ACTIVE,
        )
        .select_related("beneficiary")
        .order_by("beneficiary_id")
        .first()
    )
    if user is None or contract is None:
        return
    case = contract.beneficiary
    # The account has the name of the case: one person.
    User.objects.filter(pk=user.pk).update(
        first_name=case.first_name, last_name=case.used_name or case.birth_name
    )
    _link(case, user, adviser)
    _meet(case, adviser, today)
    _share(case, adviser)
    steps = ActionStep.unscoped.filter(
        goal__contract=contract, state=ActionStep.State.PLANNED, by_person=True
    )
    if (step := steps.order_by("pk").first()) is not None:
        StepWord.unscoped.create(beneficiary=case, step=step)
    asked_on = today - timedelta(days=10)
    FileRequest.unscoped.create(
        beneficiary=case,
        way=FileRequest.Way.SPACE,
        received_on=asked_on,
        due_on=clock.due_on(asked_on),
        created_by=user,
        author_name=str(case),
    )


def _link(case: Beneficiary, user: User, adviser: Professional) -> None:
    """By a code that was given, then used."""
    now = timezone.now()
    code = LinkCode.unscoped.create(
        beneficiary=case,
        code_hash=sha256(LINKED.encode()).hexdigest(),
        expires_at=now + timedelta(days=10),
        used_at=now,
        **by(adviser),
    )
    AccountLink.unscoped.create(beneficiary=case, user=user, code=code)


def _meet(case: Beneficiary, adviser: Professional, today: date) -> None:
    """At half past four on a day that is worked, unless something is planned already."""
    planned = Appointment.unscoped.filter(
        beneficiary=case,
        state=Appointment.State.PLANNED,
        starts_at__gt=timezone.make_aware(datetime.combine(today, time.max)),
    )
    if planned.exists():
        return
    day = today + timedelta(days=5)
    while why_closed(day, "90") or day.weekday() > 4:
        day += timedelta(days=1)
    Appointment.unscoped.create(
        beneficiary=case,
        professional=adviser,
        starts_at=at(day, time(16, 30)),
        place=adviser.unit.address,
        **by(adviser),
    )


def _share(case: Beneficiary, adviser: Professional) -> None:
    """A document, and what to bring."""
    sheet = Sheet(title=_TITLE)
    sheet.heading(_TITLE, level=1)
    sheet.paragraph("Atelier «\u00a0Écrire son CV\u00a0», une matinée, au service insertion.")
    content = sheet.finished()
    document = CaseDocument(
        beneficiary=case,
        title=_TITLE,
        media_type=CaseDocument.MediaType.PDF,
        size=len(content),
        sha256=sha256(content).hexdigest(),
        **by(adviser),
    )
    document.file.save("", ContentFile(content), save=False)
    document.save(force_insert=True)
    shared = {"beneficiary": case, **by(adviser)}
    SharedItem.unscoped.create(kind=SharedItem.Kind.DOCUMENT, document=document, **shared)
    for text in _BRING:
        SharedItem.unscoped.create(kind=SharedItem.Kind.BRING, text=text, **shared)
