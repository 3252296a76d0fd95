"""Volunteering: what is refused, when it ends, what the public reads."""

import json
import re
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from pages.models import VolunteeringPage
from pages.presentation.volunteering import dates_text, days_text, key_facts, rhythm_text
from pages.validation import volunteering_coherence, volunteering_completeness
from tests.factories import VolunteeringPageFactory

pytestmark = pytest.mark.django_db  # a page looks up its content type

NB = "\u00a0"
TODAY = timezone.localdate()


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"starts_on": TODAY, "ends_on": TODAY - timedelta(days=1)}, "ends_on", "précède"),
        ({"rhythm": "regular", "hours": 30}, "hours", "24"),
    ],
)
def test_a_contradiction_is_told_beside_the_field(
    fields: dict[str, Any], field: str, words: str
) -> None:
    assert words in volunteering_coherence(VolunteeringPage(**fields))[field][0]


def test_a_one_off_help_needs_a_date() -> None:
    assert "date" in volunteering_completeness(VolunteeringPage(rhythm="one_off"))["starts_on"][0]
    assert volunteering_completeness(VolunteeringPage(rhythm="regular")) == {}


@pytest.mark.parametrize(
    "changes",
    [
        {"ends_on": TODAY - timedelta(days=2), "starts_on": TODAY},
        {"hours": 0},
        {"places": 0},
    ],
)
def test_the_database_refuses_what_makes_no_sense(changes: dict[str, Any]) -> None:
    page = VolunteeringPageFactory.row()
    with pytest.raises(IntegrityError):
        VolunteeringPage.objects.filter(pk=page.pk).update(**changes)


def test_no_place_is_refused_by_the_form() -> None:
    page = VolunteeringPageFactory(live=False)
    page.places = 0
    with pytest.raises(ValidationError) as error:
        page.full_clean()
    assert "places" in error.value.message_dict


def test_it_leaves_the_lists_after_its_last_day() -> None:
    last = TODAY + timedelta(days=5)
    page = VolunteeringPageFactory(rhythm="one_off", starts_on=last, ends_on=last)
    end = datetime.combine(last, time(23, 59, 59), timezone.get_default_timezone())
    assert page.expire_at == end


def test_without_a_last_day_it_stays_sixty_days() -> None:
    page = VolunteeringPageFactory()
    assert timedelta(days=59) < page.expire_at - timezone.now() <= timedelta(days=60)


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"rhythm": "regular", "hours": 2}, f"Régulier, 2{NB}h par semaine"),
        ({"rhythm": "one_off", "hours": 7.5}, f"Ponctuel, 7{NB}h{NB}30 en tout"),
        ({"rhythm": "one_off"}, "Ponctuel"),
    ],
)
def test_rhythm_is_a_phrase(fields: dict[str, Any], text: str) -> None:
    assert rhythm_text(VolunteeringPage(**fields)) == text


@pytest.mark.parametrize(
    ("starts", "ends", "text"),
    [
        (None, None, "Dès que possible"),
        (date(2027, 3, 3), None, "À partir du 3 mars 2027"),
        (date(2027, 3, 3), date(2027, 3, 3), "Le 3 mars 2027"),
        (date(2027, 3, 3), date(2027, 3, 5), "Du 3 mars 2027 au 5 mars 2027"),
        (None, date(2027, 3, 5), "Dès que possible, jusqu’au 5 mars 2027"),
    ],
)
def test_dates_are_a_phrase(starts: Any, ends: Any, text: str) -> None:
    assert dates_text(VolunteeringPage(starts_on=starts, ends_on=ends)) == text


def test_days_follow_the_week() -> None:
    assert days_text(VolunteeringPage(days=["sat", "wed"])) == "Mercredi, samedi"


def test_an_empty_draft_is_presented() -> None:
    assert {fact.name for fact in key_facts(VolunteeringPage())} >= {"dates", "minors"}


def test_the_public_reads_it(client: Any) -> None:
    page = VolunteeringPageFactory.row(minors_accepted=True, counts_as_activity=True)
    text = client.get(f"/benevolat/{page.slug}/").content.decode()
    assert "Proposer mon aide" in text
    assert "Ouvert aux mineurs" in text
    assert "contrat d’engagement" in text
    assert "Postuler" not in text
    data = json.loads(re.search(r'ld\+json">(.*?)</script>', text, re.DOTALL)[1])
    assert data["@type"] == "JobPosting"
    assert data["employmentType"] == ["VOLUNTEER"]
    required = {"title", "description", "datePosted", "hiringOrganization", "jobLocation"}
    assert required <= data.keys()


def test_its_index_leads_to_the_search(client: Any) -> None:
    assert client.get("/benevolat/").headers["Location"] == "/offres/?type=volunteering"


def test_once_filled_it_says_so(client: Any) -> None:
    page = VolunteeringPageFactory.row()
    VolunteeringPage.objects.filter(pk=page.pk).update(live=False, filled_at=timezone.now())
    response = client.get(f"/benevolat/{page.slug}/")
    assert response.status_code == 410
    assert "Cette mission a trouvé ses bénévoles" in response.content.decode()
