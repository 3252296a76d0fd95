"""Contacts that nobody answers at are told, with the way to write them, until they are."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.core.cache import cache

from snippets.models import SiteSettings
from snippets.placeholders import is_example_address, is_fiction_phone, placeholders
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
REAL = {
    "contact_email": "emploi@rebond.fr",
    "contact_phone": "03 81 25 81 25",
    "contact_address": "7 avenue du Pont, 25000 Courlande",
    "contact_hours": "Le lundi, de 9 h à 12 h",
}
SENDER = "Rebond <ne-pas-repondre@rebond.fr>"


def told() -> list[str]:
    """What the list names now."""
    cache.clear()
    return [found.name for found in placeholders()]


def test_a_new_site_lacks_every_contact_until_real_ones_are_written(settings):
    settings.DEFAULT_FROM_EMAIL = "Rebond <bonjour@declic.example>"
    assert told() == [*REAL, "DEFAULT_FROM_EMAIL"]
    settings.DEFAULT_FROM_EMAIL = SENDER
    site = SiteSettings.objects.create(**{**REAL, "contact_phone": "+33 3 53 01 90 00"})
    assert told() == ["contact_phone"], "what the first versions wrote by themselves"
    site.contact_phone = REAL["contact_phone"]
    site.save()
    assert told() == []


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("emploi@declic.example", True),
        ("Rebond <emploi@www.Example.ORG>", True),
        ("emploi@localhost", True),
        ("emploi@mon-example.fr", False),
        ("emploi@example.fr", False),
        ("emploi@rebond.fr", False),
        ("", False),
    ],
)
def test_domains_that_are_reserved_for_examples(address, expected):
    assert is_example_address(address) is expected


@pytest.mark.parametrize(
    ("phone", "expected"),
    [
        ("06 39 98 00 01", True),
        ("0033.1.99.00.12.34", True),
        ("03 53 02 90 00", False),
        ("03 81 25 81 25", False),
        ("", False),
    ],
)
def test_numbers_that_are_kept_for_fiction(phone, expected):
    assert is_fiction_phone(phone) is expected


def test_the_first_screen_leads_those_who_may_to_each_field(client, settings):
    settings.DEFAULT_FROM_EMAIL = "Rebond <bonjour@declic.example>"
    user = UserFactory()
    door = Permission.objects.filter(codename="access_admin")
    user.user_permissions.set(door)
    client.force_login(user)
    assert b"placeholders" not in client.get("/cms/").content
    user.user_permissions.set(door | Permission.objects.filter(codename="change_sitesettings"))
    soup = BeautifulSoup(client.get("/cms/").content, "html.parser")
    panel = soup.select_one("section#placeholders-section, section:has(#placeholders)")
    assert panel is not None
    assert "DEFAULT_FROM_EMAIL" in panel.get_text()
    links = {link["href"].partition("#")[::2] for link in panel.select("li a")}
    [form_url] = {address for address, _ in links}
    form = BeautifulSoup(client.get(form_url, follow=True).content, "html.parser")
    assert {field for _, field in links} == {f"id_{name}" for name in REAL}
    assert all(form.find(id=field) for _, field in links)
    SiteSettings.objects.update_or_create(pk=SiteSettings.load().pk, defaults=REAL)
    settings.DEFAULT_FROM_EMAIL = SENDER
    assert b"placeholders" not in client.get("/cms/").content
