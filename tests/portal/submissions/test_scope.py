"""Who sees what: members their own, others nothing; and what a list costs."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email

from pages.models import JobOfferPage
from pages.moderation import services as moderation
from pages.moderation.locking import content_digest
from portal.submissions.queries import opportunities_of
from portal.submissions.urls import urlpatterns
from tests.factories import (
    JobOfferPageFactory,
    OccupationFactory,
    RecruitmentSessionPageFactory,
    UserFactory,
    VolunteeringPageFactory,
    index_of,
)
from tests.pages.moderation.conftest import act, edit, refusal, with_level
from tests.portal.submissions.conftest import (
    address,
    fresh,
    job_data,
    join,
    organisation_of,
    propose,
)

pytestmark = pytest.mark.django_db


def every_address(organisation, page):
    """All addresses of the space, for this page."""
    for pattern in urlpatterns:
        names = {"slug": organisation.slug}
        if "page_id" in pattern.pattern.converters:
            names["page_id"] = page.pk
        if "kind" in pattern.pattern.converters:
            names["kind"] = "offre"
        yield reverse(f"submissions:{pattern.name}", kwargs=names)


def statuses(client, organisation, page):
    return {
        method(url).status_code
        for url in every_address(organisation, page)
        for method in (client.get, client.post)
    }


def test_signed_out_people_are_led_to_sign_in(client, company):
    page = JobOfferPageFactory.row(organisation=company)
    assert statuses(client, company, page) == {302}


@pytest.mark.parametrize("level", ["candidate", "adviser", "rights_administrator"])
def test_other_levels_are_refused(client, company, level):
    page = JobOfferPageFactory.row(organisation=company)
    client.force_login(with_level(level))
    assert statuses(client, company, page) == {403}


@pytest.mark.parametrize("level", ["communication", "employment_officer"])
def test_staff_use_the_cms(client, company, level):
    page = JobOfferPageFactory.row(organisation=company)
    client.force_login(with_level(level))
    assert statuses(client, company, page) == {404}


def test_a_member_of_another_organisation_finds_nothing(client, company):
    """Neither at the address of the other, nor its page at their own address."""
    page = JobOfferPageFactory(live=False, organisation=company)
    mine = organisation_of("company")
    client.force_login(join(mine))
    assert statuses(client, company, page) == {404}
    for pattern in urlpatterns:
        if "page_id" in pattern.pattern.converters:
            url = reverse(f"submissions:{pattern.name}", args=[mine.slug, page.pk])
            assert client.get(url).status_code in (404, 405)
            assert client.post(url).status_code in (404, 405)
    assert fresh(page).latest_revision_id == page.latest_revision_id
    assert JobOfferPage.objects.count() == 1


def test_a_page_that_is_no_opportunity_is_not_found(signed_in, company):
    index = JobOfferPageFactory().get_parent()
    assert signed_in.get(address("detail", company, index.pk)).status_code == 404
    assert signed_in.get(address("detail", company, 10**9)).status_code == 404


def test_what_staff_write_for_the_organisation_is_its_own(signed_in, company, moderator):
    author = with_level("communication")
    page = JobOfferPage(title="Du service", owner=author, live=False)
    index_of(JobOfferPage).add_child(instance=page)
    page.organisation = company
    page.save_revision(user=author, clean=False)
    assert fresh(page).organisation is None
    assert "Du service" in signed_in.get(address("home", company)).content.decode()
    form = signed_in.get(address("edit", company, page.pk)).context["form"]
    data = job_data(title="Corrigée", version=form["version"].value(), save="1")
    assert signed_in.post(address("edit", company, page.pk), data).status_code == 302
    assert fresh(page).draft_title == "Corrigée"
    assert fresh(page).owner == author


def test_a_draft_given_to_another_organisation_leaves_the_first(company):
    author, other = with_level("communication"), organisation_of("company")
    page = JobOfferPageFactory(live=False, owner=author, organisation=company)
    edit(page, author, organisation=other)
    assert not opportunities_of(company).exists()
    assert opportunities_of(other).get().pk == page.pk


def test_the_list_is_filtered_by_state(signed_in, company):
    JobOfferPageFactory.row(organisation=company, title="En ligne ici")
    JobOfferPageFactory(organisation=company, title="Pas finie", live=False)
    JobOfferPageFactory.row(title="Celle d’un autre")
    shown = signed_in.get(address("home", company)).content.decode()
    assert "En ligne ici" in shown
    assert "Pas finie" in shown
    assert "Celle d’un autre" not in shown
    shown = signed_in.get(address("home", company) + "?etat=live").content.decode()
    assert "En ligne ici" in shown
    assert "Pas finie" not in shown
    assert signed_in.get(address("home", company) + "?etat=rien").status_code == 200


def test_an_empty_list_offers_what_may_be_proposed(signed_in, company):
    shown = signed_in.get(address("home", company)).content.decode()
    assert "pas encore d’annonce" in shown
    assert address("create", company, "offre") in shown
    assert address("create", company, "session") in shown
    assert address("create", company, "benevolat") not in shown


def test_the_list_costs_the_same_for_1_and_20_rows(
    signed_in, company, django_assert_max_num_queries
):
    def count():
        signed_in.get(address("home", company))  # what is cached once for all
        with django_assert_max_num_queries(60) as queries:
            response = signed_in.get(address("home", company))
        return len(response.context["rows"]), len(queries)

    def add(live):
        for factory in (
            JobOfferPageFactory,
            RecruitmentSessionPageFactory,
            VolunteeringPageFactory,
        ):
            page = factory(organisation=company, live=False, owner=join(company))
            moderation.submit(page=page, user=page.owner)
            factory.rows(live, organisation=company)

    add(live=1)
    few = count()
    add(live=5)
    many = count()
    assert (few[0], many[0]) == (6, 24)
    assert few[1] == many[1]


def test_private_pages_are_never_cached(signed_in, company):
    page = JobOfferPageFactory.row(organisation=company)
    for name, args in (("home", ()), ("detail", (page.pk,)), ("preview", (page.pk,))):
        response = signed_in.get(address(name, company, *args))
        assert "no-store" in response.headers["Cache-Control"]


def test_a_refusal_leads_the_member_to_their_space_and_the_staff_to_the_cms(
    signed_in, company, moderator
):
    page = propose(signed_in, company)
    act(page, moderator, "reject", refusal(page))
    message = Email.objects.get(subject__contains="compléter").message
    assert address("detail", company, page.pk) in message
    assert "/cms/" not in message
    author = with_level("communication")
    page = JobOfferPageFactory(live=False, owner=author, organisation=company)
    page = moderation.submit(page=page, user=author)
    act(page, moderator, "reject", refusal(page))
    assert "/cms/pages/" in Email.objects.filter(to=author.email).latest("pk").message


def test_the_publication_leads_to_the_public_page(signed_in, company, moderator):
    from tests.pages.moderation.conftest import approve

    page = propose(signed_in, company)
    approve(page, moderator)
    message = Email.objects.get(subject__contains="est en ligne").message
    assert fresh(page).url in message


def test_the_address_is_located_for_members_alone(signed_in, company):
    url = address("locate", company)
    answer = signed_in.get(url, {"commune": "Belfort (90000)"}).json()
    assert (answer["latitude"], answer["longitude"]) == (47.6386, 6.8631)
    assert "centre de Belfort" in answer["message"]
    assert Client().get(url).status_code == 302


def test_occupations_are_completed_and_namesakes_alone_have_their_codes(client, company):
    answer = client.get(reverse("search:occupations"), {"q": "maçonne"}).json()
    assert answer["results"] == [
        {
            "value": "Maçon / Maçonne",
            "label": "Maçon / Maçonne",
            "detail": "Construction, bâtiment, travaux publics",
        }
    ]
    OccupationFactory(code="F1999", label="Maçon / Maçonne")
    answer = client.get(reverse("search:occupations"), {"q": "maçonne"}).json()
    values = [result["value"] for result in answer["results"]]
    assert values == ["Maçon / Maçonne (F1703)", "Maçon / Maçonne (F1999)"]
    assert client.get(reverse("search:occupations"), {"q": " "}).json() == {"results": []}


def test_a_suspended_organisation_reads_why_and_whom_to_call(signed_in, company, member):
    page = propose(signed_in, company)
    kept = content_digest(fresh(page).latest_revision)
    company.suspended_at = timezone.now()
    company.suspended_by = UserFactory()
    company.suspension_reason = "Deux candidats se plaignent."
    company.save()
    create, edit = address("create", company, "offre"), address("edit", company, page.pk)
    for response in (
        signed_in.get(create),
        signed_in.post(create, {**job_data(), "send": "1"}),
        signed_in.get(edit),
        signed_in.post(edit, {**job_data(title="Autre"), "version": kept}),
    ):
        text = response.content.decode()
        assert response.status_code == 403
        assert "Deux candidats se plaignent." in text
        assert "mailto:" in text
        assert address("home", company) in text
        assert "no-store" in response["Cache-Control"]
    assert JobOfferPage.objects.count() == 1
    assert content_digest(fresh(page).latest_revision) == kept
    said = signed_in.post(address("duplicate", company, page.pk), follow=True)
    assert "Votre organisation est suspendue" in said.content.decode()
