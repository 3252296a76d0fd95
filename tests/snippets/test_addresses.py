"""One address, one mailbox: what the outbox would cut into several is refused before it is kept."""

from importlib import import_module

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, models, transaction
from django.db.models import Value
from django.urls import get_resolver
from post_office.models import Email
from procrastinate.contrib.django.models import ProcrastinateJob

from portal.accounts.models import Invitation, User
from portal.candidates.models import AlertRecipient
from portal.mail.journal.lines import JournalLine
from portal.mail.journal.troubles import troubled
from search.models import AdReport
from snippets.addresses import normal_address, validate_address
from snippets.fields import AddressField, AddressFormField
from snippets.mail.queue import queue_mail
from snippets.models import Delivery, Dispatch, SiteSettings
from snippets.validators import validate_link
from tests.factories import UserFactory

SEVERAL = '"x,victim@example.org,y"@ex.fr'
OURS = {
    "snippets",
    "pages",
    "search",
    "accounts",
    "candidates",
    "cv",
    "space",
    "submissions",
    "participation",
    "applications",
    "recruitment",
    "mailing",
    "sponsorship",
    "followup",
}
CONTEXT = {"offer_title": "Soudeuse"}


def queue(to):
    return queue_mail("offer_published", to=to, context=CONTEXT)


@pytest.mark.parametrize(
    "address",
    [
        SEVERAL,
        '",a@b,"@ex.fr',
        '"a b"@ex.fr',
        "a@b.fr,c@d.fr",
        "a@b.fr;c@d.fr",
        "a@b.fr\nBcc: c@d.fr",
        "Éloïse <a@b.fr>",
        "éloïse@ex.fr",
        "\N{KELVIN SIGN}im@ex.fr",
        f"{'a' * 65}@ex.fr",
        f"a@{'é' * 90}.fr",
        "a@straße.de",
        "a@[127.0.0.1]",
        "a..b@ex.fr",
        "a@ex..fr",
        "@ex.fr",
        "a@",
        "a",
    ],
)
def test_what_is_not_one_mailbox_is_refused_in_french(address):
    with pytest.raises(ValidationError) as caught:
        validate_address(address)
    assert caught.value.message.endswith((".", "prenom.nom@exemple.fr."))
    with pytest.raises(ValidationError):
        AddressFormField().clean(address)
    with pytest.raises(ValidationError):
        AddressField().clean(address, None)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Éloïse.Martin@Exemple.FR ".replace("Éloïse", "Eloise"), "eloise.martin@exemple.fr"),
        ("jean+offres@café.fr", "jean+offres@xn--caf-dma.fr"),
        ("jean@CAFÉ.fr", "jean@xn--caf-dma.fr"),
        ("jean@xn--caf-dma.fr", "jean@xn--caf-dma.fr"),
        ("o'neil_x@ex.fr", "o'neil_x@ex.fr"),
        (f"{'a' * 64}@ex.fr", f"{'a' * 64}@ex.fr"),
    ],
)
def test_an_address_has_one_form(typed, kept):
    assert AddressFormField().clean(typed) == normal_address(typed) == kept
    assert AddressField().clean(typed, None) == AddressField().get_prep_value(typed) == kept


def test_part_of_a_name_is_looked_for_as_it_is():
    assert normal_address("Hélène") == "hélène"


def test_every_address_of_a_model_is_such_a_field():
    found = {
        str(field)
        for model in apps.get_models()
        if model._meta.app_label in OURS
        for field in model._meta.get_fields()
        if isinstance(field, models.EmailField)
    }
    ours = {
        str(field)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, AddressField)
    }
    assert found == ours
    assert {"accounts.User.email", "pages.JobOfferPage.contact_email"} <= found


def every_form(parent=forms.BaseForm):
    for child in parent.__subclasses__():
        yield child
        yield from every_form(child)


def test_every_address_of_a_form_is_such_a_field():
    assert get_resolver().url_patterns, "every screen is imported"
    plain = {
        f"{form.__module__}.{form.__name__}.{name}"
        for form in every_form()
        if form.__module__.partition(".")[0] in {*OURS, "portal", "config"}
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, forms.EmailField) and not isinstance(field, AddressFormField)
    }
    # allauth's own fields, which ask `AccountAdapter.clean_email` of each address they keep.
    assert plain == {
        f"portal.accounts.sign_in.forms.{name}.email"
        for name in ("ChangeEmailForm", "ResetPasswordForm", "SignupForm")
    }


