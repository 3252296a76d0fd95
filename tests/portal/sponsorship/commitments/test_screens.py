"""The screens of both sides: what is shown to whom, and what it costs."""

import pytest
from django.urls import reverse

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.applications.services.withdrawing import withdraw_agreement
from portal.participation import rules
from portal.sponsorship.commitments.home_tiles import commitments
from portal.sponsorship.commitments.links import token_of
from portal.sponsorship.commitments.models import (
    HoursSharing,
    VolunteerCommitment,
    VolunteerHours,
)
from portal.sponsorship.commitments.services.reminding import tell_all_waiting
from portal.sponsorship.commitments.states import HoursState, State
from tests.portal.accounts.people import officer, person_with, queries_of
from tests.portal.participation.people import make_guest
from tests.portal.sponsorship.commitments.volunteers import (
    association,
    browser,
    by_member,
    by_volunteer,
    candidate,
    committed,
    confirmed,
    days_ago,
)
from tests.sizes import MANY
from tests.states import fresh

pytestmark = pytest.mark.django_db
LIST = "/benevolat/engagements/"


def page(user, path):
    response = browser(user).get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def one(commitment):
    return f"/mon-espace/benevolat/{commitment.pk}/"


def test_a_person_notes_hours_and_corrects_what_is_wrong(commitment, person):
    client = browser(person)
    typed = {"day": days_ago(1).isoformat(), "hours": "2,6"}
    response = client.post(one(commitment), typed)
    assert response.status_code == 422
    text = response.content.decode()
    assert "par quart d’heure" in text
    assert 'value="2,6"' in text
    response = client.post(one(commitment), {**typed, "hours": "2,5"}, follow=True)
    assert "L’association doit encore confirmer ces heures" in response.content.decode()
    line = VolunteerHours.objects.get(commitment=commitment)
    path = f"{one(commitment)}heures/{line.pk}/corriger/"
    assert 'value="2,5"' in client.get(path).content.decode()
    client.post(path, {**typed, "hours": "3", "version": line.version})
    assert fresh(line).hours == 3
    client.post(f"{one(commitment)}heures/{line.pk}/reprendre/")
    assert fresh(line).state == HoursState.TAKEN_BACK


def test_the_person_answers_what_the_association_noted(commitment, member, person):
    lines = [by_member(commitment, member, ago=ago) for ago in (1, 2)]
    client = browser(person)
    client.post(f"{one(commitment)}heures/{lines[0].pk}/confirmer/", {"version": "0"})
    path = f"{one(commitment)}heures/{lines[1].pk}/refuser/"
    assert client.post(path, {"reason": ""}).status_code == 422
    client.post(path, {"reason": "J’étais ailleurs.", "version": "0"})
    assert [fresh(line).state for line in lines] == [HoursState.CONFIRMED, HoursState.REFUSED]
    tile = commitments(person).tile
    assert "2\u00a0h confirmées" in tile.state


def test_what_waits_for_the_person_is_the_first_thing_of_their_space(commitment, member, person):
    assert commitments(candidate()).tile is None
    by_member(commitment, member)
    overview = commitments(person)
    assert [step.rank for step in overview.steps] == [10]
    assert "attend" in page(person, "/mon-espace/benevolat/")
    assert "Bénévolat" in page(person, reverse("space:home"))


def test_a_link_does_the_same_without_an_account(client, organisation, member):
    guest = make_guest()
    mine = committed(organisation, guest)
    path = f"/engagement/{token_of(mine)}/"
    client.post(path, {"day": days_ago(1).isoformat(), "hours": "2"})
    line = mine.hours.get()
    assert (line.declared_by, line.hours) == (None, 2)
    browser(member).post(f"{LIST}{mine.pk}/heures/{line.pk}/confirmer/", {"version": line.version})
    client.post(f"{path}attestation/")
    made = mine.certificates.get()
    assert client.get(f"{path}attestation/{made.number}/")["Content-Type"] == "application/pdf"
    client.post(f"{path}communiquer/", {"is_shared": "on"})
    assert HoursSharing.objects.active().filter(participant=guest).exists()
    client.post(f"{path}terminer/", {"word": "Merci à vous."})
    assert fresh(mine).state == State.ENDED
    # The lines of others are not found by it.
    other = by_volunteer(committed(organisation, make_guest()))
    assert client.post(f"{path}heures/{other.pk}/reprendre/").status_code == 404


def test_everybody_may_tick_the_box_and_untick_it_at_once(person):
    client = browser(person)
    rows = HoursSharing.objects.owned_by(person).active()
    text = client.get("/mon-espace/benevolat/").content.decode()
    assert "Mes heures peuvent être communiquées à mon conseiller" in text
    assert "checked" not in text
    for typed, count in (({"is_shared": "on"}, 1), ({"is_shared": "on"}, 1), ({}, 0), ({}, 0)):
        client.post("/mon-espace/benevolat/communiquer/", typed)
        assert rows.count() == count
    # Without a commitment too.
    nobody = candidate()
    browser(nobody).post("/mon-espace/benevolat/communiquer/", {"is_shared": "on"})
    assert HoursSharing.objects.owned_by(nobody).active().exists()


