"""The screens of a reassignment: picked, proposed, previewed, applied, printed."""

import html

import pytest
from django.utils import timezone

from portal.accounts.level_names import LevelName as L
from portal.followup.models import AccessEntry, Reassignment, ReferentAssignment
from portal.followup.reassignment import paper
from portal.followup.rows.scope import Scope, system_scope
from tests.factories import UserFactory
from tests.portal.accounts.people import person_with, queries_of, signed_in
from tests.portal.followup.people_of_the_area import (
    make_beneficiary,
    make_professional,
    make_unit,
    orient,
    refer,
)

pytestmark = pytest.mark.django_db
ROOT = "/suivi/unite/reaffectations/"


@pytest.fixture
def world(db):
    unit = make_unit()
    manager = make_professional(L.UNIT_MANAGER, unit=unit)
    leaving, other = make_professional(unit=unit), make_professional(unit=unit)
    cases = [make_beneficiary(leaving) for _ in range(2)]
    for case in cases:
        orient(case)
    return manager, leaving, other, cases


def text_of(answer) -> str:
    return html.unescape(answer.content.decode()).replace("\u00a0", " ")


def typed(page, **changes) -> dict[str, str]:
    """What the form of a page holds."""
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: str(value) for name, value in (values | changes).items() if value is not None}


def test_picked_previewed_then_applied(world):
    manager, leaving, other, cases = world
    browser = signed_in(manager.user)
    assert leaving.name in text_of(browser.get(ROOT))
    page = browser.get(f"{ROOT}{leaving.pk}/")
    assert [load.after for load in page.context["loads"]] == [2]
    preview = browser.post(f"{ROOT}{leaving.pk}/", typed(page) | {"go": "preview"})
    assert "Ce qui va se passer" in text_of(preview)
    with system_scope(Scope.TEST):
        assert not Reassignment.unscoped.exists()
    done = browser.post(f"{ROOT}{leaving.pk}/", typed(preview) | {"go": "apply"}, follow=True)
    assert "2 dossiers confiés" in text_of(done)
    with system_scope(Scope.TEST):
        made = Reassignment.unscoped.get()
        now = ReferentAssignment.unscoped.filter(ends_at=None)
        assert {one.professional_id for one in now} == {other.pk}
    letters = browser.get(f"{ROOT}faites/{made.pk}/lettres.pdf")
    assert letters["Content-Type"] == "application/pdf"
    with system_scope(Scope.TEST):
        lines = AccessEntry.unscoped.filter(place="followup:reassignment_letters")
        assert {line.beneficiary_id for line in lines} == {case.pk for case in cases}


def test_a_choice_is_changed_or_left_for_later(world):
    manager, leaving, other, (one, two) = world
    third = make_professional(unit=leaving.unit)
    browser = signed_in(manager.user)
    page = browser.get(f"{ROOT}{leaving.pk}/")
    values = typed(page, **{f"case_{one.pk}": str(third.pk), f"case_{two.pk}": ""})
    preview = browser.post(f"{ROOT}{leaving.pk}/", values | {"go": "preview"})
    assert {load.professional.pk: load.after for load in preview.context["loads"]} == {
        other.pk: 0,
        third.pk: 1,
    }
    browser.post(f"{ROOT}{leaving.pk}/", typed(preview) | {"go": "apply"})
    with system_scope(Scope.TEST):
        now = ReferentAssignment.unscoped.filter(ends_at=None)
        assert {row.beneficiary_id: row.professional_id for row in now} == {
            one.pk: third.pk,
            two.pk: leaving.pk,
        }


def test_somebody_who_is_not_offered_is_refused(world):
    manager, leaving, _, (one, _) = world
    outside = make_professional()
    browser = signed_in(manager.user)
    page = browser.get(f"{ROOT}{leaving.pk}/")
    # Python reads no number of thousands of digits.
    values = typed(page, **{f"case_{one.pk}": str(outside.pk), "case_7": "9" * 5000})
    for go in ("preview", "apply"):
        answer = browser.post(f"{ROOT}{leaving.pk}/", values | {"go": go})
        assert answer.status_code == 422


