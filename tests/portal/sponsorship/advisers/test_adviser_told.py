"""The adviser of a case reads of a pair while the person agrees; nobody else reads a difference."""

from unittest import mock

import pytest
from django.utils import timezone

from portal.accounts.level_names import LevelName
from portal.followup.case import sponsorship
from portal.followup.link.models import AccountLink
from portal.participation.services.participants import participant_of
from portal.sponsorship.advisers.services import set_told
from portal.sponsorship.models import AdviserTold, Sponsorship
from portal.sponsorship.pairs.states import State
from tests.portal.accounts.people import person_with, signed_in
from tests.portal.followup.people_of_the_area import (
    in_test_scope,
    link_account,
    make_beneficiary,
    make_professional,
)
from tests.portal.sponsorship.pairing.made import place_pair
from tests.portal.sponsorship.people import coordinator, make_request

pytestmark = pytest.mark.django_db
sponsorship_of = in_test_scope(sponsorship.sponsorship_of)


@in_test_scope
def cut_link(case):
    AccountLink.unscoped.filter(beneficiary=case).update(cut_at=timezone.now())


@pytest.fixture
def person():
    return person_with(LevelName.CANDIDATE)


@pytest.fixture
def pair(person):
    return place_pair(person)


@pytest.fixture
def adviser():
    return make_professional()


@pytest.fixture
def case(person, adviser):
    made = make_beneficiary(adviser)
    link_account(made, person)
    return made


def tick(user, is_told=True):
    set_told(participant=participant_of(user=user), is_told=is_told)


def test_nothing_is_told_without_the_box_and_at_once_without_it_again(case, pair, person):
    assert sponsorship_of(case) is None
    browser = signed_in(person)
    assert browser.post("/parrainage/demande/conseiller/", {"is_told": "on"}).status_code == 302
    told = sponsorship_of(case)
    assert (told.said, told.since, told.until) == ("En cours", timezone.localdate(), None)
    assert told.meetings == 0
    for meeting in ("held", "held", "cancelled"):
        noted = timezone.localdate() if meeting == "held" else None
        pair.meetings.create(
            day=timezone.localdate(), mode="phone", state=meeting, side="person", noted_on=noted
        )
    assert sponsorship_of(case).meetings == 2
    browser.post("/parrainage/demande/conseiller/", {})
    assert sponsorship_of(case) is None
    assert AdviserTold.objects.count() == 1


def test_it_goes_with_the_link(case, pair, person):
    tick(person)
    assert sponsorship_of(case)
    cut_link(case)
    assert sponsorship_of(case) is None


@pytest.mark.parametrize("state", State)
def test_what_is_told_of_each_state(case, pair, person, state):
    tick(person)
    now = timezone.now()
    Sponsorship.objects.filter(pk=pair.pk).update(
        state=state,
        started_on=timezone.localdate(now),
        ended_at=now,
        outcome="job" if state == "completed" else "",
    )
    told = sponsorship_of(case)
    # A pause is no business of the adviser's; what nobody accepted is no pair.
    said = {
        **dict.fromkeys(("accepted", "active", "suspended"), "En cours"),
        "completed": "Terminé\u00a0: emploi",
        "broken": "Interrompu",
    }
    assert (told.said if told else None) == said.get(state)
    assert (told.until if told else None) == (
        timezone.localdate(now) if state in {"completed", "broken"} else None
    )


def test_the_case_says_it_and_no_name_of_the_sponsor(adviser, case, pair, person):
    reader = signed_in(adviser.user)
    address = f"/suivi/dossiers/{case.pk}/"
    assert "Parrainage</dt>" not in reader.get(address).content.decode()
    tick(person)
    text = reader.get(address).content.decode()
    assert "Parrainage</dt>" in text
    assert pair.sponsor.user.last_name not in text
    tick(person, is_told=False)
    assert "Parrainage</dt>" not in reader.get(address).content.decode()


def read(client, paths):
    with mock.patch("django.template.context_processors.get_token", return_value="x"):
        found = {path: client.get(path) for path in paths}
    assert {response.status_code for response in found.values()} == {200}
    return {path: response.content for path, response in found.items()}


def test_sponsors_and_the_coordination_read_the_same_bytes(pair, person):
    office, sponsor = signed_in(coordinator()), signed_in(pair.sponsor.user)
    root = "/parrainage/coordination/"
    make_request()

    def everything():
        own = read(sponsor, ["/parrainage/", f"/parrainage/binomes/{pair.pk}/"])
        theirs = read(
            office,
            [
                root,
                f"{root}binomes/",
                f"{root}binomes/{pair.pk}/",
                f"{root}demandes/",
                f"{root}demandes/{pair.request_id}/",
                f"{root}parrains/{pair.sponsor_id}/",
            ],
        )
        return own | theirs

    without = everything()
    link_account(make_beneficiary(make_professional()), person)
    assert everything() == without
    tick(person)
    assert everything() == without
    tick(person, is_told=False)
    assert everything() == without


def test_the_box_is_the_same_for_who_is_followed_and_who_is_not(pair, person):
    browser = signed_in(person)
    without = read(browser, ["/parrainage/demande/"])
    link_account(make_beneficiary(make_professional()), person)
    assert read(browser, ["/parrainage/demande/"]) == without
