"""Writing and sending: each kind, drafts with holes, what is refused and where."""

from datetime import timedelta

import pytest
from django.utils import timezone
from post_office.models import Email
from wagtail.models import Page, WorkflowState

from pages.models import JobOfferPage, RecruitmentSessionPage, VolunteeringPage
from snippets.models import Organisation
from tests.factories import CommuneFactory, JobOfferPageFactory, OccupationFactory, UserFactory
from tests.pages.moderation.conftest import approve
from tests.portal.submissions.conftest import (
    address,
    fresh,
    job_data,
    join,
    organisation_of,
    propose,
    session_data,
    volunteering_data,
)

pytestmark = pytest.mark.django_db

KINDS = [
    ("company", "offre", job_data, JobOfferPage),
    ("company", "session", session_data, RecruitmentSessionPage),
    ("employment_partner", "session", session_data, RecruitmentSessionPage),
    ("employment_partner", "benevolat", volunteering_data, VolunteeringPage),
    ("association", "benevolat", volunteering_data, VolunteeringPage),
]
ALL = {"offre": job_data, "session": session_data, "benevolat": volunteering_data}
NOT_ALLOWED = [
    (organisation, kind)
    for organisation in ("company", "employment_partner", "association", "department")
    for kind in ALL
    if (organisation, kind) not in {(row[0], row[1]) for row in KINDS}
]


@pytest.mark.parametrize(("organisation_kind", "kind", "data", "model"), KINDS)
def test_each_kind_is_proposed_reviewed_and_published(
    home_of, moderator, organisation_kind, kind, data, model
):
    organisation, client = home_of(organisation_kind)
    user = organisation.memberships.get().user
    url = address("create", organisation, kind)
    assert client.get(url).status_code == 200
    response = client.post(url, {**data(), "send": "1"})
    page = model.objects.get()
    assert response.headers["Location"] == address("detail", organisation, page.pk)
    assert (page.owner, page.organisation, page.live) == (user, organisation, False)
    assert page.slug.startswith(page.title.split()[0].lower().replace("ç", "c")[:3])
    assert page.workflow_in_progress
    approve(page, moderator)
    assert fresh(page).live
    assert client.get(fresh(page).url).status_code == 200


@pytest.mark.parametrize(("organisation_kind", "kind"), NOT_ALLOWED)
def test_a_kind_that_is_not_allowed_is_refused_even_by_a_forged_post(
    home_of, organisation_kind, kind
):
    organisation, client = home_of(organisation_kind)
    url = address("create", organisation, kind)
    assert client.get(url).status_code == 403
    for button in ("send", "save"):
        assert client.post(url, {**ALL[kind](), button: "1"}).status_code == 403
    assert not JobOfferPage.objects.exists()
    assert not RecruitmentSessionPage.objects.exists()
    assert not VolunteeringPage.objects.exists()


@pytest.mark.parametrize("kind", ["offre", "session"])
def test_a_draft_saves_with_its_title_alone(signed_in, company, kind):
    url = address("create", company, kind)
    response = signed_in.post(url, {"title": "Plus tard", "save": "1"})
    assert response.status_code == 302
    page = Page.objects.get(title="Plus tard").specific
    assert not page.live
    assert not page.workflow_states.exists()
    assert signed_in.get(address("edit", company, page.pk)).status_code == 200
    assert signed_in.get(address("preview", company, page.pk)).status_code == 200
    assert signed_in.get(address("detail", company, page.pk)).status_code == 200


def test_an_untitled_draft_is_refused(signed_in, company):
    response = signed_in.post(address("create", company, "offre"), {"save": "1"})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["title"]


