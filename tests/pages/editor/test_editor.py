"""The CMS editor through HTTP, as a browser posts it."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.test.utils.form_data import rich_text

from pages.models import JobOfferPage
from portal.accounts.models import User
from snippets.models import Organisation, SiteSettings
from snippets.site import forget_site_settings
from tests.factories import (
    PASSWORD,
    CommuneFactory,
    JobOfferPageFactory,
    OccupationFactory,
    OrganisationFactory,
    UserFactory,
    job_offer_index,
)

PIN = "SRID=4326;POINT(6.864200 47.637200)"


@pytest.fixture
def editor(db: None) -> User:
    return UserFactory(superuser=True)


@pytest.fixture
def cms(client: Client, editor: User) -> Client:
    assert client.login(username=editor.email, password=PASSWORD)
    return client


def blank(**fields: Any) -> dict[str, Any]:
    """What the browser posts for an offer of which only the title was typed."""
    return {
        "title": "Maçon ou maçonne",
        "organisation": "",
        "occupation": "",
        "summary": "",
        "description": json.dumps({"entityMap": {}, "blocks": []}),
        "positions": "1",
        "contract": "",
        "working_time": "full",
        "experience": "none",
        "training_level": "none",
        "commune": "",
        "location": "",
        "apply_by": "platform",
        "disabled_workers_welcome": "on",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "",
        **fields,
    }


def complete(**fields: Any) -> dict[str, Any]:
    """What the browser posts for an offer that may be submitted."""
    return blank(
        **{
            "organisation": str(OrganisationFactory().pk),
            "occupation": OccupationFactory(code="F1703", label="Maçon / Maçonne").pk,
            "commune": CommuneFactory(belfort=True).pk,
            "summary": "Vous montez des murs.",
            "description": rich_text("<p>Vous montez des murs.</p>", features=["bold"]),
            "contract": "cdd",
            "duration_months": "6",
            "weekly_hours": "35",
            "schedules": ["day", "split"],
            "salary_min": "1900",
            "salary_max": "2300.50",
            "salary_period": "month",
            "driving_licences": ["B", "BE"],
            "skills": "Lire un plan\n\n  Couler   une dalle \nLire un plan",
            "address": "1 rue de la Poste",
            "location": PIN,
            **fields,
        }
    )


def add_url() -> str:
    return reverse("wagtailadmin_pages:add", args=("pages", "jobofferpage", job_offer_index().pk))


def errors(response: Any) -> dict[str, list[str]]:
    assert response.status_code == 200
    return dict(response.context["form"].errors)


def test_draft_saves_with_only_a_title(cms: Client, editor: User) -> None:
    response = cms.post(add_url(), blank())
    page = JobOfferPage.objects.get()
    assert response.status_code == 302
    assert (page.live, page.title, page.owner) == (False, "Maçon ou maçonne", editor)
    assert page.slug.startswith("macon-ou-maconne-")
    assert page.latest_revision is not None


def test_draft_needs_a_title(cms: Client) -> None:
    assert list(errors(cms.post(add_url(), blank(title="")))) == ["title"]
    assert not JobOfferPage.objects.exists()


def test_submission_asks_for_everything_at_once(cms: Client) -> None:
    found = errors(cms.post(add_url(), blank(**{"action-submit": "1"})))
    assert {
        "organisation",
        "occupation",
        "commune",
        "summary",
        "description",
        "contract",
        "salary_min",
    } <= set(found)
    assert not JobOfferPage.objects.exists()


def test_complete_offer_is_submitted(cms: Client) -> None:
    response = cms.post(add_url(), complete(**{"action-submit": "1"}))
    assert response.status_code == 302, errors(response)
    page = JobOfferPage.objects.get()
    assert page.live is False
    assert page.workflow_in_progress
    assert page.schedules == ["day", "split"]
    assert page.driving_licences == ["B", "BE"]
    assert page.skills == ["Lire un plan", "Couler une dalle"]
    assert (page.latitude, page.longitude, page.precision) == (47.6372, 6.8642, "address")
    assert str(page.salary_max) == "2300.50"


DRAFT_ERRORS: list[tuple[dict[str, Any], str, str]] = [
    ({"location": "SRID=4326;POINT(13.4 52.5)"}, "location", "hors de France"),
    ({"location": "SRID=4326;POINT(2.35 48.85)"}, "location", "km de Belfort"),
    ({"location": "<script>"}, "location", "lisible"),
    ({"salary_min": "2000", "salary_max": "1900"}, "salary_max", "plus petit"),
    ({"salary_min": "abc"}, "salary_min", "nombre"),
    ({"salary_period": ""}, "salary_period", "par mois"),
    ({"contract": "cdi"}, "duration_months", "CDI"),
    ({"contract": "esclavage"}, "contract", "Choisissez une des réponses"),
    ({"weekly_hours": "49"}, "weekly_hours", "48"),
    ({"weekly_hours": "20"}, "weekly_hours", "Temps partiel"),
    ({"duration_months": "-1"}, "duration_months", "ou plus"),
    ({"positions": "0"}, "positions", "ou plus"),
    ({"occupation": "Z9999"}, "occupation", "ne trouvons pas ce métier"),
    ({"commune": "75056"}, "commune", "commune"),
    ({"organisation": "999999"}, "organisation", "organisation"),
    ({"schedules": ["day", "jamais"]}, "schedules", "jamais"),
    ({"driving_licences": ["Z"]}, "driving_licences", "Z"),
    ({"skills": "\n".join(str(n) for n in range(16))}, "skills", "15"),
    ({"skills": "x" * 121}, "skills", "120"),
    ({"starts_on": "2020-01-01"}, "starts_on", "passée"),
    ({"starts_on": "demain"}, "starts_on", "date"),
    ({"contact_phone": "12"}, "contact_phone", "téléphone"),
    ({"contact_email": "camille"}, "contact_email", "valable"),
    ({"apply_url": "javascript:alert(1)"}, "apply_url", "adresse entière"),
    ({"title": "x" * 256}, "title", "255"),
]


def form(data: dict[str, Any], *, submit: bool) -> Any:
    """The editor's form as the view makes it, without its screen."""
    index = job_offer_index()
    query = QueryDict(mutable=True)
    for name, value in data.items():
        query.setlist(name, value if isinstance(value, list) else [value])
    form_class = JobOfferPage.get_edit_handler().get_form_class()
    page = JobOfferPage(locale=index.locale)
    made = form_class(query, instance=page, parent_page=index, for_user=UserFactory())
    if not submit:
        made.defer_required_fields()
    return made


