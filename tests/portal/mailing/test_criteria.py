"""Criteria that are missing, empty, gone, wrong or enormous match nobody, and say which."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page

from portal.accounts.models import User
from portal.mailing.audiences.estimate import estimate
from portal.mailing.audiences.registry import AUDIENCES, audience_of
from portal.mailing.errors import AudienceError
from portal.mailing.models import Source
from portal.mailing.services.freezing import freeze
from portal.recruitment.models import Roster
from tests.factories import JobOfferPageFactory
from tests.portal.accounts.people import officer, person_with
from tests.portal.mailing.world import (
    EVERY_CANDIDATE,
    EVERY_ORGANISATION,
    EVERY_PARTNER,
    EVERY_SPONSOR,
    campaign,
    candidate,
    organisation,
    registered,
    session_list,
)
from tests.portal.participation.people import make_application
from tests.portal.sponsorship.people import make_sponsor
from tests.sizes import at_size

pytestmark = pytest.mark.django_db

MISSING = object()
# Of every criterion, whatever it asks.
WRONG = [MISSING, None, "", [], {}, "tout", 0.5, True, -1, 10**30, [None], [{}], [[]], [""], ["x"]]
# Of lists of codes.
WRONG_LISTS = ["90010", {"90010": True}, ["99999"], ["90010", "99999"], ["all"], ["90010"] * 201]
WRONG_LISTS += [["F1703", "Z9999"], ["Z"], ["34"], ["4"], ["43."], ["43.3200"], ["company", "x"]]


@pytest.fixture(scope="module")
def author(lasting) -> User:
    return officer()


@pytest.fixture(scope="module")
def right(lasting) -> dict[str, Any]:
    """Criteria of each public, of which each chooses somebody."""
    organisation(email="une@exemple.test", kind="employment_partner")
    person = candidate(email="amina@exemple.test")
    roster = session_list()
    registered(roster, user=person)
    page = JobOfferPageFactory.row()
    make_application(page=page, user=person)
    make_sponsor(user=person)
    return {
        Source.ORGANISATIONS: EVERY_ORGANISATION,
        Source.PARTNERS: EVERY_PARTNER,
        Source.CANDIDATES: EVERY_CANDIDATE,
        Source.SESSION: {"roster": roster.pk, "states": ["registered"]},
        Source.APPLICANTS: {"page": page.pk, "states": ["waiting"]},
        Source.SPONSORS: EVERY_SPONSOR,
    }


def refused(author: User, source: str, criteria: Any) -> AudienceError:
    """The refusal, the same in an estimate and at the approval."""
    with pytest.raises(AudienceError) as first:
        estimate(source=source, criteria=criteria, user=author)
    made = campaign(author, source, criteria)
    with pytest.raises(AudienceError) as second:
        freeze(campaign=made, now=timezone.now())
    assert (first.value.field, str(first.value)) == (second.value.field, str(second.value))
    assert made.recipients.count() == 0
    return first.value


def test_right_criteria_choose_somebody(author, right) -> None:
    """What follows would otherwise be refused for another reason."""
    for source, criteria in right.items():
        found = estimate(source=source, criteria=criteria, user=author)
        assert {"une@exemple.test", "amina@exemple.test"} & {row.address for row in found.sample}
        assert set(criteria) == set(AUDIENCES[source].keys)


@pytest.mark.parametrize("source", list(Source))
def test_wrong_criterion_is_refused_at_its_field(author, right, source: str) -> None:
    for key in AUDIENCES[Source(source)].keys:
        for wrong in [*WRONG, *WRONG_LISTS]:
            criteria = deepcopy(right[source])
            if wrong is MISSING:
                del criteria[key]
            else:
                criteria[key] = wrong
            if _is_right(key, wrong):
                continue
            error = refused(author, source, criteria)
            assert error.field == key, (key, wrong)
            assert str(error)


def _is_right(key: str, value: Any) -> bool:
    """A few of the above are no fault of one of the criteria."""
    return (key == "sectors" and value == ["43."]) or (key == "occupations" and value == ["F1703"])


@pytest.mark.parametrize("criteria", [None, [], "all", 3, {"x": 1}])
def test_what_are_no_criteria_is_refused(author, criteria: Any) -> None:
    for source in AUDIENCES:
        refused(author, source, criteria if criteria is not None else [])


def test_unknown_criterion_is_refused_as_one_that_would_be_lost(author, right) -> None:
    for source, criteria in right.items():
        error = refused(author, source, {**criteria, "age": "25"})
        assert "age" in str(error)


def test_distance_needs_a_commune(author) -> None:
    for source, everybody in (
        (Source.CANDIDATES, EVERY_CANDIDATE),
        (Source.SPONSORS, EVERY_SPONSOR),
    ):
        error = refused(author, source, {**everybody, "radius_km": 10})
        assert error.field == "radius_km"


GONE: dict[str, tuple[str, str, Callable[[dict[str, Any]], Any]]] = {
    "session": (
        Source.SESSION,
        "roster",
        lambda criteria: Roster.objects.get(pk=criteria["roster"]).page.delete(),
    ),
    "offer": (
        Source.APPLICANTS,
        "page",
        lambda criteria: (
            make_application.__globals__["Application"]
            .objects.get(page=criteria["page"])
            .page.delete()
        ),
    ),
}


@pytest.mark.parametrize("what", GONE)
def test_what_was_deleted_is_refused(author, right, what: str) -> None:
    source, field, delete = GONE[what]
    delete(right[source])
    assert refused(author, source, right[source]).field == field


def test_offer_that_was_never_published_is_refused(author) -> None:
    page = JobOfferPageFactory(live=False)
    make_application(page=page, user=candidate())
    error = refused(author, Source.APPLICANTS, {"page": page.pk, "states": ["waiting"]})
    assert error.field == "page"


def test_offer_that_is_over_keeps_those_who_applied(author, right) -> None:
    criteria = right[Source.APPLICANTS]
    Page.objects.get(pk=criteria["page"]).unpublish()
    assert estimate(source=Source.APPLICANTS, criteria=criteria, user=author).count == 1


def test_what_is_no_public_is_refused(author) -> None:
    for source in ("beneficiaries", ""):
        with pytest.raises(AudienceError) as error:
            estimate(source=source, criteria={}, user=author)
        assert error.value.field == "source"


def test_public_out_of_reach_is_not_counted(right) -> None:
    communication = person_with("communication")
    found = estimate(
        source=Source.ORGANISATIONS, criteria=right[Source.ORGANISATIONS], user=communication
    )
    assert found.count
    with pytest.raises(AudienceError) as error:
        estimate(source=Source.CANDIDATES, criteria=right[Source.CANDIDATES], user=communication)
    assert error.value.field == "source"


def test_criterion_that_raises_chooses_nobody(author, right, monkeypatch) -> None:
    def broken(*_args: Any, **_kwargs: Any) -> Any:
        raise KeyError

    monkeypatch.setattr(type(audience_of(Source.ORGANISATIONS)), "kinds", broken)
    refused(author, Source.ORGANISATIONS, right[Source.ORGANISATIONS])


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=6,
)


@settings(
    max_examples=at_size(20, 200), suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_any_json_is_a_rule_or_a_refusal(author, right, data: st.DataObject) -> None:
    source = data.draw(st.sampled_from(sorted(right)))
    criteria = deepcopy(right[source])
    for key in data.draw(st.lists(st.sampled_from(sorted(criteria)), unique=True, min_size=1)):
        criteria[key] = data.draw(_JSON)
    try:
        found = estimate(source=source, criteria=criteria, user=author)
    except AudienceError:
        return
    assert found.count <= estimate(source=source, criteria=right[source], user=author).count
