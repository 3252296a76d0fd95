"""Organisations, their members, and what they type."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pages.models import JobOfferPage, RecruitmentSessionPage, VolunteeringPage
from portal.accounts.actors import SITE
from portal.accounts.models import Membership, User
from portal.accounts.services.memberships import add_member
from snippets.models import Organisation
from tests.factories import (
    CommuneFactory,
    OccupationFactory,
    OrganisationFactory,
    UserFactory,
    index_of,
)
from tests.pages.moderation.conftest import with_level
from tests.portal.accounts.people import signed_in as browser_of

PROPOSING = ("company", "employment_partner", "association", "department")


def join(organisation: Any, **fields: Any) -> Any:
    """A new member of the organisation."""
    user = UserFactory(**fields)
    add_member(organisation=organisation, user=user, role=Membership.Role.MEMBER, actor=SITE)
    return user


def organisation_of(kind: str, **fields: Any) -> Any:
    """A verified organisation, and the indexes below which its pages go."""
    for model in (JobOfferPage, VolunteeringPage, RecruitmentSessionPage):
        index_of(model)
    CommuneFactory(belfort=True)
    OccupationFactory(code="F1703", label="Maçon / Maçonne")
    return OrganisationFactory(kind=kind, **{"verified_at": timezone.now(), **fields})


def job_data(**changes: Any) -> dict[str, Any]:
    """A complete offer as its form sends it; a value of None is not sent."""
    data = {
        "key": str(uuid4()),
        "title": "Maçon ou maçonne",
        "occupation": "Maçon / Maçonne (F1703)",
        "summary": "Vous construisez des maisons.",
        "description": "Vous montez des murs.\n\n- avec une équipe\n- près de chez vous",
        "positions": "1",
        "contract": "cdi",
        "working_time": "full",
        "weekly_hours": "35",
        "salary_min": "1900",
        "salary_period": "month",
        "commune": "Belfort (90000)",
        "address": "12 rue du Faubourg de France",
        "experience": "none",
        "training_level": "none",
        "disabled_workers_welcome": "on",
        "apply_by": "platform",
        "contact_name": "Camille Petit",
        **changes,
    }
    return {name: value for name, value in data.items() if value is not None}


def volunteering_data(**changes: Any) -> dict[str, Any]:
    """A complete volunteering opportunity."""
    data = {
        "key": str(uuid4()),
        "title": "Aider aux devoirs",
        "cause": "education",
        "summary": "Vous aidez des enfants.",
        "description": "Le mercredi, avec deux autres bénévoles.",
        "places": "2",
        "rhythm": "regular",
        "hours": "2",
        "commune": "90000",
        "apply_by": "platform",
        **changes,
    }
    return {name: value for name, value in data.items() if value is not None}


def session_data(**changes: Any) -> dict[str, Any]:
    """A complete session, in ten days from 14:00 to 17:00."""
    day = timezone.localdate() + timedelta(days=10)
    data = {
        "key": str(uuid4()),
        "title": "Job dating du bâtiment",
        "session_type": "job_dating",
        "summary": "Vous rencontrez trois employeurs.",
        "description": "On vous accueille, puis vous parlez avec chacun.",
        "starts_at": f"{day}T14:00",
        "ends_at": f"{day}T17:00",
        "capacity": "24",
        "waiting_list_size": "0",
        "audience": "public",
        "commune": "Belfort",
        "occupation_1": "F1703",
        "apply_by": "platform",
        **changes,
    }
    return {name: value for name, value in data.items() if value is not None}


def address(name: str, organisation: Any, *args: Any) -> str:
    """An address of the space."""
    return reverse(f"submissions:{name}", args=[organisation.slug, *args])


def propose(client: Any, organisation: Any, data: dict[str, Any] | None = None) -> Any:
    """Send an offer to review through the form; return its page."""
    response = client.post(
        address("create", organisation, "offre"), {**(data or job_data()), "send": "1"}
    )
    assert response.status_code == 302, response.context["form"].errors
    return JobOfferPage.objects.latest("pk")


def fresh(page: Any) -> Any:
    """The page as the database has it."""
    return type(page).objects.get(pk=page.pk)


def edit_data(client: Any, organisation: Any, page: Any, **changes: Any) -> dict[str, Any]:
    """What the edit form sends when nothing but `changes` is typed."""
    form = client.get(address("edit", organisation, page.pk)).context["form"]
    hidden = {"version": form["version"].value(), "base": form["base"].value()}
    return {**job_data(), **hidden, **changes}


@pytest.fixture(scope="module")
def started(lasting: None) -> Client:
    """A company with its member, who has signed in, made once for a module; the browser."""
    return browser_of(join(organisation_of("company"), email="gerante@entreprise.test"))


@pytest.fixture
def company(started: Client, db: None) -> Any:
    return Organisation.objects.get(memberships__user__email="gerante@entreprise.test")


@pytest.fixture
def member(company: Any) -> Any:
    return User.objects.get(email="gerante@entreprise.test")


def session_of(browser: Client) -> str:
    """The key alone: a cookie that two browsers share changes in both when one signs in again."""
    key: str = browser.cookies[settings.SESSION_COOKIE_NAME].value
    return key


@pytest.fixture(scope="module")
def homes(lasting: None) -> dict[str, tuple[Any, Client]]:
    """An organisation of each kind that proposes, with its member's browser, made once."""
    organisations = {kind: organisation_of(kind) for kind in PROPOSING}
    return {kind: (one, browser_of(join(one))) for kind, one in organisations.items()}


@pytest.fixture
def home_of(homes: dict[str, tuple[Any, Client]], client: Any, db: None) -> Any:
    """Signs the member of an organisation of a kind in; the organisation and the browser."""

    def enter(kind: str) -> tuple[Any, Client]:
        organisation, browser = homes[kind]
        client.cookies[settings.SESSION_COOKIE_NAME] = session_of(browser)
        return fresh(organisation), client

    return enter


@pytest.fixture
def colleague(company: Any, member: Any) -> Any:
    return join(company, email="collegue@entreprise.test")


@pytest.fixture
def moderator(db: None) -> Any:
    return with_level("communication", email="relectrice@exemple.test")


@pytest.fixture
def signed_in(client: Any, started: Client, member: Any) -> Any:
    """The member's browser."""
    client.cookies[settings.SESSION_COOKIE_NAME] = session_of(started)
    return client
