"""The rows of volunteering opportunities and sessions."""

from datetime import timedelta

from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pages.models import SessionOccupation, SessionPartner
from search import queries
from search.index import indexing
from search.models import Opportunity
from search.parameters.filters import criteria_from
from tests.factories import (
    OccupationFactory,
    OrganisationFactory,
    RecruitmentSessionPageFactory,
    VolunteeringPageFactory,
)


def ids(**parameters):
    data = QueryDict(mutable=True)
    data.update(parameters)
    return [row.pk for row in queries.find(criteria_from(data).criteria).rows]


def session_with_partner():
    partner = OrganisationFactory(name="Boulangerie du Lion")
    trade = OccupationFactory(code="K1304", label="Aide à domicile")
    page = RecruitmentSessionPageFactory.row(
        partners=[SessionPartner(organisation=partner)],
        occupations=[SessionOccupation(occupation=trade)],
    )
    return page, partner, trade


def test_a_volunteering_row_has_the_columns_of_its_kind(db):
    page = VolunteeringPageFactory.row(remote=True, places=4)
    row = Opportunity.objects.get(pk=page.pk)
    assert (row.kind, row.positions, row.url) == ("volunteering", 4, f"/benevolat/{page.slug}/")
    assert row.details["cause"] == "education"
    assert row.details["remote"] is True
    assert row.contract == ""


def test_hours_of_a_one_off_help_are_no_hours_a_week(db):
    page = VolunteeringPageFactory.row(
        rhythm="one_off", hours=7, starts_on=timezone.localdate() + timedelta(days=3)
    )
    assert Opportunity.objects.get(pk=page.pk).weekly_hours is None


def test_a_session_row_ends_with_the_session(db):
    page, partner, trade = session_with_partner()
    row = Opportunity.objects.get(pk=page.pk)
    assert (row.starts_at, row.ends_at, row.expires_at) == (
        page.starts_at,
        page.ends_at,
        page.ends_at,
    )
    assert row.details["partners"] == [{"id": partner.pk, "name": "Boulangerie du Lion"}]
    assert row.occupation_code == trade.pk
    assert row.domain == "K"


def test_a_session_is_found_by_its_trades_and_partners(db):
    page, _, _ = session_with_partner()
    RecruitmentSessionPageFactory.row()
    assert ids(q="aide à domicile boulangerie") == [page.pk]


def test_the_page_of_a_partner_lists_its_sessions(db):
    page, partner, _ = session_with_partner()
    RecruitmentSessionPageFactory.row()
    assert [row.pk for row in queries.of_organisation(partner.pk)] == [page.pk]


def test_a_renamed_partner_is_renamed_in_the_rows(db):
    page, partner, _ = session_with_partner()
    partner.name = "Fournil du Lion"
    partner.save()
    assert Opportunity.objects.get(pk=page.pk).details["partners"][0]["name"] == "Fournil du Lion"
    assert indexing.rebuild(check=True).written == []


def test_a_reworded_trade_is_found_by_its_new_words(db):
    page, _, trade = session_with_partner()
    trade.label = "Auxiliaire de vie"
    trade.save()
    assert ids(q="auxiliaire") == [page.pk]


def test_reading_the_lines_costs_the_same_for_one_and_twenty_sessions(db):
    pages = [session_with_partner()[0] for _ in range(3)]
    with CaptureQueriesContext(connection) as few:
        indexing.sync([pages[0].pk])
    with CaptureQueriesContext(connection) as many:
        indexing.sync([page.pk for page in pages])
    assert len(many) == len(few)
