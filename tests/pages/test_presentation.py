import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import RequestFactory

from pages.json_ld import as_script_text, job_posting
from pages.models import JobOfferPage
from pages.presentation import job_offer, shared
from tests.factories import JobOfferPageFactory

pytestmark = pytest.mark.django_db  # a page looks up its content type

NB = "\u00a0"


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ((1850, 2000, "month"), f"De 1{NB}850{NB}€ à 2{NB}000{NB}€ brut par mois"),
        ((1850, 1850, "month"), f"1{NB}850{NB}€ brut par mois"),
        (("12.02", None, "hour"), f"À partir de 12,02{NB}€ brut de l’heure"),
        ((None, 30000, "year"), f"Jusqu’à 30{NB}000{NB}€ brut par an"),
        ((None, None, ""), ""),
    ],
)
def test_salary_is_a_phrase(fields: tuple[Any, Any, str], text: str) -> None:
    low, high = (None if value is None else Decimal(value) for value in fields[:2])
    page = JobOfferPage(salary_min=low, salary_max=high, salary_period=fields[2])
    assert job_offer.salary_text(page) == text


def test_collective_agreement_stands_for_the_salary() -> None:
    page = JobOfferPage(collective_agreement="du bâtiment")
    assert job_offer.salary_text(page) == "Selon la convention collective\u00a0: du bâtiment"


@pytest.mark.parametrize(
    ("contract", "months", "text"),
    [
        ("cdi", None, "CDI"),
        ("cdd", 6, f"CDD de 6{NB}mois"),
        ("cdd", 12, f"CDD de 1{NB}an"),
        ("apprenticeship", 24, f"Apprentissage de 2{NB}ans"),
        ("cdd", 18, f"CDD de 18{NB}mois"),
        ("", None, ""),
    ],
)
def test_contract_tells_its_duration(contract: str, months: int | None, text: str) -> None:
    page = JobOfferPage(contract=contract, duration_months=months)
    assert job_offer.contract_text(page) == text


@pytest.mark.parametrize(
    ("time", "hours", "text"),
    [
        ("full", None, "Temps plein"),
        ("full", "35", f"Temps plein, 35{NB}h par semaine"),
        ("part", "17.50", f"Temps partiel, 17{NB}h{NB}30 par semaine"),
    ],
)
def test_hours(time: str, hours: str | None, text: str) -> None:
    page = JobOfferPage(working_time=time, weekly_hours=hours and Decimal(hours))
    assert job_offer.hours_text(page) == text


def test_key_facts_tell_what_is_known_and_only_that() -> None:
    page = JobOfferPage(
        contract="cdd",
        duration_months=6,
        schedules=["day", "split"],
        starts_on=date(2027, 1, 12),
        positions=3,
        experience="one_year",
        driving_licences=["B"],
        disabled_workers_welcome=False,
    )
    facts = {fact.name: fact.value for fact in job_offer.key_facts(page)}
    assert facts == {
        "contract": f"CDD de 6{NB}mois",
        "hours": "Temps plein",
        "schedules": "En journée, horaires coupés",
        "starts_on": "Le 12 janvier 2027",
        "positions": "3",
        "experience": "1 an demandé",
        "training": "Sans diplôme",
        "licences": "B (voiture)",
    }


def test_contact_shows_only_what_its_author_chose() -> None:
    page = JobOfferPage(
        contact_name="Camille Petit",
        contact_phone="03 84 00 00 00",
        contact_email="camille@entreprise.test",
        contact_phone_public=True,
        apply_by="email",
    )
    contact = shared.public_contact(page)
    assert (contact.name, contact.phone, contact.email) == ("", "03 84 00 00 00", "")
    assert contact.phone_uri == "tel:0384000000"
    assert shared.apply_info(page, job_offer.WORDS).url == ""


@pytest.mark.parametrize(
    ("fields", "url"),
    [
        # Nobody answers here before it is online: tests/pages/test_answering.py.
        ({"apply_by": "platform"}, ""),
        ({"apply_by": "web", "apply_url": "https://e.example/o"}, "https://e.example/o"),
        (
            {"apply_by": "email", "contact_email": "a@b.test", "contact_email_public": True},
            "mailto:a@b.test",
        ),
        (
            {"apply_by": "phone", "contact_phone": "+33 3 84", "contact_phone_public": True},
            "tel:+33384",
        ),
    ],
)
def test_apply_opens_what_the_author_chose(fields: dict[str, Any], url: str) -> None:
    assert shared.apply_info(JobOfferPage(**fields), job_offer.WORDS).url == url


