"""The CMS screens, as staff use them."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from snippets.models import Commune, MailTemplate, Occupation, Organisation
from tests.factories import (
    CommuneFactory,
    JobOfferPageFactory,
    OccupationFactory,
    OrganisationFactory,
    UserFactory,
    valid_siret,
)

pytestmark = pytest.mark.django_db
FACTORIES = {
    "organisation": OrganisationFactory,
    "commune": CommuneFactory,
    "occupation": OccupationFactory,
}
URLS = "wagtailsnippets_snippets_{}:{}"


def url(model, name, *arguments):
    return reverse(URLS.format(model, name), args=arguments)


@pytest.fixture
def cms(client) -> Client:
    client.force_login(UserFactory(superuser=True))
    return client


@pytest.fixture
def staff(client):
    """A client signed in with these permissions of the app, and the CMS's door."""

    def login(*codenames):
        user = UserFactory()
        user.user_permissions.set(
            Permission.objects.filter(
                codename__in=["access_admin", *codenames],
                content_type__app_label__in=["wagtailadmin", "snippets"],
            )
        )
        client.force_login(user)
        return client

    return login


ORGANISATION = {
    "kind": "company",
    "name": "Atelier du Lion",
    "siret": "",
    "rna": "",
    "naf_code": "",
    "description": "",
    "logo": "",
    "website": "",
    "address": "",
    "commune": "",
    "phone": "",
    "email": "",
}
COMMUNE = {
    "insee_code": "90010",
    "name": "Belfort",
    "postal_codes": "90000,90001",
    "population": "45000",
    "epci_code": "",
    "epci_name": "",
    "latitude": "47.6386",
    "longitude": "6.8631",
}


@pytest.mark.parametrize("model", FACTORIES)
def test_lists_cost_the_same_for_1_and_20_rows(cms, model):
    address = url(model, "list")

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert cms.get(address).status_code == 200
        return len(queries)

    FACTORIES[model]()
    count()
    before = count()
    FACTORIES[model].create_batch(20)
    assert count() == before


def test_search_and_filters_ignore_accents(cms):
    OrganisationFactory(name="Éloïse Coiffure", kind="company")
    OrganisationFactory(name="Secours", kind="association")
    content = cms.get(url("organisation", "list"), {"q": "eloise"}).content.decode()
    assert "Éloïse" in content
    assert "Secours" not in content
    content = cms.get(url("organisation", "list"), {"kind": "association"}).content.decode()
    assert "Éloïse" not in content
    for value in ("True", "False", "n'importe quoi"):
        assert cms.get(url("organisation", "list"), {"unverified": value}).status_code == 200


