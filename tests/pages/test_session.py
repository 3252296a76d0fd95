"""Recruitment sessions: what is refused, when they end, what the public reads."""

import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from pages.models import (
    RecruitmentSessionPage,
    SessionOccupation,
    SessionOffer,
    SessionPartner,
)
from pages.moderation import schedule, services
from pages.moderation.errors import ModerationError
from pages.presentation.session import key_facts, registration_text, slot_starts
from pages.validation import session_coherence, session_completeness
from tests.factories import (
    JobOfferPageFactory,
    OccupationFactory,
    OrganisationFactory,
    RecruitmentSessionPageFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db  # a page looks up its content type

NB = "\u00a0"
ZONE = timezone.get_default_timezone()
START = datetime(2027, 1, 12, 14, 0, tzinfo=ZONE)


def session(hours: float = 3, **fields: Any) -> RecruitmentSessionPage:
    """A session on a Tuesday at 14:00, not saved."""
    return RecruitmentSessionPage(
        **{"starts_at": START, "ends_at": START + timedelta(hours=hours), "capacity": 10, **fields}
    )


@pytest.mark.parametrize(
    ("hours", "fields", "field", "words"),
    [
        (-1, {}, "ends_at", "après le début"),
        (0, {}, "ends_at", "après le début"),
        (100, {}, "ends_at", "trois jours"),
        (3, {"slot_minutes": 25}, "slot_minutes", f"45 ou 60{NB}minutes"),
        (1, {"slot_minutes": 90}, "slot_minutes", f"dure 1{NB}h"),
        (3, {"slot_minutes": 30, "capacity": 7}, "capacity", f"6{NB}rendez-vous"),
        (30, {"slot_minutes": 30}, "slot_minutes", "une seule journée"),
        (
            3,
            {"registration_opens_at": START, "registration_closes_at": START - timedelta(hours=1)},
            "registration_closes_at",
            "après leur ouverture",
        ),
        (
            3,
            {"registration_opens_at": START + timedelta(hours=4)},
            "registration_opens_at",
            "avant la fin",
        ),
        (
            3,
            {"registration_closes_at": START + timedelta(hours=4)},
            "registration_closes_at",
            "avant la fin",
        ),
    ],
)
def test_a_contradiction_is_told_beside_the_field(
    hours: float, fields: dict[str, Any], field: str, words: str
) -> None:
    errors = session_coherence(session(hours, **fields))
    assert list(errors) == [field]
    assert words in errors[field][0]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"slot_minutes": 30, "capacity": 6},
        {"slot_minutes": 30, "interviewers": 2, "capacity": 12},
        {"starts_at": None},
        {"ends_at": None, "slot_minutes": 30},
    ],
)
def test_what_fits_is_accepted(fields: dict[str, Any]) -> None:
    assert session_coherence(session(**fields)) == {}


def test_interviewers_without_slots_are_questioned() -> None:
    assert "créneau" in session_completeness(session(interviewers=2))["slot_minutes"][0]


@pytest.mark.parametrize(
    "changes",
    [
        {"capacity": 0},
        {"slot_minutes": 0},
        {"interviewers": 0},
        {"ends_at": START - timedelta(days=1), "starts_at": START},
        {
            "registration_opens_at": START,
            "registration_closes_at": START - timedelta(days=1),
        },
    ],
)
def test_the_database_refuses_what_makes_no_sense(changes: dict[str, Any]) -> None:
    page = RecruitmentSessionPageFactory.row()
    with pytest.raises(IntegrityError):
        RecruitmentSessionPage.objects.filter(pk=page.pk).update(**changes)


def test_no_capacity_is_refused_by_the_form() -> None:
    page = RecruitmentSessionPageFactory(live=False)
    page.capacity = 0
    with pytest.raises(ValidationError) as error:
        page.full_clean()
    assert "capacity" in error.value.message_dict


def test_a_partner_is_named_once() -> None:
    page = RecruitmentSessionPageFactory.row()
    partner = OrganisationFactory()
    SessionPartner.objects.create(page=page, organisation=partner)
    with pytest.raises(IntegrityError):
        SessionPartner.objects.create(page=page, organisation=partner)


def test_it_ends_with_itself_and_cannot_be_prolonged() -> None:
    page = RecruitmentSessionPageFactory(expire_at=timezone.now() + timedelta(days=150))
    assert page.expire_at == page.ends_at
    with pytest.raises(ModerationError, match="prolongée"):
        services.prolong(page=page, user=UserFactory(superuser=True))


def test_a_moved_session_ends_at_its_new_hour() -> None:
    page = RecruitmentSessionPageFactory.row()
    page.ends_at += timedelta(hours=1)
    page.save_revision().publish(skip_permission_checks=True)
    page.refresh_from_db()
    assert page.expire_at == page.ends_at


