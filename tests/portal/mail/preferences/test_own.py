"""Preferences of one's account, an address that no longer answers, a change of address."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress, get_emailconfirmation_model
from django.utils import timezone
from post_office.models import Email

from portal.accounts.errors import AccountError
from portal.mail.preferences.mails import ADDRESS_TEST
from portal.mail.preferences.services import try_address_again
from snippets.mail.categories import optional_categories
from snippets.mail.preferences.refusals import refuse_category, refused_categories
from snippets.models import Delivery, MailRefusal, SuppressedAddress
from tests.factories import UserFactory
from tests.portal.accounts.people import signed_in

pytestmark = pytest.mark.django_db

PATH = "/compte/courriels/"
OPTIONAL = [category.key for category in optional_categories()]
RETRY = f"{PATH}reessayer/"
Reason = SuppressedAddress.Reason


@pytest.fixture
def person():
    return UserFactory()


@pytest.fixture
def browser(person):
    return signed_in(person)


def suppress(address: str, reason: str = Reason.BOUNCES) -> None:
    SuppressedAddress.objects.create(address=address, reason=reason)


def test_person_chooses_for_their_own_address(browser, person):
    other = UserFactory()
    response = browser.post(PATH, {"address": other.email}, follow=True)
    assert "Vos choix sont enregistrés" in response.content.decode()
    assert refused_categories(person.email) == set(OPTIONAL)
    assert refused_categories(other.email) == set()
    browser.post(PATH, dict.fromkeys(OPTIONAL, "on"))
    assert refused_categories(person.email) == set()


def test_account_leads_to_the_preferences(browser):
    assert f'href="{PATH}"' in browser.get("/compte/").content.decode()


@pytest.mark.parametrize(
    ("reason", "words", "may_retry"),
    [
        (Reason.UNKNOWN, "n’existe pas", True),
        (Reason.BOUNCES, "nous sont revenus", True),
        (Reason.STAFF, "Notre équipe a arrêté", False),
    ],
)
def test_address_that_no_longer_receives_is_told(browser, person, reason, words, may_retry):
    assert "ne vous arrivent plus" not in browser.get(PATH).content.decode()
    suppress(person.email, reason)
    html = browser.get(PATH).content.decode()
    assert "Nos messages ne vous arrivent plus" in html
    assert words in html
    assert (RETRY in html) is may_retry


def test_trying_again_lifts_the_stop_and_sends_a_test(browser, person):
    suppress(person.email, Reason.UNKNOWN)
    response = browser.post(RETRY, follow=True)
    assert "message d’essai" in response.content.decode()
    assert not SuppressedAddress.objects.exists()
    email = Email.objects.get(dispatch__key=ADDRESS_TEST)
    assert (email.to, email.status) == ([person.email], Delivery.QUEUED)


def test_trying_again_is_once_a_day(browser, person):
    suppress(person.email)
    browser.post(RETRY)
    suppress(person.email)
    response = browser.post(RETRY, follow=True)
    assert "déjà essayé aujourd’hui" in response.content.decode()
    assert SuppressedAddress.objects.exists()
    Email.objects.update(created=timezone.now() - timedelta(hours=25))
    browser.post(RETRY)
    assert not SuppressedAddress.objects.exists()
    assert Email.objects.count() == 2


def test_decision_of_the_team_stays(browser, person):
    suppress(person.email, Reason.STAFF)
    response = browser.post(RETRY, follow=True)
    assert "Appelez-nous" in response.content.decode()
    assert SuppressedAddress.objects.exists()
    assert not Email.objects.exists()


def test_address_that_receives_has_nothing_to_try(person):
    suppress("autre@exemple.test")
    with pytest.raises(AccountError, match="rien à faire"):
        try_address_again(address=person.email)
    assert not Email.objects.exists()


def change_address(browser, person, new: str) -> None:
    """Open the link that a change of address sends."""
    address = EmailAddress.objects.create(user=person, email=new, verified=False)
    key = get_emailconfirmation_model().create(address).key
    assert browser.post(f"/compte/adresse/{key}/").status_code == 302


def test_refusals_follow_a_change_of_address(browser, person):
    old = person.email
    refuse_category(address=old, category="reminders", source=MailRefusal.Source.PREFERENCES)
    change_address(browser, person, "nouvelle@exemple.test")
    person.refresh_from_db()
    assert person.email == "nouvelle@exemple.test"
    assert refused_categories("nouvelle@exemple.test") == {"reminders"}
    assert refused_categories(old) == {"reminders"}


def test_change_of_address_and_refusals_are_one_transaction(browser, person, monkeypatch):
    old = person.email
    refuse_category(address=old, category="reminders", source=MailRefusal.Source.PREFERENCES)

    def fail(**kwargs):
        raise RuntimeError

    monkeypatch.setattr("portal.accounts.receivers.copy_refusals", fail)
    with pytest.raises(RuntimeError):
        change_address(browser, person, "nouvelle@exemple.test")
    person.refresh_from_db()
    assert person.email == old
