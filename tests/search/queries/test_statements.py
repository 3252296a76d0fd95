"""The two statements that the ORM does not write whole."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search import queries
from search.criteria import Criteria
from tests.search.rows import make_row

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("criteria", [Criteria(words=("macon",)), Criteria()])
def test_a_page_has_every_column_but_the_document(criteria):
    """A column that the statement forgot would be read again for each card."""
    make_row()
    (row,) = queries.find(criteria).rows
    assert row.get_deferred_fields() == {"document"}
    assert row.distance_km is None


@pytest.mark.parametrize("words", [("macon",), ()])
def test_nothing_found_still_counts_the_other_values_of_a_facet(words):
    make_row(contract="cdi")
    make_row(contract="cdd")
    result = queries.find(Criteria(words=words, contracts=("interim",)), propose_spelling=False)
    assert (result.rows, result.count) == ([], 0)
    counts = {value.value: value.count for value in result.facets["contrat"]}
    assert counts == {"cdi": 1, "cdd": 1, "interim": 0}


def test_alerts_are_counted_in_one_statement_and_zero_is_a_number():
    row = make_row(title="Maçon")
    since = row.published_at
    searches = [
        queries.Search(Criteria(words=("peintre",)), since.replace(year=2000)),
        queries.Search(Criteria(words=("macon",)), since.replace(year=2000)),
        queries.Search(Criteria(), since),
    ]
    with CaptureQueriesContext(connection) as captured:
        assert queries.count_fresh(searches) == [0, 1, 0]
        assert queries.count_fresh(searches[1:2]) == [1]
    assert len(captured) == 2
