"""The screens of diagnosis, contract, plan and hours: what they say, and to whom."""

import json
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from portal.accounts.level_names import LevelName
from portal.followup.access.models import AccessEntry
from portal.followup.configuration.models import Term
from portal.followup.contract.models import (
    ActionStep,
    Diagnosis,
    EngagementContract,
    Goal,
)
from portal.followup.contract.states import S
from portal.followup.documents.models import CaseDocument
from portal.followup.rows.scope import Scope, system_scope
from tests.portal.accounts.people import signed_in
from tests.portal.cv.files.pictures import jpeg
from tests.portal.followup.contract.contracts import (
    as_it_is,
    make_contract,
    make_diagnosis,
    ready_to_propose,
    situations,
    term,
    theme,
)
from tests.portal.followup.contract.screens import path, rows, typed
from tests.portal.followup.people_of_the_area import (
    join_team,
    make_beneficiary,
    make_professional,
)

pytestmark = pytest.mark.django_db


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


def test_a_breach_says_that_it_is_no_sanction(browser, case):
    contract = make_contract(case)
    page = browser.get(path(case, f"contrat/{contract.pk}/rompre/")).content.decode()
    assert "n’est pas une sanction" in page
    said = {"on": timezone.localdate().isoformat(), "reason": "Ne vient plus aux rendez-vous"}
    answer = browser.post(path(case, f"contrat/{contract.pk}/rompre/"), said, follow=True)
    assert "Aucune sanction n’en découle" in answer.content.decode()
    assert as_it_is(contract).state == S.BREACHED


def test_the_least_of_the_law_is_proposed_while_nobody_said_how_many_hours(browser, case):
    contract = make_contract(case, state="draft", weekly_hours=None)
    page = browser.get(path(case, f"contrat/{contract.pk}/"))
    assert page.context["form"]["weekly_hours"].value() == 15
    assert "15 h sont proposées, à adapter" in page.content.decode().replace("\u00a0", " ")


def test_no_hours_are_proposed_over_what_was_said(browser, case):
    for said in ({"weekly_hours": 18}, {"regime": "reduced", "weekly_hours": None}):
        with system_scope(Scope.TEST):
            EngagementContract.unscoped.all().delete()
        contract = make_contract(case, state="draft", **said)
        page = browser.get(path(case, f"contrat/{contract.pk}/"))
        assert page.context["form"]["weekly_hours"].value() == said["weekly_hours"]
        assert "sont proposées" not in page.content.decode()
