"""An alert reaches who coordinates, on their first screen, with whom to call."""

import pytest
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.sponsorship.models import Sponsorship
from portal.sponsorship.pairs.services import alerts, leaving
from portal.sponsorship.pairs.states import Side
from tests.portal.accounts.people import queries_of, signed_in
from tests.portal.sponsorship.pairing.made import fresh, make_coordinator
from tests.portal.sponsorship.pairs.made import as_side, make_active

pytestmark = pytest.mark.django_db
HOME = "/parrainage/coordination/"


def alert(pair):
    return alerts.raise_alert(
        pair=pair, side=Side.PERSON, reason="Un souci", actor=as_side(pair, Side.PERSON)
    )


@pytest.mark.parametrize("is_over", [False, True])
def test_the_first_screen_leads_to_each_alert_until_it_is_dealt_with(is_over):
    pair, chief = make_active(), make_coordinator()
    browser, page = signed_in(chief), f"{HOME}binomes/{pair.pk}/"
    assert page not in browser.get(HOME).content.decode()
    if is_over:
        leaving.leave_pair(pair=pair, side=Side.SPONSOR, actor=as_side(pair, Side.SPONSOR))
    given = alert(fresh(pair))
    assert f'href="{page}"' in browser.get(HOME).content.decode()
    alerts.handle_alert(pair=pair, alert=given.pk, actor=Actor(chief))
    assert page not in browser.get(HOME).content.decode()


def test_the_page_of_a_pair_leads_to_who_is_to_be_called():
    pair = make_active()
    html = signed_in(make_coordinator()).get(f"{HOME}binomes/{pair.pk}/").content.decode()
    assert f'href="{HOME}demandes/{pair.request_id}/"' in html
    assert f'href="{HOME}parrains/{pair.sponsor_id}/"' in html


def test_one_alert_and_three_cost_the_same():
    browser = signed_in(make_coordinator())
    alert(make_active())
    one = queries_of(browser, HOME)
    for _ in range(2):
        alert(make_active())
    assert queries_of(browser, HOME) == one


def test_a_coordinator_counts_no_silent_pair_of_their_own():
    pair, chief = make_active(), make_coordinator()
    Sponsorship.objects.update(nudged_at=timezone.now())
    browser = signed_in(chief)
    assert "1\u00a0binôme silencieux" in browser.get(HOME).content.decode()
    type(pair.sponsor).objects.filter(pk=pair.sponsor_id).update(user=chief)
    assert "silencieux" not in browser.get(HOME).content.decode()


def test_a_pair_that_is_over_announces_no_review_and_is_found_from_the_space():
    pair, chief = make_active(), make_coordinator()
    browser, page = signed_in(chief), f"{HOME}binomes/{pair.pk}/"
    assert "prévu le" in browser.get(page).content.decode()
    leaving.leave_pair(
        pair=pair, side=Side.PERSON, wants_another=False, actor=as_side(pair, Side.PERSON)
    )
    assert "prévu le" not in browser.get(page).content.decode()
    space = signed_in(pair.participant.user).get("/mon-espace/").content.decode()
    assert 'href="/parrainage/demande/"' in space