def test_the_association_reads_its_own_and_what_waits_first(organisation, member, commitment):
    stranger = association(name="Une autre")[1]
    quiet = committed(organisation, make_guest(last_name="Calme"))
    by_volunteer(commitment)
    text = page(member, LIST)
    assert text.index("Éloïse Martin") < text.index("Calme")
    assert "1\u00a0déclaration à confirmer" in text
    assert "Éloïse" not in page(stranger, LIST)
    for path in ("", "terminer/", "attestation/X/"):
        assert browser(stranger).get(f"{LIST}{commitment.pk}/{path}").status_code == 404
    withdraw_agreement(application=quiet.application, actor=Actor(None, guest_name="Nadia"))
    assert "Calme" not in page(member, LIST)
    assert browser(member).get(f"{LIST}{quiet.pk}/").status_code == 404


def test_who_follows_the_person_or_is_the_person_does_not_act_for_the_association(
    organisation, member, commitment, monkeypatch
):
    own = committed(organisation, member)
    rows = VolunteerCommitment.objects.received_by(member)
    assert commitment in rows
    assert own not in rows
    monkeypatch.setattr(rules, "_acting_for", [lambda user: type(user).objects.exclude(pk=user.pk)])
    assert commitment not in VolunteerCommitment.objects.received_by(member)


@pytest.mark.parametrize("kind", ["company", "department"])
def test_members_of_other_kinds_have_no_such_screen(kind):
    _, manager = association(name="Autre", kind=kind)
    assert browser(manager).get(LIST).status_code == 403


def test_an_association_that_is_not_verified_has_none():
    assert browser(association(verified_at=None)[1]).get(LIST).status_code == 403


def test_officers_read_and_change_nothing(commitment, member):
    agent = officer()
    line = by_volunteer(commitment)
    text = page(agent, f"{LIST}{commitment.pk}/")
    assert "Éloïse Martin" in text
    assert "<form" not in text.split('class="reading"')[1].split("</main>")[0]
    assert "déclaration à confirmer" not in page(agent, LIST)
    paths = ("", f"heures/{line.pk}/confirmer/", "terminer/", "attestation/")
    for path in paths:
        assert browser(agent).post(f"{LIST}{commitment.pk}/{path}").status_code == 404
    answer = browser(agent).post(f"{LIST}confirmer/", {"ids": [line.pk], "stage": "send"})
    assert answer.status_code == 302
    assert fresh(line).state == HoursState.WAITING
    adviser = person_with(LevelName.ADVISER)
    assert browser(adviser).get(LIST).status_code == 403


def test_officers_confirm_for_a_mission_of_the_department(person):
    agent, own = officer(), officer()
    service, _ = association(kind="department", name="Service des sports")
    line = by_volunteer(committed(service, person))
    assert tell_all_waiting() == 2
    text = page(agent, LIST)
    assert "1\u00a0déclaration à confirmer" in text
    path = f"{LIST}{line.commitment_id}/"
    assert "Confirmer" in page(agent, path)
    assert "Le Département doit confirmer." in page(person, one(line.commitment))
    browser(agent).post(f"{path}heures/{line.pk}/confirmer/", {"version": line.version})
    assert (fresh(line).state, fresh(line).decided_by) == (HoursState.CONFIRMED, agent)
    # Nobody answers for a mission of which they are the volunteer.
    theirs = by_volunteer(committed(service, own))
    assert browser(own).get(f"{LIST}{theirs.commitment_id}/").status_code == 200
    answer = browser(own).post(f"{LIST}{theirs.commitment_id}/heures/{theirs.pk}/confirmer/")
    assert answer.status_code == 404


def test_many_are_confirmed_in_two_steps_with_their_count(organisation, member, commitment):
    lines = [by_volunteer(commitment, ago=ago) for ago in (1, 2, 3)]
    outside = by_volunteer(committed(association(name="Une autre")[0]))
    client = browser(member)
    typed = {"ids": [line.pk for line in (*lines[:2], outside)]}
    text = client.post(f"{LIST}confirmer/", typed).content.decode()
    assert "Confirmer 2\u00a0déclarations, 4\u00a0h" in text
    assert fresh(lines[0]).state == HoursState.WAITING
    versions = {f"version-{line.pk}": line.version for line in lines}
    response = client.post(f"{LIST}confirmer/", {**typed, **versions, "stage": "send"}, follow=True)
    assert "2\u00a0déclarations confirmées, 4\u00a0h." in response.content.decode()
    states = [fresh(line).state for line in (*lines, outside)]
    assert states == ["confirmed", "confirmed", "waiting", "waiting"]
    response = client.post(f"{LIST}confirmer/", {"ids": ["x", "9" * 30]}, follow=True)
    assert "Cochez au moins une déclaration." in response.content.decode()


def test_lists_cost_the_same_for_1_and_20_rows(organisation, member, commitment, person):
    paths = ((member, LIST), (member, f"{LIST}{commitment.pk}/"), (person, one(commitment)))
    mine = (person, "/mon-espace/benevolat/")
    by_volunteer(commitment)
    clients = {user.pk: browser(user) for user in (member, person)}
    few = [queries_of(clients[user.pk], path) for user, path in (*paths, mine)]
    for number in range(MANY - 1):
        by_volunteer(committed(organisation, make_guest()))
        by_volunteer(committed(organisation, person), 1, ago=2 + number)
        confirmed(commitment, member, 1, ago=3 + number)
    many = [queries_of(clients[user.pk], path) for user, path in (*paths, mine)]
    assert many == few
