import pytest
from django.utils import timezone

from search import queries
from search.criteria import Criteria
from tests.factories import JobOfferPageFactory, OccupationFactory
from tests.search.rows import BELFORT, make_row

pytestmark = pytest.mark.django_db


def ids(rows) -> list[int]:
    return [row.pk for row in rows]


def expired(**values):
    return make_row(expires_at=timezone.now() - timezone.timedelta(seconds=1), **values)


def test_newest_are_the_newest_live_ones():
    now = timezone.now()
    rows = [make_row(published_at=now - timezone.timedelta(hours=hour)).pk for hour in range(4)]
    expired(published_at=now)
    assert ids(queries.newest(Criteria(), limit=3)) == rows[:3]


def test_counts_by_kind_name_every_kind():
    make_row(), make_row(), make_row(kind="session"), expired(kind="volunteering")
    assert queries.counts_by_kind() == {"job": 2, "volunteering": 0, "session": 1}


def test_large_counts_by_kind_are_kept_for_a_while(monkeypatch):
    make_row()
    assert queries.counts_by_kind()["job"] == 1
    monkeypatch.setattr("search.queries.lists.KEPT_FROM", 2)
    make_row()
    assert queries.counts_by_kind()["job"] == 2
    make_row()
    assert queries.counts_by_kind()["job"] == 2


def test_opportunities_of_an_organisation():
    row = make_row(organisation_id=7)
    make_row(organisation_id=8)
    expired(organisation_id=7)
    assert ids(queries.of_organisation(7)) == [row.pk]


@pytest.mark.parametrize("identifier", [0, -1, 10**30, 12])
def test_one_that_does_not_exist(identifier):
    assert queries.one(identifier) is None


def test_one_is_given_even_when_it_has_expired():
    row = expired(title="Maçon")
    found = queries.one(row.pk)
    assert (found.title, found.position, found.expires_at) == (
        row.title,
        row.position,
        row.expires_at,
    )


def test_similar_prefers_the_trade_then_the_distance():
    def at(kilometres: float, code: str) -> int:
        latitude = BELFORT[0] + kilometres / 111.195
        return make_row(latitude=latitude, occupation_code=code, domain=code[:1]).pk

    same_near, same_far = at(5, "F1603"), at(300, "F1603")
    family, domain, other = at(3, "F1610"), at(1, "F1703"), at(0.5, "N4101")
    expired(occupation_code="F1603", domain="F")
    page = JobOfferPageFactory.row(occupation=OccupationFactory(code="F1603", label="Plombier"))
    expected = [same_near, family, domain, same_far, other]
    assert ids(queries.similar(page, limit=9)) == expected
    page.unpublish()
    assert ids(queries.similar(page, limit=2)) == expected[:2]
    row = queries.one(same_near)
    assert ids(queries.similar(row, limit=1)) == [family]


def test_similar_is_asked_once_a_minute_for_a_trade_at_a_place(django_assert_num_queries):
    rows = [make_row() for _ in range(3)]
    first, *others = [queries.one(row.pk) for row in rows]
    assert set(ids(queries.similar(first, limit=2))) == {other.pk for other in others}
    with django_assert_num_queries(0):
        again = ids(queries.similar(others[0], limit=2))
    assert set(again) == {first.pk, others[1].pk}


def test_similar_without_trade_or_place_is_what_is_newest():
    row = make_row(latitude=None)
    newest = make_row(published_at=timezone.now())
    assert ids(queries.similar(row)) == [newest.pk]
