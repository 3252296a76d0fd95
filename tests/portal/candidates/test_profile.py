"""The profile: everything optional, a step at a time, and what the table refuses."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from portal.candidates.completeness import QUESTIONS, completeness
from portal.candidates.forms.profile import STEPS
from portal.candidates.models import CandidateProfile, ProfileOccupation
from portal.candidates.services.profile import profile_of, save_profile
from tests.factories import CommuneFactory, OccupationFactory
from tests.portal.accounts.people import signed_in
from tests.portal.candidates.things import candidate

pytestmark = pytest.mark.django_db


def post(user, step: str, **data):
    return signed_in(user).post(f"/mon-espace/profil/{step}/", data)


@pytest.mark.parametrize("step", STEPS)
def test_every_step_may_be_left_empty(step):
    user = candidate()
    assert post(user, step).status_code == 302
    assert completeness(profile_of(user)).answered == 0


def test_each_step_keeps_what_the_others_wrote():
    CommuneFactory(belfort=True)
    OccupationFactory(code="F1703", label="Maçon / Maçonne")
    user = candidate()
    post(user, "metiers", trade_1="macon", experience="none")
    post(user, "lieu", commune="Belfort", radius_km="20")
    post(user, "trajets", transports=["bus", "bike"], licences=["B"])
    post(user, "contrat", contracts=["cdi"], working_time="full", schedules=["day"])
    assert completeness(profile_of(user)).next_question.step == "disponibilite"
    post(user, "disponibilite", available_from="2027-01-12")
    profile = profile_of(user)
    assert completeness(profile).next_question is None
    assert completeness(profile).answered == len(QUESTIONS)
    page = signed_in(user).get("/mon-espace/profil/").content.decode()
    for said in ("Maçon / Maçonne", "Belfort, jusqu’à 20\u00a0km", "En bus ou en train, à vélo"):
        assert said in page
    assert "À partir du mardi 12 janvier 2027" in page
    form = signed_in(user).get("/mon-espace/profil/metiers/").content.decode()
    assert 'value="Maçon / Maçonne"' in form


def test_the_five_questions_follow_one_another():
    """Each may be passed or gone back from; one alone, from the summary, leads back there."""
    browser = signed_in(candidate())
    at = "/mon-espace/profil/metiers/"
    for number in range(1, len(STEPS) + 1):
        page = browser.get(at).text
        assert f"Question {number} sur {len(STEPS)}" in page
        before, passed = (f'href="{where}"' for where in around(at))
        assert before in page
        assert passed in page
        at = browser.post(at, {}).url
    assert at == "/mon-espace/profil/"
    assert "/mon-espace/profil/lieu/?seule=1" in browser.get(at).text
    alone = browser.get("/mon-espace/profil/lieu/?seule=1").text
    assert "sur 5" not in alone
    assert browser.post("/mon-espace/profil/lieu/?seule=1", {}).url == at


def around(at: str) -> tuple[str, str]:
    """Where one goes back to from a step, and where passing it leads."""
    steps = ["", *(f"{step}/" for step in STEPS), ""]
    place = steps.index(at.removeprefix("/mon-espace/profil/"), 1)
    return tuple(f"/mon-espace/profil/{steps[place + by]}" for by in (-1, 1))


@pytest.mark.parametrize(
    ("step", "data"),
    [
        ("metiers", {"trade_1": "astronaute des mers"}),
        ("metiers", {"trade_1": "F1703", "trade_2": "maçon"}),
        ("metiers", {"experience": "10_years"}),
        ("lieu", {"commune": "Nullepart"}),
        ("lieu", {"radius_km": "5000"}),
        ("trajets", {"licences": ["Z"]}),
        ("trajets", {"transports": ["<script>"]}),
        ("contrat", {"contracts": ["slavery"]}),
        ("disponibilite", {"availability": "from"}),
        ("disponibilite", {"available_from": "31/02/2027"}),
    ],
)
def test_what_makes_no_sense_is_refused_with_what_was_typed(step, data):
    OccupationFactory(code="F1703", label="Maçon / Maçonne")
    user = candidate()
    answer = post(user, step, **data)
    assert answer.status_code == 422
    assert "Vos réponses ne sont pas enregistrées" in answer.content.decode()
    assert not CandidateProfile.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"radius_km": 0},
        {"radius_km": 500},
        {"licences": ["Z"]},
        {"contracts": ["rien"]},
        {"availability": "from"},
        {"available_from": date(2027, 1, 1)},
        {"working_time": "half"},
    ],
)
def test_the_table_refuses_what_the_forms_refuse(fields):
    save_profile(user=candidate(), values={})
    with pytest.raises(IntegrityError), transaction.atomic():
        CandidateProfile.objects.update(**fields)


def test_the_table_refuses_a_fourth_trade():
    profile = save_profile(user=candidate(), values={})
    with pytest.raises(IntegrityError), transaction.atomic():
        ProfileOccupation.objects.create(profile=profile, occupation=OccupationFactory(), rank=4)
