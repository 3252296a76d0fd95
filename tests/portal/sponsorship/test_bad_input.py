"""What is wrong is refused on the screen where it is typed: in French, and nothing is written."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from portal.sponsorship.commitments.links import token_of
from portal.sponsorship.commitments.models import VolunteerHours
from portal.sponsorship.models import Meeting
from portal.sponsorship.pairing.services.deadlines import expire_proposals
from portal.sponsorship.pairs.models import Sponsorship
from portal.sponsorship.pairs.states import MeetingState, Side, State
from tests.portal.accounts.people import signed_in
from tests.portal.participation.people import make_guest
from tests.portal.sponsorship.commitments.volunteers import (
    association,
    by_volunteer,
    candidate,
    committed,
    days_ago,
)
from tests.portal.sponsorship.pairing.made import (
    fresh,
    make_coordinator,
    make_paired_sponsor,
    make_proposal,
    make_request,
    say_yes,
)
from tests.portal.sponsorship.pairs.made import make_active, make_meeting
from tests.races import ROUNDS, at_once

pytestmark = pytest.mark.django_db
BOARD = "/parrainage/coordination/binomes/"
NO_NUMBER = "Écrivez un nombre d’heures, comme 3,5."
NINE, ELEVEN = time(9), time(11)


def said(response):
    """What the screen says, the one to which a button leads too."""
    return response.content.decode().replace("\u00a0", " ")


def proposed_by(chief, *pairs):
    values = [f"{request.pk}-{sponsor.pk}" for request, sponsor in pairs]
    return signed_in(chief).post(f"{BOARD}proposer/", {"paire": values}, follow=True)


class TestPairs:
    def test_more_people_than_a_sponsor_takes(self):
        sponsor, requests = make_paired_sponsor(capacity=2), [make_request() for _ in range(3)]
        answer = proposed_by(make_coordinator(), *((one, sponsor) for one in requests))
        assert "n’a plus de place : 2 au plus, propositions comprises." in said(answer)
        assert not Sponsorship.objects.exists()

    @pytest.mark.parametrize("capacity", ["0", "6", "-1", "x", ""])
    def test_a_capacity_that_is_none(self, capacity):
        sponsor = make_paired_sponsor()
        answer = signed_in(sponsor.user).post("/parrainage/modifier/", {"capacity": capacity})
        assert answer.status_code == 422
        sponsor.refresh_from_db()
        assert sponsor.capacity == 1

    def test_a_yes_beyond_what_the_sponsor_takes(self):
        sponsor = make_paired_sponsor(capacity=2)
        first, second = make_proposal(sponsor=sponsor), make_proposal(sponsor=sponsor)
        type(sponsor).objects.update(capacity=1)
        say_yes(first, Side.SPONSOR)
        path = f"/parrainage/binomes/{second.pk}/accepter/"
        answer = signed_in(sponsor.user).post(path, {"email": "on"})
        assert answer.status_code == 422
        assert "déjà dit oui pour autant de personnes que possible" in said(answer)
        assert fresh(second).sponsor_accepted_at is None

    def test_somebody_who_has_a_pair_already(self):
        pair = make_active()
        answer = proposed_by(make_coordinator(), (pair.request, make_paired_sponsor()))
        assert "est déjà dans un binôme." in said(answer)
        assert Sponsorship.objects.count() == 1

    @pytest.mark.parametrize("is_swept", [False, True])
    @pytest.mark.parametrize("side", ["person", "sponsor"])
    def test_a_yes_after_the_last_day(self, side, is_swept):
        pair = make_proposal()
        Sponsorship.objects.update(answer_by=timezone.localdate() - timedelta(days=1))
        if is_swept:
            expire_proposals()
        folder = "mon-binome" if side == "person" else "binomes"
        user = pair.participant.user if side == "person" else pair.sponsor.user
        answer = signed_in(user).post(f"/parrainage/{folder}/{pair.pk}/accepter/", {"email": "on"})
        assert answer.status_code == 422
        assert "Le délai pour répondre est passé." in said(answer)
        assert fresh(pair).state == (State.EXPIRED if is_swept else State.PROPOSED)
        assert not fresh(pair).sharings.exists()


@pytest.mark.django_db(transaction=True)
class TestTwoCoordinators:
    @pytest.mark.parametrize("_", ROUNDS)
    def test_one_wins_and_the_other_is_told(self, _):
        request = make_request()
        choices = [(make_coordinator(), make_paired_sponsor()) for _ in range(2)]
        calls = [
            lambda chief=chief, sponsor=sponsor: proposed_by(chief, (request, sponsor))
            for chief, sponsor in choices
        ]
        answers = [said(answer) for answer in at_once(*calls)]
        assert sorted("1 binôme est proposé" in answer for answer in answers) == [False, True]
        told = [answer for answer in answers if "1 binôme est proposé" not in answer]
        assert f"{request.participant} a déjà une proposition" in told[0]
        assert Sponsorship.objects.count() == 1


class TestMeetings:
    def post(self, pair, path, **typed):
        values = {"day": timezone.localdate().isoformat(), "mode": "phone", **typed}
        root = f"/parrainage/mon-binome/{pair.pk}/"
        return signed_in(pair.participant.user).post(f"{root}{path}", values, follow=True)

    @pytest.mark.parametrize(
        ("days", "words"),
        [
            (1, "Cette rencontre n’a pas encore eu lieu. Notez-la après."),
            (365, "Cette rencontre n’a pas encore eu lieu. Notez-la après."),
            (-31, "Vous n’étiez pas encore en binôme ce jour-là."),
        ],
    )
    def test_a_day_on_which_it_was_not_held(self, days, words):
        pair = make_active(days=30)
        day = timezone.localdate() + timedelta(days=days)
        answer = self.post(pair, "noter/", day=day.isoformat())
        assert answer.status_code == 422
        assert words in said(answer)
        assert not Meeting.objects.exists()

    def test_a_planned_one_whose_hour_has_not_come(self):
        pair = make_active(days=30)
        meeting = make_meeting(pair, MeetingState.PLANNED, days=2)
        answer = self.post(pair, "noter/", day=meeting.day.isoformat())
        assert answer.status_code == 422
        assert "Ce rendez-vous n’est pas encore passé." in said(
            self.post(pair, "rendez-vous/manque/")
        )
        meeting.refresh_from_db()
        assert meeting.state == MeetingState.PLANNED

    def test_the_next_one_in_the_past_and_nothing_is_noted(self):
        pair, today = make_active(days=30), timezone.localdate()
        past = {"next_day": (today - timedelta(days=1)).isoformat(), "next_hour": "10:00"}
        answer = self.post(pair, "noter/", **past)
        assert answer.status_code == 422
        assert "Choisissez un jour et une heure à venir." in said(answer)
        assert not Meeting.objects.exists()


class TestHours:
    """On the three screens of a commitment: the space, the link, and the association."""

    @pytest.fixture(params=["space", "link", "association"])
    def screen(self, request, client):
        """A commitment that began 30 days ago and ended 3 days ago, and how it is declared for."""
        organisation, member = association()
        person = make_guest() if request.param == "link" else candidate()
        commitment = committed(organisation, person, ends_on=days_ago(3))
        path, browser = {
            "space": (f"/mon-espace/benevolat/{commitment.pk}/", person),
            "link": (f"/engagement/{token_of(commitment)}/", None),
            "association": (f"/benevolat/engagements/{commitment.pk}/", member),
        }[request.param]
        browser = signed_in(browser) if browser else client
        return commitment, lambda **typed: browser.post(path, typed)

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ({"ago": 31, "hours": "2"}, "La mission commence le"),
            ({"ago": 2, "hours": "2"}, "La mission se termine le"),
            ({"ago": -1, "hours": "2"}, "ce jour est dans l’avenir"),
            ({"ago": 5, "hours": "25"}, "Une journée a 24 heures."),
            ({"ago": 5, "hours": "22,5"}, "aurait plus de 24 h"),
            ({"ago": 5, "starts_at": "10:00", "ends_at": "12:00"}, "en recouvre un autre"),
            ({"ago": 5, "starts_at": "12:00", "ends_at": "10:00"}, "La fin vient après le début."),
            ({"ago": 5, "hours": "-2"}, "Comptez par quart d’heure"),
            ({"ago": 5, "hours": "1,3"}, "Comptez par quart d’heure"),
            ({"ago": 5, "hours": "abc"}, NO_NUMBER),
        ],
    )
    def test_what_cannot_be(self, screen, typed, words):
        commitment, post = screen
        by_volunteer(commitment, None, ago=5, starts_at=NINE, ends_at=ELEVEN)
        days = typed["ago"]
        answer = post(**typed, day=days_ago(days).isoformat())
        assert answer.status_code == 422, typed
        assert words in said(answer)
        assert VolunteerHours.objects.filter(commitment=commitment).count() == 1