REFUSED = [
    ("offre", {"title": ""}, "title"),
    ("offre", {"summary": ""}, "summary"),
    ("offre", {"description": " "}, "description"),
    ("offre", {"occupation": ""}, "occupation"),
    ("offre", {"occupation": "Licorne"}, "occupation"),
    ("offre", {"commune": ""}, "commune"),
    ("offre", {"commune": "Atlantide"}, "commune"),
    ("offre", {"contract": ""}, "contract"),
    ("offre", {"contract": "pirate"}, "contract"),
    ("offre", {"contract": "cdd"}, "duration_months"),
    ("offre", {"duration_months": "6"}, "duration_months"),
    ("offre", {"weekly_hours": "20"}, "weekly_hours"),
    ("offre", {"weekly_hours": "60"}, "weekly_hours"),
    ("offre", {"working_time": "part"}, "weekly_hours"),
    ("offre", {"salary_min": ""}, "salary_min"),
    ("offre", {"salary_period": ""}, "salary_period"),
    ("offre", {"salary_max": "1000"}, "salary_max"),
    ("offre", {"salary_min": "12"}, "salary_min"),
    ("offre", {"positions": "0"}, "positions"),
    ("offre", {"starts_on": "2020-01-01"}, "starts_on"),
    ("offre", {"location": "SRID=4326;POINT(2.35 48.85)"}, "location"),
    ("offre", {"location": "ailleurs"}, "location"),
    ("offre", {"apply_by": "web"}, "apply_url"),
    ("offre", {"apply_by": "phone"}, "contact_phone"),
    ("offre", {"apply_by": "email", "contact_email": "a@b.test"}, "contact_email_public"),
    ("offre", {"contact_phone": "12"}, "contact_phone"),
    ("offre", {"expire_at": "2020-01-01"}, "expire_at"),
    ("offre", {"expire_at": "2099-01-01"}, "expire_at"),
    ("session", {"ends_at": "2020-01-01T10:00"}, "ends_at"),
    ("session", {"starts_at": "2020-01-01T10:00"}, "starts_at"),
    ("session", {"starts_at": ""}, "starts_at"),
    ("session", {"capacity": "0"}, "capacity"),
    ("session", {"slot_minutes": "37"}, "slot_minutes"),
    ("session", {"occupation_2": "Licorne"}, "occupation_2"),
    ("benevolat", {"hours": "30"}, "hours"),
    ("benevolat", {"rhythm": "one_off"}, "starts_on"),
    ("benevolat", {"cause": ""}, "cause"),
]


@pytest.mark.parametrize(("kind", "changes", "field"), REFUSED)
def test_what_the_cms_refuses_is_refused_at_its_field(home_of, kind, changes, field):
    organisation, client = home_of("association" if kind == "benevolat" else "company")
    response = client.post(
        address("create", organisation, kind), {**ALL[kind](**changes), "send": "1"}
    )
    assert response.status_code == 422
    form = response.context["form"]
    assert field in form.errors
    assert f'href="#champ-{field}"' in response.content.decode()
    assert f'id="champ-{field}"' in response.content.decode()
    assert not WorkflowState.objects.exists()


def test_contradictions_are_told_in_a_draft_as_well(signed_in, company):
    data = {"title": "Maçon", "salary_min": "2000", "salary_max": "1000", "salary_period": "month"}
    response = signed_in.post(address("create", company, "offre"), {**data, "save": "1"})
    assert list(response.context["form"].errors) == ["salary_max"]


def test_communes_of_one_postal_code_are_told_apart(signed_in, company):
    CommuneFactory(name="Châtenois", postal_codes=["90700"], population=10)
    CommuneFactory(name="Novillard", postal_codes=["90700"], population=5)
    url = address("create", company, "offre")
    response = signed_in.post(url, {**job_data(commune="90700"), "save": "1"})
    assert "Châtenois (90700), Novillard (90700)" in response.context["form"].errors["commune"][0]
    assert signed_in.post(url, {**job_data(commune="novillard"), "save": "1"}).status_code == 302


def test_occupations_of_one_label_are_told_apart_by_their_code(signed_in, company):
    OccupationFactory(code="F1999", label="Maçon / Maçonne")
    url = address("create", company, "offre")
    response = signed_in.post(url, {**job_data(occupation="Maçon / Maçonne"), "save": "1"})
    assert "(F1999)" in response.context["form"].errors["occupation"][0]
    signed_in.post(url, {**job_data(occupation="Maçon / Maçonne (F1999)"), "save": "1"})
    assert JobOfferPage.objects.get().latest_revision.content["occupation"] == "F1999"


def test_the_pin_makes_the_place_exact_and_a_box_takes_it_away(signed_in, company):
    pin = "SRID=4326;POINT(6.863100 47.638600)"
    url = address("create", company, "offre")
    signed_in.post(url, {**job_data(location=pin), "save": "1"})
    page = JobOfferPage.objects.get()
    assert (page.precision, page.latitude) == ("address", 47.6386)
    form = signed_in.get(address("edit", company, page.pk)).context["form"]
    data = job_data(location=pin, clear_pin="on", version=form["version"].value(), save="1")
    assert signed_in.post(address("edit", company, page.pk), data).status_code == 302
    assert fresh(page).get_latest_revision_as_object().precision == "commune"


def test_the_last_day_chosen_is_the_last_day_online(signed_in, company, moderator):
    day = timezone.localdate() + timedelta(days=30)
    page = propose(signed_in, company, job_data(expire_at=str(day)))
    approve(page, moderator)
    expire_at = timezone.localtime(fresh(page).expire_at)
    assert (expire_at.date(), expire_at.hour) == (day + timedelta(days=1), 0)
    form = signed_in.get(address("edit", company, page.pk)).context["form"]
    assert form["expire_at"].value() == day


