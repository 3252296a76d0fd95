"""Moderation through the CMS's own addresses, as a browser or a hand-made request uses them."""

import json
import re

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob
from wagtail.models import TaskState, WorkflowState

from pages.moderation import services
from pages.moderation.models import ModerationTaskState
from tests.factories import JobOfferPageFactory
from tests.form_data import form_data
from tests.pages.moderation.conftest import (
    act,
    all_checks,
    approval,
    approve,
    edit,
    refusal,
    with_level,
)

AJAX = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}


@pytest.fixture
def cms(client, moderator):
    client.force_login(moderator)
    return client


def action_url(page, action="approve", name="workflow_action"):
    state = page.current_workflow_task_state
    return reverse(f"wagtailadmin_pages:{name}", args=[page.pk, action, state.pk])


def edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def editor_data(client, page, **changes):
    """What the editor sends back untouched, with these changes."""
    response = client.get(edit_url(page))
    assert response.status_code == 200
    data = form_data(response.content.decode(), "page-edit-form")
    for name, value in changes.items():
        data[name.replace("__", "-")] = value
    return data


def decision(client, page, action, answers):
    """The editor's form with the answers of the dialog."""
    return editor_data(
        client,
        page,
        **{
            "action-workflow-action": "true",
            "workflow-action-name": action,
            "workflow-action-extra-data": json.dumps(answers),
        },
    )


def told(response):
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def is_live(page):
    page.refresh_from_db()
    return page.live


def test_dialog_shows_the_checklist_and_carries_the_digest(cms, submitted):
    html = cms.get(action_url(submitted), **AJAX).json()["html"]
    soup = BeautifulSoup(html, "lxml")
    boxes = soup.select("input[type=checkbox][name=checks]")
    assert [box["value"] for box in boxes] == all_checks()
    digest = soup.select_one("input[name=content_digest]")["value"]
    assert digest == approval(submitted)["content_digest"]
    assert "Approuver et publier" in html


def test_dialog_keeps_its_first_digest_when_it_shows_errors(cms, submitted, author):
    answers = approval(submitted, checks=[])
    edit(submitted, author, title="Changé pendant la lecture")
    html = cms.post(action_url(submitted), answers, **AJAX).json()["html"]
    soup = BeautifulSoup(html, "lxml")
    assert soup.select_one("input[name=content_digest]")["value"] == answers["content_digest"]
    assert "Cochez chaque point" in html


def test_approval_from_the_dashboard(cms, submitted):
    response = cms.post(action_url(submitted), approval(submitted), **AJAX)
    assert response.json()["step"] == "success"
    assert is_live(submitted)


@pytest.mark.parametrize("headers", [{}, AJAX])
@pytest.mark.parametrize("data", [{}, {"checks": ["pay"]}, {"comment": "je publie"}])
def test_post_without_the_checklist_changes_nothing_and_says_why(cms, submitted, data, headers):
    response = cms.post(action_url(submitted), data, **headers)
    assert response.status_code in (200, 302)
    explanation = response.json()["html"] if headers else told(response)
    assert "Cochez chaque point" in explanation
    assert not is_live(submitted)
    assert submitted.workflow_in_progress


def test_refusal_without_reason_says_why(cms, submitted):
    response = cms.post(action_url(submitted, "reject"), {})
    assert response.status_code == 302
    assert "Choisissez un motif" in told(response)
    assert submitted.workflow_in_progress


def test_dialog_open_during_an_edit_is_refused(cms, submitted, author):
    url, answers = action_url(submitted), approval(submitted)
    edit(submitted, author, title="Swap")
    for headers in ({}, AJAX):
        response = cms.post(url, answers, **headers)
        assert response.status_code in (200, 302)
    assert not is_live(submitted)


