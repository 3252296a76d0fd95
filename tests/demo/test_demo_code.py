"""The second factor of the demo's accounts, printed for who tries the site, never in production."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from demo.accounts import demo_accounts
from portal.accounts.sign_in.codes import code_of_the_moment, give_application
from tests.factories import UserFactory
from tests.portal.accounts.sign_in.conftest import enter, is_signed_in

pytestmark = pytest.mark.django_db


def printed(email):
    out = StringIO()
    call_command("demo_code", email, stdout=out)
    return out.getvalue().strip()


@pytest.fixture
def demo_account():
    account = demo_accounts()[0]
    user = UserFactory(email=account.email)
    give_application(user, account.totp_secret)
    return user


def test_printed_code_signs_in(client, demo_account):
    second = enter(client, demo_account)
    client.post(second.url, {"code": printed(demo_account.email)})
    assert is_signed_in(client)


def test_giving_the_application_again_changes_nothing(demo_account):
    before = code_of_the_moment(demo_account)
    give_application(demo_account, "KRUGKIDROVUWG2ZAKRUGKIDROVUWG2ZA")
    assert code_of_the_moment(demo_account) == before


def test_production_and_other_people_are_refused(demo_account, settings):
    other = UserFactory()
    give_application(other, demo_accounts()[0].totp_secret)
    with pytest.raises(CommandError, match="démonstration"):
        printed(other.email)
    settings.DEMO_CODES = False
    with pytest.raises(CommandError, match="production"):
        printed(demo_account.email)