@pytest.mark.parametrize("model", ["organisation", "commune", "occupation"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_lists_export(cms, model, form):
    OrganisationFactory()
    OccupationFactory()
    response = cms.get(url(model, "list"), {"export": form})
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    assert len(response.getvalue()) > 50


def test_chooser_ignores_accents(cms):
    CommuneFactory(name="Évette-Salbert")
    CommuneFactory(name="Bermont")
    address = reverse("wagtailsnippetchoosers_snippets_commune:choose_results")
    content = cms.get(address, {"q": "evette"}).content.decode()
    assert "Évette" in content
    assert "Bermont" not in content


def test_siret_with_spaces_is_accepted_and_a_duplicate_explained(cms):
    siret = valid_siret(5)
    data = ORGANISATION | {"siret": f"{siret[:9]} {siret[9:]}", "naf_code": "4332a"}
    assert cms.post(url("organisation", "add"), data).status_code == 302
    organisation = Organisation.objects.get()
    assert (organisation.siret, organisation.naf_code) == (siret, "43.32A")
    response = cms.post(url("organisation", "add"), data | {"name": "Autre"})
    errors = response.context["form"].errors
    assert list(errors) == ["siret"]
    assert "Atelier du Lion" in errors["siret"][0]


def test_verification_keeps_who_and_when(cms):
    organisation = OrganisationFactory(commune=None)
    address = url("organisation", "edit", organisation.pk)
    cms.post(address, ORGANISATION | {"is_verified": "on"})
    organisation.refresh_from_db()
    first = organisation.verified_at
    assert first
    assert organisation.verified_by.is_superuser
    cms.post(address, ORGANISATION | {"is_verified": "on"})
    organisation.refresh_from_db()
    assert organisation.verified_at == first
    cms.post(address, ORGANISATION)
    organisation.refresh_from_db()
    assert (organisation.verified_at, organisation.verified_by) == (None, None)


def test_verification_needs_its_own_permission(staff):
    organisation = OrganisationFactory(commune=None)
    address = url("organisation", "edit", organisation.pk)
    client = staff("change_organisation")
    assert client.post(address, ORGANISATION | {"is_verified": "on"}).status_code == 302
    organisation.refresh_from_db()
    assert organisation.name == "Atelier du Lion"
    assert organisation.verified_at is None
    client = staff("change_organisation", "verify_organisation")
    client.post(address, ORGANISATION | {"is_verified": "on"})
    organisation.refresh_from_db()
    assert organisation.verified_at is not None


def test_screens_ask_for_the_model_permission(staff):
    CommuneFactory(belfort=True)
    client = staff("view_occupation")
    assert client.get(url("occupation", "list")).status_code == 200
    for address in (
        url("commune", "list"),
        url("commune", "edit", "90010"),
        url("mailtemplate", "list"),
        url("mailtemplate", "reset", "ad_reported"),
    ):
        assert client.get(address).status_code == 302
    assert client.post(url("mailtemplate", "reset", "ad_reported")).status_code == 302


def test_code_of_a_commune_or_occupation_never_changes(cms):
    assert cms.post(url("commune", "add"), COMMUNE).status_code == 302
    changed = COMMUNE | {"insee_code": "90999", "name": "Belfort-Ville"}
    assert cms.post(url("commune", "edit", "90010"), changed).status_code == 302
    commune = Commune.objects.get()
    assert (commune.pk, commune.name, commune.folded_name) == (
        "90010",
        "Belfort-Ville",
        "belfort ville",
    )
    assert commune.postal_codes == ["90000", "90001"]

    OccupationFactory(code="F1703")
    data = {"code": "F1704", "label": "Maçon"}
    assert cms.post(url("occupation", "edit", "F1703"), data).status_code == 302
    assert Occupation.objects.get().pk == "F1703"


@pytest.mark.parametrize(
    "changes",
    [
        {"insee_code": "9001"},
        {"insee_code": "90010"},
        {"postal_codes": "90"},
        {"postal_codes": ""},
        {"latitude": "120"},
        {"population": "-1"},
        {"name": ""},
    ],
)
def test_wrong_commune_is_refused(cms, changes):
    CommuneFactory(belfort=True)
    data = COMMUNE | {"insee_code": "90011"} | changes
    response = cms.post(url("commune", "add"), data)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert Commune.objects.count() == 1


def test_what_is_used_is_not_deleted(cms):
    offer = JobOfferPageFactory.row()
    bulk = reverse("wagtail_bulk_action", args=("snippets", "commune", "delete"))
    for address in (
        url("commune", "delete", "90010"),
        f"{bulk}?id=90010",
        url("organisation", "delete", offer.organisation.pk),
        url("occupation", "delete", offer.occupation.pk),
    ):
        assert cms.post(address, follow=True).status_code in {200, 403}
    assert Commune.objects.filter(pk="90010").exists()
    assert Organisation.objects.filter(pk=offer.organisation_id).exists()
    assert Occupation.objects.filter(pk=offer.occupation_id).exists()


def test_what_is_not_used_is_deleted(cms):
    commune = CommuneFactory()
    assert cms.post(url("commune", "delete", commune.pk)).status_code == 302
    assert not Commune.objects.exists()


def test_list_of_messages_asks_once_for_all(cms):
    cms.get(url("mailtemplate", "list"))
    with CaptureQueriesContext(connection) as queries:
        cms.get(url("mailtemplate", "list"))
    assert sum("snippets_mailtemplate" in query["sql"] for query in queries) <= 2


def test_every_message_is_listed_with_its_subject(cms):
    MailTemplate.objects.filter(pk="ad_reported").update(subject="Mon objet")
    content = cms.get(url("mailtemplate", "list")).content.decode()
    for text in (
        "Annonce signalée",
        "Mon objet",
        "Modifié",
        "D’origine",
        "se termine dans 7 jours",
    ):
        assert text in content
    assert "{{" not in content.partition("<main")[2].partition("</main")[0]


def test_messages_are_neither_added_nor_deleted(cms):
    before = MailTemplate.objects.count()
    assert cms.post(url("mailtemplate", "add"), {"subject": "x"}).status_code == 302
    assert cms.post(url("mailtemplate", "delete", "ad_reported")).status_code == 302
    bulk = reverse("wagtail_bulk_action", args=("snippets", "mailtemplate", "delete"))
    cms.post(f"{bulk}?id=ad_reported")
    assert MailTemplate.objects.count() == before > 0


def test_message_is_edited_checked_previewed_and_reset(cms):
    address = url("mailtemplate", "edit", "offer_5Fsubmitted")
    page = cms.get(address)
    assert "{{ moderation_days }}" in page.content.decode()
    shown = page.context["form"].initial

    response = cms.post(address, {"subject": shown["subject"], "body": "Bonjour {{ nom }}"})
    assert "nom" in response.context["form"].errors["body"][0]
    response = cms.post(address, {"subject": "{% load x %}", "body": shown["body"]})
    assert list(response.context["form"].errors) == ["subject"]

    unchanged = {"subject": shown["subject"], "body": shown["body"].replace("\n", "\r\n")}
    assert cms.post(address, unchanged).status_code == 302
    assert not MailTemplate.objects.get(pk="offer_submitted").is_changed

    own = {"subject": shown["subject"], "body": "Reçu\u00a0: {{ offer_title }} <b>"}
    assert cms.post(address, own).status_code == 302
    template = MailTemplate.objects.get(pk="offer_submitted")
    assert (template.subject, template.body) == ("", own["body"])

    preview = url("mailtemplate", "preview_on_edit", "offer_5Fsubmitted")
    draft = own | {"body": "Aperçu {{ recipient_name }} <b>"}
    assert cms.post(preview, draft).json() == {"is_valid": True, "is_available": True}
    content = cms.get(preview).content.decode()
    assert "Aperçu Éloïse Martin &lt;b&gt;" in content
    assert cms.post(preview, {"subject": "", "body": "{{ nom }}"}).json()["is_valid"] is False

    reset = url("mailtemplate", "reset", "offer_5Fsubmitted")
    assert "Revenir au texte d’origine" in cms.get(address).content.decode()
    cms.get(reset)
    assert MailTemplate.objects.get(pk="offer_submitted").is_changed
    assert cms.post(reset).status_code == 302
    assert not MailTemplate.objects.get(pk="offer_submitted").is_changed
    assert cms.get(url("mailtemplate", "reset", "absent")).status_code == 404


def test_site_settings_are_saved_in_groups(cms):
    address = reverse("wagtailsettings:edit", args=("snippets", "sitesettings"))
    page = cms.get(address, follow=True)
    content = page.content.decode()
    for heading in ("Le service emploi", "La carte", "Textes obligatoires", "Plan IGN"):
        assert heading in content
