"""An organisation that recruits, its member, an officer, and what they do."""

from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email

from portal.accounts.actors import Actor
from portal.accounts.models import User
from portal.applications.models import Application
from snippets.models import Organisation
from tests.factories import JobOfferPageFactory, OrganisationFactory
from tests.portal.accounts.people import manager_of, person_with, signed_in
from tests.portal.participation.people import make_application, make_guest


def recruiting(**fields: Any) -> tuple[Organisation, User]:
    """A verified organisation and the person who manages it."""
    values = {"verified_at": timezone.now(), "email": "", **fields}
    organisation = OrganisationFactory(**values)
    return organisation, manager_of(organisation, first_name="Marc", last_name="Vauthier")


def offer_of(organisation: Organisation, **fields: Any) -> Any:
    """An offer of the organisation, on line."""
    return JobOfferPageFactory.row(organisation=organisation, **fields)


def adviser_called(name: str) -> User:
    """An adviser whom a test looks for."""
    return person_with("adviser", first_name=name, last_name=name.upper())


def as_actor(user: User) -> Actor:
    return Actor(user, "192.0.2.1")


def mails_to(address: str) -> list[Email]:
    """What was queued for an address, the oldest first."""
    return [mail for mail in Email.objects.order_by("pk") if address in mail.to]


def url(name: str, *arguments: Any) -> str:
    """An address of the app."""
    return reverse(f"applications:{name}", args=arguments)


def browser(user: User) -> Client:
    return signed_in(user)


def fresh(application: Application) -> Application:
    """As the database has it."""
    return Application.objects.get(pk=application.pk)


def names(response: Any) -> list[str]:
    """Who is on a list, in its order."""
    return [one.participant.name for one in response.context["results"]]


def called(page: Any, first: str, last: str, **fields: Any) -> Application:
    """An application of somebody without an account."""
    return make_application(
        page=page, participant=make_guest(first_name=first, last_name=last), **fields
    )
