"""Favourites: kept once, two hundred at most, with a copy that outlives the offer."""

import pytest
from django.test import Client

from portal.candidates import models
from portal.candidates.errors import CandidateError
from portal.candidates.models import Favourite
from portal.candidates.services import favourites
from portal.candidates.services.favourites import keep, remove, take_over
from search.models import Opportunity
from tests.portal.accounts.people import officer, queries_of, signed_in
from tests.portal.candidates.things import candidate
from tests.races import at_once
from tests.search.rows import make_row

pytestmark = pytest.mark.django_db
LIST, KEEP = "/mon-espace/favoris/", "/mon-espace/favoris/garder/"


def ids(user) -> list[int]:
    return list(Favourite.objects.owned_by(user).values_list("opportunity_id", flat=True))


def test_a_favourite_is_kept_once_and_comes_back():
    user, row = candidate(), make_row(title="Soudeur")
    keep(user=user, opportunity_id=row.pk)
    keep(user=user, opportunity_id=row.pk)
    assert ids(user) == [row.pk]
    remove(user=user, opportunity_id=row.pk)
    assert ids(user) == []
    Opportunity.objects.filter(pk=row.pk).delete()
    keep(user=user, opportunity_id=row.pk)
    assert ids(user) == [row.pk]


def test_an_offer_that_is_not_online_is_not_kept():
    with pytest.raises(CandidateError):
        keep(user=candidate(), opportunity_id=12)


def test_the_limit_holds_for_a_heart_and_for_a_take_over(monkeypatch):
    monkeypatch.setattr(favourites, "MAX_FAVOURITES", 3)
    user = candidate()
    rows = [make_row() for _ in range(5)]
    assert take_over(user=user, opportunity_ids=[row.pk for row in rows]) == 3
    with pytest.raises(CandidateError):
        keep(user=user, opportunity_id=rows[4].pk)


def test_a_take_over_merges_without_doubles_and_leaves_out_what_is_not_online():
    user, kept, new = candidate(), make_row(), make_row()
    keep(user=user, opportunity_id=kept.pk)
    answer = signed_in(user).post(
        "/mon-espace/favoris/reprendre/",
        {"annonce": [new.pk, kept.pk, new.pk, 12, "x", "-1", 2**63, "9" * 40]},
    )
    assert answer.json() == {"added": 1}
    assert sorted(ids(user)) == sorted([kept.pk, new.pk])


@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_take_over_at_once_keep_each_offer_once():
    user, rows = candidate(), [make_row() for _ in range(5)]
    ids_of_rows = [row.pk for row in rows]
    counts = at_once(*[lambda: take_over(user=user, opportunity_ids=ids_of_rows)] * 2)
    assert sorted(counts, key=str) == [0, 5]
    assert Favourite.objects.count() == 5


@pytest.mark.parametrize("identifier", ["", "x", "-1", "0", str(2**63), "9" * 30, "1 OR 1=1", "²"])
def test_forged_hearts_change_nothing(identifier):
    user = candidate()
    answer = signed_in(user).post(
        KEEP, {"annonce": identifier}, headers={"accept": "application/json"}
    )
    assert answer.status_code == 400
    assert ids(user) == []


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example/", "/\\evil.example", ""]
)
def test_a_heart_never_leads_to_another_site(back):
    user, row = candidate(), make_row()
    answer = signed_in(user).post(KEEP, {"annonce": row.pk, "retour": back})
    assert answer.url == LIST


def test_a_heart_goes_back_to_its_page():
    user, row = candidate(), make_row()
    answer = signed_in(user).post(KEEP, {"annonce": row.pk, "retour": "/offres/?q=soudeur"})
    assert answer.url == "/offres/?q=soudeur"


def test_cards_show_what_the_reader_keeps_and_nothing_of_others():
    user, row = candidate(), make_row()
    keep(user=user, opportunity_id=row.pk)
    pressed = f'data-heart="{row.pk}" aria-pressed="true"'
    assert pressed in signed_in(user).get("/offres/").content.decode()
    for browser in (Client(), signed_in(candidate()), signed_in(officer())):
        assert pressed not in browser.get("/offres/").content.decode()


def test_the_name_of_a_heart_escapes_what_authors_wrote():
    make_row(title='" onfocus="alert(1)')
    page = Client().get("/offres/").content.decode()
    assert "&quot; onfocus=&quot;alert(1)" in page
    assert 'onfocus="alert' not in page


def test_ended_offers_are_shown_with_similar_ones():
    user = candidate()
    gone = make_row(title="Soudeur parti", occupation_code="H2913")
    near = make_row(title="Soudeuse proche", occupation_code="H2913")
    keep(user=user, opportunity_id=gone.pk)
    Opportunity.objects.filter(pk=gone.pk).delete()
    page = signed_in(user).get(LIST).content.decode()
    assert "Soudeur parti" in page
    assert "Terminée" in page
    assert near.title in page


def test_the_list_costs_the_same_for_one_and_twenty():
    user = candidate()
    browser = signed_in(user)
    rows = [make_row() for _ in range(40)]
    keep(user=user, opportunity_id=rows[0].pk)
    keep(user=user, opportunity_id=rows[1].pk)
    Opportunity.objects.filter(pk=rows[0].pk).delete()
    one = queries_of(browser, LIST)
    for row in rows[2:]:
        keep(user=user, opportunity_id=row.pk)
    Opportunity.objects.filter(pk__in=[row.pk for row in rows[20:]]).delete()
    assert queries_of(browser, LIST) == one


def test_a_visitor_reads_the_cards_of_what_is_online():
    row = make_row(title="Soudeur")
    path = f"/favoris/offres/?annonce={row.pk}&annonce=12&annonce=x&annonce={2**70}"
    page = Client().get(path).content.decode()
    assert page.count("card-offer") == 1
    assert Client().get("/favoris/offres/").content.decode().strip() == ""


def test_two_hundred_is_what_the_screens_say():
    assert str(models.MAX_FAVOURITES) in favourites.FULL
