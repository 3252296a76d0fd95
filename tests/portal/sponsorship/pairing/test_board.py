"""The coordinator's board: what it proposes, what a choice costs, what it costs itself."""

from datetime import timedelta

import pytest
from django.utils import timezone
from post_office.models import Email

from portal.sponsorship.pairing.models import PairingSetting
from portal.sponsorship.pairing.services.answering import Shown
from portal.sponsorship.pairs.models import Sponsorship
from portal.sponsorship.pairs.states import Side, State
from tests.factories import CommuneFactory
from tests.portal.accounts.people import queries_of, signed_in
from tests.portal.followup.people_of_the_area import (
    link_account,
    make_beneficiary,
    make_professional,
)
from tests.portal.sponsorship.pairing.made import (
    fresh,
    make_accepted,
    make_coordinator,
    make_paired_sponsor,
    make_proposal,
    make_request,
)
from tests.sizes import MANY

pytestmark = pytest.mark.django_db
BOARD = "/parrainage/coordination/binomes/"


@pytest.fixture
def coordinator():
    return signed_in(make_coordinator())


def test_the_board_says_who_with_whom_and_why(coordinator):
    belfort = CommuneFactory(belfort=True)
    make_request(domains=["F"], commune=belfort, availability=["mon_am"])
    make_paired_sponsor(domains=["F"], commune=belfort, availability=["tue_am"])
    page = coordinator.get(BOARD).content.decode()
    assert "même domaine\u00a0: Construction, bâtiment, travaux publics" in page
    assert "même commune\u00a0: Belfort" in page
    assert "aucun moment libre en commun" in page


def test_what_the_screen_showed_is_proposed_at_once(coordinator):
    for _ in range(2):
        make_request()
        make_paired_sponsor()
    board = coordinator.get(BOARD).context["board"]
    values = [line.value for line in board.paired]
    answer = coordinator.post(f"{BOARD}proposer/", {"paire": values}, follow=True)
    assert "2 binômes sont proposés" in answer.content.decode().replace("\u00a0", " ")
    found = Sponsorship.objects.filter(state=State.PROPOSED)
    assert {f"{pair.request_id}-{pair.sponsor_id}" for pair in found} == set(values)


@pytest.mark.parametrize("value", ["", "1", "a-b", "1-2-3", "²-1", "1" * 30 + "-1", "-1-2"])
def test_what_is_no_pair_is_refused_in_words(coordinator, value):
    answer = coordinator.post(f"{BOARD}proposer/", {"paire": value}, follow=True)
    assert "rien à proposer" in answer.content.decode()


def test_a_choice_by_hand_says_who_stays_without(coordinator):
    first, second = make_request(days=30), make_request(days=5)
    sponsor = make_paired_sponsor()
    path = f"{BOARD}choisir/{second.pk}/?parrain={sponsor.pk}"
    page = coordinator.get(path).content.decode()
    assert f"Avec ce choix, {first.participant.name} reste sans parrain ni marraine." in page
    page = coordinator.get(f"{BOARD}choisir/{first.pk}/?parrain={sponsor.pk}").content.decode()
    assert "la liste propose déjà" in page
    for typed in ("0", "x", "9" * 30, "9" * 5000, "²"):
        path = f"{BOARD}choisir/{first.pk}/"
        assert coordinator.get(path, {"parrain": typed}).status_code == 200


def test_points_are_set_within_bounds(coordinator):
    page = coordinator.get(f"{BOARD}reglages/")
    values = {field.html_name: field.value() for field in page.context["form"]}
    answer = coordinator.post(f"{BOARD}reglages/", values | {"same_domain": "-1"})
    assert answer.status_code == 422
    answer = coordinator.post(f"{BOARD}reglages/", values | {"same_domain": "40"})
    assert answer.status_code == 302
    assert list(PairingSetting.objects.values_list("name", "value")) == [("same_domain", 40)]


def test_the_board_costs_the_same_for_one_and_for_twenty(coordinator):
    def build(size):
        for _ in range(size):
            make_request(domains=["F"], commune=CommuneFactory())
            make_paired_sponsor(domains=["F"], commune=CommuneFactory())
            make_proposal()
            make_accepted()

    build(1)
    few = queries_of(coordinator, BOARD)
    build(MANY - 1)
    assert queries_of(coordinator, BOARD) == few