def test_second_moderator_is_told(cms, submitted, officer):
    url, answers = action_url(submitted), approval(submitted)
    approve(submitted, officer)
    response = cms.post(url, answers, follow=True)
    assert response.status_code == 200
    assert TaskState.objects.filter(status="approved").count() == 1


def test_editor_collects_then_approves(cms, submitted):
    collected = cms.post(
        action_url(submitted, name="collect_workflow_action_data"), approval(submitted), **AJAX
    ).json()
    assert collected["step"] == "success"
    response = cms.post(
        edit_url(submitted), decision(cms, submitted, "approve", collected["cleaned_data"])
    )
    assert response.status_code == 302
    assert is_live(submitted)


def test_editor_refuses_with_reason_and_comment(cms, submitted):
    response = cms.post(edit_url(submitted), decision(cms, submitted, "reject", refusal(submitted)))
    assert response.status_code == 302
    assert ModerationTaskState.objects.get().refusal_reason.key == "pay"


@pytest.mark.parametrize(
    "extra",
    [
        "{}",
        "[]",
        "null",
        "{",
        "3",
        '"text"',
        "[" * 100_000,
        '{"user": 1}',
        '{"checks": {"a": 1}, "content_digest": []}',
        '{"checks": ["\\ud800"], "content_digest": "\\ud800"}',
        '{"update": false, "comment": ""}',
    ],
)
def test_editor_post_without_a_valid_checklist_saves_nothing(cms, submitted, extra):
    data = decision(cms, submitted, "approve", {})
    data["workflow-action-extra-data"] = extra
    data["title"] = "Titre glissé"
    revision = submitted.latest_revision_id
    response = cms.post(edit_url(submitted), data)
    assert response.status_code == 302
    assert told(response)
    assert not is_live(submitted)
    assert submitted.latest_revision_id == revision


@pytest.mark.parametrize("action", ["", "publish", "cancel"])
def test_editor_post_with_an_unknown_action_is_refused(cms, submitted, action):
    response = cms.post(edit_url(submitted), decision(cms, submitted, action, {}))
    assert response.status_code == 302
    assert not is_live(submitted)


def test_editor_post_without_the_action_name_is_refused(cms, submitted):
    data = decision(cms, submitted, "approve", approval(submitted))
    del data["workflow-action-name"]
    assert cms.post(edit_url(submitted), data).status_code == 302
    assert not is_live(submitted)


def test_editor_post_after_the_decision_is_explained(cms, submitted, officer):
    data = decision(cms, submitted, "approve", approval(submitted))
    services.withdraw(page=submitted, user=officer, reason="x")
    response = cms.post(edit_url(submitted), data)
    assert response.status_code == 302
    assert "plus en relecture" in told(response)


def test_editor_loaded_before_an_edit_neither_saves_nor_publishes(cms, submitted, author):
    data = decision(cms, submitted, "approve", approval(submitted))
    edit(submitted, author, title="Plus récent")
    data["workflow-action-extra-data"] = json.dumps(approval(submitted))
    response = cms.post(edit_url(submitted), data)
    assert response.status_code == 302
    assert "modifiée" in told(response)
    assert not is_live(submitted)
    assert submitted.latest_revision.as_object().title == "Plus récent"


def test_correction_and_approval_in_one_request_asks_to_read_again(cms, submitted):
    data = decision(cms, submitted, "approve", approval(submitted))
    data["title"] = "Corrigé par la relectrice"
    response = cms.post(edit_url(submitted), data, follow=True)
    assert response.status_code == 200
    assert "modifiée" in response.content.decode()
    assert not is_live(submitted)
    cms.post(action_url(submitted), approval(submitted))
    assert is_live(submitted)
    assert submitted.title == "Corrigé par la relectrice"


def test_moderator_who_corrects_then_approves_meets_no_obstacle(cms, submitted):
    cms.post(edit_url(submitted), editor_data(cms, submitted, title="Corrigé"))
    response = cms.post(action_url(submitted), approval(submitted))
    assert response.status_code == 302
    assert is_live(submitted)
    assert submitted.title == "Corrigé"
    assert WorkflowState.objects.count() == 1