def test_json_ld_cannot_close_its_script() -> None:
    text = as_script_text({"title": "</script><b>&amp;"})
    assert "<" not in text
    assert json.loads(text) == {"title": "</script><b>&amp;"}


@pytest.mark.django_db
def test_job_posting_has_what_search_engines_ask(settings: Any) -> None:
    page = JobOfferPageFactory.row(
        contract="cdd",
        duration_months=6,
        location="SRID=4326;POINT(6.870000 47.640000)",
        address="1 rue de la Poste",
        experience="three_years",
        training_level="3",
        skills=["Lire un plan", "Couler une dalle"],
        starts_on=date(2027, 1, 12),
    )
    data = job_posting(page)
    assert data["@type"] == "JobPosting"
    assert data["title"] == page.title
    assert data["description"].startswith("<p>")
    assert data["datePosted"] <= data["validThrough"]
    assert data["employmentType"] == ["FULL_TIME", "TEMPORARY"]
    assert data["hiringOrganization"]["name"] == page.organisation.name
    assert data["jobLocation"]["address"] == {
        "@type": "PostalAddress",
        "addressCountry": "FR",
        "streetAddress": "1 rue de la Poste",
        "addressLocality": "Belfort",
        "postalCode": "90000",
        "addressRegion": "Bourgogne-Franche-Comté",
    }
    assert data["jobLocation"]["geo"]["latitude"] == 47.64
    assert data["baseSalary"]["value"] == {
        "@type": "QuantitativeValue",
        "unitText": "MONTH",
        "minValue": 1900.0,
        "maxValue": 2300.0,
    }
    assert data["experienceRequirements"]["monthsOfExperience"] == 36
    assert data["educationRequirements"]["credentialCategory"] == "professional certificate"
    assert data["skills"] == "Lire un plan, Couler une dalle"
    assert data["industry"] == "Construction, bâtiment, travaux publics"
    assert data["relevantOccupation"]["occupationalCategory"] == "F1703"
    assert data["jobStartDate"] == "2027-01-12"
    assert data["workHours"] == "35 h par semaine"
    assert data["identifier"]["value"] == str(page.pk)
    assert data["url"] == f"{settings.BASE_URL}{page.url}"
    assert data["directApply"] is True
    json.dumps(data)


@pytest.mark.parametrize(
    ("low", "high", "value"),
    [
        (1900, 2300, {"minValue": 1900.0, "maxValue": 2300.0}),
        (1900, 1900, {"value": 1900.0}),
        (1900, None, {"value": 1900.0}),
        (None, 2300, None),
        (0, 2300, None),
        (0, 0, None),
        (0, None, None),
        (None, None, None),
    ],
)
def test_half_a_salary_or_none_is_told_as_search_engines_ask(
    low: int | None, high: int | None, value: dict[str, float] | None
) -> None:
    page = JobOfferPage(title="Maçon", salary_min=low, salary_max=high, salary_period="month")
    told = job_posting(page).get("baseSalary", {}).get("value")
    expected = value and {"@type": "QuantitativeValue", "unitText": "MONTH", **value}
    assert told == expected


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (0, 2300, "Jusqu’à 2 300 € brut par mois"),
        (0, 0, "Selon la convention collective : métallurgie"),
        (1900, 0, "À partir de 1 900 € brut par mois"),
    ],
)
def test_nothing_is_no_salary(low: int, high: int, text: str) -> None:
    page = JobOfferPage(salary_min=low, salary_max=high, salary_period="month")
    page.collective_agreement = "métallurgie"
    assert job_offer.salary_text(page).replace("\u00a0", " ") == text


@pytest.mark.django_db
def test_empty_draft_can_be_shown(rf: RequestFactory) -> None:
    context = job_offer.context(JobOfferPage(title="Soudeur"), rf.get("/"))
    assert "hiringOrganization" not in json.loads(context["json_ld"])
    assert context["place"].line == ""
