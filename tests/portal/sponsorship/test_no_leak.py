"""A sponsor reads what was shown and nothing else: marker strings in all that is not."""

import pytest

from portal.accounts.actors import SITE
from portal.accounts.level_names import LevelName
from portal.candidates.models import CandidateProfile
from portal.cv.services import create_cv
from portal.participation.models import FrozenCv
from portal.sponsorship.pairing.services.answering import Shown
from portal.sponsorship.pairs.services.changing import change, lock_pair
from portal.sponsorship.pairs.states import Role, Side, State
from tests.factories import CommuneFactory
from tests.portal.accounts.people import person_with, signed_in
from tests.portal.followup.people_of_the_area import (
    link_account,
    make_beneficiary,
    make_professional,
)
from tests.portal.participation.people import make_frozen_cv
from tests.portal.sponsorship.pairing.made import (
    fresh,
    make_accepted,
    make_coordinator,
    make_proposal,
    make_request,
    say_yes,
)
from tests.portal.sponsorship.pairs.made import answer, fill

pytestmark = pytest.mark.django_db
MARKS = {
    "goal": "MARQUE-BUT",
    "profile": "MARQUE-COMMUNE",
    "cv": "MARQUE-CV",
    "phone": "06 98 76 54 32",
    "email": "marque-adresse@exemple.test",
    "word": "MARQUE-MOT",
}
# What no choice shows.
NEVER = ("MARQUE-DOSSIER", "MARQUE-RUE", "MARQUE-NOTE", "RSA", "référent", "bénéficiaire")


@pytest.fixture
def person():
    """Somebody with a profile, a CV, an address, and a case with an adviser."""
    user = person_with(LevelName.CANDIDATE, email=MARKS["email"], first_name="Nour")
    CandidateProfile.objects.create(user=user, commune=CommuneFactory(name=MARKS["profile"]))
    case = make_beneficiary(
        make_professional(), birth_name="MARQUE-DOSSIER", address_line="12 MARQUE-RUE"
    )
    link_account(case, user)
    return user


@pytest.fixture
def request_of(person):
    return make_request(person, goal=MARKS["goal"], commune=person.candidate_profile.commune)


def pages_of(pair):
    """All that a sponsor may open of a pair, and their space."""
    client = signed_in(pair.sponsor.user)
    root = f"/parrainage/binomes/{pair.pk}/"
    paths = (root, f"{root}accepter/", f"{root}refuser/", "/parrainage/")
    return "".join(client.get(path).content.decode() for path in paths)


def marks_in(html):
    return {name for name, mark in MARKS.items() if mark in html}


def test_before_the_person_has_said_yes_the_sponsor_reads_nothing_of_them(request_of):
    pair = make_proposal(request=request_of)
    html = pages_of(pair)
    assert marks_in(html) == set()
    assert "Nour" not in html
    say_yes(pair, Side.SPONSOR)
    assert marks_in(pages_of(pair)) == set()


def test_between_the_two_answers_the_sponsor_reads_no_name_and_no_way_to_reach_them(request_of):
    pair = make_proposal(request=request_of)
    say_yes(
        pair,
        Side.PERSON,
        Shown(goal=True, profile=True, email=True, phone=MARKS["phone"], word=MARKS["word"]),
    )
    html = pages_of(pair)
    assert marks_in(html) == {"goal", "profile", "word"}
    assert "Nour" not in html


@pytest.mark.parametrize(
    ("shown", "marks"),
    [
        pytest.param({"email": True}, {"email"}, id="the address alone"),
        pytest.param({"phone": MARKS["phone"]}, {"phone"}, id="the phone alone"),
        pytest.param({"email": True, "goal": True}, {"email", "goal"}, id="the goal"),
        pytest.param({"email": True, "profile": True}, {"email", "profile"}, id="the profile"),
        pytest.param({"email": True, "word": MARKS["word"]}, {"email", "word"}, id="a word"),
    ],
)
def test_each_choice_shows_what_it_says(request_of, shown, marks):
    pair = make_accepted(request=request_of, person=Shown(**shown))
    html = pages_of(pair)
    assert marks_in(html) == marks
    assert not [mark for mark in NEVER if mark in html]
    assert signed_in(pair.sponsor.user).get(f"/parrainage/binomes/{pair.pk}/cv/").status_code == 404


def test_a_cv_is_shown_as_it_was_and_no_more_once_the_pair_is_over(person, request_of):
    cv = create_cv(owner=person, title=MARKS["cv"], document={})
    pair = make_accepted(request=request_of, person=Shown(email=True, cv=cv))
    client, path = signed_in(pair.sponsor.user), f"/parrainage/binomes/{pair.pk}/cv/"
    answer = client.get(path)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    change(lock_pair(pair), State.SUSPENDED, role=Role.COORDINATOR, actor=SITE)
    assert client.get(path).status_code == 404
    assert marks_in(pages_of(fresh(pair))) == set()
    change(lock_pair(pair), State.BROKEN, role=Role.COORDINATOR, actor=SITE)
    assert client.get(path).status_code == 404
    assert FrozenCv.objects.get().erased_at is not None


def test_the_coordinator_reads_no_case_either(request_of):
    pair = make_accepted(request=request_of)
    client = signed_in(make_coordinator())
    root = "/parrainage/coordination/binomes/"
    html = "".join(client.get(path).content.decode() for path in (root, f"{root}{pair.pk}/"))
    assert not [mark for mark in NEVER if mark in html]


def test_another_cv_of_the_person_is_not_shown(request_of):
    pair = make_accepted(request=request_of)
    make_frozen_cv(pair.participant, title=MARKS["cv"])
    assert marks_in(pages_of(pair)) == {"email"}


def test_what_the_person_told_the_coordinator_is_not_the_sponsor_s_to_read(request_of):
    pair = make_accepted(request=request_of)
    _, review, alert = fill(pair, request_of.participant.user)
    answer(review, progress="MARQUE-BILAN", missing="MARQUE-MANQUE")
    type(alert).objects.update(reason="MARQUE-ALERTE")
    root = f"/parrainage/binomes/{pair.pk}/"
    client = signed_in(pair.sponsor.user)
    paths = (root, "noter/", "rendez-vous/", "objectifs/", f"bilan/{review.pk}/", "alerte/")
    ends = [root if path == root else f"{root}{path}" for path in (*paths, "arreter/")]
    answers = [client.get(path) for path in ends]
    assert {one.status_code for one in answers} == {200}
    html = "".join(one.content.decode() for one in answers)
    assert "Refaire mon CV" in html
    assert not [mark for mark in (*NEVER, "MARQUE-") if mark in html.replace(MARKS["email"], "")]
    file = client.get(f"{root}rendez-vous.ics").content.decode()
    assert not [mark for mark in (MARKS["email"], "Nour", *NEVER) if mark in file]