def test_submission_twice_from_two_windows_is_explained(cms, draft):
    first = editor_data(cms, draft, **{"action-submit": "true"})
    assert cms.post(edit_url(draft), first.copy()).status_code == 302
    assert draft.workflow_in_progress
    assert cms.post(edit_url(draft), first.copy()).status_code in (200, 302)
    assert WorkflowState.objects.count() == 1


def test_a_level_without_moderation_reaches_no_decision(client, submitted):
    client.force_login(with_level("adviser"))
    for action, answers in (("approve", approval(submitted)), ("reject", refusal(submitted))):
        response = client.post(action_url(submitted, action), answers)
        assert response.status_code == 302
    assert not is_live(submitted)
    assert submitted.workflow_in_progress


def test_anonymous_is_led_to_the_login(client, submitted):
    response = client.post(action_url(submitted), approval(submitted))
    assert response.status_code == 302
    assert response.url.startswith("/compte/connexion/")
    assert not is_live(submitted)


def withdraw_url(page):
    return reverse("opportunity_withdraw", args=[page.pk])


def test_withdraw_button_is_in_the_list_the_header_and_the_menu(cms, live):
    explorer = reverse("wagtailadmin_explore", args=[live.get_parent().pk])
    for url in (explorer, "/cms/offres-emploi/", edit_url(live)):
        assert withdraw_url(live) in cms.get(url).content.decode()


def test_the_button_costs_nothing_more_for_twenty_rows(cms, submitted):
    """Rows that are not live ask more than live ones: a review, a schedule."""
    url = "/cms/offres-emploi/"

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert cms.get(url).status_code == 200
        return len(queries)

    cost()
    one = cost()
    for _ in range(19):
        JobOfferPageFactory(live=False)
    assert cost() == one


def test_withdraw_asks_for_a_reason_then_goes_back_to_the_list(cms, live):
    assert "Raison du retrait" in cms.get(withdraw_url(live)).content.decode()
    response = cms.post(withdraw_url(live), {"reason": " "})
    assert "Dites pourquoi" in response.content.decode()
    assert is_live(live)
    response = cms.post(withdraw_url(live), {"reason": "Doublon"})
    assert response.url == "/cms/offres-emploi/"
    assert "est retirée" in told(response)
    assert not is_live(live)
    response = cms.post(withdraw_url(live), {"reason": "Doublon"})
    assert "ni en ligne" in told(response)
    assert "rien à retirer" in cms.get(withdraw_url(live)).content.decode()


def test_a_single_withdrawal_can_be_undone_and_the_author_is_told_later(cms, live):
    response = cms.post(withdraw_url(live), {"reason": "Doublon"})
    assert ProcrastinateJob.objects.filter(task_name="pages.announce_bulk_withdrawal").exists()
    undo = re.search(r'data-w-action-url-value="([^"]+)"', told(response))
    assert undo
    response = cms.post(undo[1], {"next": response.url})
    assert response.url == "/cms/offres-emploi/"
    assert "est comme avant" in told(response)
    assert is_live(live)


def test_withdraw_needs_the_right(client, live):
    lurker = with_level("adviser")
    from django.contrib.auth.models import Permission

    lurker.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(lurker)
    for response in (
        client.get(withdraw_url(live)),
        client.post(withdraw_url(live), {"reason": "x"}),
    ):
        assert response.status_code == 403
    assert is_live(live)


def test_withdraw_knows_offers_only(cms, live):
    for pk in (live.get_parent().pk, 999_999):
        assert cms.get(reverse("opportunity_withdraw", args=[pk])).status_code == 404


def test_withdraw_does_not_lead_to_another_site(cms, live):
    response = cms.post(withdraw_url(live), {"reason": "x", "next": "https://evil.example/"})
    assert response.url.startswith("/cms/")