def test_a_case_that_somebody_took_meanwhile_is_said(world):
    manager, leaving, other, (one, two) = world
    browser = signed_in(manager.user)
    page = browser.get(f"{ROOT}{leaving.pk}/")
    preview = browser.post(f"{ROOT}{leaving.pk}/", typed(page) | {"go": "preview"})
    with system_scope(Scope.TEST):
        ReferentAssignment.unscoped.filter(beneficiary=one).update(ends_at=timezone.now())
        refer(one, other)
    done = browser.post(f"{ROOT}{leaving.pk}/", typed(preview) | {"go": "apply"}, follow=True)
    assert "1 dossier laissé" in text_of(done)
    assert "quelqu’un l’a repris" in text_of(done)
    with system_scope(Scope.TEST):
        assert ReferentAssignment.unscoped.filter(beneficiary=two, professional=other).exists()


def test_what_was_left_is_said_with_its_number_to_who_reads_the_case_alone(world):
    manager, _, _, (own, _) = world
    other = make_beneficiary(make_professional())
    with system_scope(Scope.TEST):
        made = Reassignment.unscoped.create(
            unit=manager.unit,
            leaves_on=timezone.localdate(),
            refused=[[own.pk, "Changé."], [other.pk, "Parti."]],
        )
    page = text_of(signed_in(manager.user).get(f"{ROOT}faites/{made.pk}/"))
    assert f"Dossier n° {own.shown_number} : Changé." in page
    assert "Parti." in page
    assert other.shown_number not in page


def test_letters_name_no_referent_of_before(world, monkeypatch):
    manager, _, _, (one, two) = world
    with system_scope(Scope.TEST):
        named = ReferentAssignment.unscoped.filter(beneficiary__in=[one.pk, two.pk])
        made = Reassignment.unscoped.create(
            unit=manager.unit,
            leaves_on=timezone.localdate(),
            assignments=[*named.values_list("pk", flat=True)],
        )
        named.filter(beneficiary=one).update(ends_at=timezone.now())
        # Given since to a third colleague.
        refer(one, make_professional(unit=manager.unit))
    written = []
    monkeypatch.setattr(
        paper, "letters_pdf", lambda _, found, **_day: written.extend(found) or b"%PDF-1.7"
    )
    browser = signed_in(manager.user)
    there = f"{ROOT}faites/{made.pk}/"
    assert browser.get(f"{there}lettres.pdf").status_code == 200
    assert [each.beneficiary_id for each in written] == [two.pk]
    with system_scope(Scope.TEST):
        assert not AccessEntry.unscoped.filter(act="print", beneficiary=one).exists()
    # The screen still says all that was given.
    assert {each.beneficiary_id for each in browser.get(there).context["assignments"]} == {
        one.pk,
        two.pk,
    }


def test_others_reach_nothing_of_it(world):
    manager, leaving, other, _ = world
    with system_scope(Scope.TEST):
        made = Reassignment.unscoped.create(unit=manager.unit, leaves_on=timezone.localdate())
    stranger = make_professional(L.UNIT_MANAGER)
    for path in (f"{leaving.pk}/", f"faites/{made.pk}/", f"faites/{made.pk}/lettres.pdf"):
        assert signed_in(stranger.user).get(f"{ROOT}{path}").status_code == 404
        officer = make_professional(L.ORIENTATION_OFFICER)
        for one in (other, leaving, officer):
            assert signed_in(one.user).get(f"{ROOT}{path}").status_code == 403
        for user in (person_with(L.RIGHTS_ADMINISTRATOR), UserFactory()):
            assert signed_in(user).get(f"{ROOT}{path}").status_code == 403


def test_the_screen_costs_the_same_for_one_case_and_for_twenty(world):
    manager, leaving, _, _ = world
    browser = signed_in(manager.user)
    there = f"{ROOT}{leaving.pk}/"
    browser.get(there)
    before = queries_of(browser, there)
    for _ in range(18):
        orient(make_beneficiary(leaving))
    assert queries_of(browser, there) == before


def test_nothing_to_give_says_so(world):
    manager, _, other, _ = world
    assert "Aucun dossier à confier" in text_of(signed_in(manager.user).get(f"{ROOT}{other.pk}/"))
