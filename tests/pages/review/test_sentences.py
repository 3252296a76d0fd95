"""What the CMS says once a decision is taken or an offer is submitted, and where it leads."""

from datetime import datetime

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from wagtail.models import WorkflowState

from pages.models import JobOfferPage
from snippets.models import SiteSettings
from tests.factories import JobOfferPageFactory, job_offer_index
from tests.pages.moderation.conftest import act, approval, edit, refusal
from tests.pages.review.test_cms import AJAX, action_url, decision, edit_url, editor_data, is_live

OFFERS = "/cms/offres-emploi/"
EDITOR, DIALOG = "editor", "dialog"


@pytest.fixture
def cms(client, moderator):
    client.force_login(moderator)
    return client


def said(client):
    """The messages on the next page, as one would read them."""
    soup = BeautifulSoup(client.get(OFFERS).content, "lxml")
    return " ".join(soup.select_one(".messages ul").get_text(" ").split())


def decide_from(place, client, page, action, answers):
    if place == EDITOR:
        return client.post(edit_url(page), decision(client, page, action, answers))
    return client.post(action_url(page, action), answers, **AJAX)


@pytest.mark.parametrize("place", [EDITOR, DIALOG])
def test_approval_says_that_the_offer_is_live(cms, submitted, place):
    decide_from(place, cms, submitted, "approve", approval(submitted))
    assert said(cms) == "« Maçon à Belfort » est approuvée : l’offre est en ligne."
    assert is_live(submitted)


@pytest.mark.parametrize("place", [EDITOR, DIALOG])
def test_approval_says_when_the_offer_will_be_published(cms, submitted, author, place):
    go_live_at = datetime(2100, 1, 12, 14, 5, tzinfo=timezone.get_default_timezone())
    page = JobOfferPageFactory(live=False, owner=author, title="Plus tard", go_live_at=go_live_at)
    page.get_workflow().start(page, author)
    decide_from(place, cms, page, "approve", approval(page))
    moment = "mardi 12 janvier 2100 à 14 h 05"
    assert said(cms) == f"« Plus tard » est approuvée : elle sera publiée le {moment}."
    assert not is_live(page)


@pytest.mark.parametrize("place", [EDITOR, DIALOG])
def test_refusal_says_that_the_author_is_told(cms, submitted, place):
    decide_from(place, cms, submitted, "reject", refusal(submitted))
    expected = "« Maçon à Belfort » est refusée : l’auteur a reçu le motif par e-mail."
    assert said(cms) == expected


def test_refusal_says_when_nobody_could_be_told(cms, submitted, author):
    author.is_active = False
    author.save()
    decide_from(DIALOG, cms, submitted, "reject", refusal(submitted))
    assert said(cms).endswith("prévenez son auteur, qui n’a pas d’adresse e-mail.")


@pytest.mark.parametrize("action", ["approve", "reject"])
def test_decision_in_the_editor_leads_back_to_the_list(cms, submitted, action):
    answers = {"approve": approval, "reject": refusal}[action](submitted)
    response = decide_from(EDITOR, cms, submitted, action, answers)
    assert response.url == OFFERS == reverse("job_offers:index")


def test_decision_leads_back_to_where_the_editor_was_opened(cms, submitted):
    data = decision(cms, submitted, "approve", approval(submitted))
    data["next"] = "/cms/"
    assert cms.post(edit_url(submitted), data).url == "/cms/"


def test_decision_does_not_lead_to_another_site(cms, submitted):
    data = decision(cms, submitted, "approve", approval(submitted))
    data["next"] = "https://evil.example/"
    assert cms.post(edit_url(submitted), data).url == OFFERS


def test_title_is_escaped(cms, author):
    page = JobOfferPageFactory(live=False, owner=author, title="<b>Maçon</b>")
    page.get_workflow().start(page, author)
    decide_from(DIALOG, cms, page, "approve", approval(page))
    assert said(cms).startswith("« <b>Maçon</b> » est approuvée")


def test_decision_that_failed_announces_nothing(cms, submitted, author):
    data = decision(cms, submitted, "approve", approval(submitted))
    edit(submitted, author, title="Plus récent")
    cms.post(edit_url(submitted), data)
    assert "approuvée" not in said(cms)


@pytest.mark.parametrize(
    ("days", "delay"), [(1, "Réponse sous 1 jour ouvré."), (3, "Réponse sous 3 jours ouvrés.")]
)
def test_submission_says_when_the_answer_comes(cms, draft, days, delay):
    settings = SiteSettings.load()
    settings.moderation_days = days
    settings.save()
    response = cms.post(edit_url(draft), editor_data(cms, draft, **{"action-submit": "true"}))
    assert said(cms) == f"« Maçon à Belfort » est envoyée en relecture. {delay}"
    assert response.url == OFFERS


def test_submission_at_once_says_the_same(cms, draft):
    add = reverse("wagtailadmin_pages:add", args=["pages", "jobofferpage", job_offer_index().pk])
    data = editor_data(cms, draft, title="Tout neuf", **{"action-submit": "true"})
    for name in ("loaded_revision_id", "loaded_revision_created_at", "slug"):
        data.pop(name, None)
    response = cms.post(add, data)
    assert said(cms).startswith("« Tout neuf » est envoyée en relecture. Réponse sous")
    assert response.url == OFFERS
    assert JobOfferPage.objects.get(title="Tout neuf").workflow_in_progress


def test_saving_a_draft_keeps_wagtails_sentence_and_stays(cms, draft):
    response = cms.post(edit_url(draft), editor_data(cms, draft, title="Autre titre"))
    assert "Autre titre" in said(cms)
    assert "relecture" not in said(cms)
    assert response.url == edit_url(draft)


def test_author_takes_back_what_nobody_has_decided_on(cms, client, submitted, author):
    client.force_login(author)
    assert "Annuler la relecture" in client.get(edit_url(submitted)).content.decode()
    data = editor_data(client, submitted, **{"action-cancel-workflow": "true"})
    client.post(edit_url(submitted), data)
    assert said(cms) == (
        "La relecture de « Maçon à Belfort » est annulée : l’offre redevient un brouillon."
    )
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_CANCELLED


def test_moderator_cannot_end_the_review_of_somebody_else_in_silence(cms, submitted):
    html = cms.get(edit_url(submitted)).content.decode()
    assert "action-cancel-workflow" not in html
    data = editor_data(cms, submitted, **{"action-cancel-workflow": "true"})
    cms.post(edit_url(submitted), data)
    assert "Seul l’auteur" in said(cms)
    assert submitted.workflow_in_progress


def test_refused_offer_is_corrected_and_sent_again_not_cancelled(client, submitted, author, cms):
    act(submitted, author, "reject", refusal(submitted))
    client.force_login(author)
    html = client.get(edit_url(submitted)).content.decode()
    assert "action-cancel-workflow" not in html
    assert "action-restart-workflow" not in html
    assert "action-submit" in html
    data = editor_data(client, submitted, **{"action-cancel-workflow": "true"})
    client.post(edit_url(submitted), data)
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_NEEDS_CHANGES
