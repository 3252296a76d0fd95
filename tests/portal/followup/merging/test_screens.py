"""The screens of a merge: found, compared, proposed, agreed; and where the pointer leads."""

import html
from copy import deepcopy
from datetime import timedelta

import pytest
from django.utils import timezone

from portal.accounts.level_names import LevelName as L
from portal.followup.merging.comparing import compare
from portal.followup.models import Appointment, CaseMerge, JournalEntry
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.factories import UserFactory
from tests.portal.accounts.people import person_with, queries_of, signed_in
from tests.portal.followup.merging.laid import make_pair, make_pointer, merged, propose
from tests.portal.followup.people_of_the_area import make_professional, make_unit, orient
from tests.portal.followup.procedures.laid import make_procedure

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def everybody(lasting):
    unit = make_unit()
    return (
        make_professional(unit=unit),
        make_professional(L.UNIT_MANAGER, unit=unit),
        make_professional(L.ORIENTATION_OFFICER),
    )


@pytest.fixture
def people(everybody, db):
    return deepcopy(everybody)


def address(case, path="") -> str:
    return f"/suivi/dossiers/{case.pk}/{path}"


def text_of(answer) -> str:
    return html.unescape(answer.content.decode()).replace("\u00a0", " ")


def test_from_a_case_to_its_duplicate_to_the_agreement_of_another(people):
    referent, manager, officer = people
    kept, loser = make_pair(referent, phone="0612345678")
    orient(kept)
    orient(loser)
    browser = signed_in(manager.user)
    found = text_of(browser.get(address(kept, "fusion/")))
    assert loser.shown_number in found
    typed = browser.post(address(kept, "fusion/"), {"number": loser.number})
    assert typed.url == address(kept, f"fusion/{loser.pk}/")
    page = browser.get(typed.url)
    fields = page.context["form"].fields
    assert {"phone", "household", "orientation", "reason"} <= fields.keys()
    # What a case has one of is chosen, never by default.
    assert fields["orientation"].initial is None
    values = {"phone": "loser", "household": "kept", "reason": "Saisie deux fois."}
    values["seen"] = page.context["comparison"].seal
    missing = browser.post(typed.url, values)
    assert missing.status_code == 422
    assert "Saisie deux fois." in text_of(missing)
    assert browser.post(typed.url, values | {"orientation": "kept"}).status_code == 302
    with system_scope(Scope.TEST):
        merge = CaseMerge.unscoped.get()
    shown = f"/suivi/fusions/{merge.pk}/"
    assert "Fusionner les deux dossiers" not in text_of(browser.get(shown))
    other = signed_in(officer.user)
    assert "Fusionner les deux dossiers" in text_of(other.get(shown))
    done = other.post(f"{shown}accord/", follow=True)
    assert "sont fusionnés" in text_of(done)
    # Who manages the unit still reads what was done.
    assert browser.get(shown).status_code == 200


def test_the_address_of_the_pointer_leads_to_the_case_that_is_kept_for_who_reads_it(people):
    referent, manager, officer = people
    kept, loser = make_pair(referent)
    merged(kept, loser, manager, officer)
    for one in (referent, manager, officer):
        answer = signed_in(one.user).get(address(loser))
        assert (answer.status_code, answer.url) == (302, address(kept))
    stranger = make_professional()
    for path in ("", "identite/", "ecrire/"):
        assert signed_in(stranger.user).get(address(loser, path)).status_code == 404
    for user in (person_with(L.RIGHTS_ADMINISTRATOR), UserFactory()):
        assert signed_in(user).get(address(loser)).status_code == 403


def test_a_form_sent_to_the_pointer_gives_back_what_was_typed(people):
    referent, manager, officer = people
    kept, loser = make_pair(referent, referent)
    browser = signed_in(referent.user)
    assert browser.get(address(loser, "journal/ecrire/")).status_code == 200
    merged(kept, loser, manager, officer, referent="kept")
    note = {"text": "Un long texte.", "visibility": "team", "on": "2026-03-02"}
    answer = browser.post(address(loser, "journal/ecrire/"), note)
    assert answer.status_code == 409
    assert "Un long texte." in text_of(answer)
    assert kept.shown_number in text_of(answer)
    with system_scope(Scope.TEST):
        assert not JournalEntry.unscoped.exists()