def test_the_board_costs_the_same_for_one_and_for_twenty_sponsors_who_are_advisers(coordinator):
    def build(size):
        for _ in range(size):
            adviser = make_professional()
            request = make_request()
            link_account(make_beneficiary(adviser), request.participant.user)
            make_paired_sponsor(adviser.user)

    build(1)
    few = queries_of(coordinator, BOARD)
    build(MANY - 1)
    assert queries_of(coordinator, BOARD) == few


def test_from_the_yes_of_each_to_the_first_talk_on_screens():
    pair = make_proposal()
    person, sponsor = signed_in(pair.participant.user), signed_in(pair.sponsor.user)
    own, theirs = f"/parrainage/mon-binome/{pair.pk}/", f"/parrainage/binomes/{pair.pk}/"
    assert own in person.get("/parrainage/demande/").content.decode()
    assert theirs in sponsor.get("/parrainage/").content.decode()
    refused = person.post(f"{own}accepter/", {})
    assert refused.status_code == 422
    assert "au moins un moyen" in refused.content.decode()
    # A number that stands in the form is given by a tick alone.
    assert person.post(f"{own}accepter/", {"phone": "06 01 02 03 04"}).status_code == 422
    assert person.post(f"{own}accepter/", {"gives_phone": "on"}).status_code == 422
    given = {"gives_phone": "on", "phone": "06 01 02 03 04"}
    assert person.post(f"{own}accepter/", given).status_code == 302
    assert "06 01 02 03 04" not in sponsor.get(theirs).content.decode()
    sponsor.post(f"{theirs}accepter/", {"email": "on"})
    assert "06 01 02 03 04" in sponsor.get(theirs).content.decode()
    assert pair.sponsor.user.email in person.get(own).content.decode()
    sponsor.post(f"{theirs}contact/", {"pas-encore": ""})
    assert fresh(pair).not_yet_at
    person.post(f"{own}contact/", {"parle": ""})
    assert fresh(pair).state == State.ACTIVE


def test_dire_non_on_screen_keeps_the_reason_for_the_coordination(coordinator):
    pair = make_proposal()
    sponsor = signed_in(pair.sponsor.user)
    sponsor.post(f"/parrainage/binomes/{pair.pk}/refuser/", {"reason": "Un motif à taire"})
    assert fresh(pair).state == State.DECLINED
    own = signed_in(pair.participant.user).get(f"/parrainage/mon-binome/{pair.pk}/")
    assert "Un motif à taire" not in own.content.decode()
    assert "Un motif à taire" in coordinator.get(f"{BOARD}{pair.pk}/").content.decode()


def test_the_coordinator_settles_the_first_meeting(coordinator):
    pair = make_accepted(person=Shown(email=True))
    path = f"{BOARD}{pair.pk}/"
    for day in ("2020-01-01", "9999-12-31", "0001-01-01", "x"):
        typed = {"at": day, "hour": "23:59", "place": "Salle 2"}
        assert coordinator.post(f"{path}rencontre/", typed).status_code == 422
    day = timezone.localdate() + timedelta(days=5)
    typed = {"at": f"{day:%Y-%m-%d}", "hour": "14:00"}
    answer = coordinator.post(f"{path}rencontre/", typed | {"place": " "})
    assert answer.status_code == 422
    assert "Dites où vous vous rencontrez." in answer.content.decode()
    coordinator.post(f"{path}rencontre/", typed | {"place": "Maison des associations"})
    assert fresh(pair).first_meeting_at
    own = signed_in(pair.participant.user).get(f"/parrainage/mon-binome/{pair.pk}/")
    assert "Maison des associations" in own.content.decode()
    assert "Maison des associations" in Email.objects.latest("pk").message
    assert coordinator.post(f"{path}sans-rencontre/", {"reason": ""}).status_code == 422
    coordinator.post(f"{path}sans-rencontre/", {"reason": "Ils se connaissent"})
    assert fresh(pair).first_meeting_waived == "Ils se connaissent"
    coordinator.post(f"{path}contact/")
    assert fresh(pair).state == State.ACTIVE


def test_nobody_reads_the_pair_of_others():
    pair, other = make_accepted(), make_accepted()
    sponsor = signed_in(other.sponsor.user)
    assert sponsor.get(f"/parrainage/binomes/{pair.pk}/").status_code == 404
    assert sponsor.get(f"/parrainage/binomes/{pair.pk}/cv/").status_code == 404
    person = signed_in(other.participant.user)
    assert person.get(f"/parrainage/mon-binome/{pair.pk}/").status_code == 404
    assert person.get(f"/parrainage/binomes/{other.pk}/").status_code == 403
    assert pair.side_of(other.sponsor.user) is None
    assert pair.side_of(pair.sponsor.user) == Side.SPONSOR
