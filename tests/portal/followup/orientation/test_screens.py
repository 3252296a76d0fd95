"""The screens of orientation: what is shown, kept, and refused."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.followup.models import (
    AccessEntry,
    Beneficiary,
    Handover,
    Orientation,
    Path,
    ReferentAssignment,
)
from tests.portal.accounts.people import signed_in
from tests.portal.followup.orientation.things import (
    address,
    make_appointment,
    make_draft,
    make_request,
    make_right,
    make_step,
    rows,
    sent_back,
)
from tests.portal.followup.people_of_the_area import (
    join_team,
    make_beneficiary,
    make_professional,
    orient,
    refer,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def orientation_data(world, **fields):
    values = {
        "path": Path.PROFESSIONAL,
        "structure": world.structure.pk,
        "unit": world.unit.pk,
        "starts_on": TODAY().isoformat(),
        "seen": world.orientation.pk,
    }
    return values | fields


def test_an_officer_orients_from_the_pathway_of_anybody(world):
    browser = signed_in(world.officer.user)
    page = browser.get(address("pathway", world.case)).content.decode()
    assert address("orient", world.case) in page
    assert browser.get(address("orient", world.case)).status_code == 200
    answer = browser.post(address("orient", world.case), orientation_data(world))
    assert answer.status_code == 302
    assert len(rows(Orientation, beneficiary=world.case)) == 2
    page = browser.get(address("pathway", world.case)).content.decode()
    assert "Professionnel" in page
    assert "Fin de l’orientation" in page


def test_an_overlap_is_said_beside_the_day_and_what_was_typed_is_kept(world):
    data = orientation_data(
        world, starts_on=(TODAY() - timedelta(days=60)).isoformat(), reason="Motif gardé"
    )
    answer = signed_in(world.officer.user).post(address("orient", world.case), data)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "couvre déjà ces dates" in page
    assert "Motif gardé" in page


def test_the_decision_of_another_officer_is_shown_beside_ones_own(world):
    browser = signed_in(world.officer.user)
    browser.post(address("orient", world.case), orientation_data(world, reason="La première"))
    late = orientation_data(world, path=Path.SOCIAL, reason="La seconde")
    answer = browser.post(address("orient", world.case), late)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "La première" in page
    assert "La seconde" in page
    # Sent once more, it is meant.
    again = late | {"seen": rows(Orientation, beneficiary=world.case)[-1].pk}
    assert browser.post(address("orient", world.case), again).status_code == 302


def test_france_travail_is_recorded_in_one_confirmation(world):
    case = make_beneficiary(unit=world.unit)
    make_right(case, received=50)
    browser = signed_in(world.officer.user)
    page = browser.get(reverse("followup:requests")).content.decode()
    assert "Délai passé" in page
    assert address("orient_france_travail", case) in page
    data = sent_back(browser.get(address("orient_france_travail", case))) | {
        "structure": world.structure.pk
    }
    assert browser.post(address("orient_france_travail", case), data).status_code == 302
    (orientation,) = rows(Orientation, beneficiary=case)
    assert orientation.by_france_travail
    assert (
        "Orientation par France Travail" in browser.get(address("pathway", case)).content.decode()
    )


def test_the_letter_of_the_orientation_is_a_pdf_and_a_line_of_the_log(world):
    answer = signed_in(world.officer.user).get(
        address("orientation_letter", world.case, world.orientation.pk)
    )
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    entries = rows(AccessEntry, beneficiary=world.case, act=AccessEntry.Act.PRINT)
    assert len(entries) == 1


def test_a_notification_is_written(world):
    case = make_beneficiary(unit=world.unit)
    orientation = orient(case, notified_on=None)
    browser = signed_in(world.officer.user)
    assert str(case) in browser.get("/suivi/orientation/?liste=notifier").content.decode()
    url = address("notify", case, orientation.pk)
    assert browser.get(url).status_code == 200
    assert browser.post(url, {"on": TODAY().isoformat()}).status_code == 302
    assert rows(Orientation, pk=orientation.pk)[0].notified_on == TODAY()
    assert str(case) not in browser.get("/suivi/orientation/?liste=notifier").content.decode()


def test_a_correction_is_for_what_was_not_notified(world):
    browser = signed_in(world.officer.user)
    assert (
        browser.get(address("correct_orientation", world.case, world.orientation.pk)).status_code
        == 404
    )
    case = make_beneficiary(unit=world.unit)
    orientation = orient(case, notified_on=None)
    url = address("correct_orientation", case, orientation.pk)
    data = sent_back(browser.get(url))
    assert browser.post(url, data | {"reason": "Corrigé"}).status_code == 302
    assert browser.post(url, data).status_code == 409


def test_lists_of_the_officer_have_the_oldest_first(world):
    cases = [make_beneficiary() for _ in range(3)]
    for case, received in zip(cases, (10, 60, 30), strict=True):
        make_right(case, received=received)
    without = make_beneficiary()
    make_right(make_beneficiary(first_name="Sansdevoirs"), received=90, has_duties=False)
    page = signed_in(world.officer.user).get(reverse("followup:requests")).content.decode()
    places = [page.index(str(case)) for case in (cases[1], cases[2], cases[0], without)]
    assert places == sorted(places)
    assert "Non soumis·e aux droits et devoirs" in page
    assert "Aucun droit connu" in page


def test_somebody_whose_referent_is_of_the_former_structure_waits_for_a_handover(world):
    browser = signed_in(world.officer.user)
    assert str(world.case) not in browser.get("/suivi/orientation/?liste=referent").content.decode()
    browser.post(
        address("orient", world.case),
        orientation_data(world, structure=world.partner_structure.pk),
    )
    page = browser.get("/suivi/orientation/?liste=referent").content.decode()
    assert str(world.case) in page
    assert "passation à faire" in page


@pytest.mark.parametrize("name", ["orienter", "notifier", "demandes", "referent"])
def test_a_list_costs_the_same_for_one_and_twenty_rows(world, name):
    def add():
        case = make_beneficiary(unit=world.unit)
        make_right(case, received=5)
        if name == "notifier":
            orient(case, notified_on=None)
        elif name == "demandes":
            orient(case)
            make_request(case, world.referent)
        elif name == "referent":
            orient(case)
            refer(case, world.partner)

    browser = signed_in(world.officer.user)
    counts = []
    for many in (1, 19):
        for _ in range(many):
            add()
        browser.get(f"/suivi/orientation/?liste={name}")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert browser.get(f"/suivi/orientation/?liste={name}").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_pathway_costs_the_same_for_one_and_many_lines(world):
    browser = signed_in(world.referent.user)
    browser.get(address("pathway", world.case))
    counts = []
    for many in (1, 6):
        for _ in range(many):
            make_request(world.case, world.referent, state="refused")
            join_team(world.case, world.colleague, ends_at=timezone.now())
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address("pathway", world.case)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def transfer_data(world, page, **fields):
    return sent_back(page, **({"professional": world.colleague.pk} | fields))


def test_a_transfer_asks_what_becomes_of_each_thing_and_proposes_it(world):
    make_appointment(world.case, world.referent)
    step = make_step(world.case, "Prendre rendez-vous au CMP")
    make_draft(world.case, world.referent.user)
    url = address("assign", world.case)
    page = signed_in(world.officer.user).get(url)
    text = page.content.decode()
    # Who orients reads no content of the case.
    assert "CMP" not in text
    assert "Texte en cours" in text
    browser = signed_in(world.manager.user)
    page = browser.get(url)
    assert "CMP" in page.content.decode()
    data = transfer_data(world, page)
    del data[f"devenir_step_{step.pk}"]
    answer = browser.post(url, data)
    assert answer.status_code == 422
    assert "Choisissez ce que cela devient" in answer.content.decode()
    assert browser.post(url, transfer_data(world, page)).status_code == 302
    assert len(rows(Handover, beneficiary=world.case)) == 3
    assert signed_in(world.referent.user).get(address("pathway", world.case)).status_code == 404
    assert signed_in(world.colleague.user).get(address("pathway", world.case)).status_code == 200


def test_what_came_while_the_form_was_open_is_asked(world):
    url = address("assign", world.case)
    browser = signed_in(world.officer.user)
    data = transfer_data(world, browser.get(url))
    appointment = make_appointment(world.case, world.referent)
    answer = browser.post(url, data)
    assert answer.status_code == 422
    assert f"devenir_appointment_{appointment.pk}" in answer.content.decode()
    assert rows(ReferentAssignment, beneficiary=world.case, ends_at=None)[0].professional_id == (
        world.referent.pk
    )


def test_a_referent_of_another_structure_is_no_choice(world):
    browser = signed_in(world.officer.user)
    url = address("assign", world.case)
    page = browser.get(url)
    assert world.partner.name not in page.content.decode()
    answer = browser.post(url, transfer_data(world, page, professional=world.partner.pk))
    assert answer.status_code == 422


def test_an_exit_and_its_undoing(world):
    browser = signed_in(world.officer.user)
    assert browser.get(address("take_back_exit", world.case)).status_code == 404
    data = {"reason": "move", "on": TODAY().isoformat(), "situation": "Partie à Lyon"}
    assert browser.get(address("exit", world.case)).status_code == 200
    assert browser.post(address("exit", world.case), data).status_code == 302
    page = browser.get(address("pathway", world.case)).content.decode()
    assert "Partie à Lyon" in page
    assert browser.get(address("take_back_exit", world.case)).status_code == 200
    answer = browser.post(address("take_back_exit", world.case), {"why": "Homonyme"})
    assert answer.status_code == 302
    assert rows(Beneficiary, pk=world.case.pk)[0].state == "active"
    page = browser.get(address("pathway", world.case)).content.decode()
    assert "Homonyme" in page


CASE_SCREENS = ["pathway", "orient", "orient_france_travail", "assign", "request", "exit"]
OF_ORIENTATION = ["notify", "correct_orientation", "orientation_letter"]
# What each gets on the case of `world`: nobody else learns that it exists.
_HIDDEN = frozenset({403, 404})
EDGES = {
    "stranger": dict.fromkeys(["pathway", "assign", "request"], _HIDDEN),
    "partner": dict.fromkeys(["pathway", "assign", "request"], _HIDDEN),
    "other_manager": dict.fromkeys(["pathway", "assign", "request"], _HIDDEN),
    "administrator": {},
    "candidate": {},
}


@pytest.mark.parametrize("who", EDGES)
def test_nobody_else_reaches_a_screen_of_the_case(world, who):
    person = getattr(world, who)
    browser = signed_in(getattr(person, "user", person))
    urls = {name: address(name, world.case) for name in CASE_SCREENS}
    urls |= {name: address(name, world.case, world.orientation.pk) for name in OF_ORIENTATION}
    for name, url in urls.items():
        assert browser.get(url).status_code in EDGES[who].get(name, {403}), name
        assert browser.post(url, {}).status_code in {403, 404, 405}, name
    if who in {"stranger", "partner"}:
        assert browser.get(urls["pathway"]).status_code == 404
        assert browser.get(urls["request"]).status_code == 404


def test_a_team_member_reads_the_pathway_and_asks_nothing(world):
    join_team(world.case, world.stranger)
    browser = signed_in(world.stranger.user)
    assert browser.get(address("pathway", world.case)).status_code == 200
    assert browser.get(address("request", world.case)).status_code == 404


def test_why_somebody_is_in_the_team_is_for_who_reads_the_whole_case(world):
    colleague = make_professional()
    join_team(world.case, colleague, reason="Suivi psychologique")
    pages = {
        who: signed_in(who).get(address("pathway", world.case)).content.decode()
        for who in (world.officer.user, world.referent.user)
    }
    assert all(str(colleague) in page for page in pages.values())
    assert "Suivi psychologique" in pages[world.referent.user]
    assert "Suivi psychologique" not in pages[world.officer.user]


def test_an_orientation_of_another_case_is_not_found_under_this_one(world):
    other = make_beneficiary(unit=world.unit)
    orientation = orient(other, notified_on=None)
    request = make_request(other, world.stranger)
    browser = signed_in(world.officer.user)
    for name, key in (
        *((name, orientation.pk) for name in OF_ORIENTATION),
        ("answer_request", request.pk),
    ):
        assert browser.get(address(name, world.case, key)).status_code == 404, name


def test_history_is_said_in_plain_words(world):
    browser = signed_in(world.officer.user)
    browser.post(address("orient", world.case), orientation_data(world))
    page = browser.get(address("assign", world.case))
    browser.post(address("assign", world.case), transfer_data(world, page))
    page = browser.get(address("pathway", world.case)).content.decode()
    for words in (
        "Dossier ouvert",
        "Orientation : parcours professionnel",
        f"{world.referent} n’est plus référent·e",
        str(world.officer.user),
    ):
        assert words in page.replace("\u00a0", " "), words


def test_who_does_not_read_a_contract_is_not_told_that_there_is_none(world):
    page = signed_in(world.officer.user).get(address("pathway", world.case)).content.decode()
    assert "<dt>Parcours</dt>" in page
    assert "<dt>Contrat</dt>" not in page
    assert "Prochain rendez-vous" not in page
    whole = signed_in(world.referent.user).get(address("pathway", world.case)).content.decode()
    assert "<dt>Contrat</dt>" in whole
