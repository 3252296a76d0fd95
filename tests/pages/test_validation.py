from copy import copy
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from pages.models import JobOfferPage
from pages.validation import schedule_errors
from snippets.models import Commune
from tests.factories import JobOfferPageFactory, OccupationFactory, job_offer_index

pytestmark = pytest.mark.django_db  # a page looks up its content type

BELFORT_PIN = "SRID=4326;POINT(6.863100 47.638600)"


def offer(**changes: Any) -> JobOfferPage:
    """A complete offer, not saved, with these changes."""
    fields: dict[str, Any] = {
        "title": "Maçon ou maçonne",
        "summary": "Vous montez des murs.",
        "description": "<p>Vous montez des murs.</p>",
        "contract": "cdi",
        "salary_min": 1_900,
        "salary_max": 2_300,
        "salary_period": "month",
        **changes,
    }
    fields.setdefault("commune", Commune(name="Belfort", latitude=47.6386, longitude=6.8631))
    return JobOfferPage(**fields)


COHERENCE: list[tuple[dict[str, Any], str, str]] = [
    ({"location": "SRID=4326;POINT(13.4 52.5)"}, "location", "hors de France"),
    ({"location": "quelque part"}, "location", "pas lisible"),
    ({"location": "SRID=4326;POINT(2.35 48.85)"}, "location", "km de Belfort"),
    ({"contract": "cdi", "duration_months": 6}, "duration_months", "n’a pas de durée"),
    ({"working_time": "part", "weekly_hours": 35}, "weekly_hours", "moins de 35"),
    ({"working_time": "full", "weekly_hours": 20}, "weekly_hours", "Temps partiel"),
    ({"salary_min": 2_000, "salary_max": 1_900}, "salary_max", "plus petit"),
    ({"salary_period": ""}, "salary_period", "par mois"),
    ({"salary_min": 1_900, "salary_max": None, "salary_period": "hour"}, "salary_min", "période"),
    ({"salary_min": 12, "salary_max": None, "salary_period": "month"}, "salary_min", "période"),
]
COMPLETENESS: list[tuple[dict[str, Any], str, str]] = [
    ({"salary_min": None, "salary_max": None}, "salary_min", "convention"),
    ({"contract": "cdd"}, "duration_months", "durée"),
    ({"contract": "interim"}, "duration_months", "durée"),
    ({"contract": "cddi"}, "duration_months", "durée"),
    ({"contract": "seasonal"}, "duration_months", "durée"),
    ({"apply_by": "web"}, "apply_url", "adresse web"),
    ({"apply_by": "phone"}, "contact_phone", "téléphone"),
    ({"apply_by": "email"}, "contact_email", "e-mail"),
    (
        {"apply_by": "phone", "contact_phone": "03 84 00 00 00"},
        "contact_phone_public",
        "Cochez",
    ),
    ({"description": "<p>&nbsp;</p>"}, "description", "Décrivez"),
]
ACCEPTED: list[dict[str, Any]] = [
    {},
    {"location": BELFORT_PIN},
    {"location": BELFORT_PIN, "commune": None},
    {"contract": "cdd", "duration_months": 6},
    {"contract": "pmsmp", "salary_min": None, "salary_max": None, "salary_period": ""},
    {"salary_min": None, "salary_max": None, "collective_agreement": "Bâtiment (ouvriers)"},
    {"salary_min": 2_000, "salary_max": 2_000},
    {"salary_min": "12.50", "salary_max": None, "salary_period": "hour"},
    {"working_time": "full", "weekly_hours": 33},
    {"working_time": "part", "weekly_hours": 24},
    {"apply_by": "web", "apply_url": "https://entreprise.example/offre"},
    {"apply_by": "phone", "contact_phone": "03 84 00 00 00", "contact_phone_public": True},
    {"apply_by": "email", "contact_email": "a@b.test", "contact_email_public": True},
]


def decimals(changes: dict[str, Any]) -> dict[str, Any]:
    """The values as the form gives them."""
    from decimal import Decimal

    numbers = {"salary_min", "salary_max", "weekly_hours"}
    return {
        key: Decimal(value) if key in numbers and value is not None else value
        for key, value in changes.items()
    }


