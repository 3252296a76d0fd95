"""A candidate applies in one tap, once, and only where somebody waits for it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from pages.models import JobOfferPage
from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.applications.models import Application
from portal.applications.services.withdrawing import withdraw
from portal.applications.signals import application_sent
from portal.applications.states import Status
from snippets.models import Organisation
from tests.factories import (
    JobOfferPageFactory,
    RecruitmentSessionPageFactory,
    UserFactory,
    VolunteeringPageFactory,
)
from tests.portal.accounts.people import officer, person_with, signed_in
from tests.portal.applications.sending import (
    HELPED,
    apply_for_path,
    apply_path,
    files_kept,
    mails_to,
    only_application,
    pdf_file,
    stored_cv,
)
from tests.portal.candidates.things import candidate
from tests.portal.participation.people import make_application

pytestmark = pytest.mark.django_db(transaction=False)


@pytest.fixture
def person(db):
    return candidate()


@pytest.fixture
def browser(person):
    return signed_in(person)


@pytest.fixture
def offer(db):
    return JobOfferPageFactory.row()


def filled_in(browser, page) -> dict:
    """What the form holds before anybody writes: one tap sends it."""
    form = browser.get(apply_path(page)).context["form"]
    return {name: form[name].value() or "" for name in ("cv", "message")}


def test_one_tap_sends_the_last_cv_and_says_what_comes_next(person, browser, offer):
    stored_cv(person, "Ancien")
    stored_cv(person, "Maçonnerie")
    heard = []

    def hear(application, **kwargs):
        heard.append(application.pk)

    application_sent.connect(hear)
    try:
        answer = browser.post(apply_path(offer), filled_in(browser, offer), follow=True)
    finally:
        application_sent.disconnect(hear)
    application = only_application()
    assert application.participant.user == person
    assert (application.status, application.kind) == (Status.SENT, "job")
    assert application.cv.title == "Maçonnerie"
    assert application.cv.file.open().read(5) == b"%PDF-"
    assert not application.keep_in_mind
    assert "J’accepte que ce site envoie ma candidature" in application.agreement.text
    assert application.agreement.how == "screen"
    assert [change.actor for change in application.changes.all()] == [person]
    assert heard == [application.pk]
    page = answer.content.decode()
    assert "Candidature envoyée" in page
    assert "La réponse est attendue d’ici le" in page
    (mail,) = mails_to(person.email, "application_sent")
    assert offer.title in mail.subject
    assert f"/mon-espace/candidatures/{application.pk}/" in mail.message


def test_a_second_tap_leads_to_the_application_that_the_first_one_made(person, browser, offer):
    typed = {"cv": "aucun"}
    browser.post(apply_path(offer), typed)
    answer = browser.post(apply_path(offer), typed, follow=True)
    own = f"/mon-espace/candidatures/{only_application().pk}/"
    assert answer.redirect_chain == [(own, 302)]
    assert "Vous avez déjà postulé" in answer.content.decode()
    assert len(mails_to(person.email, "application_sent")) == 1
    # Nor is the form shown any more.
    assert browser.get(apply_path(offer)).url == own


def test_a_withdrawn_application_may_be_made_again(person, browser, offer):
    browser.post(apply_path(offer), {"cv": "aucun"})
    withdraw(application=only_application(), actor=Actor(person))
    browser.post(apply_path(offer), {"cv": "aucun"})
    assert sorted(Application.objects.values_list("status", flat=True)) == ["sent", "withdrawn"]


def test_a_pdf_is_sent_whatever_is_ticked(person, browser, offer):
    stored = stored_cv(person)
    browser.post(apply_path(offer), {"cv": f"cv-{stored.pk}", "file": pdf_file()})
    assert only_application().cv.title == "mon cv"
    assert len(files_kept()) == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"Bonjour", "n’est pas un PDF"),
        (b"", "est vide"),
        (b"%PDF-1.7 et rien", "est abîmé"),
        (b"%PDF-1.7" + b"0" * 5_000_000, "5\u00a0Mo au plus"),
    ],
    ids=["text", "empty", "broken", "heavy"],
)
def test_a_file_that_is_no_cv_changes_nothing_and_loses_no_word(browser, offer, content, said):
    file = SimpleUploadedFile("cv.pdf", content, "application/pdf")
    answer = browser.post(
        apply_path(offer), {"cv": "pdf", "file": file, "message": "Mes trois phrases"}
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in str(answer.context["form"].errors["file"])
    assert "Mes trois phrases" in page
    assert not Application.objects.exists()
    assert files_kept() == []


def test_a_file_that_was_announced_and_not_chosen_is_asked_for(browser, offer):
    answer = browser.post(apply_path(offer), {"cv": "pdf"})
    assert answer.status_code == 422
    assert "Choisissez votre fichier" in str(answer.context["form"].errors["file"])


def test_without_a_cv_an_offer_asks_to_say_so_and_a_volunteer_is_not_stopped(browser, offer):
    page = browser.get(apply_path(offer)).content.decode()
    assert "ce n’est pas grave" in page
    assert browser.post(apply_path(offer), {}).status_code == 422
    browser.post(apply_path(offer), {"cv": "aucun"})
    assert only_application().cv is None
    mission = VolunteeringPageFactory.row()
    assert filled_in(browser, mission)["cv"] == "aucun"


def test_the_cv_of_somebody_else_is_no_choice(browser, offer):
    other = stored_cv(candidate())
    answer = browser.post(apply_path(offer), {"cv": f"cv-{other.pk}"})
    assert answer.status_code == 422
    assert not Application.objects.exists()


def closed_pages():
    past = timezone.now() - timedelta(hours=1)
    suspended = JobOfferPageFactory.row()
    Organisation.objects.filter(pk=suspended.organisation_id).update(
        suspended_at=past, suspended_by=UserFactory(), suspension_reason="Impayés"
    )
    filled, expired = JobOfferPageFactory.row(), JobOfferPageFactory.row()
    JobOfferPage.objects.filter(pk=filled.pk).update(live=False, filled_at=past)
    JobOfferPage.objects.filter(pk=expired.pk).update(expire_at=past)
    return {
        "pourvue": filled,
        "n’est plus en ligne": expired,
        "autrement": JobOfferPageFactory.row(apply_by="phone"),
        "ne reçoit pas de candidatures": suspended,
    }


def test_nobody_applies_to_what_is_over_filled_elsewhere_or_suspended(browser):
    for said, page in closed_pages().items():
        JobOfferPage.objects.filter(pk=page.pk, first_published_at=None).update(
            first_published_at=timezone.now()
        )
        for answer in (
            browser.get(apply_path(page)),
            browser.post(apply_path(page), {"cv": "aucun"}),
        ):
            assert answer.status_code == 410
            assert said in answer.content.decode()
    assert not Application.objects.exists()


def test_an_offer_that_is_filled_while_somebody_writes_takes_no_application(
    browser, offer, monkeypatch
):
    """What is checked as the page opens is checked again under the lock of the page."""
    monkeypatch.setattr("portal.applications.views.person_base.why_closed", lambda _: "")
    JobOfferPage.objects.filter(pk=offer.pk).update(live=False, filled_at=timezone.now())
    answer = browser.post(apply_path(offer), {"cv": "aucun"})
    assert answer.status_code == 410
    assert not Application.objects.exists()


def test_drafts_sessions_and_nothing_are_not_found(browser):
    draft = JobOfferPageFactory(live=False)
    session = RecruitmentSessionPageFactory.row()
    for pk in (draft.pk, session.pk, 0):
        assert browser.get(f"/postuler/{pk}/").status_code == 404


def test_who_helps_is_led_to_their_form_and_other_accounts_are_told_why(offer):
    helper = signed_in(person_with(LevelName.EMPLOYMENT_OFFICER))
    answer = helper.get(apply_path(offer))
    assert (answer.status_code, answer.url) == (302, f"/postuler/{offer.pk}/pour-quelqu-un/")
    sponsor = signed_in(person_with(LevelName.SPONSOR)).get(apply_path(offer))
    assert sponsor.status_code == 403
    assert "déconnectez-vous" in sponsor.content.decode()


def test_what_is_never_cached_nor_indexed(browser, offer):
    answer = browser.get(apply_path(offer))
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("who", ["candidate", "guest", "officer"])
def test_the_form_needs_its_token_and_works_with_it(person, offer, who):
    """Files are bounded before the token is read: each screen has to see to both."""
    browsers = {
        "candidate": lambda: signed_in(person),
        "guest": Client,
        "officer": lambda: signed_in(officer()),
    }
    strict = browsers[who]()
    strict.handler.enforce_csrf_checks = True
    path = apply_for_path(offer) if who == "officer" else apply_path(offer)
    typed = {**HELPED, "file": pdf_file()}
    assert strict.post(path, typed).status_code == 403
    token = strict.get(path).context["csrf_token"]
    typed = {**HELPED, "file": pdf_file(), "csrfmiddlewaretoken": token}
    assert strict.post(path, typed).status_code == 302
    assert only_application().cv.title == "mon cv"


def test_an_application_to_one_offer_says_nothing_of_another(person, browser, offer):
    make_application(user=person)
    assert browser.get(apply_path(offer)).status_code == 200
