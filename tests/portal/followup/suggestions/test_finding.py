"""What is found for a case, and how it is said: near, a little farther, nothing near, no goal."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pages.models import SessionOccupation
from portal.accounts.level_names import LevelName
from portal.followup.rows.scope import acting_as
from portal.followup.suggestions import queries
from tests.factories import (
    OccupationFactory,
    RecruitmentSessionPageFactory,
    VolunteeringPageFactory,
)
from tests.portal.accounts.people import person_with, queries_of
from tests.portal.followup.people_of_the_area import link_account, make_beneficiary
from tests.portal.followup.suggestions.proposals import (
    MASON,
    WAITER,
    belfort,
    commune_at,
    diagnose,
    make_case,
    offer,
    propose,
    want,
)

pytestmark = pytest.mark.django_db


def found(case, referent, without=()):
    with acting_as(referent.user):
        return queries.found_for(case, without=set(without))


def ids(fits):
    return [fit.row.pk for fit in fits]


def screen(browser, case):
    return browser.get(f"/suivi/dossiers/{case.pk}/offres/")


def test_the_same_trade_comes_first_then_the_nearest_and_another_trade_is_left_out(case, referent):
    near, nearer = offer(8), offer(3)
    cousin = offer(2, occupation=OccupationFactory(code="G1604", label="Plonge"))
    offer(1, occupation=OccupationFactory(code=MASON, label="Maçon"))
    result = found(case, referent)
    assert ids(result.jobs) == [nearer.pk, near.pk, cousin.pk]
    assert result.widened_to_km is None


def test_a_little_farther_is_shown_with_what_speaks_against_it_and_beyond_it_is_not(case, referent):
    near, farther = offer(10), offer(18)
    offer(40)
    result = found(case, referent)
    assert ids(result.jobs) == [near.pk, farther.pk]
    assert result.jobs[1].cautions == ("à 18\u00a0km, au-delà des 15\u00a0km souhaités",)


def test_with_nothing_near_the_search_widens_and_says_so(case, referent, browser):
    far = offer(44)
    result = found(case, referent)
    assert ids(result.jobs) == [far.pk]
    assert result.widened_to_km == 50
    page = screen(browser, case).content.decode()
    assert (
        "Aucune offre d’emploi à moins de 15&nbsp;km&nbsp;: la recherche va jusqu’à 50&nbsp;km."
        in page
    )


def test_without_a_career_goal_the_screen_says_so_and_leads_to_it(referent, browser):
    case = make_beneficiary(referent, commune=belfort())
    offer(1)
    page = screen(browser, case).content.decode()
    assert "Aucun métier n’est inscrit dans le projet professionnel" in page
    assert f"/suivi/dossiers/{case.pk}/projet/nouveau/" in page
    assert "Commis de cuisine" not in page


def test_without_a_commune_there_is_no_distance_and_the_screen_says_so(referent, browser):
    case = make_case(referent, commune=None)
    far = offer(60)
    result = found(case, referent)
    assert ids(result.jobs) == [far.pk]
    assert not any("km" in reason for reason in result.jobs[0].reasons)
    assert "La commune de la personne n’est pas connue" in screen(browser, case).content.decode()


def test_sessions_to_come_of_the_trade_or_of_any_and_volunteering_near_by(case, referent):
    any_trade = RecruitmentSessionPageFactory.row(commune=commune_at(5))
    cooks = RecruitmentSessionPageFactory.row(
        commune=commune_at(5), occupations=[SessionOccupation(occupation_id="G1602")]
    )
    masons = OccupationFactory(code=MASON, label="Maçon")
    RecruitmentSessionPageFactory.row(
        commune=commune_at(5), occupations=[SessionOccupation(occupation=masons)]
    )
    RecruitmentSessionPageFactory.row(commune=commune_at(5), status="cancelled")
    begun = timezone.now() - timedelta(hours=1)
    RecruitmentSessionPageFactory.row(
        commune=commune_at(5), starts_at=begun, ends_at=begun + timedelta(hours=3)
    )
    help_near = VolunteeringPageFactory.row(commune=commune_at(6))
    VolunteeringPageFactory.row(commune=commune_at(80))
    result = found(case, referent)
    assert ids(result.sessions) == [cooks.pk, any_trade.pk]
    assert ids(result.volunteering) == [help_near.pk]


def test_what_was_proposed_is_offered_no_more(case, referent):
    page = offer()
    propose(case, page, referent)
    assert found(case, referent, without=[page.pk]).jobs == ()


def test_two_trades_are_looked_for_with_the_widest_radius(case, referent):
    want(case, occupation=OccupationFactory(code=WAITER, label="Service"), radius_km=40, rank=2)
    served = offer(35, occupation_id=WAITER, occupation=None)
    assert ids(found(case, referent).jobs) == [served.pk]


def test_the_screen_costs_the_same_with_one_suggestion_and_with_twenty(case, referent, browser):
    diagnose(case, has_driving_licence=False, has_vehicle=False)
    propose(case, offer(), referent, way="spoken")
    offer()
    path = f"/suivi/dossiers/{case.pk}/offres/"
    few = queries_of(browser, path)
    for _ in range(19):
        propose(case, offer(), referent, way="spoken")
    for _ in range(5):
        offer()
    assert queries_of(browser, path) == few


def test_the_screen_of_a_linked_case_asks_twenty_questions_at_most(case, referent, browser):
    link_account(case, person_with(LevelName.CANDIDATE))
    diagnose(case)
    for page in (offer(), RecruitmentSessionPageFactory.row(), VolunteeringPageFactory.row()):
        propose(case, page, referent, way="spoken")
    offer()
    path = f"/suivi/dossiers/{case.pk}/offres/"
    browser.get(path)
    with CaptureQueriesContext(connection) as asked:
        browser.get(path)
    # Besides session, user, scope and access log.
    others = ("django_session", "accounts_user", "auth_group", "followup_accessentry")
    questions = [
        query["sql"]
        for query in asked
        if "SELECT set_config" not in query["sql"]
        and not query["sql"].startswith(("SAVEPOINT", "RELEASE"))
        and not any(f'FROM "{table}"' in query["sql"] for table in others[:3])
        and others[3] not in query["sql"]
    ]
    assert len(questions) <= 20, "\n".join(questions)


def test_the_index_is_asked_once_and_no_page_is_loaded(case, referent, django_assert_num_queries):
    offer()
    # Its screen reads it with the case.
    assert case.commune.name == "Belfort"
    with acting_as(referent.user), django_assert_num_queries(3) as asked:
        queries.found_for(case, without=set())
    tables = [query["sql"] for query in asked.captured_queries]
    assert sum("search_opportunity" in sql for sql in tables) == 1
    assert not any("wagtailcore_page" in sql for sql in tables)
