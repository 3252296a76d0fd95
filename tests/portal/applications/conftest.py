"""Somebody who recruits, with an offer; no test sees the files of another one."""

import pytest

from portal.participation.models.cvs import FOLDER, private_storage
from tests.portal.accounts.people import signed_in
from tests.portal.applications.received import offer_of, recruiting
from tests.portal.applications.sending import files_kept


@pytest.fixture(autouse=True)
def no_file():
    for name in files_kept():
        private_storage().delete(f"{FOLDER}/{name}")


@pytest.fixture
def company():
    return recruiting()[0]


@pytest.fixture
def member(company):
    return company.memberships.get().user


@pytest.fixture
def offer(company):
    return offer_of(company)


@pytest.fixture
def browser(member):
    return signed_in(member)