def test_what_is_typed_is_text_wherever_it_is_shown(signed_in, company, moderator):
    attack = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    data = job_data(
        title=f"Maçon {attack}",
        summary=attack,
        description=f"{attack}\n\n- {attack}",
        transport_access=attack,
        contact_name=attack,
        contact_name_public="on",
    )
    page = propose(signed_in, company, data)
    screens = [
        signed_in.get(address(name, company, *args))
        for name, args in (("home", ()), ("detail", (page.pk,)), ("preview", (page.pk,)))
    ]
    approve(page, moderator)
    screens.append(signed_in.get(fresh(page).url))
    screens.append(signed_in.get(address("edit", company, page.pk)))
    for screen in screens:
        assert screen.status_code == 200
        assert "<script>alert" not in screen.content.decode()
        assert "<img src=x" not in screen.content.decode()


def test_sending_twice_makes_one_page_and_one_review(signed_in, company):
    data = {**job_data(), "send": "1"}
    url = address("create", company, "offre")
    first, second = signed_in.post(url, data), signed_in.post(url, data)
    assert first.headers["Location"] == second.headers["Location"]
    assert JobOfferPage.objects.count() == 1
    assert WorkflowState.objects.count() == 1
    assert Email.objects.count() == 1


def test_a_form_sent_again_with_other_words_loses_neither(signed_in, company):
    """« Précédent », then other words: the first ones are saved, the second ones are shown."""
    data = {**job_data(), "save": "1"}
    url = address("create", company, "offre")
    signed_in.post(url, data)
    response = signed_in.post(url, {**data, "title": "Maçonne"})
    assert response.status_code == 409
    assert response.context["form"]["title"].value() == "Maçonne"
    assert response.context["conflicts"]["title"].theirs == "Maçon ou maçonne"
    assert JobOfferPage.objects.get().draft_title == "Maçon ou maçonne"


def test_the_key_of_another_organisation_shows_nothing_of_it(client, signed_in, company):
    data = {**job_data(), "save": "1"}
    signed_in.post(address("create", company, "offre"), data)
    other = organisation_of("company")
    client.force_login(join(other))
    response = client.post(address("create", other, "offre"), data)
    assert "déjà servi" in response.context["form"].non_field_errors()[0]
    assert JobOfferPage.objects.count() == 1


@pytest.mark.parametrize("button", ["send", "save"])
def test_an_unverified_organisation_writes_drafts_and_sends_nothing(client, button):
    organisation = organisation_of("company", verified_at=None)
    client.force_login(join(organisation))
    assert "En attente de vérification" in client.get(address("home", organisation)).text
    url = address("create", organisation, "offre")
    assert 'name="send"' not in client.get(url).content.decode()
    response = client.post(url, {**job_data(), button: "1"})
    assert not WorkflowState.objects.exists()
    if button == "send":
        assert response.status_code == 422
        assert "pas encore vérifiée" in response.context["form"].non_field_errors()[0]
        assert not JobOfferPage.objects.exists()
        return
    page = JobOfferPage.objects.get()
    client.post(address("submit", organisation, page.pk))
    form = client.get(address("edit", organisation, page.pk)).context["form"]
    data = job_data(version=form["version"].value(), send="1")
    assert client.post(address("edit", organisation, page.pk), data).status_code == 422
    assert not WorkflowState.objects.exists()


def test_the_first_screen_of_a_suspended_organisation_says_why_and_offers_nothing(client):
    organisation = organisation_of("company")
    client.force_login(join(organisation))
    Organisation.objects.update(
        suspended_at=timezone.now(),
        suspended_by=UserFactory(),
        suspension_reason="Annonces trompeuses.",
    )
    page = client.get(address("home", organisation)).text
    assert "Organisation suspendue" in page
    assert "Annonces trompeuses." in page
    assert "/proposer/" not in page


def test_a_session_keeps_its_partners_and_takes_the_organisations_own_offers(signed_in, company):
    own = JobOfferPageFactory.row(organisation=company)
    other = JobOfferPageFactory.row()
    url = address("create", company, "session")
    refused = signed_in.post(url, {**session_data(offers=[own.pk, other.pk]), "send": "1"})
    assert refused.status_code == 422, refused.headers
    assert "offers" in refused.context["form"].errors
    signed_in.post(url, {**session_data(offers=[own.pk]), "send": "1"})
    draft = RecruitmentSessionPage.objects.get().get_latest_revision_as_object()
    assert [row.offer for row in draft.offers.all()] == [own]
    assert [row.occupation_id for row in draft.occupations.all()] == ["F1703"]
