"""The FilterSet of a search: its queryset, and its condition but for some parameters."""

import pytest
from django.http import QueryDict

from search import queries
from search.models import Opportunity
from search.parameters.filters import OpportunityFilterSet
from search.queries.conditions import CONDITIONS, FACETS
from tests.search.rows import BELFORT, make_belfort, make_row

pytestmark = pytest.mark.django_db

# They say where distances are counted from, which page is shown, in which order: no row goes.
OF_THE_PAGE = {"sans_correction", "position", "rayon", "tri", "page"}


@pytest.fixture(autouse=True)
def rows():
    make_belfort()
    for number in range(24):
        make_row(
            title=("Maçon", "Peintre")[number % 2],
            contract=("cdi", "cdd", "interim")[number % 3],
            domain="FH"[number % 4 // 2],
            schedules=["day"] if number % 2 else ["night"],
            latitude=BELFORT[0] + number // 6 * 0.05,
        )


def filter_set(query: str) -> OpportunityFilterSet:
    return OpportunityFilterSet(QueryDict(query))


def test_every_parameter_has_a_condition_or_is_of_the_page():
    assert set(OpportunityFilterSet.base_filters) == set(CONDITIONS) | OF_THE_PAGE
    assert set(FACETS) < set(CONDITIONS)


@pytest.mark.parametrize(
    "query",
    [
        "", "q=maçonne", "q=peintre&contrat=cdi&contrat=cdd", "lieu=Belfort&rayon=8",
        "bbox=6.8,47.6,6.9,47.7&horaires=night", "domaine=H&rayon=abc", "lieu=90000&q=mac&page=2",
    ],
)  # fmt: skip
def test_its_queryset_has_what_the_page_counts(query):
    found = filter_set(query)
    result = queries.find(found.parsed.criteria, propose_spelling=False)
    assert found.qs.count() == result.count
    assert {row.pk for row in result.rows} <= set(found.qs.values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("facet", "column"), [("contrat", "contract"), ("domaine", "domain"), ("type", "kind")]
)
def test_a_facet_counts_what_is_left_without_its_own_condition(facet, column):
    found = filter_set("q=mac&lieu=Belfort&rayon=20&contrat=cdi&domaine=F&type=job&horaires=night")
    result = queries.find(found.parsed.criteria)
    left = Opportunity.objects.filter(found.condition(without=(facet,)))
    counts = {value.value: value.count for value in result.facets[facet] if value.count}
    values = set(left.values_list(column, flat=True))
    assert counts == {value: left.filter(**{column: value}).count() for value in values}
    assert len(counts) > (facet != "type")


def test_each_request_has_its_own_filters():
    """Their choices are shared; a form that another request has filled is not."""
    one, other = filter_set("contrat=cdi"), filter_set("contrat=cdd")
    assert one.filters["contrat"] is not other.filters["contrat"]
    assert one.parsed.criteria.contracts == ("cdi",)
    assert other.parsed.criteria.contracts == ("cdd",)