@pytest.mark.parametrize(("changes", "field", "message"), COHERENCE)
def test_contradiction_is_told_even_in_a_draft(
    changes: dict[str, Any], field: str, message: str
) -> None:
    errors = offer(**decimals(changes)).coherence_errors()
    assert list(errors) == [field]
    assert message in errors[field][0]


@pytest.mark.parametrize(("changes", "field", "message"), COMPLETENESS)
def test_hole_is_allowed_in_a_draft_and_told_at_submission(
    changes: dict[str, Any], field: str, message: str
) -> None:
    page = offer(**decimals(changes))
    assert page.coherence_errors() == {}
    errors = page.completeness_errors()
    assert list(errors) == [field]
    assert message in errors[field][0]


@pytest.mark.parametrize("changes", ACCEPTED)
def test_coherent_offer_is_accepted(changes: dict[str, Any]) -> None:
    page = offer(**decimals(changes))
    assert page.coherence_errors() == {}
    assert page.completeness_errors() == {}


@pytest.mark.parametrize(
    ("go_live", "expire", "refused"),
    [
        (None, None, False),
        (None, 60, False),
        (None, 180, False),
        (None, 182, True),
        (30, 200, False),
        (30, 220, True),
        (-30, 182, True),
    ],
)
def test_expiry_is_at_most_180_days_after_publication(
    go_live: int | None, expire: int | None, refused: bool
) -> None:
    now = timezone.now()
    errors = schedule_errors(
        now=now,
        go_live_at=None if go_live is None else now + timedelta(days=go_live),
        expire_at=None if expire is None else now + timedelta(days=expire),
    )
    assert bool(errors) is refused


@pytest.mark.django_db
def test_model_refuses_to_publish_what_the_rules_refuse() -> None:
    saved = JobOfferPageFactory(live=False, contact_phone="", contact_email="")
    saved.full_clean()
    for changes, field, _ in COHERENCE + COMPLETENESS:
        page = copy(saved)
        for name, value in decimals(changes).items():
            setattr(page, name, value)
        with pytest.raises(ValidationError) as caught:
            page.full_clean()
        assert field in caught.value.message_dict


@pytest.mark.django_db
def test_draft_with_only_a_title_saves_and_cannot_be_published() -> None:
    page = job_offer_index().add_child(instance=JobOfferPage(title="Soudeur", live=False))
    revision = page.save_revision(clean=False)
    with pytest.raises(ValidationError) as caught:
        revision.publish()
    assert {"organisation", "commune", "occupation", "contract", "summary"} <= set(
        caught.value.message_dict
    )
    page.refresh_from_db()
    assert page.live is False


@pytest.mark.django_db
def test_slug_is_title_and_short_id_and_never_changes() -> None:
    index = job_offer_index()
    slugs = set()
    for _ in range(5):
        page = index.add_child(instance=JobOfferPage(title="Maçon, maçonne !", live=False))
        slugs.add(page.slug)
        assert page.slug.startswith("macon-maconne-")
    assert len(slugs) == 5
    slug = page.slug
    page.title = "Autre métier"
    page.save_revision(clean=False)
    page.save()
    page.refresh_from_db()
    assert page.slug == slug


@pytest.mark.django_db
@pytest.mark.parametrize("title", ["!!!", "工人", "é" * 255])
def test_slug_of_any_title(title: str) -> None:
    page = job_offer_index().add_child(instance=JobOfferPage(title=title, live=False))
    assert 5 < len(page.slug) <= 100


@pytest.mark.django_db
def test_published_page_always_expires_in_60_days_by_default() -> None:
    page = JobOfferPageFactory()
    assert page.expire_at is not None
    assert abs(page.expire_at - timezone.now() - timedelta(days=60)) < timedelta(minutes=5)


@pytest.mark.django_db
def test_position_comes_from_the_pin_or_from_the_commune() -> None:
    page = JobOfferPageFactory(location="SRID=4326;POINT(6.870000 47.640000)")
    assert (page.latitude, page.longitude, page.precision) == (47.64, 6.87, "address")
    page.location = ""
    page.save()
    assert (page.latitude, page.longitude, page.precision) == (None, None, "commune")
    assert page.position == (page.commune.latitude, page.commune.longitude)


@pytest.mark.django_db
def test_rome_code_is_the_key_of_an_occupation() -> None:
    occupation = OccupationFactory(code="F1703", label="Maçon / Maçonne")
    assert JobOfferPageFactory(occupation=occupation).occupation_id == "F1703"