def test_its_author_is_not_asked_to_prolong_it() -> None:
    soon = timezone.now() + timedelta(days=3)
    page = RecruitmentSessionPageFactory.row(
        owner=UserFactory(), starts_at=soon, ends_at=soon + timedelta(hours=2)
    )
    long_ago = timezone.now() - timedelta(days=30)
    RecruitmentSessionPage.objects.filter(pk=page.pk).update(last_published_at=long_ago)
    assert schedule.send_expiry_notices() == 0


def test_slots_are_written_as_hours() -> None:
    assert slot_starts(session(1, slot_minutes=20)) == [
        f"14{NB}h",
        f"14{NB}h{NB}20",
        f"14{NB}h{NB}40",
    ]
    assert slot_starts(session()) == []


@pytest.mark.parametrize(
    ("now", "fields", "words"),
    [
        (START - timedelta(days=3), {}, "Jusqu’au début de la session"),
        (
            START - timedelta(days=30),
            {"registration_closes_at": START - timedelta(days=11)},
            f"Jusqu’au vendredi 1er janvier 2027 à 14{NB}h",
        ),
        (START + timedelta(minutes=1), {}, "fermées"),
        (
            START - timedelta(days=3),
            {"registration_opens_at": START - timedelta(days=1)},
            "ouvrent le lundi 11 janvier 2027",
        ),
        (
            START - timedelta(days=3),
            {"registration_closes_at": START - timedelta(days=5)},
            "fermées",
        ),
    ],
)
def test_registration_is_told(now: datetime, fields: dict[str, Any], words: str) -> None:
    assert words in registration_text(session(**fields), now)


def test_an_empty_draft_is_presented() -> None:
    assert "when" not in {fact.name for fact in key_facts(RecruitmentSessionPage())}


def public_session(**fields: Any) -> RecruitmentSessionPage:
    offer = JobOfferPageFactory.row(title="Aide à domicile à Delle")
    draft = JobOfferPageFactory(title="Offre en préparation", live=False)
    return RecruitmentSessionPageFactory.row(
        starts_at=START,
        ends_at=START + timedelta(hours=3),
        partners=[SessionPartner(organisation=OrganisationFactory(name="Mains d’or"))],
        occupations=[
            SessionOccupation(occupation=OccupationFactory(code="K1304", label="Aide à domicile"))
        ],
        offers=[SessionOffer(offer=offer), SessionOffer(offer=draft)],
        **fields,
    )


def json_ld(text: str) -> dict[str, Any]:
    return json.loads(re.search(r'ld\+json">(.*?)</script>', text, re.DOTALL)[1])


def test_the_public_reads_it(client: Any) -> None:
    page = public_session(slot_minutes=30, interviewers=4)
    text = client.get(f"/sessions/{page.slug}/").content.decode()
    # Once in words, beside the hours; the leaf of a calendar draws it for the eyes.
    assert text.partition("<main")[2].lower().count("mardi 12 janvier") == 1
    assert f"De 14{NB}h à 17{NB}h" in text
    assert "M’inscrire" in text
    assert "Mains d’or" in text
    assert "Aide à domicile à Delle" in text
    assert "Offre en préparation" not in text
    assert f"16{NB}h{NB}30" in text
    data = json_ld(text)
    assert data["@type"] == "Event"
    assert data["startDate"] == "2027-01-12T14:00:00+01:00"
    assert data["endDate"] == "2027-01-12T17:00:00+01:00"
    assert data["eventStatus"] == "https://schema.org/EventScheduled"
    assert data["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"
    assert data["location"]["address"]["addressLocality"] == "Belfort"
    assert data["organizer"]["name"]
    assert data["location"]["name"] == "Maison du peuple"


@pytest.mark.parametrize(
    ("status", "words", "schema"),
    [
        ("cancelled", "Cette session est annulée", "EventCancelled"),
        ("postponed", "Cette session est reportée", "EventPostponed"),
    ],
)
def test_a_session_that_does_not_take_place_says_so(
    client: Any, status: str, words: str, schema: str
) -> None:
    page = public_session(status=status)
    text = client.get(f"/sessions/{page.slug}/").content.decode()
    assert words in text
    assert "M’inscrire par" not in text
    assert json_ld(text)["eventStatus"].endswith(schema)


def test_a_session_that_is_over_answers_410(client: Any) -> None:
    page = public_session()
    over = timezone.now() - timedelta(minutes=1)
    RecruitmentSessionPage.objects.filter(pk=page.pk).update(expire_at=over)
    response = client.get(f"/sessions/{page.slug}/")
    assert response.status_code == 410
    assert "Cette session est passée" in response.content.decode()


def test_its_page_costs_at_most_fifteen_queries(
    client: Any, django_assert_max_num_queries: Any
) -> None:
    page = public_session()
    client.get(f"/sessions/{page.slug}/")
    with django_assert_max_num_queries(15):
        client.get(f"/sessions/{page.slug}/")


def test_a_copy_takes_place() -> None:
    page = public_session(status="cancelled")
    twin = page.copy(update_attrs={"slug": "autre", "title": "Autre"}, keep_live=False)
    assert twin.status == "scheduled"
    assert [line.organisation.name for line in twin.partners.all()] == ["Mains d’or"]
