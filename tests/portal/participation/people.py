"""Guests, proofs and applications, as tests of those who recruit and of those who apply need them.

Written as the services leave them, without their mails.
"""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from portal.accounts.models import User
from portal.applications.models import Application, ApplicationChange
from portal.applications.states import Refusal, Status
from portal.participation.models import Agreement, FrozenCv, Participant
from portal.participation.services.cvs import keep_pdf
from portal.participation.services.participants import participant_of
from portal.participation.texts import APPLY, AgreementText
from tests.factories import JobOfferPageFactory

PDF = b"%PDF-1.7\n% un CV\n%%EOF\n"
_numbers = count(1)


def make_guest(**fields: Any) -> Participant:
    """A person without an account, whose address is proved unless `email_confirmed_at` says no."""
    number = next(_numbers)
    values = {
        "first_name": "Nadia",
        "last_name": f"Benali {number}",
        "email": f"nadia{number}@exemple.test",
        **fields,
    }
    if values["email"]:
        values.setdefault("email_confirmed_at", timezone.now())
    return Participant.objects.create(**values)


def make_phone_guest(**fields: Any) -> Participant:
    """A person without an account nor an address."""
    number = next(_numbers)
    return make_guest(**{"email": "", "phone": f"06 01 02 {number:04d}", **fields})


def make_agreement(
    participant: Participant,
    *,
    text: AgreementText = APPLY,
    by: User | None = None,
    **fields: Any,
) -> Agreement:
    """A proof: the person's own tick, or what `by` heard them say."""
    how = Agreement.How.IN_PERSON if by else Agreement.How.SCREEN
    return Agreement.objects.create(
        **{
            "participant": participant,
            "purpose": text.purpose,
            "version": text.version,
            "text": text.text,
            "how": how,
            "recorded_by": by,
            "recorded_by_name": str(by) if by else "",
            **fields,
        }
    )


def make_frozen_cv(participant: Participant, *, title: str = "CV de maçon") -> FrozenCv:
    """A CV that was sent."""
    return keep_pdf(participant=participant, title=title, pdf=PDF)


def make_application(
    *,
    page: Any = None,
    user: User | None = None,
    participant: Participant | None = None,
    status: str = Status.SENT,
    days_ago: int = 0,
    sent_at: datetime | None = None,
    by: User | None = None,
    **fields: Any,
) -> Application:
    """An application in this state, sent some days ago, with the line of history that sent it.

    Of an account (`user`), of a `participant`, or of a new guest; `by` applied for them.
    """
    page = page or JobOfferPageFactory.row()
    if participant is None:
        participant = participant_of(user=user) if user else make_guest()
    at = sent_at or timezone.now() - timedelta(days=days_ago)
    is_sent = status != Status.TO_CONFIRM
    values = {
        "page_id": page.pk,
        "kind": page.kind,
        "title": page.title,
        "organisation": page.organisation,
        "participant": participant,
        "agreement": fields.pop("agreement", None) or make_agreement(participant, by=by),
        "helped_by": by,
        "status": status,
        "refusal": Refusal.OTHER if status == Status.REFUSED else "",
        "created_at": at,
        "sent_at": at if is_sent else None,
        "changed_at": at,
        **fields,
    }
    application = Application.objects.create(**values)
    ApplicationChange.objects.create(
        application=application,
        at=at,
        to_status=Status.SENT if is_sent else Status.TO_CONFIRM,
        actor=participant.user,
        actor_name=participant.name,
    )
    return application


def make_applications(size: int, *, page: Any = None, **fields: Any) -> list[Application]:
    """Several to one opportunity, of as many guests."""
    page = page or JobOfferPageFactory.row()
    return [make_application(page=page, **fields) for _ in range(size)]
