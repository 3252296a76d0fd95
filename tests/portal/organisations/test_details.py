"""The sheet: what an organisation says of itself, checked by content, verified by name."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from portal.accounts.actors import Actor
from portal.accounts.errors import AccountError
from portal.accounts.models import AuditEntry, VerificationRequest
from portal.organisations.services.details import change_details
from portal.organisations.services.registration import AlreadyKnownError
from snippets.models import SiteImage
from tests.factories import OrganisationFactory, valid_siret
from tests.portal.accounts.people import join, manager_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def organisation():
    return OrganisationFactory(name="Bois de l’Est", verified_at=timezone.now())


@pytest.fixture
def manager(organisation):
    return manager_of(organisation)


@pytest.fixture
def url(organisation):
    return f"/mon-organisation/{organisation.slug}/fiche/modifier/"


def png():
    content = io.BytesIO()
    Image.new("RGB", (40, 20), "teal").save(content, "PNG")
    return content.getvalue()


def typed(organisation, **fields):
    values = {"name": organisation.name, "email": "contact@exemple.test"}
    return {**values, **fields}


def test_contacts_and_description_are_changed_and_logged(client, organisation, manager, url):
    client.force_login(manager)
    page = client.post(
        url, typed(organisation, description="Nous posons des fenêtres."), follow=True
    ).content.decode()
    assert "La fiche est enregistrée." in page
    assert "Nous posons des fenêtres." in page
    organisation.refresh_from_db()
    assert organisation.verified_at
    assert not VerificationRequest.objects.exists()
    line = AuditEntry.objects.get(action="organisation_changed")
    assert "description" in line.details["fields"]
    assert "fenêtres" not in str(line.details)


def test_a_new_name_of_a_verified_organisation_is_verified_again(
    client, organisation, manager, url
):
    client.force_login(manager)
    assert "vérifie de nouveau" in client.get(url).content.decode()
    slug = organisation.slug
    page = client.post(url, typed(organisation, name="Bois du Lion"), follow=True).content.decode()
    assert "vérifie le nouveau nom" in page
    organisation.refresh_from_db()
    assert organisation.verified_at is None
    assert (organisation.name, organisation.slug) == ("Bois du Lion", slug)
    assert organisation.folded_name == "bois du lion"
    assert VerificationRequest.objects.waiting().get().organisation == organisation


def test_the_number_of_a_verified_organisation_stays(client, organisation, manager, url):
    client.force_login(manager)
    siret = organisation.siret
    assert 'name="siret"' not in client.get(url).content.decode()
    client.post(url, typed(organisation, siret=valid_siret(900)))
    organisation.refresh_from_db()
    assert organisation.siret == siret
    with pytest.raises(AccountError, match="ne changent plus"):
        change_details(
            organisation=organisation, details={"siret": valid_siret(900)}, actor=Actor(manager)
        )


def test_a_number_that_another_has_is_refused(organisation):
    other = OrganisationFactory(verified_at=None)
    with pytest.raises(AlreadyKnownError, match="Bois de l’Est"):
        change_details(
            organisation=other,
            details={"siret": organisation.siret},
            actor=Actor(manager_of(other)),
        )


def test_a_logo_is_checked_by_its_content_stored_under_another_name_and_removed(
    client, organisation, manager, url
):
    client.force_login(manager)
    for content in (b"<svg onload='alert(1)'/>", b"", png()[:60]):
        forged = SimpleUploadedFile("logo.png", content, "image/png")
        response = client.post(url, typed(organisation, logo_file=forged))
        assert response.status_code == 422
    assert not SiteImage.objects.exists()
    named = SimpleUploadedFile("../Logo secret.png", png(), "image/png")
    client.post(url, typed(organisation, logo_file=named))
    organisation.refresh_from_db()
    logo = organisation.logo
    assert "secret" not in logo.file.name
    assert (logo.width, logo.uploaded_by_user) == (40, manager)
    assert logo.description == "Logo de Bois de l’Est"
    client.post(url, typed(organisation, remove_logo="on"))
    organisation.refresh_from_db()
    assert organisation.logo is None


def test_what_is_wrong_is_said_and_changes_nothing(client, organisation, manager, url):
    client.force_login(manager)
    response = client.post(url, typed(organisation, email="x", description="Gardé"))
    page = response.content.decode()
    assert response.status_code == 422
    assert "Cette adresse e-mail n’est pas valable" in page
    assert "Gardé" in page
    organisation.refresh_from_db()
    assert organisation.description == ""


def test_who_no_longer_manages_changes_nothing(organisation, manager):
    for person in (join(organisation).user, manager_of(OrganisationFactory())):
        with pytest.raises(AccountError, match="ne gérez plus"):
            change_details(organisation=organisation, details={"name": "X"}, actor=Actor(person))
    organisation.refresh_from_db()
    assert organisation.name == "Bois de l’Est"
