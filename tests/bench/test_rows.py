import pytest
from django.db import connection
from django.http import QueryDict

from portal.accounts.level_names import LevelName
from search import queries
from search.models import Opportunity
from search.parameters.filters import criteria_from
from tests.bench.followup_rows import lay_cases
from tests.bench.rows import copy_rows, rows
from tests.factories import CommuneFactory
from tests.portal.accounts.people import person_with, signed_in
from tests.portal.followup.people_of_the_area import department, make_unit


def test_rows_are_the_same_for_a_seed():
    def without_dates(seed):
        return [row[:29] + row[32:] for row in rows(50, seed=seed, dense=False)]

    assert without_dates(1) == without_dates(1) != without_dates(2)


@pytest.mark.django_db
def test_copied_rows_are_found_by_words_and_place():
    CommuneFactory(belfort=True)
    copy_rows(connection, 300)
    assert Opportunity.objects.count() == 300
    result = queries.find(criteria_from(QueryDict("q=agent&lieu=Belfort&rayon=50")).criteria)
    assert result.count > 3
    assert result.facets["domaine"]


@pytest.mark.django_db
def test_cases_that_are_laid_fill_a_day_and_are_found():
    """Also: a new column without a default is added to the statements."""
    adviser = person_with(LevelName.ADVISER)
    lay_cases(user=adviser, unit=make_unit(), structure=department(), cases=600)
    browser = signed_in(adviser)
    home = browser.get("/suivi/")
    assert home.context["load"].total == 5
    assert home.context["appointments"]
    assert home.context["groups"]
    assert browser.get("/suivi/recherche/", {"q": "mar"}).context["found"]
