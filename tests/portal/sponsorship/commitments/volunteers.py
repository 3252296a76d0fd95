"""Associations, people whom they accept, hours: as tests of commitments need them."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.test import Client
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.models import User
from portal.applications.models import Application
from portal.applications.services.deciding import decide
from portal.participation.models import Participant
from portal.participation.services.participants import participant_of
from portal.sponsorship.commitments.models import (
    HoursSharing,
    VolunteerCertificate,
    VolunteerCommitment,
    VolunteerHours,
)
from portal.sponsorship.commitments.services.answering import confirm
from portal.sponsorship.commitments.services.declaring import declare
from portal.sponsorship.commitments.services.making import make_commitment
from portal.sponsorship.commitments.states import Side
from portal.sponsorship.commitments.values import Said
from snippets.models import Organisation
from tests.factories import OrganisationFactory, VolunteeringPageFactory
from tests.portal.accounts.people import manager_of, person_with, signed_in
from tests.portal.participation.people import make_application, make_guest

VOLUNTEER, ASSOCIATION = Side.VOLUNTEER, Side.ASSOCIATION


def association(**fields: Any) -> tuple[Organisation, User]:
    """A verified association and the person who manages it."""
    values = {"kind": "association", "siret": "", "naf_code": "", "verified_at": timezone.now()}
    organisation = OrganisationFactory(**(values | {"name": "Les Mains tendues"} | fields))
    return organisation, manager_of(organisation, first_name="Marc", last_name="Vauthier")


def candidate(**fields: Any) -> User:
    """A person with an account."""
    return person_with("candidate", **({"first_name": "Éloïse", "last_name": "Martin"} | fields))


def mission(organisation: Organisation, **fields: Any) -> Any:
    """A mission of the association, on line, that began a month ago."""
    values = {"starts_on": days_ago(30), "title": "Aide aux devoirs"}
    return VolunteeringPageFactory.row(organisation=organisation, **(values | fields))


def applied(page: Any, person: User | Participant | None = None, **fields: Any) -> Application:
    """An application that waits for its answer."""
    participant = participant_of(user=person) if isinstance(person, User) else person
    application: Application = make_application(
        page=page, participant=participant or make_guest(), **fields
    )
    return application


def committed(
    organisation: Organisation, person: User | Participant | None = None, **fields: Any
) -> VolunteerCommitment:
    """A commitment that runs since a month, as the acceptance leaves it."""
    values = {"starts_on": days_ago(30), **fields}
    page = mission(organisation)
    application = applied(page, person, status="hired", days_ago=30)
    made = make_commitment(application=application)
    assert made is not None
    VolunteerCommitment.objects.filter(pk=made.pk).update(**values)
    made.refresh_from_db()
    return made


def accept(application: Application, member: User) -> None:
    """The association says yes."""
    decide(application=application, to="hired", actor=Actor(member))


def days_ago(number: int) -> date:
    return timezone.localdate() - timedelta(days=number)


def said(hours: Any = 2, *, ago: int = 1, **fields: Any) -> Said:
    """Hours of some days ago."""
    value = None if hours is None else Decimal(str(hours))
    return Said(**{"day": days_ago(ago), "hours": value, **fields})


def by_volunteer(commitment: VolunteerCommitment, hours: Any = 2, **fields: Any) -> VolunteerHours:
    """What the person declares."""
    user = commitment.application.participant.user
    return declare(
        commitment=commitment, side=VOLUNTEER, said=said(hours, **fields), actor=Actor(user)
    )


def by_member(
    commitment: VolunteerCommitment, member: User, hours: Any = 2, **fields: Any
) -> VolunteerHours:
    """What the association declares."""
    return declare(
        commitment=commitment, side=ASSOCIATION, said=said(hours, **fields), actor=Actor(member)
    )


def confirmed(
    commitment: VolunteerCommitment, member: User, hours: Any = 2, **fields: Any
) -> VolunteerHours:
    """What both agree on."""
    line = by_volunteer(commitment, hours, **fields)
    return confirm(line=line, side=ASSOCIATION, actor=Actor(member))


def browser(user: User) -> Client:
    return signed_in(user)


def everything_of_commitments(user: User) -> None:
    """A row of each table about one person, who is on every side."""
    organisation, member = association(name="Les Jardins partagés")
    now = timezone.now()
    over = {"state": "ended", "ended_at": now, "end_reason": "Je déménage."}
    commitment = committed(organisation, user, **over, ended_by=user, ended_side=VOLUNTEER)
    line = _confirmed(commitment, days_ago(2), by=user, then=member)
    _confirmed(commitment, days_ago(3), by=member, then=user)
    VolunteerCertificate.objects.create(
        commitment=commitment,
        person_name=str(user),
        organisation_name=organisation.name,
        title=commitment.title,
        starts_on=line.day,
        ends_on=line.day,
        hours=line.hours,
        days=1,
        issued_by=user,
    )
    HoursSharing.objects.create(participant=commitment.application.participant, version="2026-12")


def _confirmed(
    commitment: VolunteerCommitment, day: date, *, by: User, then: User
) -> VolunteerHours:
    return VolunteerHours.objects.create(
        commitment=commitment,
        day=day,
        hours=Decimal(2),
        side=VOLUNTEER,
        state="confirmed",
        declared_by=by,
        decided_at=timezone.now(),
        decided_by=then,
    )
