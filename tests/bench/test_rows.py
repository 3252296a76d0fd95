import pytest
from django.db import connection
from django.http import QueryDict

from search import queries
from search.filters import criteria_from
from search.models import Opportunity
from tests.bench.rows import copy_rows, rows
from tests.factories import CommuneFactory


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