def dialog(client, url, data=None):
    """What a dialog of Wagtail's shows or does, as its script reads it."""
    response = client.get(url, **AJAX) if data is None else client.post(url, data, **AJAX)
    assert response.status_code == 200
    return response.json()


@pytest.mark.parametrize("name", ["workflow_action", "collect_workflow_action_data"])
@pytest.mark.parametrize("ending", ["refused", "approved", "withdrawn", "taken back"])
def test_the_dialog_of_the_second_moderator_says_what_happened_and_by_whom(
    cms, submitted, author, officer, name, ending
):
    answers, url = approval(submitted), action_url(submitted, name=name)
    type(officer).objects.filter(pk=officer.pk).update(first_name="Sophie", last_name="Kessler")
    officer.refresh_from_db()
    said = "Sophie Kessler "
    if ending == "refused":
        act(submitted, officer, "reject", refusal(submitted))
        said += "l’a refusée le"
    elif ending == "approved":
        approve(submitted, officer)
        said += "l’a approuvée le"
    elif ending == "withdrawn":
        services.withdraw(page=submitted, user=officer, reason="Doublon")
        said += "l’a retirée le"
    else:
        services.take_back(page=submitted, user=author)
        said = f"{author} a arrêté sa relecture le"
    for data in (None, answers):
        shown = dialog(cms, url, data)
        assert shown["step"] == "closed"
        assert said in shown["html"]
        assert f'href="{edit_url(submitted)}"' in shown["html"]
        assert "/cms/rapports/en-attente/" in shown["html"]
    assert said in told(cms.post(url, answers))


def test_the_dialog_of_a_review_that_has_started_again_says_so(cms, submitted, author, officer):
    answers, url = approval(submitted), action_url(submitted)
    act(submitted, officer, "reject", refusal(submitted))
    edit(submitted, author, title="Corrigé")
    services.submit(page=submitted, user=author)
    for data in (None, answers):
        assert "a recommencé" in dialog(cms, url, data)["html"]
    assert not is_live(submitted)


def test_the_dialog_of_who_no_longer_moderates_says_so(client, submitted):
    editor = with_level("communication")
    Group.objects.get(name="communication").user_set.remove(editor)
    editor.groups.add(Group.objects.create(name="lecture"))
    Group.objects.get(name="lecture").permissions.add(
        Permission.objects.get(codename="access_admin")
    )
    client.force_login(editor)
    assert "ne pouvez pas relire" in dialog(client, action_url(submitted))["html"]


def test_an_edit_with_the_dialog_open_is_told_in_the_dialog(cms, submitted, author):
    url, answers = action_url(submitted), approval(submitted)
    # Rewritten in place, as automatic saving does: the review is the same.
    revision = submitted.latest_revision
    revision.content = {**revision.content, "title": "Autre"}
    revision.save(update_fields=["content"])
    assert "a été modifiée entre-temps" in dialog(cms, url, answers)["html"]
    assert not is_live(submitted)


def test_the_two_decisions_stand_beside_the_button_that_saves(cms, submitted, author):
    soup = BeautifulSoup(cms.get(edit_url(submitted)).content, "html.parser")
    buttons = soup.select("footer [data-workflow-action-name]")
    assert [button.get_text(strip=True) for button in buttons] == [
        "Approuver et publier",
        "Refuser",
    ]
    assert not any(button.find_parent(class_="w-dropdown__content") for button in buttons)
    assert soup.select("script[src*=open-preview]")
    skips = [link["href"] for link in soup.select(".skiplink")]
    assert skips == ["#main", "#page-edit-form", "#page-actions"]
    assert all(soup.select_one(target) for target in skips)
    draft = JobOfferPageFactory(live=False, owner=author)
    other = BeautifulSoup(cms.get(edit_url(draft)).content, "html.parser")
    assert not other.select(".decisions, script[src*=open-preview]")