def test_who_orients_compares_identities_and_nothing_of_the_follow_up(people):
    referent, manager, officer = people
    kept, loser = make_pair(referent)
    orient(kept)
    make_procedure(kept, reporter=referent)
    with system_scope(Scope.TEST):
        for visibility in ("team", "profession"):
            JournalEntry.unscoped.create(
                beneficiary=loser,
                on=timezone.localdate(),
                text="Parole confidentielle",
                visibility=visibility,
                profession="social",
            )
    with acting_as(manager.user):
        counts = {line.label: line.loser for line in compare(kept, loser, manager.user).counts}
    # The confidential one is neither shown nor counted.
    assert counts["Notes de l’équipe"] == "1"
    with acting_as(officer.user):
        labels = {line.label for line in compare(kept, loser, officer.user).counts}
    assert "Orientations" in labels
    assert labels.isdisjoint({"Notes de l’équipe", "Rendez-vous", "Procédures", "Contrats"})
    for one in (manager, officer):
        page = text_of(signed_in(one.user).get(address(kept, f"fusion/{loser.pk}/")))
        assert "confidentielle" not in page


def test_the_timeline_says_from_which_case_a_line_comes(people):
    referent, manager, officer = people
    kept, loser = make_pair(referent)
    with system_scope(Scope.TEST):
        for case, text in ((kept, "D’ici."), (loser, "De là.")):
            JournalEntry.unscoped.create(
                beneficiary=case, on=timezone.localdate(), text=text, visibility="team"
            )
    orient(kept)
    orient(loser)
    merge = merged(kept, loser, manager, officer, orientation="kept")
    page = signed_in(referent.user).get(address(kept))
    events = {one.text: one.origin for one in page.context["timeline"].events if one.text}
    assert events == {"D’ici.": "", "De là.": loser.shown_number}
    assert f"l’ancien dossier n° {loser.shown_number}" in text_of(page)
    history = text_of(signed_in(referent.user).get(address(kept, f"fusions/{merge.pk}/")))
    assert "Orientation : Social" in history
    assert "Orientation : parcours social" in history
    assert manager.name in history
    assert officer.name in history


def test_a_stranger_finds_neither_the_merge_nor_a_case_by_its_number(people):
    referent, manager, officer = people
    kept, loser = make_pair(referent)
    merge = propose(kept, loser, officer)
    other = make_professional(L.UNIT_MANAGER)
    own, _ = make_pair(make_professional(unit=other.unit))
    browser = signed_in(other.user)
    assert browser.get(f"/suivi/fusions/{merge.pk}/").status_code == 404
    assert browser.post(f"/suivi/fusions/{merge.pk}/accord/").status_code == 404
    assert browser.get(address(own, f"fusion/{kept.pk}/")).status_code == 404
    answer = browser.post(address(own, "fusion/"), {"number": kept.number})
    assert answer.status_code == 422
    assert address(kept) not in text_of(answer)
    assert signed_in(manager.user).get(f"/suivi/fusions/{merge.pk}/").status_code == 200


def test_lists_cost_the_same_for_one_merge_and_for_twenty(people):
    referent, manager, _ = people
    kept, _ = make_pair(referent)
    browser = signed_in(manager.user)
    counts = []
    for more in (1, 19):
        for _ in range(more):
            make_pointer(kept, manager)
        browser.get("/suivi/fusions/")
        counts.append(queries_of(browser, "/suivi/fusions/"))
    assert counts[0] == counts[1]


def test_a_comparison_costs_the_same_whatever_the_cases_hold(people):
    referent, manager, _ = people
    kept, loser = make_pair(referent)
    browser = signed_in(manager.user)
    there = address(kept, f"fusion/{loser.pk}/")
    browser.get(there)
    before = queries_of(browser, there)
    with system_scope(Scope.TEST):
        for days in range(1, 20):
            Appointment.unscoped.create(
                beneficiary=loser,
                professional=referent,
                starts_at=timezone.now() - timedelta(days=days),
                state="held",
            )
    assert queries_of(browser, there) == before