@pytest.mark.django_db
@pytest.mark.parametrize("address", [SEVERAL, '",a@b,"@ex.fr'])
@pytest.mark.parametrize(
    ("path", "field", "others"),
    [
        (
            "/compte/inscription/",
            "email",
            {"first_name": "Éloïse", "last_name": "Martin", "password1": "Grand-Salbert-90!"},
        ),
        ("/compte/mot-de-passe/oublie/", "email", {}),
        ("/alertes/nouvelle/?q=soudeur", "email", {"frequency": "daily"}),
        ("/courriels/lien/", "address", {}),
    ],
)
def test_strangers_are_never_written_to_by_a_form(client, path, field, others, address):
    answer = client.post(path, {field: address, **others})
    assert answer.context["form"].errors[field]
    assert not Email.objects.exists()
    assert not AlertRecipient.objects.exists()
    assert not User.objects.exists()


@pytest.mark.django_db
def test_change_of_address_and_command_refuse_it(client):
    client.force_login(UserFactory())
    answer = client.post("/compte/adresse/", {"email": SEVERAL, "action_add": ""})
    assert answer.context["form"].errors["email"]
    with pytest.raises(CommandError, match="arobase"):
        call_command("invite_administrator", SEVERAL, "--reason", "Ouverture")
    assert not Invitation.objects.exists()
    assert not Email.objects.exists()


@pytest.mark.django_db
def test_signing_in_finds_an_account_whichever_way_its_domain_is_written(client):
    UserFactory(email="jean@xn--caf-dma.fr", password="une-phrase-de-passe")
    sent = {"login": "jean@café.fr", "password": "une-phrase-de-passe"}
    assert client.post("/compte/connexion/", sent).status_code == 302
    client.logout()
    client.post("/compte/mot-de-passe/oublie/", {"email": "Jean@Café.fr"})
    assert Dispatch.objects.get().key == "account_reset_password"


@pytest.mark.django_db
def test_message_to_an_address_of_before_is_withheld_and_said():
    user = UserFactory()
    User.objects.filter(pk=user.pk).update(email=SEVERAL)
    user.refresh_from_db()
    email = queue(user.email)
    assert (email.to, email.status) == ([], Delivery.WITHHELD)
    assert email.dispatch.withheld == Dispatch.Withheld.MALFORMED
    assert not ProcrastinateJob.objects.exists()
    line = JournalLine.of(troubled().get())
    assert (line.state, line.reason) == ("Retenu", "L’adresse ne désigne pas une seule boîte.")


@pytest.mark.django_db
def test_contact_of_before_stops_no_message():
    site = SiteSettings.load()
    site.contact_email = SEVERAL
    site.save()
    assert "Reply-To" not in queue("eloise@exemple.test").headers


@pytest.mark.django_db
def test_database_keeps_one_recipient():
    dispatch = queue("eloise@exemple.test").dispatch
    for address in (SEVERAL, "a@ex.fr,b@ex.fr", "a@ex.fr b@ex.fr", ""):
        with pytest.raises(IntegrityError, match="one_mailbox"), transaction.atomic():
            Dispatch.objects.filter(pk=dispatch.pk).update(address=address)


@pytest.mark.django_db
def test_upgrade_withholds_what_waited_for_several():
    waiting, sent, good = (queue(f"{name}@exemple.test") for name in ("a", "b", "c"))
    bad = Dispatch.objects.exclude(pk=good.pk)
    bad.update(withheld="malformed", address=SEVERAL)
    Email.objects.filter(pk=sent.pk).update(status=Delivery.SENT)
    import_module("snippets.migrations.0009_mail_addresses_and_outage").withhold(apps, None)
    assert dict(Email.objects.values_list("pk", "status")) == {
        waiting.pk: Delivery.WITHHELD,
        sent.pk: Delivery.SENT,
        good.pk: Delivery.QUEUED,
    }
    assert not good.dispatch.withheld


@pytest.mark.django_db
def test_upgrade_writes_domains_as_they_are_looked_up():
    user, other = UserFactory(), UserFactory(email="b@xn--caf-dma.fr")
    twin = UserFactory()
    User.objects.filter(pk=user.pk).update(email=Value("a@café.fr"))
    User.objects.filter(pk=twin.pk).update(email=Value("b@café.fr"))
    import_module("portal.accounts.migrations.0013_addresses_of_one_mailbox").rewrite(apps, None)
    assert dict(User.objects.values_list("pk", "email")) == {
        user.pk: "a@xn--caf-dma.fr",
        other.pk: "b@xn--caf-dma.fr",
        twin.pk: "b@café.fr",
    }


@pytest.mark.django_db
def test_report_and_link_refuse_several():
    with pytest.raises(ValidationError):
        AdReport(email=SEVERAL).clean_fields(exclude=["opportunity"])
    validate_link("mailto:emploi@exemple.fr?subject=Bonjour")
    with pytest.raises(ValidationError):
        validate_link("mailto:a,b,c@exemple.fr")
