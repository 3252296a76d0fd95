"""Two taps, on a phone that is slow to answer, are one application."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from portal.applications.models import Application, ApplicationChange
from portal.applications.services import applying
from portal.participation.models import CallBack, FrozenCv, Participant
from portal.participation.models.cvs import FOLDER, private_storage
from portal.participation.services.cvs import delete_orphan_cvs
from tests.factories import JobOfferPageFactory
from tests.portal.accounts.people import officer, signed_in
from tests.portal.applications.sending import (
    GUEST,
    HELPED,
    apply_for_path,
    apply_path,
    files_kept,
    link_in,
    mails_to,
    stored_cv,
)
from tests.portal.candidates.things import candidate
from tests.portal.participation.people import make_frozen_cv, make_guest
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
TAPS = 4


def test_a_candidate_who_taps_again_has_one_application_one_cv_and_one_message():
    person, offer = candidate(), JobOfferPageFactory.row()
    typed = {"cv": f"cv-{stored_cv(person).pk}"}
    browsers = [signed_in(person) for _ in range(TAPS)]
    answers = at_once(
        *[lambda browser=browser: browser.post(apply_path(offer), typed) for browser in browsers]
    )
    assert [answer.status_code for answer in answers] == [302] * TAPS
    assert Application.objects.count() == 1
    assert FrozenCv.objects.count() == len(files_kept()) == 1
    assert len(mails_to(person.email, "application_sent")) == 1


def test_the_database_refuses_the_second_when_nothing_else_does(monkeypatch):
    """What every other way in relies on."""
    person, offer = candidate(), JobOfferPageFactory.row()
    monkeypatch.setattr("portal.applications.services.by_person._current", lambda *_: None)
    browsers = [signed_in(person) for _ in range(TAPS)]
    answers = at_once(
        *[
            lambda browser=browser: browser.post(apply_path(offer), {"cv": "aucun"})
            for browser in browsers
        ]
    )
    assert [answer.status_code for answer in answers] == [302] * TAPS
    assert Application.objects.count() == 1


def test_a_guest_who_taps_again_is_asked_about_one_application():
    offer = JobOfferPageFactory.row()
    for typed in (GUEST, {**GUEST, "email": "", "phone": "06 01 02 03 04"}):
        at_once(*[lambda typed=typed: Client().post(apply_path(offer), typed)] * TAPS)
    assert Participant.objects.count() == 2
    assert Application.objects.count() == 2
    assert CallBack.objects.count() == 1


def test_a_link_that_is_confirmed_twice_at_once_sends_once():
    Client().post(apply_path(JobOfferPageFactory.row()), GUEST)
    path = link_in(mails_to(GUEST["email"], "application_to_confirm")[0])
    at_once(*[lambda: Client().post(f"{path}confirmer/")] * TAPS)
    assert ApplicationChange.objects.filter(to_status="sent").count() == 1
    assert len(mails_to(GUEST["email"], "application_sent")) == 1


def test_a_helper_who_taps_again_applied_once_even_without_any_way_to_reach_the_person():
    offer, helper = JobOfferPageFactory.row(), officer()
    typed = {**HELPED, "email": "", "no_email": "on"}
    browsers = [signed_in(helper) for _ in range(TAPS)]
    at_once(
        *[
            lambda browser=browser: browser.post(apply_for_path(offer), typed)
            for browser in browsers
        ]
    )
    assert Application.objects.count() == 1


def test_the_file_of_an_application_that_was_undone_is_deleted_a_day_later(monkeypatch):
    person, offer = candidate(), JobOfferPageFactory.row()
    kept = make_frozen_cv(make_guest())
    monkeypatch.setattr(applying, "write_change", lambda *_, **__: 1 / 0)
    browser = signed_in(person)
    browser.raise_request_exception = False
    stored = stored_cv(person)
    assert browser.post(apply_path(offer), {"cv": f"cv-{stored.pk}"}).status_code == 500
    assert not Application.objects.exists()
    assert len(files_kept()) == 2
    elsewhere = private_storage().save("autre/fichier.txt", ContentFile(b"a"))
    assert delete_orphan_cvs() == 0, "a file may be of a transaction that is not over"
    assert delete_orphan_cvs(now=timezone.now() + timedelta(days=2)) == 1
    assert [f"{FOLDER}/{name}" for name in files_kept()] == [kept.file.name]
    assert private_storage().exists(elsewhere)
    private_storage().delete(elsewhere)
