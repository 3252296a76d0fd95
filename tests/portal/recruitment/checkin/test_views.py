"""What a device is answered: its sessions and no other's, no name that was not asked for."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from pages.models.session import SessionAudience
from portal.participation.models import Agreement
from portal.recruitment.checkin.services import UNKNOWN_CODE
from portal.recruitment.models import ListAccess, Registration, Scan
from portal.recruitment.states import Status
from snippets.models import Organisation
from tests.factories import UserFactory
from tests.portal.accounts.people import join, officer, queries_of, signed_in
from tests.portal.recruitment.checkin.door import (
    hash_for,
    make_people,
    make_registration,
    make_roster,
    make_slot,
    post_scans,
    results,
    sent,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def roster():
    return make_roster()


@pytest.fixture
def browser():
    return signed_in(officer())


@pytest.fixture
def member(roster):
    return signed_in(join(roster.organisation).user)


def of(roster, name):
    return f"/pointage/{roster.pk}/{name}.json"


ADDRESSES = ("liste", "compteur", "noms", "noms-hors-ligne", "pointages", "reprise")


def ask(browser, roster, name):
    if name in {"noms-hors-ligne", "pointages", "reprise"}:
        return browser.post(of(roster, name), "{}", content_type="application/json")
    return browser.get(of(roster, name))


def test_the_list_has_hashes_initials_and_times_and_no_name(browser, roster):
    eloise = make_registration(roster, slot=make_slot(roster))
    samir = make_registration(roster, 1, status=Status.WAITLISTED)
    answer = browser.get(of(roster, "liste"))
    found = answer.json()
    assert [(row["h"], row["i"], row["s"]) for row in found["people"]] == [
        (hash_for(eloise), "É. M.", "confirmed"),
        (hash_for(samir), "S. B.", "waitlisted"),
    ]
    assert "h" in found["people"][0]["t"]
    assert found["people"][1]["t"] == ""
    assert found["counts"] == {"present": 0, "expected": 1}
    said = answer.content.decode()
    for kept_out in ("Martin", "Éloïse", eloise.code, eloise.participant.email, "Benali"):
        assert kept_out not in said


def test_the_salt_is_the_same_for_each_device_and_another_for_each_session(browser, roster):
    salts = {
        browser.get(of(one, "liste")).json()["salt"] for one in (roster, roster, make_roster())
    }
    assert len(salts) == 2


@pytest.mark.parametrize("name", ADDRESSES)
def test_the_session_of_another_organisation_is_not_found(member, name):
    assert ask(member, make_roster(), name).status_code == 404


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_session_for_rsa_beneficiaries_is_the_departements_alone(browser, name):
    roster = make_roster(audience=SessionAudience.RSA)
    member = signed_in(join(roster.organisation).user)
    assert ask(member, roster, name).status_code == 404
    assert ask(browser, roster, name).status_code in {200, 400}
    assert member.get("/pointage/sessions.json").json() == {"sessions": []}


@pytest.mark.parametrize("name", ADDRESSES)
def test_an_organisation_that_is_suspended_is_at_no_door(roster, member, name):
    Organisation.objects.filter(pk=roster.organisation_id).update(
        suspended_at=timezone.now(), suspended_by=officer(), suspension_reason="Plainte"
    )
    assert ask(member, roster, name).status_code in {403, 404}


def test_sessions_are_those_around_today_under_a_neutral_name(browser):
    now = timezone.now()
    here = make_roster(
        starts_at=now, audience=SessionAudience.RSA, title="Atelier bénéficiaires RSA"
    )
    for days in (-3, 3):
        make_roster(starts_at=now + timedelta(days=days))
    make_people(here, 3)
    make_registration(here, 3, status=Status.PRESENT)
    answer = browser.get("/pointage/sessions.json")
    [found] = answer.json()["sessions"]
    assert (found["id"], found["label"]) == (here.pk, "Rendez-vous emploi")
    assert found["counts"] == {"present": 1, "expected": 4}
    assert "RSA" not in answer.content.decode()
    assert "RSA" not in browser.get(of(here, "liste")).content.decode()


def test_counts_of_a_member_are_not_multiplied_by_memberships(roster, member):
    make_people(roster, 2)
    [found] = member.get("/pointage/sessions.json").json()["sessions"]
    assert found["counts"] == {"present": 0, "expected": 2}


def test_an_organisation_is_told_the_names_of_those_who_agreed_alone(roster, member):
    shown = make_registration(roster, 0, shares_identity=True)
    masked = make_registration(roster, 1)
    gone = make_registration(roster, 2, shares_identity=True)
    Agreement.objects.filter(pk=gone.agreement_id).update(withdrawn_at=timezone.now())
    unsure = make_registration(roster, 3, shares_identity=True, status=Status.TO_CONFIRM)
    people = {row["h"]: row for row in ask(member, roster, "liste").json()["people"]}
    assert {h: row["i"] for h, row in people.items()} == {
        hash_for(shown): "É. M.",
        hash_for(masked): "",
        hash_for(gone): "",
    }
    found = member.get(of(roster, "noms"), {"q": "be"}).json()
    assert found["people"] == []
    offline = ask(member, roster, "noms-hors-ligne").json()
    assert offline["names"] == {hash_for(shown): "Éloïse Martin"}
    first, second = results(post_scans(member, roster, sent(masked), sent(shown)))
    assert "name" not in first
    assert "initials" not in first
    assert (second["name"], second["initials"]) == ("Éloïse Martin", "É. M.")
    assert hash_for(unsure) not in people


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("elo", ["Éloïse Martin"]),
        ("martin el", ["Éloïse Martin"]),
        ("OEuv", ["Jean-Luc Œuvrard"]),
        ("luc", ["Jean-Luc Œuvrard"]),
        ("tin", []),
        ("%a", []),
        ("m", []),
        ("", []),
        ("\u00e9\u00a0", []),
    ],
)
def test_a_name_is_found_by_its_beginning(browser, roster, typed, names):
    make_people(roster, 4)
    found = browser.get(of(roster, "noms"), {"q": typed}).json()
    assert [row["name"] for row in found["people"]] == names


def test_twenty_names_are_shown_and_more_is_said(browser, roster):
    make_people(roster, 21, last_name="Martin")
    found = browser.get(of(roster, "noms"), {"q": "martin"}).json()
    assert (len(found["people"]), found["more"]) == (20, True)


def test_an_account_is_found_by_its_own_name(browser, roster):
    user = UserFactory(first_name="Gwenaëlle", last_name="Le Goff")
    participant = make_registration(roster).participant
    participant.user, participant.email = user, ""
    participant.save()
    [found] = browser.get(of(roster, "noms"), {"q": "gwen goff"}).json()["people"]
    assert found["name"] == "Gwenaëlle Le Goff"


def test_names_that_leave_are_written_down(roster):
    person = officer()
    make_people(roster, 3)
    names = ask(signed_in(person), roster, "noms-hors-ligne").json()["names"]
    assert sorted(names.values()) == ["Chloé Petit", "Samir Benali", "Éloïse Martin"]
    [access] = ListAccess.objects.all()
    assert (access.how, access.by, access.rows) == (ListAccess.How.OFFLINE, person, 3)
    assert (access.by_name, access.roster) == (str(person), roster)
    assert access.network


def test_names_are_not_given_to_a_get(browser, roster):
    assert browser.get(of(roster, "noms-hors-ligne")).status_code == 405
    assert not ListAccess.objects.exists()


def test_scans_are_answered_one_by_one_with_the_counter(browser, roster):
    registration = make_registration(roster, slot=make_slot(roster))
    make_registration(roster, 1)
    good, forged = sent(registration), sent(code="QQQQQQQQQQ")
    answer = post_scans(browser, roster, good, forged)
    assert results(answer) == [
        {
            "nonce": good["nonce"],
            "status": "present",
            "reason": "",
            "person": hash_for(registration),
            "slot": browser.get(of(roster, "liste")).json()["people"][0]["t"],
            "initials": "É. M.",
            "name": "Éloïse Martin",
        },
        {"nonce": forged["nonce"], "status": "refused", "reason": UNKNOWN_CODE},
    ]
    assert answer.json()["counts"] == {"present": 1, "expected": 2}
    assert browser.get(of(roster, "compteur")).json() == {"present": 1, "expected": 2}


def test_a_clock_that_is_wrong_is_said(browser, roster):
    people = make_people(roster, 4)
    now = timezone.now()
    moments = [now, now + timedelta(days=1), "0001-01-01T00:00:00+23:59", "hier"]
    said = [
        "note" in result
        for result in results(
            post_scans(
                browser,
                roster,
                *(
                    sent(person, at=at if isinstance(at, str) else at.isoformat())
                    for person, at in zip(people, moments, strict=True)
                ),
            )
        )
    ]
    assert said == [False, True, True, True]
    assert roster.registrations.filter(status=Status.PRESENT).count() == 4


def test_a_cancelled_registration_is_a_presence_with_a_mark(browser, roster):
    [result] = results(
        post_scans(browser, roster, sent(make_registration(roster, status=Status.CANCELLED)))
    )
    assert result["status"] == "present_cancelled"
    assert "vérifier" in result["reason"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"scans"',
        b'{"scans": 3}',
        b'{"scans": {"0": 1}}',
        b"\xff\xfe",
        b'{"scans": ["\\ud800"]}',
        b"[" * 100_000,
        json.dumps({"scans": [{}] * 101}).encode(),
    ],
)
def test_what_is_no_sending_is_refused_in_french(browser, roster, body):
    answer = browser.post(of(roster, "pointages"), body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["message"].endswith(".")
    assert not Scan.objects.exists()


def test_a_scan_that_cannot_be_read_stops_no_other(browser, roster):
    registration = make_registration(roster)
    wrong = [
        7,
        None,
        {},
        {"nonce": "12"},
        sent(how="dream", code="A"),
        sent(),
        sent(code="A", person="B"),
        sent(code=["A"]),
        sent(code="A" * 5000),
        sent(code="A\x00B"),
        sent(person={"$ne": 1}),
        sent(how="walk_in"),
        sent(how="walk_in", first_name="A\x00", last_name="B", email="a@b.fr", agreed=True),
        sent(how="walk_in", first_name="A", last_name="B", email="pas une adresse", agreed=True),
        sent(how="walk_in", first_name="A" * 151, last_name="B", email="a@b.fr", agreed=True),
        sent(how="walk_in", first_name=["A"], last_name={}, email=3, agreed="oui"),
        sent(how="walk_in", first_name="Éloïse", last_name="Martin", agreed=True),
    ]
    found = results(post_scans(browser, roster, *wrong, sent(registration)))
    assert len(found) == len(wrong) + 1
    by_status = [result["status"] for result in found]
    assert sorted(by_status) == ["present"] + ["refused"] * len(wrong)
    assert all(result["reason"] for result in found if result["status"] == "refused")
    assert Registration.objects.count() == 1


def test_somebody_without_registration_is_noted_by_the_page(browser, roster):
    typed = {
        "first_name": " Noël ",
        "last_name": "Roux",
        "phone": "",
        "email": "Noel@Exemple.test",
        "agreed": True,
        "shares": True,
    }
    scan = sent(how="walk_in", **typed)
    [result] = results(post_scans(browser, roster, scan))
    assert (result["status"], result["initials"]) == ("present", "N. R.")
    registration = Registration.objects.get()
    assert (registration.participant.email, registration.shares_identity) == (
        "noel@exemple.test",
        True,
    )


def test_a_scan_needs_the_token_of_the_page(roster):
    person = officer()
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = signed_in(person).cookies
    registration = make_registration(roster)
    body = json.dumps({"scans": [sent(registration)]})
    address = of(roster, "pointages")
    assert strict.post(address, body, content_type="application/json").status_code == 403
    token = strict.get("/pointage/jeton.json").json()["token"]
    answer = strict.post(
        address, body, content_type="application/json", headers={"X-CSRFToken": token}
    )
    assert results(answer)[0]["status"] == "present"


def test_private_answers_are_kept_nowhere(browser, roster):
    for name in ("liste", "compteur", "noms"):
        assert "no-store" in browser.get(of(roster, name))["Cache-Control"]


@pytest.mark.parametrize("name", ["liste", "noms"])
def test_a_list_costs_the_same_for_one_and_for_twenty(browser, roster, name):
    slot = make_slot(roster)
    make_registration(roster, slot=slot)
    address = (of(roster, name), {"q": "martin"})
    one = queries_of(browser, *address)
    for number in range(1, 20):
        make_registration(roster, number, slot=slot, last_name="Martin")
    assert queries_of(browser, *address) == one


def test_the_sessions_of_the_day_cost_the_same_for_one_and_for_twenty(browser):
    make_roster()
    one = queries_of(browser, "/pointage/sessions.json")
    for _ in range(19):
        make_people(make_roster(), 2)
    assert queries_of(browser, "/pointage/sessions.json") == one


def test_signing_in_leads_back_to_the_session(client, browser):
    answer = client.get("/pointage/connexion/?session=12")
    assert answer["Location"].endswith("?next=/pointage/connexion/%3Fsession%3D12")
    assert browser.get("/pointage/connexion/?session=12")["Location"] == "/pointage/?session=12"
    assert browser.get("/pointage/connexion/?session=//x.test")["Location"] == "/pointage/"


# Taking back


def take_back(browser, roster, nonce):
    body = json.dumps({"nonce": nonce})
    return browser.post(of(roster, "reprise"), body, content_type="application/json")


def test_a_presence_is_taken_back_by_whoever_is_at_the_door(browser, member, roster):
    registration = make_registration(roster)
    scan = sent(registration)
    post_scans(browser, roster, scan)
    assert take_back(member, roster, scan["nonce"]).json() == {
        "counts": {"present": 0, "expected": 1}
    }
    registration.refresh_from_db()
    assert (registration.status, registration.came_at) == (Status.CONFIRMED, None)
    assert take_back(member, roster, scan["nonce"]).status_code == 400


def test_what_marked_nobody_cannot_be_taken_back(browser, roster):
    registration = make_registration(roster, status=Status.PRESENT)
    again = sent(registration)
    [result] = results(post_scans(browser, roster, again))
    assert result["status"] == "already"
    other = make_roster()
    elsewhere = sent(make_registration(other))
    post_scans(browser, other, elsewhere)
    for nonce in (again["nonce"], elsewhere["nonce"], "12", None, {}):
        answer = take_back(browser, roster, nonce)
        assert answer.status_code == 400
        assert answer.json()["message"].endswith(".")
    assert (
        browser.post(of(roster, "reprise"), b"[", content_type="application/json").status_code
        == 400
    )
    assert roster.registrations.get().status == Status.PRESENT
