"""Asking for oneself: a rank that does not move, a page that says it, a withdrawal."""

from datetime import timedelta

import pytest
from django.utils import timezone
from post_office.models import Email

from portal.accounts.actors import SITE, Actor
from portal.candidates.home_registry import overviews_of
from portal.participation.services.participants import participant_of
from portal.sponsorship.errors import SponsorshipError
from portal.sponsorship.requests.models import SponsorshipRequest
from portal.sponsorship.requests.services.asking import Wish, ask_for_oneself
from portal.sponsorship.requests.services.changing import change
from portal.sponsorship.requests.services.closing import close
from portal.sponsorship.requests.states import Role, State
from portal.sponsorship.signals import request_closed
from tests.factories import CommuneFactory
from tests.portal.accounts.people import queries_of, signed_in
from tests.portal.candidates.things import candidate
from tests.portal.sponsorship.people import coordinator, make_request
from tests.states import fresh

pytestmark = pytest.mark.django_db
ASK, OWN = "/parrainage/demander/", "/parrainage/demande/"
LIST = "/parrainage/coordination/demandes/"


def tile(user):
    return next(
        found.tile
        for found in overviews_of(user)
        if found.tile and found.tile.title == "Parrainage"
    )


def test_one_sentence_is_enough_and_the_agreement_is_kept():
    user = candidate(first_name="Nadia")
    browser = signed_in(user)
    assert tile(user).url == ASK
    assert browser.post(ASK, {"goal": ""}).status_code == 422
    page = browser.post(ASK, {"goal": "Un premier emploi."}, follow=True).content.decode()
    assert "Vous êtes la première personne sur la liste." in page
    request = SponsorshipRequest.objects.get()
    proof = request.agreement
    assert (proof.how, proof.recorded_by, proof.purpose) == ("screen", None, "sponsorship")
    assert "ne verra que ce que je choisirai" in proof.text
    (mail,) = Email.objects.filter(dispatch__key="sponsorship_asked")
    assert mail.to == [user.email]
    assert browser.get(ASK)["Location"] == OWN
    assert tile(user).state == "Vous êtes en 1re place sur la liste d’attente."
    with pytest.raises(SponsorshipError, match="déjà une demande"):
        ask_for_oneself(user=user, wish=Wish(goal="Encore"), agreed=True, actor=Actor(user))


def test_wishes_are_kept_and_a_wrong_one_opens_them_again():
    user, commune = candidate(), CommuneFactory(belfort=True)
    browser = signed_in(user)
    typed = {
        "goal": "Reprendre confiance",
        "phone": "06 11 22 33 44",
        "commune": commune.name,
        "domains": ["G"],
        "modes": ["phone"],
        "languages": ["ar"],
        "availability": ["mon_am"],
    }
    browser.post(ASK, typed)
    request = SponsorshipRequest.objects.get()
    assert (request.commune, request.domains, request.modes) == (commune, ["G"], ["phone"])
    assert (request.languages, request.availability) == (["ar"], ["mon_am"])
    assert request.participant.phone == "06 11 22 33 44"
    wrong = signed_in(candidate()).post(ASK, {**typed, "availability": ["sun_am"]})
    assert wrong.status_code == 422
    assert wrong.context["form"].opens_more


def test_the_number_that_is_known_is_proposed_and_what_is_typed_replaces_it():
    user = candidate()
    own = participant_of(user=user)
    own.phone = "06 00 00 00 01"
    own.save()
    browser = signed_in(user)
    assert 'value="06 00 00 00 01"' in browser.get(ASK).content.decode()
    browser.post(ASK, {"goal": "Un emploi.", "phone": "06 22 33 44 55"})
    assert fresh(own).phone == SponsorshipRequest.objects.get().phone == "06 22 33 44 55"


def test_the_rank_is_the_date_asked_and_comes_back_after_a_refused_pair():
    now = timezone.now()
    first, second, third = (
        make_request(asked_at=now - timedelta(days=days)) for days in (30, 20, 10)
    )
    assert [row.rank for row in (first, second, third)] == [1, 2, 3]
    change(first, State.PROPOSED, role=Role.COORDINATOR, actor=SITE)
    assert [fresh(row).rank for row in (first, second, third)] == [None, 1, 2]
    asked_at = first.asked_at
    change(first, State.WAITING, role=Role.SITE, actor=SITE)
    assert (fresh(first).asked_at, fresh(first).rank) == (asked_at, 1)
    assert list(SponsorshipRequest.objects.waiting()) == [first, second, third]
    page = signed_in(third.participant.user).get(OWN).content.decode()
    assert "2\u00a0personnes ont demandé avant vous" in page


def test_who_changes_their_mind_withdraws_the_agreement_with_it():
    request = make_request()
    browser, heard = signed_in(request.participant.user), []

    def hear(sender, request, **kwargs):
        heard.append(request.state)

    request_closed.connect(hear)
    try:
        assert "prend fin" in browser.get(f"{OWN}retirer/").content.decode()
        page = browser.post(f"{OWN}retirer/", follow=True).content.decode()
        # Twice is once.
        browser.post(f"{OWN}retirer/")
    finally:
        request_closed.disconnect(hear)
    assert "Vous avez retiré votre demande." in page
    assert "Faire une nouvelle demande" in page
    found = fresh(request)
    assert (found.state, heard) == ("withdrawn", ["withdrawn"])
    assert found.agreement.withdrawn_at
    browser.post(ASK, {"goal": "Finalement oui."})
    assert SponsorshipRequest.objects.open().get().rank == 1


def test_somebody_else_sees_and_withdraws_nothing():
    request = make_request()
    other = signed_in(candidate())
    assert other.get(OWN).status_code == 404
    assert other.post(f"{OWN}retirer/").status_code == 404
    assert fresh(request).state == "waiting"


def test_the_waiting_list_costs_the_same_for_twenty_and_says_since_when():
    browser = signed_in(coordinator())
    # By the clock of France: before midnight in winter, 40 times 24 hours ago is 39 days ago.
    now = timezone.localtime().replace(hour=12)
    make_request(asked_at=now - timedelta(days=3))
    one = queries_of(browser, LIST)
    oldest = make_request(asked_at=now - timedelta(days=40), commune=CommuneFactory())
    for days in range(4, 22):
        make_request(asked_at=now - timedelta(days=days))
    assert queries_of(browser, LIST) == one
    rows = browser.get(LIST).context["rows"]
    assert [row["rank"] for row in rows] == list(range(1, 21))
    assert (rows[0]["request"], rows[0]["days"]) == (oldest, 40)
    assert browser.get(LIST, {"etat": "paired"}).context["rows"] == []
    assert "rang 1" in browser.get(f"{LIST}{oldest.pk}/").content.decode()


def test_the_coordinator_closes_with_a_reason_that_the_mail_does_not_say():
    request, chief = make_request(), coordinator()
    browser = signed_in(chief)
    path = f"{LIST}{request.pk}/classer/"
    assert browser.post(path, {"reason": ""}).status_code == 422
    browser.post(path, {"reason": "Injoignable depuis un mois"})
    assert fresh(request).state == "closed"
    (mail,) = Email.objects.filter(dispatch__key="sponsorship_closed")
    assert "Injoignable" not in mail.message
    with pytest.raises(SponsorshipError, match="coordination"):
        close(request=make_request(), reason="Non", actor=Actor(candidate()))
