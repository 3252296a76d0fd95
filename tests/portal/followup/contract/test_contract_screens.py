"""The screens of diagnosis, contract, plan and hours: what they say, and to whom."""

import json
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from portal.accounts.level_names import LevelName
from portal.followup.access.models import AccessEntry, BreakGlass
from portal.followup.configuration.models import Term
from portal.followup.contract.models import (
    ActionStep,
    ActivityLog,
    CareerGoal,
    Diagnosis,
    EngagementContract,
    Goal,
    HoursExemption,
)
from portal.followup.contract.states import G, S, T
from portal.followup.documents.models import CaseDocument
from portal.followup.rows.scope import Scope, system_scope
from tests.factories import OccupationFactory
from tests.portal.accounts.people import person_with, queries_of, signed_in
from tests.portal.cv.files.pictures import jpeg
from tests.portal.followup.contract.contracts import (
    activity,
    as_it_is,
    make_career,
    make_contract,
    make_diagnosis,
    make_exemption,
    make_goal,
    make_hours,
    make_step,
    ready_to_propose,
    reason,
    situations,
    term,
    theme,
)
from tests.portal.followup.people_of_the_area import (
    join_team,
    make_beneficiary,
    make_professional,
    make_unit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def referent(lasting):
    return make_professional()


@pytest.fixture(scope="module")
def browser(referent):
    return signed_in(referent.user)


@pytest.fixture
def case(referent):
    return make_beneficiary(referent)


def path(case, rest=""):
    return f"/suivi/dossiers/{case.pk}/{rest}"


def rows(model, case):
    with system_scope(Scope.TEST):
        return list(model.unscoped.filter(beneficiary=case).order_by("pk"))


def typed(page):
    """What a browser would send of the main form of a page: its fields, as they are shown."""
    form = page.context["form"]
    sent = {}
    for field in form:
        value = field.value()
        if value in (None, "", False, []):
            continue
        widget = field.field.widget
        shown = widget.format_value(value) if hasattr(widget, "format_value") else value
        sent[field.html_name] = "on" if value is True else shown
    html = page.content.decode()
    for name in ("base", "version", "base_version"):
        if found := re.search(rf'name="{name}" value="([^"]*)"', html):
            sent[name] = found[1].replace("&quot;", '"').replace("&#x27;", "'")
    return sent


def test_the_tabs_say_what_is_empty_and_what_to_do_next(browser, case):
    assert "Faire le diagnostic" in browser.get(path(case, "diagnostic/")).content.decode()
    contract = browser.get(path(case, "contrat/")).content.decode()
    assert "Préparer un contrat" in contract
    assert "Aucun objectif ni étape" in contract
    hours = browser.get(path(case, "heures/")).content.decode()
    assert "n’est jamais une sanction par lui-même" in hours
    assert "Une RQTH seule ne dispense de rien" in hours


def test_a_diagnosis_is_made_and_the_next_one_starts_from_it(browser, case, referent):
    housing = theme()
    page = browser.get(path(case, "diagnostic/nouveau/"))
    sent = typed(page) | {
        "summary": "Vit seule avec deux enfants.",
        f"severity_{housing.pk}": "strong",
        f"situations_{housing.pk}": [situations()[0].pk],
    }
    assert browser.post(path(case, "diagnostic/nouveau/"), sent).status_code == 302
    (made,) = rows(Diagnosis, case)
    assert made.author_name == str(referent.user)
    again = browser.get(path(case, "diagnostic/nouveau/")).content.decode()
    assert "Vit seule avec deux enfants." in again
    assert "Il reprend le diagnostic du" in again
    # The same day: said beside the date, nothing typed is lost.
    refused = browser.post(path(case, "diagnostic/nouveau/"), sent | {"needs": "Une crèche"})
    assert refused.status_code == 422
    assert "on" in refused.context["form"].errors
    assert "Une crèche" in refused.content.decode()


def test_an_earlier_diagnosis_is_read_and_compared_never_written(browser, case):
    today = timezone.localdate()
    early = make_diagnosis(case, on=today - timedelta(days=60), barriers={"housing": "strong"})
    make_diagnosis(case, on=today, barriers={"housing": "none"})
    assert "en amélioration" in browser.get(path(case, "diagnostic/")).content.decode()
    page = browser.get(path(case, f"diagnostic/{early.pk}/")).content.decode()
    assert "celui-ci reste comme il était" in page
    assert "en amélioration" in page
    edit = path(case, f"diagnostic/{early.pk}/modifier/")
    assert browser.get(edit).url == path(case, f"diagnostic/{early.pk}/")
    # Without the text that it was opened with: no form of ours.
    assert browser.post(edit, {"on": today}).status_code == 422
    assert as_it_is(early).on == early.on


def test_a_contract_goes_from_the_first_word_to_the_signature(browser, case):
    make_diagnosis(case, barriers={"mobility": "strong"})
    prepared = browser.post(path(case, "contrat/preparer/"))
    (draft,) = rows(EngagementContract, case)
    edit = path(case, f"contrat/{draft.pk}/")
    assert prepared.url == edit
    page = browser.get(edit)
    assert "Mobilité" in page.content.decode()
    assert "Il manque, avant de proposer ce contrat" in page.content.decode()
    end = timezone.localdate() + timedelta(days=150)
    sent = typed(page) | {
        "ends_on": end.isoformat(),
        "weekly_hours": "15",
        "person_words": "Je veux passer le permis.",
        "department_commitments": "Aider à payer le permis.",
        "goal_label": "Passer le permis",
        "step_1_label": "S’inscrire à l’auto-école",
        "step_2_label": "Demander l’aide",
        "step_2_by": "service",
    }
    assert browser.post(edit, sent).url == edit
    (goal,) = rows(Goal, case)
    assert [(step.goal_id, step.by_person) for step in rows(ActionStep, case)] == [
        (goal.pk, True),
        (goal.pk, False),
    ]
    assert "Le contrat est complet" in browser.get(edit).content.decode()
    browser.post(path(case, f"contrat/{draft.pk}/proposer/"))
    assert as_it_is(draft).state == S.PROPOSED
    # What is proposed is read, not written.
    assert browser.get(edit).url == path(case, f"contrat/{draft.pk}/lire/")
    scan = SimpleUploadedFile("contrat.jpg", jpeg(), "image/jpeg")
    signed = browser.post(
        path(case, f"contrat/{draft.pk}/signer/"),
        {"signed_on": timezone.localdate().isoformat(), "file": scan},
    )
    assert signed.url == path(case, "contrat/")
    kept = as_it_is(draft)
    (document,) = rows(CaseDocument, case)
    assert (kept.state, kept.signed_document_id) == (S.SIGNED, document.pk)
    assert document.kind_id == term(Term.List.DOCUMENT_KIND, "signed_contract").pk
    shown = browser.get(path(case, "contrat/")).content.decode()
    assert "Contrat en cours" in re.sub(r"\s+", " ", shown)
    assert "pas encore numérisé" not in shown


def test_what_is_missing_is_said_with_links_and_nothing_is_proposed(browser, case):
    draft = make_contract(case, S.DRAFT, department_commitments="")
    answer = browser.post(path(case, f"contrat/{draft.pk}/proposer/"), follow=True)
    html = answer.content.decode()
    assert f"{path(case, f'contrat/{draft.pk}/')}#champ-department_commitments" in html
    assert path(case, "plan/objectifs/nouveau/") in html
    assert as_it_is(draft).state == S.DRAFT


def test_a_scan_that_is_none_leaves_the_contract_unsigned_and_is_logged(browser, case):
    contract = make_contract(case, S.PROPOSED)
    sign = path(case, f"contrat/{contract.pk}/signer/")
    today = timezone.localdate().isoformat()
    for content, name in ((b"MZ not a scan", "contrat.pdf"), (b"x" * 6_000_000, "lourd.pdf")):
        answer = browser.post(sign, {"signed_on": today, "file": SimpleUploadedFile(name, content)})
        assert answer.status_code == 422
        assert "file" in answer.context["form"].errors
        assert today in answer.content.decode()
    assert as_it_is(contract).state == S.PROPOSED
    assert rows(CaseDocument, case) == []
    (line,) = [one for one in rows(AccessEntry, case) if one.act == AccessEntry.Act.REFUSED]
    assert line.reason.startswith("fichier refusé")


def test_a_signature_to_come_is_refused_beside_its_field(browser, case):
    contract = make_contract(case, S.PROPOSED)
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    answer = browser.post(path(case, f"contrat/{contract.pk}/signer/"), {"signed_on": tomorrow})
    assert answer.status_code == 422
    assert "avenir" in str(answer.context["form"].errors["signed_on"])


def test_what_is_signed_is_read_not_signed_again(browser, case):
    contract = make_contract(case)
    answer = browser.get(path(case, f"contrat/{contract.pk}/signer/"))
    assert answer.url == path(case, f"contrat/{contract.pk}/lire/")


def test_no_contract_is_prepared_with_who_has_left(referent):
    case = make_beneficiary(unit=referent.unit, state="exited")
    manager = make_professional(LevelName.UNIT_MANAGER, unit=referent.unit)
    browser = signed_in(manager.user)
    page = browser.get(path(case, "contrat/")).content.decode()
    assert "Cette personne est sortie du suivi." in page
    assert "Préparer un contrat" not in page
    answer = browser.post(path(case, "contrat/preparer/"), follow=True)
    assert "un contrat se prépare si elle y revient" in answer.content.decode()
    assert rows(EngagementContract, case) == []


def test_the_plan_that_changed_since_the_proposal_is_said(browser, case):
    contract = ready_to_propose(case)
    browser.post(path(case, f"contrat/{contract.pk}/proposer/"))
    assert "a changé depuis" not in browser.get(path(case, "contrat/")).content.decode()
    with system_scope(Scope.TEST):
        later = timezone.now() + timedelta(minutes=1)
        Goal.unscoped.filter(beneficiary=case).update(updated_at=later)
    for rest in ("contrat/", f"contrat/{contract.pk}/signer/"):
        assert "a changé depuis" in browser.get(path(case, rest)).content.decode()


def test_two_write_in_one_draft_and_the_second_sees_both_texts(browser, case):
    draft = make_contract(case, S.DRAFT)
    colleague = make_professional()
    join_team(case, colleague)
    other = signed_in(colleague.user)
    edit = path(case, f"contrat/{draft.pk}/")
    mine, theirs = browser.get(edit), other.get(edit)
    sent = typed(theirs) | {"person_words": "Ma version.", "hours_comment": "Le matin"}
    assert other.post(edit, sent).status_code == 302
    # What one alone changed is kept; what both changed is shown, and waits.
    answer = browser.post(edit, typed(mine) | {"person_words": "L’autre version."})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Ma version." in html
    assert "L’autre version." in html
    assert str(colleague.user) in html
    assert as_it_is(draft).person_words == "Ma version."
    chosen = typed(answer) | {"person_words": "L’autre version.", "choice|person_words": "mine"}
    chosen["seen|person_words"] = json.dumps(["Ma version."])
    assert browser.post(edit, chosen).status_code == 302
    kept = as_it_is(draft)
    assert (kept.person_words, kept.hours_comment) == ("L’autre version.", "Le matin")


def test_a_text_that_began_with_an_older_version_overwrites_nothing(browser, case):
    draft = make_contract(case, S.DRAFT)
    edit = path(case, f"contrat/{draft.pk}/")
    sent = typed(browser.get(edit))
    with system_scope(Scope.TEST):
        EngagementContract.unscoped.filter(pk=draft.pk).update(version=2, person_words="Nouveau.")
    page = browser.get(edit)
    # A script put back what was left in the tab, which began with version 1.
    back = typed(page) | {"person_words": "Ancien texte.", "version": sent["version"]}
    answer = browser.post(edit, back)
    assert answer.status_code == 409
    assert as_it_is(draft).person_words == "Nouveau."


def test_a_step_is_done_in_one_click_and_a_wrong_word_changes_nothing(browser, case):
    step = make_step(case, goal=make_goal(case))
    state = path(case, f"plan/etapes/{step.pk}/etat/")
    browser.post(state, {"to": "elsewhere"})
    assert as_it_is(step).state == T.PLANNED
    assert browser.post(state, {"to": "done"}).url == f"{path(case, 'contrat/')}#plan"
    assert as_it_is(step).state == T.DONE


def test_goals_and_steps_are_written_moved_and_closed(browser, case):
    browser.post(path(case, "plan/objectifs/nouveau/"), {"label": "Un"})
    browser.post(path(case, "plan/objectifs/nouveau/"), {"label": "Deux"})
    one, two = rows(Goal, case)
    browser.post(path(case, f"plan/objectifs/{two.pk}/place/"), {"to": "up"})
    assert as_it_is(two).order < as_it_is(one).order
    new = path(case, "plan/etapes/nouvelle/")
    page = browser.get(f"{new}?objectif={one.pk}")
    assert str(page.context["form"]["goal"].value()) == str(one.pk)
    browser.post(new, {"goal": one.pk, "label": "Appeler", "by": "service"})
    (step,) = rows(ActionStep, case)
    answer = browser.post(path(case, f"plan/objectifs/{one.pk}/etat/"), {"to": "done"}, follow=True)
    assert "il en reste 1" in answer.content.decode()
    edit = path(case, f"plan/etapes/{step.pk}/")
    browser.post(edit, typed(browser.get(edit)) | {"label": "Appeler la mairie", "by": "person"})
    assert (as_it_is(step).label, as_it_is(step).by_person) == ("Appeler la mairie", True)
    browser.post(path(case, f"plan/etapes/{step.pk}/etat/"), {"to": "dropped_by_person"})
    browser.post(path(case, f"plan/objectifs/{one.pk}/etat/"), {"to": "abandoned"})
    assert as_it_is(one).state == G.ABANDONED


def test_the_project_is_written_with_a_trade_of_the_list(browser, case):
    trade = OccupationFactory()
    new = path(case, "projet/nouveau/")
    refused = browser.post(new, {"occupation": "xyzzy", "radius_km": "20"})
    assert refused.status_code == 422
    assert "occupation" in refused.context["form"].errors
    said = {"occupation": f"{trade.label} ({trade.code})", "radius_km": "30"}
    assert browser.post(new, said | {"contract_kinds": ["cdi", "cdd"]}).status_code == 302
    (career,) = rows(CareerGoal, case)
    assert (career.occupation, career.contract_kinds) == (trade, "cdi,cdd")
    assert "CDI, CDD" in browser.get(path(case, "contrat/")).content.decode()


def test_hours_of_several_weeks_are_written_in_one_form(browser, case):
    page = browser.get(path(case, "heures/ajouter/"))
    first, second, *_ = page.context["form"].week_fields
    sent = {"kind": activity().pk, first.html_name: "3,5", second.html_name: "12"}
    assert browser.post(path(case, "heures/ajouter/"), sent).status_code == 302
    assert sorted(entry.hours for entry in rows(ActivityLog, case)) == [3.5, 12]
    assert "15 h 30" in browser.get(path(case, "heures/")).content.decode().replace("\xa0", " ")
    refused = browser.post(path(case, "heures/ajouter/"), {"kind": activity().pk})
    assert "au moins une semaine" in refused.content.decode()
    older = browser.get(path(case, "heures/ajouter/") + "?jusquau=2026-02-31")
    assert older.status_code == 200
    entry = rows(ActivityLog, case)[0]
    edit = path(case, f"heures/{entry.pk}/")
    browser.post(edit, typed(browser.get(edit)) | {"hours": "4"})
    assert as_it_is(entry).hours == 4
    browser.post(path(case, f"heures/{entry.pk}/retirer/"))
    assert len(rows(ActivityLog, case)) == 1


def test_a_waiver_asks_for_the_persons_request_and_a_reason_of_the_law(browser, case):
    new = path(case, "heures/dispenses/nouvelle/")
    said = {
        "regime": "waived",
        "reason": reason("mobility").pk,
        "starts_on": timezone.localdate().isoformat(),
        "asked_by_person": "on",
    }
    refused = browser.post(new, said)
    assert "Une RQTH seule n’y suffit pas" in str(refused.context["form"].errors["reason"])
    said["reason"] = reason("health").pk
    refused = browser.post(new, {**said, "asked_by_person": ""})
    assert "asked_by_person" in refused.context["form"].errors
    assert browser.post(new, said).status_code == 302
    (row,) = rows(HoursExemption, case)
    edit = path(case, f"heures/dispenses/{row.pk}/")
    last = timezone.localdate() + timedelta(days=9)
    browser.post(edit, typed(browser.get(edit)) | {"last_day": last.isoformat()})
    assert as_it_is(row).ends_on == last + timedelta(days=1)
    browser.post(path(case, f"heures/dispenses/{row.pk}/retirer/"))
    assert rows(HoursExemption, case) == []


def test_a_breach_says_that_it_is_no_sanction(browser, case):
    contract = make_contract(case)
    page = browser.get(path(case, f"contrat/{contract.pk}/rompre/")).content.decode()
    assert "n’est pas une sanction" in page
    said = {"on": timezone.localdate().isoformat(), "reason": "Ne vient plus aux rendez-vous"}
    answer = browser.post(path(case, f"contrat/{contract.pk}/rompre/"), said, follow=True)
    assert "Aucune sanction n’en découle" in answer.content.decode()
    assert as_it_is(contract).state == S.BREACHED


@pytest.fixture
def everything(case):
    """An address of each kind, with objects of this case."""
    contract = make_contract(case, S.DRAFT)
    return [
        "diagnostic/",
        "diagnostic/nouveau/",
        f"diagnostic/{make_diagnosis(case).pk}/",
        "contrat/",
        f"contrat/{contract.pk}/",
        f"contrat/{contract.pk}/lire/",
        f"contrat/{contract.pk}/contrat.pdf",
        f"contrat/{contract.pk}/signer/",
        f"plan/objectifs/{make_goal(case).pk}/",
        f"plan/etapes/{make_step(case).pk}/",
        f"projet/{make_career(case).pk}/",
        "heures/",
        f"heures/{make_hours(case).pk}/",
        f"heures/dispenses/{make_exemption(case).pk}/",
    ]


def test_who_follows_somebody_else_finds_nothing(case, everything):
    unit = make_unit()
    elsewhere = [
        make_professional(unit=unit).user,
        make_professional(LevelName.UNIT_MANAGER, unit=unit).user,
        make_professional(LevelName.ORIENTATION_OFFICER, unit=unit).user,
    ]
    asked = make_professional(unit=unit)
    join_team(case, asked, confirmed=False)
    former = make_professional(unit=unit)
    past = timezone.now() - timedelta(days=1)
    join_team(case, former, ends_at=past)
    for user in (*elsewhere, asked.user, former.user):
        browser = signed_in(user)
        found = {rest: browser.get(path(case, rest)).status_code for rest in everything}
        assert set(found.values()) == {404}, (user, found)
    for level in (LevelName.RIGHTS_ADMINISTRATOR, LevelName.CANDIDATE):
        browser = signed_in(person_with(level))
        found = {rest: browser.get(path(case, rest)).status_code for rest in everything}
        assert set(found.values()) == {403}, (level, found)


def test_objects_of_another_case_are_not_found_through_ones_own(
    browser, case, referent, everything
):
    own = make_beneficiary(referent)
    with_an_object = [rest for rest in everything if re.search(r"\d", rest)]
    found = {rest: browser.get(path(own, rest)).status_code for rest in with_an_object}
    assert set(found.values()) == {404}, found
    assert browser.get(path(case, everything[4])).status_code == 200


def test_an_emergency_reads_and_writes_nothing(case, everything):
    unit = make_unit()
    opener = make_professional(unit=unit)
    step = make_step(case)
    with system_scope(Scope.TEST):
        BreakGlass.unscoped.create(
            beneficiary=case,
            user=opener.user,
            name=opener.name,
            reason="Urgence",
            opened_at=timezone.now(),
            expires_at=timezone.now() + timedelta(hours=20),
        )
    browser = signed_in(opener.user)
    assert browser.get(path(case, "contrat/")).status_code == 200
    assert "Préparer" not in browser.get(path(case, "contrat/")).content.decode()
    assert browser.get(path(case, "diagnostic/nouveau/")).status_code == 404
    assert browser.post(path(case, "contrat/preparer/")).status_code == 404
    state = path(case, f"plan/etapes/{step.pk}/etat/")
    assert browser.post(state, {"to": "done"}).status_code == 404
    assert as_it_is(step).state == T.PLANNED


def test_a_plan_costs_the_same_with_one_goal_and_with_twenty(browser, case, referent):
    other = make_beneficiary(referent)
    for one, count in ((case, 1), (other, 20)):
        make_contract(one)
        for number in range(count):
            make_step(one, goal=make_goal(one, f"But {number}", theme=None))
            make_career(one)
            make_hours(one, "1")
        make_contract(one, S.ENDED)
    for rest in ("contrat/", "heures/"):
        assert browser.get(path(other, rest)).status_code == 200, rest
        few, many = (queries_of(browser, path(one, rest)) for one in (case, other))
        assert few == many