@pytest.mark.django_db
@pytest.mark.parametrize(("fields", "field", "message"), DRAFT_ERRORS)
def test_wrong_value_is_told_beside_its_field(
    fields: dict[str, Any], field: str, message: str
) -> None:
    found = form(complete(**fields), submit=False).errors
    assert list(found) == [field]
    assert message in " ".join(found[field])


def test_wrong_value_is_shown_on_the_screen_and_nothing_is_saved(cms: Client) -> None:
    response = cms.post(add_url(), complete(location="SRID=4326;POINT(13.4 52.5)"))
    assert list(errors(response)) == ["location"]
    assert "Ce repère est hors de France" in response.content.decode()
    assert not JobOfferPage.objects.exists()


SUBMIT_ERRORS: list[tuple[dict[str, Any], str]] = [
    ({"salary_min": "", "salary_max": "", "salary_period": ""}, "salary_min"),
    ({"duration_months": ""}, "duration_months"),
    ({"apply_by": "web"}, "apply_url"),
    ({"apply_by": "phone"}, "contact_phone"),
    ({"apply_by": "email"}, "contact_email"),
    ({"apply_by": "email", "contact_email": "a@b.test"}, "contact_email_public"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("fields", "field"), SUBMIT_ERRORS)
def test_hole_is_told_at_submission_and_allowed_in_a_draft(
    fields: dict[str, Any], field: str
) -> None:
    assert list(form(complete(**fields), submit=True).errors) == [field]
    assert form(complete(**fields), submit=False).errors == {}


@pytest.mark.parametrize(
    ("go_live", "expire", "fields"),
    [
        (None, -1, {"expire_at"}),
        (None, 200, {"expire_at"}),
        (20, 10, {"go_live_at", "expire_at"}),
        (20, 199, set()),
        (None, 179, set()),
    ],
)
@pytest.mark.django_db
def test_dates_of_publication(go_live: int | None, expire: int, fields: set[str]) -> None:
    now = timezone.localtime()

    def text(days: int | None) -> str:
        return "" if days is None else (now + timedelta(days=days)).strftime("%Y-%m-%d %H:%M")

    dates = {"go_live_at": text(go_live), "expire_at": text(expire)}
    assert set(form(complete(**dates), submit=False).errors) == fields


def test_editor_shows_what_was_saved(cms: Client) -> None:
    page = JobOfferPageFactory(
        live=False, skills=["Lire un plan", "Couler une dalle"], location=PIN, schedules=["night"]
    )
    html = cms.get(reverse("wagtailadmin_pages:edit", args=(page.pk,))).content.decode()
    assert "Lire un plan\nCouler une dalle" in html
    assert f'value="{PIN}"' in html
    checked = re.findall(r'<input[^>]*name="schedules"[^>]*value="(\w+)"[^>]*checked', html)
    assert checked == ["night"]


def test_address_stays_when_the_title_changes(cms: Client) -> None:
    cms.post(add_url(), complete())
    page = JobOfferPage.objects.get()
    url = reverse("wagtailadmin_pages:edit", args=(page.pk,))
    response = cms.post(url, complete(title="Soudeuse"))
    assert response.status_code == 302
    slug = page.slug
    page.refresh_from_db()
    assert (page.title, page.slug) == ("Soudeuse", slug)


def test_editor_loads_scripts_of_this_site_only(cms: Client) -> None:
    html = cms.get(add_url()).content.decode()
    assert "leaflet/leaflet.js" in html
    assert "js/cms/pin-field.js" in html
    assert "unpkg.com" not in html
    order = ["leaflet/leaflet.js", "leaflet-field.js", "pin-field.js", "leaflet-field-controller"]
    assert [html.index(name) for name in order] == sorted(html.index(name) for name in order)


@pytest.mark.parametrize(
    ("tile_url", "source"),
    [
        ("https://tuiles.example/{z}/{x}/{y}.png", "https://tuiles.example"),
        ("", None),
    ],
)
def test_policy_lets_the_editor_load_tiles_and_nothing_else(
    cms: Client, tile_url: str, source: str | None
) -> None:
    settings = SiteSettings.load()
    settings.tile_url = tile_url
    settings.save()
    forget_site_settings()
    images = next(
        part
        for part in cms.get(add_url()).headers["Content-Security-Policy"].split("; ")
        if part.startswith("img-src")
    )
    expected = {"img-src", "'self'", "data:", "blob:"} | ({source} if source else set())
    assert set(images.split()) == expected
    page = JobOfferPageFactory(live=False)
    edit = cms.get(reverse("wagtailadmin_pages:edit", args=(page.pk,)))
    assert (source or "img-src") in edit.headers["Content-Security-Policy"]
    home = cms.get("/cms/").headers["Content-Security-Policy"]
    assert "tuiles.example" not in home


def test_preview_of_a_new_page_with_only_a_title(cms: Client) -> None:
    url = reverse(
        "wagtailadmin_pages:preview_on_add", args=("pages", "jobofferpage", job_offer_index().pk)
    )
    assert cms.post(url, blank()).json() == {"is_valid": True, "is_available": True}
    response = cms.get(url)
    assert response.status_code == 200
    assert "Maçon ou maçonne" in response.content.decode()


def test_preview_of_a_complete_draft(cms: Client) -> None:
    cms.post(add_url(), complete())
    page = JobOfferPage.objects.get()
    response = cms.get(reverse("wagtailadmin_pages:view_draft", args=(page.pk,)))
    assert response.status_code == 200
    text = response.content.decode()
    assert "CDD de 6" in text
    assert "Lire un plan" in text


def test_choosers_find_what_is_typed(cms: Client) -> None:
    CommuneFactory(belfort=True)
    OccupationFactory(code="F1703", label="Maçon / Maçonne")
    OccupationFactory(code="J1501", label="Aide-soignant / Aide-soignante")
    OrganisationFactory(name="Éts Müller & Fils")

    def found(chooser: str, text: str) -> str:
        response = cms.get(reverse(f"{chooser}:choose_results"), {"q": text})
        assert response.status_code == 200
        return response.content.decode()

    assert "Maçon / Maçonne" in found("choose_occupation", "MACONNE")
    assert "Maçon / Maçonne" in found("choose_occupation", "f1703")
    assert "Maçon" not in found("choose_occupation", "soignant")
    assert "90000" in found("choose_commune", "belfort")
    assert "Belfort" in found("choose_commune", "90000")
    assert "Müller" in found("choose_organisation", "muller")
    assert found("choose_organisation", "x" * 150)


def test_employer_can_be_created_from_the_chooser(cms: Client) -> None:
    response = cms.post(
        reverse("choose_organisation:create"), {"kind": "company", "name": "Scierie du Rosemont"}
    )
    assert response.json()["step"] == "chosen"
    assert Organisation.objects.get(name="Scierie du Rosemont").slug


def test_employer_with_a_wrong_siret_is_refused(cms: Client) -> None:
    response = cms.post(
        reverse("choose_organisation:create"),
        {"kind": "company", "name": "Scierie", "siret": "123"},
    )
    assert response.json()["step"] == "reshow_creation_form"
    assert "SIRET" in response.json()["htmlFragment"]
    assert not Organisation.objects.exists()


def test_a_key_that_no_organisation_has_is_told_beside_the_field(cms: Client) -> None:
    response = cms.post(add_url(), complete(organisation="abc", **{"action-submit": "1"}))
    assert response.status_code == 200
    assert errors(response)["organisation"] == [
        "Cette organisation n’existe pas\u00a0: choisissez-en une."
    ]


def test_offer_goes_under_its_index_only(cms: Client) -> None:
    home = job_offer_index().get_parent()
    url = reverse("wagtailadmin_pages:add", args=("pages", "jobofferpage", home.pk))
    assert cms.get(url).status_code in {302, 403}
    page = JobOfferPageFactory(live=False)
    assert page.allowed_subpage_models() == []
    assert not Page.objects.child_of(page).exists()
