"""A candidate with two CVs, an adviser and a partner who may help."""

import pytest
from django.utils import timezone

from portal.accounts.level_names import LevelName
from portal.cv.services import accept_request, ask_help, create_cv
from snippets.models import Organisation
from tests.factories import OrganisationFactory
from tests.portal.accounts.people import person_with
from tests.portal.cv.helping.people import partner_of


@pytest.fixture
def partnership(db):
    return OrganisationFactory(
        name="Cap Emploi",
        kind=Organisation.Kind.EMPLOYMENT_PARTNER,
        verified_at=timezone.now(),
    )


@pytest.fixture
def partner(partnership):
    return partner_of(partnership, email="paul@cap.test", first_name="Paul", last_name="Martin")


@pytest.fixture
def adviser(db):
    return person_with(
        LevelName.ADVISER, email="lucie@dep.test", first_name="Lucie", last_name="Marchand"
    )


@pytest.fixture
def lina(db):
    return person_with(
        LevelName.CANDIDATE, email="lina@exemple.test", first_name="Lina", last_name="Morel"
    )


@pytest.fixture
def cv(lina):
    return create_cv(owner=lina, title="Cuisine", document={"basics": {"label": "Cuisinière"}})


@pytest.fixture
def other_cv(lina):
    return create_cv(owner=lina, title="Salle", document={"basics": {"label": "Serveuse"}})


@pytest.fixture
def consent(cv, lina, adviser):
    """The adviser helps with the first CV."""
    request = ask_help(cv=cv, user=lina, address=adviser.email)
    return accept_request(request=request, user=adviser)
